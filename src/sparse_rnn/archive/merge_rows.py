"""Tables that grow: fresh rows replace those archived under the same keys."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import load_table, save_table


def merge(path: str | Path, parts: Mapping[str, pd.DataFrame], keys: list[str]) -> None:
    """Write the rows of some jobs into an archived table, in place of those with the same keys.

    Rows are ordered by the keys, and those of the same keys as the job left them, so that the same
    rows give the same bytes in however many steps they came.

    Parameters
    ----------
    path : path
        The archived csv table, which need not be there yet.
    parts : Mapping of str to DataFrame
        Tables of jobs by the name of their files; if there is none, nothing is written.
    keys : list of str
        The columns that name what is replaced as a whole.

    Raises
    ------
    ValueError
        If the columns of two tables differ; the message names the files.
    """
    if not parts:
        return
    parts = dict(parts)
    if Path(path).is_file():
        fresh = pd.concat([part[keys] for part in parts.values()])
        archived = load_table(path, keys)
        parts = {str(path): archived[~_rows(archived, keys).isin(_rows(fresh, keys))], **parts}
    *_, last = parts
    for name, part in parts.items():
        if list(part.columns) != list(parts[last].columns):
            raise ValueError(f"{name} has columns {list(part.columns)}, unlike {last}")
    joined = pd.concat([part for part in parts.values() if len(part)], ignore_index=True)
    save_table(path, joined.sort_values(keys, kind="stable"))


def _rows(table: pd.DataFrame, keys: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[keys])


def rows_of(table: pd.DataFrame, keys: dict) -> pd.DataFrame:
    """Return the rows of a table that have these values in the columns named."""
    chosen = (table[list(keys)] == pd.Series(keys)).all(axis=1)
    return table[chosen].reset_index(drop=True)
