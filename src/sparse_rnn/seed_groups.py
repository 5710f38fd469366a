"""Groups of seeds: which replicas of a condition are trained in one job, and how a path names them.

A replica is the same network alone and among others, so groups change no number.  Further seeds at
the end of the list add groups; only a group that was not full gets another name by them, and its
networks are trained again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

LONGEST_NAME = 200
"""Letters in the name of a group: it is that of a folder, for which 255 are common."""


def seed_groups(config: Mapping) -> list[str]:
    """Return the names of a configuration's groups: its seeds as listed, ``seeds_per_job`` each.

    Raises
    ------
    ValueError
        If so many seeds that are no range are in a group that no folder can be called by them.
    """
    seeds, size = config["seeds"], config["seeds_per_job"]
    return [group_name(seeds[start : start + size]) for start in range(0, len(seeds), size)]


def group_name(seeds: Sequence[int]) -> str:
    """Return the name of a group: ``3`` for one seed, ``1-5`` for a range, joined by ``_``.

    Raises
    ------
    ValueError
        If the name would be too long for a folder.
    """
    ranges: list[list[int]] = []
    for seed in seeds:
        if ranges and seed == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], seed]
        else:
            ranges.append([seed])
    name = "_".join("-".join(map(str, ends)) for ends in ranges)
    if len(name) > LONGEST_NAME:
        raise ValueError(
            f"no folder can be called by the {len(seeds)} seeds {name[:30]}...; lower "
            "seeds_per_job, or take seeds in a row"
        )
    return name


def seeds_of_group(name: str) -> list[int]:
    """Return the seeds that a name stands for, in their order.

    Raises
    ------
    ValueError
        If `group_name` gives no group this name.
    """
    seeds: list[int] = []
    if re.fullmatch(r"\d+(-\d+)?(_\d+(-\d+)?)*", name):
        for ends in (list(map(int, part.split("-"))) for part in name.split("_")):
            seeds += range(ends[0], ends[-1] + 1)
    if not seeds or len(set(seeds)) < len(seeds) or group_name(seeds) != name:
        raise ValueError(
            f"{name!r} names no group of seeds: write 3 for one seed, 1-5 for seeds in a row, "
            "and _ between them, each seed once"
        )
    return seeds
