"""Joining the tables of single jobs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.results.runs import CONDITION
from sparse_rnn.results.schema import no_rows, read_table, write_table

ROW_ORDER = {
    "history": ["seed"],
    "balance": ["seed"],
    "motifs": ["epoch", "seed"],
    "control_balance": ["seed"],
    "control_motifs": ["seed"],
}
"""How the rows of a condition are ordered in tables to which it contributes several parts, a group
of seeds each: as if one job had measured all.
"""

LEARNING_RATES = {
    tuple(CONDITION): "tasks.{task}.learning_rate",
    ("task", "arm"): "balanced.training.learning_rate",
    ("task", "protocol"): "published.training.protocols.{protocol}.learning_rate",
}
"""What tells kinds of networks apart in tables that tell which ones diverged, and what the
configuration calls their learning rate.
"""


def join_tables(
    name: str, parts: Sequence[str | Path], path: str | Path, may_be_empty: bool = False
) -> None:
    """Write the rows of several parts of a table into one.

    Parameters
    ----------
    name : str
        Which table it is, see `schema.tables`.
    parts : sequence of path
        csv tables, in the order in which their rows are to stand; see also `ROW_ORDER`.
    path : path
        The joined csv table.
    may_be_empty : bool
        Write a table without rows where there is no part.

    Raises
    ------
    ValueError
        If there is no part, though there must be one; if a part is not as its schema says, or two
        parts have a row of the same key; the message names the file.
    FloatingPointError
        If all networks of a condition, or of a task with an arm or protocol, diverged.
    """
    if not (parts or may_be_empty):
        raise ValueError(f"{path}: there is no condition whose data could be had")
    write_table(name, path, joined(name, parts))


def joined(name: str, parts: Sequence[str | Path]) -> pd.DataFrame:
    """Return the rows of several parts of a table, none if there is no part; see `join_tables`."""
    tables = [read_table(name, part) for part in parts] or [no_rows(name)]
    table = pd.concat(tables, ignore_index=True)
    refuse_lost(table)
    if name in ROW_ORDER:
        place = table.groupby(CONDITION, sort=False).ngroup()
        order = (
            table[ROW_ORDER[name]]
            .assign(place=place)
            .sort_values(["place", *ROW_ORDER[name]], kind="stable")
        )
        table = table.loc[order.index]
    return table


def lost(table: pd.DataFrame) -> list[dict]:
    """Return the kinds of networks of a table all of which diverged, as `LEARNING_RATES` has them.

    Tables that do not tell such kinds apart, or networks that diverged, have none.
    """
    keys = next((list(keys) for keys in LEARNING_RATES if {*keys, "diverged"} <= set(table)), None)
    if keys is None:
        return []
    sound = table.assign(sound=table["diverged"] == 0).groupby(keys, as_index=False)["sound"].any()
    return sound.loc[~sound["sound"], keys].to_dict("records")


def refuse_lost(table: pd.DataFrame) -> None:
    """Raise FloatingPointError if all networks of a kind diverged: nothing can be said of it.

    This shows when the groups of its seeds or trials are together, and no sooner.
    """
    for kind in lost(table):
        words = ", ".join(f"{key} {value}" for key, value in kind.items())
        rate = LEARNING_RATES[tuple(kind)].format(**kind)
        raise FloatingPointError(f"all networks of {words} diverged: lower {rate}")
