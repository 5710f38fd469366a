"""A random sample of the archived conditions, trained again from scratch and compared."""

from __future__ import annotations

import math
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import yaml

from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.compare_runs import compare_condition, costs
from sparse_rnn.archive.load import archived_record
from sparse_rnn.archive.units import outdated
from sparse_rnn.archive.workflow import train_and_count
from sparse_rnn.base.seeding import stream
from sparse_rnn.config import Condition

VERIFY_PROFILE = "verify"
MINUTES = 10.0  # of all cores together, by what the archived run took


def draw_conditions(
    costs: Mapping[str, float], number: int, seed: int, cores: int
) -> list[Condition]:
    """Draw archived conditions, cheap ones more likely.

    The probability of a condition is inversely proportional to its cost, among the conditions that
    keep the whole sample within `MINUTES`.  Where these are too few, the cheapest ones are drawn.

    Parameters
    ----------
    costs : Mapping of str to float
        Processor seconds by place, e.g. ``mg/rnn/set/0.95``; places whose cost is NaN are left
        out.
    number : int
        How many; at most all.
    seed : int
        Of the draw.
    cores : int
        How many work side by side.

    Raises
    ------
    ValueError
        If nothing is archived with its cost, or less than one is asked for.
    """
    if number < 1:
        raise ValueError(f"the number of conditions to verify must be 1 or more, got {number}")
    known = [place for place, cost in costs.items() if not math.isnan(cost)]
    if not known:
        raise ValueError("no condition is archived with its cost; write the archive: make archive")
    places = sorted(known, key=lambda place: (costs[place], place))
    number = min(number, len(places))
    limit = 60 * MINUTES * min(cores, number) / number  # a job has one core
    among = max(number, sum(costs[place] <= limit for place in places))
    weights = 1 / np.array([max(costs[place], 1.0) for place in places[:among]])
    drawn = stream(seed, "verify").choice(among, number, replace=False, p=weights / weights.sum())
    return [Condition.parse(*places[i].split("/")) for i in sorted(drawn.tolist())]


def overlay_of(chosen: Sequence[Condition]) -> dict:
    """Return the configuration that asks for these conditions alone, in a folder of their own."""
    entries = [
        {
            "tasks": [c.task],
            "models": [c.model],
            "strategies": [c.strategy],
            "sparsities": [c.sparsity],
        }
        for c in chosen
    ]
    return {"profile": VERIFY_PROFILE, "conditions": entries}


def demand_same_settings(archive: str | Path, config: Mapping, chosen: Sequence[Condition]) -> None:
    """Refuse to compare networks that were archived under other settings than those asked for.

    Raises
    ------
    ValueError
        If the configuration has other settings for a condition; the message names it.
    """
    names = [f"train/{'/'.join(c.wildcards.values())}" for c in chosen]
    archived = archived_record(archive)["jobs"]
    late = outdated({name: archived[name] for name in names}, config)
    if late:
        raise ValueError(
            f"{', '.join(late)} was archived under other settings; verify with its --configfile, "
            "or train and archive it anew"
        )


def train_afresh(chosen: Sequence[Condition], configfiles: Sequence[str], cores: int) -> None:
    """Train and count conditions from scratch in ``data/verify``; RuntimeError if that failed."""
    shutil.rmtree(Path("data") / VERIFY_PROFILE, ignore_errors=True)
    with TemporaryDirectory() as folder:
        overlay = Path(folder) / "verify.yaml"
        overlay.write_text(yaml.safe_dump(overlay_of(chosen)), encoding="utf-8")
        train_and_count([*configfiles, str(overlay)], cores)


def verify(
    archive: str | Path,
    config: Mapping,
    configfiles: Sequence[str],
    number: int,
    seed: int,
    cores: int,
) -> pd.DataFrame:
    """Train a sample of the archived conditions again and compare.

    It runs in the root of the repository, and leaves nothing behind.

    Parameters
    ----------
    archive : path
        Folder of the archive.
    config : Mapping
        The configuration of the archived run.
    configfiles : sequence of str
        The files that it comes from, beside the default.
    number, seed, cores : int
        See `draw_conditions`.

    Returns
    -------
    DataFrame
        What `compare_runs.compare_condition` finds, one condition below the other.

    Raises
    ------
    FileNotFoundError
        If something is not archived.
    ValueError
        If the configuration is not that of the archived conditions.
    RuntimeError
        If training failed.
    """
    seconds = costs(archive)
    for place in (place for place in seconds if math.isnan(seconds[place])):
        print("not among those drawn, for its cost is not archived:", place)
    chosen = draw_conditions(seconds, number, seed, cores)
    demand_same_settings(archive, config, chosen)
    for condition in chosen:
        print("again from scratch:", "/".join(condition.wildcards.values()), flush=True)
    fresh = Path("data") / VERIFY_PROFILE
    try:
        train_afresh(chosen, configfiles, cores)
        collect(fresh, fresh / "archive", {**config, **overlay_of(chosen)})
        return pd.concat([compare_condition(archive, fresh / "archive", c) for c in chosen])
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
