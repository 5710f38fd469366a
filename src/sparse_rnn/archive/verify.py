"""A random sample of the archived groups of replicas, trained from scratch and compared."""

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
from sparse_rnn.archive.compare_runs import compare_group, costs
from sparse_rnn.archive.load import archived_record
from sparse_rnn.archive.units import group_of_job, outdated
from sparse_rnn.archive.workflow import train_and_count
from sparse_rnn.base.seeding import stream
from sparse_rnn.layout import Run
from sparse_rnn.seed_groups import group_name

VERIFY_PROFILE = "verify"
MINUTES = 10.0  # of all cores together, by what the archived run took


def draw_groups(costs: Mapping[str, float], number: int, seed: int, cores: int) -> list[str]:
    """Draw archived groups of replicas, cheap ones more likely; return their places.

    The probability of a group is inversely proportional to its cost, among the groups that keep
    the whole sample within `MINUTES`.  Where these are too few, the cheapest ones are drawn.

    Parameters
    ----------
    costs : Mapping of str to float
        Processor seconds by place, e.g. ``mg/rnn/set/0.95/1-5``; places whose cost is NaN are left
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
        raise ValueError(f"the number of groups to verify must be 1 or more, got {number}")
    known = [place for place, cost in costs.items() if not math.isnan(cost)]
    if not known:
        raise ValueError("no group is archived with its cost; write the archive: make archive")
    places = sorted(known, key=lambda place: (costs[place], place))
    number = min(number, len(places))
    limit = 60 * MINUTES * min(cores, number) / number  # a job has one core
    among = max(number, sum(costs[place] <= limit for place in places))
    weights = 1 / np.array([max(costs[place], 1.0) for place in places[:among]])
    drawn = stream(seed, "verify").choice(among, number, replace=False, p=weights / weights.sum())
    return [places[i] for i in sorted(drawn.tolist())]


def overlay_of(chosen: Sequence[str]) -> dict:
    """Return the configuration that has the conditions of some groups, and its own folder."""
    entries = [
        {
            "tasks": [c.task],
            "models": [c.model],
            "strategies": [c.strategy],
            "sparsities": [c.sparsity],
        }
        for c, _ in map(group_of_job, chosen)
    ]
    return {"profile": VERIFY_PROFILE, "conditions": entries}


def demand_same_settings(archive: str | Path, config: Mapping, chosen: Sequence[str]) -> None:
    """Refuse to compare networks that were archived under other settings than those asked for.

    Raises
    ------
    ValueError
        If the configuration has other settings for a group; the message names it.
    """
    names = [f"train/{place}" for place in chosen]
    archived = archived_record(archive)["jobs"]
    late = outdated({name: archived[name] for name in names}, config)
    if late:
        raise ValueError(
            f"{', '.join(late)} was archived under other settings; verify with its --configfile, "
            "or train and archive it anew"
        )


def train_afresh(chosen: Sequence[str], configfiles: Sequence[str], cores: int) -> None:
    """Train and count groups from scratch in ``data/verify``; RuntimeError if that failed."""
    counted = Run(VERIFY_PROFILE).parts("structure")["balance"]
    shutil.rmtree(Path("data") / VERIFY_PROFILE, ignore_errors=True)
    with TemporaryDirectory() as folder:
        overlay = Path(folder) / "verify.yaml"
        overlay.write_text(yaml.safe_dump(overlay_of(chosen)), encoding="utf-8")
        targets = [counted.format(**wildcards_of(place)) for place in chosen]
        train_and_count([*configfiles, str(overlay)], cores, targets)


def wildcards_of(place: str) -> dict[str, str]:
    """Return the wildcards of a group's job."""
    condition, seeds = group_of_job(place)
    return condition.wildcards | {"seeds": group_name(seeds)}


def verify(
    archive: str | Path,
    config: Mapping,
    configfiles: Sequence[str],
    number: int,
    seed: int,
    cores: int,
) -> pd.DataFrame:
    """Train a sample of the archived groups of replicas again and compare.

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
        See `draw_groups`.

    Returns
    -------
    DataFrame
        What `compare_runs.compare_group` finds, one group below the other.

    Raises
    ------
    FileNotFoundError
        If something is not archived.
    ValueError
        If the configuration is not that of the archived groups.
    RuntimeError
        If training failed.
    """
    seconds = costs(archive)
    for place in (place for place in seconds if math.isnan(seconds[place])):
        print("not among those drawn, for its cost is not archived:", place)
    chosen = draw_groups(seconds, number, seed, cores)
    demand_same_settings(archive, config, chosen)
    for place in chosen:
        print("again from scratch:", place, flush=True)
    fresh = Path("data") / VERIFY_PROFILE
    try:
        train_afresh(chosen, configfiles, cores)
        collect(fresh, fresh / "archive", {**config, **overlay_of(chosen)})
        return pd.concat([compare_group(archive, fresh / "archive", place) for place in chosen])
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
