"""What the places where we differ from the paper or its repository change, as one table.

Some are measured by networks trained otherwise: an overlay over the paper's configuration says
how.  Others only read the archive in another way.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Hashable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.budget import costs_as_markdown
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.final_values import (
    DIFFERENCE_COLUMNS,
    Outcomes,
    compare_outcomes,
    outcomes,
)
from sparse_rnn.archive.load import archived_record, archived_table
from sparse_rnn.archive.merge_rows import merge
from sparse_rnn.archive.reanalyses import REANALYSES
from sparse_rnn.archive.units import UNITS, outdated
from sparse_rnn.archive.workflow import train_and_count
from sparse_rnn.config import Condition, conditions, load_yaml, overlay
from sparse_rnn.layout import jobs
from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import CONDITION

OVERLAYS = "workflow/config/deviations"


def named_deviations(names: Sequence[str]) -> list[str]:
    """Return the deviations asked for, all if none is.

    Raises
    ------
    ValueError
        If one of them does not exist.
    """
    known = [*REANALYSES, *sorted(path.stem for path in Path(OVERLAYS).glob("*.yaml"))]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ValueError(f"no deviation is called {', '.join(unknown)}; legal: {', '.join(known)}")
    return list(names) or known


def measure(
    name: str, archive: str | Path, config: Mapping, configfiles: Sequence[str], cores: int
) -> pd.DataFrame:
    """Measure one deviation and archive what comes out; conditions measured before stay.

    Parameters
    ----------
    name : str
        A name that `named_deviations` knows.
    archive : path
        Folder of the archive, which is also what the deviation is compared with.
    config : Mapping
        The configuration of the archived run.
    configfiles : sequence of str
        The files that it comes from, beside the default.
    cores : int
        How many jobs run side by side.

    Returns
    -------
    DataFrame
        As `final_values.compare_outcomes` returns it, the ``deviation`` in front.

    Raises
    ------
    FileNotFoundError
        If the archive lacks a table.
    ValueError
        If all that would be compared was archived under other settings.
    RuntimeError
        If training failed; what is finished is kept, and the next run goes on from there.
    """
    if name in REANALYSES:
        table = REANALYSES[name](archive)
    elif "conditions" in asked_of(overlay_of_deviation(name)):
        table = by_training(name, archive, config, configfiles, cores)
    else:
        table = pd.DataFrame(columns=DIFFERENCE_COLUMNS)
    table.insert(0, "deviation", name)
    if len(table):
        merge("deviations", archive, [table], ["deviation", *CONDITION])
    return table


def by_training(
    name: str, archive: str | Path, config: Mapping, configfiles: Sequence[str], cores: int
) -> pd.DataFrame:
    """Compare the archive with networks trained otherwise; archive what these cost.

    Prints the cost, and which conditions are left out; see `measure`.
    """
    reference = outcomes(archive)  # before hours of training, lest there be none
    asked = conditions(overlay(config, overlay_of_deviation(name)))
    places = {tuple(c.label.values()): f"train/{'/'.join(c.wildcards.values())}" for c in asked}
    late = demand_some_alike(archive, config, places)
    fresh = trained_otherwise(name, archive, config, configfiles, cores, ["networks"])
    table = compare_outcomes(reference, outcomes(fresh))
    table = table[~table.set_index(CONDITION).index.isin(late)].reset_index(drop=True)
    print(*not_compared(table, reference, asked, late), sep="\n")
    return table


def overlay_of_deviation(name: str) -> dict:
    """Return what the overlay of a deviation changes."""
    return load_yaml(f"{OVERLAYS}/{name}.yaml")


def asked_of(change: Mapping) -> list[str]:
    """Return what an overlay asks to be trained: ``balanced`` and ``lesions`` if it names tasks.

    And ``conditions`` if it names them, or nothing else.
    """
    found = [key for key in ("balanced", "lesions") if "tasks" in change.get(key, {})]
    return [*found, *(["conditions"] if "conditions" in change or not found else [])]


STAGE_OF = {"conditions": "train", "balanced": "balanced_networks", "lesions": "lesions"}
"""The stage that trains what an overlay asks for, see `asked_of`."""


def changes_nothing(name: str, config: Mapping) -> bool:
    """Tell whether an overlay trains all that it asks for as a configuration does anyhow.

    Such a deviation would be hours of training for differences of 0.
    """
    if name in REANALYSES:
        return False
    change = overlay_of_deviation(name)
    other = overlay(config, change)
    stages = [STAGE_OF[key] for key in asked_of(change)]
    named = [(UNITS[s], "/".join(job.values())) for s in stages for job in jobs(other, s)]
    return all(unit.asked(config, job) == unit.asked(other, job) for unit, job in named)


def demand_some_alike(
    archive: str | Path, config: Mapping, places: Mapping[Hashable, str]
) -> list[Hashable]:
    """Return which of the archived jobs were trained under other settings than a configuration's.

    What was trained otherwise in two ways tells nothing of either.

    Parameters
    ----------
    archive : path
        Folder of the archive.
    config : Mapping
        The configuration that is to be compared with.
    places : Mapping
        The job of each name, as the record of the archive calls it, or what all its groups of seeds
        begin with.

    Raises
    ------
    ValueError
        If all were; before hours of training for nothing.
    """
    records = archived_record(archive)["jobs"]
    jobs = {n: [job for job in records if f"{job}/".startswith(f"{p}/")] for n, p in places.items()}
    known = {name: found for name, found in jobs.items() if found}
    others = outdated({job: records[job] for found in known.values() for job in found}, config)
    late = [name for name, found in known.items() if set(found) & set(others)]
    if known and len(late) == len(known):
        raise ValueError(
            f"{', '.join(places[name] for name in late)} were archived under other settings than "
            "the configuration has; measure with theirs (--configfile workflow/config/archived.yaml"
            "), or train and archive them anew"
        )
    return late


def trained_otherwise(
    name: str,
    archive: str | Path,
    config: Mapping,
    configfiles: Sequence[str],
    cores: int,
    targets: Sequence[str],
) -> Path:
    """Train what an overlay asks for and return its archive; print and archive what it cost."""
    train_and_count([*configfiles, f"{OVERLAYS}/{name}.yaml"], cores, targets)
    fresh = archived_apart(overlay(config, overlay_of_deviation(name)))
    costs = archived_table(fresh, "stages")
    costs.insert(0, "deviation", name)
    merge("deviation_costs", archive, [costs], ["deviation"])
    print(costs_as_markdown(costs))
    return fresh


def archived_apart(config: Mapping) -> Path:
    """Return an archive of what a configuration trained, made in the folder of its run."""
    data = Path("data") / config["profile"]
    shutil.rmtree(data / "archive", ignore_errors=True)  # what the configuration asked for once
    collect(data, data / "archive", config)
    return data / "archive"


def not_compared(
    table: pd.DataFrame, reference: Outcomes, asked: Sequence[Condition], late: Sequence[tuple]
) -> list[str]:
    """Return a line on each condition that was trained otherwise and is not in the comparison.

    Conditions that are ``late`` were archived under other settings than those compared with.
    """
    archived, compared = reference["eta"].index.droplevel("seed"), table.set_index(CONDITION).index
    return [
        f"left out: {'/'.join(c.wildcards.values())}, " + _why_not(key in late, key in archived)
        for c in asked
        if (key := tuple(c.label.values())) not in compared
    ]


def _why_not(late: bool, archived: bool) -> str:
    if late:
        return "it was archived under other settings"
    return "a network of each pair diverged" if archived else "it is not archived"


def deviations_as_markdown(table: pd.DataFrame) -> str:
    """Return rows of the table of deviations for people to read."""
    head = "deviation", "condition", "quantity", "n", "reference", "deviating", "difference"
    rows = []
    for row in table.itertuples():
        condition = f"{row.task} {row.model} {row.strategy} {row.sparsity:g}"
        means = (quote(mean, math.nan, math.nan) for mean in (row.reference, row.deviating))
        difference = quote(row.difference, row.low, row.high)
        rows.append((row.deviation, condition, row.quantity, row.n, *means, difference))
    return pipe_table(head, rows)
