"""Joining the tables of single conditions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import load_table, save_table


def join_tables(parts: Sequence[str | Path], path: str | Path) -> None:
    """Write the rows of several tables with the same columns into one.

    Parameters
    ----------
    parts : sequence of path
        csv tables, in the order in which their rows are to stand.
    path : path
        The joined csv table.

    Raises
    ------
    ValueError
        If there is no part, or the columns differ; the message names the file.
    """
    if not parts:
        raise ValueError(f"{path}: there is no condition whose data could be had")
    tables = [load_table(part) for part in parts]
    for part, table in zip(parts, tables, strict=True):
        if list(table.columns) != list(tables[0].columns):
            raise ValueError(f"{part} has columns {list(table.columns)}, unlike {parts[0]}")
    save_table(path, pd.concat(tables, ignore_index=True))
