"""The plain case of a table of text, read at once by the parser of pandas.

A table is plain if it has as many fields in each line as in the first, and no quotes but pairs
around a whole field.  Whatever is not so is left to the careful reading line by
line (`edge_lists`), which gives the same links and knows the line of what is wrong.
"""

from __future__ import annotations

import csv
import re
from io import BytesIO

import numpy as np
import pandas as pd

from sparse_rnn.graphs.files.columns import Columns

_OTHER_SPACE = re.compile(r"[^\S \t\n]")


def read_plain(
    text: str, separator: str, columns: Columns, skipped: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]] | None:
    """Return source, target, sign and the names of the nodes, None if a table is not plain.

    Parameters
    ----------
    text : str
        The table, without comments.
    separator : str
        What stands between the fields, one of `text_rows.SEPARATORS`.
    columns : Columns
        Which of them hold a link.
    skipped : int
        Number of lines before the first link.

    Returns
    -------
    source, target : ndarray, (L,)
        Numbers of nodes.
    sign : ndarray, (L,)
        Texts of the file.
    names : list of str
        Names of the nodes.
    """
    spaced = separator == "\t" and "\t" not in text
    between = " " if spaced else separator
    bare = _without_quoted(text, between) if '"' in text else text
    if '"' in bare or (spaced and not bare.isascii() and _OTHER_SPACE.search(bare)):
        return None
    table = _table(text, r"\s+" if spaced else separator, skipped)
    if table is None or not _full(table, bare, between, columns.width, skipped):
        return None
    source, target, sign = (table[place].to_numpy() for place in columns.places)
    number, names = _numbered(np.concatenate((source, target)))
    if "" in names:
        return None
    return number[: len(source)], number[len(source) :], sign, names


def _without_quoted(text: str, separator: str) -> str:
    """Return a text without the fields that a pair of quotes surrounds."""
    other = rf"[^{separator}\n]"
    return re.sub(rf'(?<!{other})"[^"\n]*(?:""[^"\n]*)*"(?!{other})', "", text)


def _table(text: str, separator: str, skipped: int) -> pd.DataFrame | None:
    """Return the table as texts, None where pandas does not find one."""
    try:
        return pd.read_csv(
            BytesIO(text.encode()),
            sep=separator,
            header=None,
            skiprows=skipped,
            dtype=object,
            quoting=csv.QUOTE_MINIMAL if '"' in text else csv.QUOTE_NONE,
            keep_default_na=False,
            na_filter=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError):
        return None


def _full(table: pd.DataFrame, bare: str, separator: str, width: int, skipped: int) -> bool:
    """Return whether all rows have all fields; pandas fills those that are missing."""
    if table.shape[1] != width:
        return False
    last = table[width - 1]
    if separator == " ":
        return not (last.isna() | (last == "")).any()  # between spaces no field can be empty
    between = bare.count(separator) - sum(
        line.count(separator) for line in bare.split("\n", skipped)[:skipped]
    )
    return between == len(table) * (width - 1)


def _numbered(names: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Return the number of each name, without the spaces around it, and the distinct names."""
    number, distinct = pd.factorize(names)
    bare: dict[str, int] = {}
    own = np.array([bare.setdefault(name.strip(), len(bare)) for name in distinct], dtype=np.int64)
    return own[number], list(bare)
