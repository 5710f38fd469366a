"""Whether a run from scratch agrees with the archive, one group of replicas after the other.

Where code, versions and processor are the archived ones, all is expected to be equal to the last
digit, as far as it was counted alike.  Elsewhere sums are rounded otherwise, training amplifies
that, and the networks are other draws of the same kind: their means over seeds are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.final_values import outcomes, sound
from sparse_rnn.archive.load import archived_record, archived_table
from sparse_rnn.archive.merge_rows import rows_of
from sparse_rnn.archive.networks import links_path, same_links
from sparse_rnn.archive.units import UNITS, group_of_job
from sparse_rnn.layout import STAGES
from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.results.runs import RUN, last_epoch

LEVEL = 0.99
"""Of the interval in which the mean over as many further seeds is expected."""

ENOUGH = 3
"""Seeds from which there is such an interval; that of two is so wide that it accepts anything."""

RELATIVE_SLACK = {"metric": 0.02, "density": 0.002}
ABSOLUTE_SLACK = {"eta": 0.02, "z balanced": 0.5, "z unbalanced": 0.5}
"""What may differ in any case, relative to the mean or absolutely.

Intervals of few seeds that happen to agree would be too narrow, and fewer than `ENOUGH` have none.
"""

COMPARED_TABLES = {stage: STAGES[stage].tables for stage in UNITS["train"].stages}
"""The tables that are compared, by the stage that made them."""


def compare_group(archive: str | Path, fresh: str | Path, place: str) -> pd.DataFrame:
    """Compare the replicas of a condition that one job trained in two archives.

    Parameters
    ----------
    archive, fresh : path
        The archive, and that of the run from scratch.
    place : str
        Which networks, e.g. ``mg/rnn/set/0.95/1-5``.

    Returns
    -------
    DataFrame
        A row per ``quantity``: its ``archived`` and ``fresh`` value, the ``tolerance``, whether
        they ``agree``, and a ``note``; the ``job``, and whether both have the
        ``same_origin``.  The first rows count the parts (tables, and links) of training and census
        that are equal, as all must be if the origin is the same; the others, means over seeds, are
        there if some part is not.

    Raises
    ------
    FileNotFoundError
        If an archive lacks a table or the links.
    ValueError
        If it is damaged, or lacks the condition.
    """
    same = same_origin(*(origin_of(folder, place) for folder in (archive, fresh)))
    equal = equal_parts(archive, fresh, place)
    rows = [compare_bytes(stage, equal[stage], same[stage]) for stage in equal]
    if not all(all(parts) for parts in equal.values()):
        old, new = (values(folder, place) for folder in (archive, fresh))
        means = [compare_means(name, old[name], new[name]) for name in old]
        rows += [row | {"same_origin": all(same.values())} for row in means]
    return pd.DataFrame(rows).assign(job=place)


def origin_of(archive: str | Path, place: str) -> dict:
    """Return the record of a job's training; ValueError if the archive lacks it."""
    jobs = archived_record(archive)["jobs"]
    if f"train/{place}" not in jobs:
        raise ValueError(
            f"{archive} has no train/{place}: it was not finished, or trained under other "
            "settings than the configuration has"
        )
    return jobs[f"train/{place}"]


def same_origin(old: Mapping, new: Mapping) -> dict[str, bool]:
    """Tell of training and of the census of structures whether two runs did them alike.

    Training depends on code, settings, versions and kind of processor.  Structures are counted
    alike if the networks are, and so are code and settings of the census, where both are known.
    """
    trained = all(old[key] == new[key] for key in ("code", "environment", "settings"))
    counted = old.get("structure") is not None and old.get("structure") == new.get("structure")
    return {"train": trained, "structure": trained and counted}


def equal_parts(archive: str | Path, fresh: str | Path, place: str) -> dict[str, list[bool]]:
    """Tell which tables of a job, and whether its links, are equal to the last digit."""
    folders, (condition, seeds) = (archive, fresh), group_of_job(place)
    equal = {stage: [] for stage in COMPARED_TABLES}
    for stage, kinds in COMPARED_TABLES.items():
        for kind in kinds:
            tables = (rows_of(archived_table(f, kind), condition.label, seeds) for f in folders)
            old, new = (table.to_csv() for table in tables)
            equal[stage].append(old == new)
    if condition.sparsity:
        paths = (links_path(folder, condition) for folder in folders)
        equal["train"].append(same_links(*paths, seeds))
    return equal


def compare_bytes(stage: str, equal: Sequence[bool], same: bool) -> dict:
    """Return the row that counts the parts that are equal, as all must be if the origin is."""
    return {
        "quantity": f"{stage}, equal bytes",
        "same_origin": same,
        "archived": len(equal),
        "fresh": sum(equal),
        "tolerance": 0 if same else None,
        "agree": all(equal) or not same,
        "note": "" if same else f"{stage} was not alike, or this is not known",
    }


def values(archive: str | Path, place: str) -> dict[str, pd.Series]:
    """Return what the replicas of a job came to, and the density of their networks."""
    condition, seeds = group_of_job(place)
    density = last_epoch(sound(archive, "history")).set_index(RUN)["density"]
    return {
        name: rows_of(series.rename("value").reset_index(), condition.label, seeds)["value"]
        for name, series in {**outcomes(archive), "density": density}.items()
    }


def compare_means(name: str, old: pd.Series, new: pd.Series) -> dict:
    """Compare the means of a quantity over the seeds of two runs.

    It must be defined for as many networks.  The tolerance is the half-width of the interval for
    the mean of as many further seeds (that of the mean times the root of two), but at least the
    slack, which stands alone where seeds are not `ENOUGH`.
    """
    n, mean, _, high = mean_interval(old, LEVEL)
    fresh_n, fresh, *_ = mean_interval(new)
    slack = ABSOLUTE_SLACK[name] if name in ABSOLUTE_SLACK else RELATIVE_SLACK[name] * abs(mean)
    tolerance = max(slack, 2**0.5 * (high - mean)) if n >= ENOUGH else slack
    return {
        "quantity": name,
        "archived": mean,
        "fresh": fresh,
        "tolerance": tolerance,
        "agree": n == fresh_n and (n == 0 or bool(abs(fresh - mean) <= tolerance)),
        "note": _on_numbers(n, fresh_n),
    }


def _on_numbers(n: int, fresh_n: int) -> str:
    if n != fresh_n:
        return f"defined for {n} and {fresh_n} networks"
    if n == 0:
        return "not defined"
    return "" if n >= ENOUGH else f"seeds too few ({n}) for an interval, the slack alone"


def costs(archive: str | Path) -> dict[str, float]:
    """Return the processor seconds of the archived groups by place, of training and counting.

    They are NaN where that of either is not archived.
    """
    table = archived_table(archive, "jobs").set_index("job")["cpu_seconds"]
    trained = [name for name in archived_record(archive)["jobs"] if name.startswith("train/")]
    places = [name.removeprefix("train/") for name in trained]
    stages = UNITS["train"].stages
    jobs = {place: [f"{stage}/{place}" for stage in stages] for place in places}
    return {place: table.reindex(names).sum(skipna=False) for place, names in jobs.items()}
