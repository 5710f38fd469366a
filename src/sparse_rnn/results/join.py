"""Joining the tables of single conditions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.results.schema import read_table, write_table


def join_tables(name: str, parts: Sequence[str | Path], path: str | Path) -> None:
    """Write the rows of several parts of a table into one.

    Parameters
    ----------
    name : str
        Which table it is, see `schema.tables`.
    parts : sequence of path
        csv tables, in the order in which their rows are to stand.
    path : path
        The joined csv table.

    Raises
    ------
    ValueError
        If there is no part, a part is not as its schema says, or two parts have a row of the same
        key; the message names the file.
    """
    if not parts:
        raise ValueError(f"{path}: there is no condition whose data could be had")
    tables = [read_table(name, part) for part in parts]
    write_table(name, path, pd.concat(tables, ignore_index=True))
