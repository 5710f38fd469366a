"""Tables of pandas as lists of links: edge lists by their columns, matrices by their labels."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pandas as pd

from sparse_rnn.graphs.files.attributes import names_as_text
from sparse_rnn.graphs.files.columns import TableHead, find_columns
from sparse_rnn.graphs.files.edge_types import links_of_types, type_column
from sparse_rnn.graphs.files.link_list import LinkList, parsing
from sparse_rnn.graphs.files.matrices import links_of_matrix
from sparse_rnn.graphs.files.reading_options import ReadingOptions


def read_parquet(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a table in Parquet: an edge list, or a matrix whose rows and columns have names.

    Raises
    ------
    ValueError
        If pyarrow is not installed, the file is damaged, or the table is no network.
    """
    with parsing("Parquet"):
        try:
            table = pd.read_parquet(BytesIO(data), engine="pyarrow")
        except ImportError:
            table = None
    if table is None:
        raise ValueError(
            "is a Parquet file, for which pyarrow is needed: pip install '.[parquet]' in the"
            " checkout"
        )
    return links_of_table(table, options)


def links_of_table(table: pd.DataFrame, options: ReadingOptions) -> LinkList:
    """Return the links of a table.

    Parameters
    ----------
    table : pandas.DataFrame
        A matrix if its rows and columns have the same labels (and no columns are named in the
        options), entry (i, j) the link i -> j.  Else an edge list: the columns are found by name as
        in the header of a file (see `columns.COLUMN_NAMES`), and named levels of the index count as
        columns.
    options : ReadingOptions
        Columns and codes of signs.

    Raises
    ------
    ValueError
        If the columns cannot be told, or a node has no name.
    """
    if options.columns is None and _is_matrix(table):
        matrix = table.loc[:, table.index]
        unnamed = isinstance(table.index, pd.RangeIndex) and table.index.start == 0
        return links_of_matrix(_values(matrix), None if unnamed else list(table.index))
    if any(name is not None for name in table.index.names):
        table = table.reset_index()
    if table.shape[0] == 0:
        raise ValueError("is a table without rows; it has no links")
    places, notes = _places(table, options)
    source, target, sign = (table.iloc[:, place] for place in places)
    for role, ends in (("source", source), ("target", target)):
        if ends.isna().any():
            raise ValueError(f"row {int(np.argmax(ends.isna()))}: the {role} has no name")
    number, names = pd.factorize(pd.concat([_whole(source), _whole(target)], ignore_index=True))
    half = len(table)
    weight = sign.to_numpy() if sign.dtype.kind in "buif" else sign.to_numpy(dtype=object)
    ends = number[:half].astype(np.int64), number[half:].astype(np.int64)
    links = LinkList(*ends, weight, names_as_text(names), "row {}".format, notes=notes)
    types = _types(table)
    return links if types is None else links_of_types(links, types, options)


def _is_matrix(table: pd.DataFrame) -> bool:
    """Return whether rows and columns have the same labels, each once."""
    rows, columns = table.index, table.columns
    if not (len(rows) == len(columns) > 0 and rows.is_unique and set(rows) == set(columns)):
        return False
    numbered = isinstance(rows, pd.RangeIndex)  # by pandas; three links may look like this, too
    return not numbered or all(kind.kind in "buifc" for kind in table.dtypes)


def _values(table: pd.DataFrame) -> np.ndarray:
    """Return the entries of a matrix, numbers or objects."""
    values = table.to_numpy()
    return values if values.dtype.kind in "buifOc" else values.astype(object)


def _places(table: pd.DataFrame, options: ReadingOptions) -> tuple[tuple, tuple[str, ...]]:
    """Return the columns of source, target and sign, and notes on their choice."""
    names = [str(name) for name in table.columns]
    first = ["" if pd.isna(value) is True else str(value) for value in table.iloc[0]]
    try:
        columns = find_columns(TableHead(1, names, first, [], "columns"), options)
    except ValueError as error:
        raise ValueError(f"columns: {str(error).removeprefix('line 1: ')}") from None
    return columns.places, columns.notes


def _types(table: pd.DataFrame) -> list[str] | None:
    """Return the type of each link where a table has Gephi's column of types."""
    place = type_column(list(map(str, table.columns)), list(map(str, table.iloc[0])))
    return None if place is None else list(map(str, table.iloc[:, place]))


def _whole(ends: pd.Series) -> pd.Series:
    """Return the names of nodes as objects, whole numbers without a decimal point."""
    if ends.dtype.kind == "f" and (ends == np.floor(ends)).all():
        ends = ends.astype(np.int64)
    return ends.astype(object)
