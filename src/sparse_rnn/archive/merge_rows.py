"""Tables that grow: fresh rows replace those archived under the same keys."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.load import table_path
from sparse_rnn.results.join import ROW_ORDER
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.results.schema import read_table, write_table


def merge(
    name: str, archive: str | Path, parts: Sequence[pd.DataFrame], keys: Sequence[str]
) -> None:
    """Write the rows of some jobs into an archived table, in place of those with the same keys.

    Rows are ordered by the keys, or as `join.ROW_ORDER` says, and rows that these do not tell apart
    stay as the job left them.  The same rows therefore give the same bytes in however many steps
    they came.

    Parameters
    ----------
    name : str
        Which table of the schema it is; the archive need not have it yet.
    archive : path
        Folder of the archive.
    parts : sequence of DataFrame
        Tables of jobs; if there is none, nothing is written.
    keys : sequence of str
        The columns that name what is replaced as a whole.

    Raises
    ------
    ValueError
        If a table is not as the schema says.
    """
    if not parts:
        return
    path, keys = table_path(archive, name), list(keys)
    fresh = pd.concat(parts, ignore_index=True)
    if path.is_file():
        archived = read_table(name, path)
        kept = archived[~_rows(archived, keys).isin(_rows(fresh, keys))]
        fresh = pd.concat([kept, fresh], ignore_index=True)
    order = [*CONDITION, *ROW_ORDER[name]] if name in ROW_ORDER else keys
    write_table(name, path, fresh.sort_values(order, kind="stable"))


def _rows(table: pd.DataFrame, keys: list[str]) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(table[keys])


def rows_of(table: pd.DataFrame, keys: dict, seeds: Sequence[int] | None = None) -> pd.DataFrame:
    """Return the rows of a table that have these values in the columns named, and these seeds."""
    chosen = (table[list(keys)] == pd.Series(keys)).all(axis=1)
    if seeds is not None:
        chosen &= table["seed"].isin(seeds)
    return table[chosen].reset_index(drop=True)
