"""Joining the tables of single jobs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.results.runs import CONDITION
from sparse_rnn.results.schema import no_rows, read_table, write_table

ROW_ORDER = {"history": ["seed"], "balance": ["seed"], "motifs": ["epoch", "seed"]}
"""How the rows of a condition are ordered in tables to which it contributes several parts, a group
of seeds each: as if one job had measured all.
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
        If all networks of a condition diverged.
    """
    if not (parts or may_be_empty):
        raise ValueError(f"{path}: there is no condition whose data could be had")
    tables = [read_table(name, part) for part in parts] or [no_rows(name)]
    table = pd.concat(tables, ignore_index=True)
    refuse_lost_conditions(table)
    if name in ROW_ORDER:
        place = table.groupby(CONDITION, sort=False).ngroup()
        order = (
            table[ROW_ORDER[name]]
            .assign(place=place)
            .sort_values(["place", *ROW_ORDER[name]], kind="stable")
        )
        table = table.loc[order.index]
    write_table(name, path, table)


def lost_conditions(table: pd.DataFrame) -> list[tuple]:
    """Return the conditions of a table all of whose networks diverged, as values of `CONDITION`.

    Tables that do not tell conditions apart, or networks that diverged, have none.
    """
    if not {*CONDITION, "diverged"} <= set(table):
        return []
    sound = (table["diverged"] == 0).groupby([table[key] for key in CONDITION]).any()
    return list(sound.index[~sound])


def refuse_lost_conditions(table: pd.DataFrame) -> None:
    """Raise FloatingPointError if all networks of a condition diverged: nothing can be said of it.

    This shows when the groups of its seeds are together, and no sooner.
    """
    for task, model, strategy, sparsity in lost_conditions(table):
        raise FloatingPointError(
            f"all networks of {task}, {model}, {strategy} at sparsity {sparsity:g} diverged: lower "
            f"tasks.{task}.learning_rate"
        )
