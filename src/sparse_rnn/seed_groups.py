"""Groups of seeds: which replicas of a condition are trained in one job, and how a path names them.

The trials of a series of networks are grouped and named likewise.  A replica is the same network
alone and among others, so groups change no number.  Further seeds at
the end of the list add groups; only a group that was not full gets another name by them, and its
networks are trained again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sparse_rnn.config import value_for

LONGEST_NAME = 200
"""Letters in the name of a group: it is that of a folder, for which 255 are common."""


def seed_groups(config: Mapping, task: str) -> list[str]:
    """Return the names of the groups of a task: the seeds as listed, ``seeds_per_job`` each.

    Raises
    ------
    ValueError
        If so many seeds that are no range are in a group that no folder can be called by them.
    """
    seeds, size = config["seeds"], value_for(config["seeds_per_job"], task)
    return [group_name(seeds[start : start + size]) for start in range(0, len(seeds), size)]


def group_name(numbers: Sequence[int]) -> str:
    """Return the name of a group: ``3`` for one number, ``1-5`` for a range, joined by ``_``.

    Raises
    ------
    ValueError
        If the name would be too long for a folder.
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1] = [ranges[-1][0], number]
        else:
            ranges.append([number])
    name = "_".join("-".join(map(str, ends)) for ends in ranges)
    if len(name) > LONGEST_NAME:
        raise ValueError(
            f"no folder can be called by the {len(numbers)} seeds {name[:30]}...; lower "
            "seeds_per_job, or take seeds in a row"
        )
    return name


def seeds_of_group(name: str) -> list[int]:
    """Return the seeds or trials that a name stands for, in their order.

    Raises
    ------
    ValueError
        If `group_name` gives no group this name.
    """
    numbers: list[int] = []
    if re.fullmatch(r"\d+(-\d+)?(_\d+(-\d+)?)*", name):
        for ends in (list(map(int, part.split("-"))) for part in name.split("_")):
            numbers += range(ends[0], ends[-1] + 1)
    if not numbers or len(set(numbers)) < len(numbers) or group_name(numbers) != name:
        raise ValueError(
            f"{name!r} names no group of seeds or trials: write 3 for one, 1-5 for numbers in a "
            "row, and _ between them, each number once"
        )
    return numbers
