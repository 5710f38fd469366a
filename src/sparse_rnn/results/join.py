"""Joining the tables of single conditions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.results.schema import no_rows, read_table, write_table


def join_tables(
    name: str, parts: Sequence[str | Path], path: str | Path, may_be_empty: bool = False
) -> None:
    """Write the rows of several parts of a table into one.

    Parameters
    ----------
    name : str
        Which table it is, see `schema.tables`.
    parts : sequence of path
        csv tables, in the order in which their rows are to stand.
    path : path
        The joined csv table.
    may_be_empty : bool
        Write a table without rows where there is no part.

    Raises
    ------
    ValueError
        If there is no part, though there must be one; if a part is not as its schema says, or two
        parts have a row of the same key; the message names the file.
    """
    if not (parts or may_be_empty):
        raise ValueError(f"{path}: there is no condition whose data could be had")
    tables = [read_table(name, part) for part in parts] or [no_rows(name)]
    write_table(name, path, pd.concat(tables, ignore_index=True))
