"""Weight matrices as text, with or without names in the first row and column."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np

from sparse_rnn.graphs.files.columns import COLUMN_NAMES
from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.matrices import links_of_matrix
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.sign_words import (
    NOT_A_SIGN,
    UNKNOWN_SIGN,
    complaint,
    number_of,
    sign_of,
)
from sparse_rnn.graphs.files.text_rows import (
    comments_of,
    decoded,
    numbered_lines,
    numbered_rows,
    separator_of,
    without_comments,
)

_Rows = Sequence[Sequence[str]]


def is_matrix(text: str, separator: str) -> bool:
    """Return whether a table of text is a square matrix; see `looks_like_matrix`.

    Only so many rows are looked at as tell, so that a long list of links costs nothing.
    """
    _, first = next(numbered_rows(text, separator))
    rows = list(islice(numbered_rows(text, separator), len(first) + 3))
    return looks_like_matrix([fields for _, fields in rows])


def looks_like_matrix(rows: _Rows) -> bool:
    """Return whether rows of fields are a square matrix and cannot be a list of links.

    A matrix has as many rows as columns, apart from names.  If its first row and first column
    both hold names, these are the same, or at least the corner between them is empty.  Otherwise it
    has more than three columns, all entries are numbers or signs, and no columns are called source
    and target.

    Parameters
    ----------
    rows : sequence of sequences of str
        All rows of a table, without comments.
    """
    width = len(rows[-1]) if rows else 0
    if width < 3 or not width - 1 <= len(rows) <= width + 1:
        return False
    headed, named = _labels(rows)
    body = _body(rows, headed, named)
    if any(len(row) != len(body) for row in body) or _names_columns(rows[0]):
        return False
    if headed and named and set(_header(rows, named)) == {row[0] for row in rows[1:]}:
        return True
    bare = not (headed and named) or not rows[0][0]
    return bare and width > 3 and all(_is_entry(value) for row in body for value in row)


def _names_columns(fields: Sequence[str]) -> bool:
    """Return whether a row calls columns source and target."""
    known = {field.casefold() for field in fields}
    return all(known & set(COLUMN_NAMES[role]) for role in ("source", "target"))


def _labels(rows: _Rows) -> tuple[bool, bool]:
    """Return whether the first row and the first column hold names."""
    height, width = len(rows), len(rows[-1])
    column = [row[0] for row in rows]
    if height == width:
        both = set(rows[0][1:]) == set(column[1:])
        both = both or any(not _is_entry(value) for value in (*rows[0], *column))
        return both, both
    return height > width and _are_names(rows[0]), height < width and _are_names(column)


def _are_names(fields: Sequence[str]) -> bool:
    """Return whether fields are names of nodes and no weights: not all signs, or counted up."""
    counted = any(list(fields) == [str(start + k) for k in range(len(fields))] for start in (0, 1))
    return counted or (
        len(set(fields)) == len(fields) and any(not _is_entry(field) for field in fields)
    )


def _is_entry(text: str) -> bool:
    """Return whether a field is a number, a sign, or empty."""
    return sign_of(text) != NOT_A_SIGN or number_of(text) is not None


def _header(rows: _Rows, named: bool) -> Sequence[str]:
    """Return the names in the first row, over the columns of a matrix."""
    first = rows[0]
    return first[1:] if named and len(first) == len(rows[-1]) else first


def _body(rows: _Rows, headed: bool, named: bool) -> list[Sequence[str]]:
    """Return the entries of a matrix."""
    return [row[1:] if named else row for row in rows[headed:]]


def read_matrix_text(data: bytes, options: ReadingOptions, separator: str = ",") -> LinkList:
    """Read a square weight matrix, entry (i, j) the link i -> j.

    The first row may hold names, the first column too; if both do, they must be the same names, in
    any order.  The corner may be empty, missing, or hold anything.  Lines that begin with ``#`` or
    ``%`` are skipped.  An empty entry is unknown, not 0.

    Parameters
    ----------
    data : bytes
        The file.
    options : ReadingOptions
        What its entries mean.
    separator : str
        The usual separator of such files; the first row may show another.

    Raises
    ------
    ValueError
        If the matrix is not square, an entry is no weight, or the names disagree.
    """
    text, notes = decoded(data)
    comments = comments_of(text)
    text = without_comments(text)
    start = next(numbered_lines(text), None)
    if start is None:
        raise ValueError("line 1: nothing there; write a row of weights per line")
    numbered = list(numbered_rows(text, separator_of(start[1], separator)))
    rows = [fields for _, fields in numbered]
    headed, named = _labels(rows)
    body = _body(rows, headed, named)
    if not body:
        raise ValueError("line 1: names, but no row of weights after them")
    _check_square(numbered, headed, body)
    names = _names(rows, headed, named)
    matrix = _values(body, numbered[headed:], options)
    if headed and named:
        place = {name: column for column, name in enumerate(_header(rows, named))}
        matrix = matrix[:, [place[name] for name in names]]
    told = f"read as a matrix of {len(body)} rows and columns" + (", with names" if names else "")
    links = links_of_matrix(matrix, names, (*notes, told))
    return LinkList(
        *(links.source, links.target, links.weight, links.nodes, links.place),
        notes=links.notes,
        comments=len(comments),
    )


def _check_square(numbered: list, headed: bool, body: list[Sequence[str]]) -> None:
    """Raise unless a matrix has as many entries in each row as rows."""
    for (line, _), row in zip(numbered[headed:], body, strict=True):
        if len(row) != len(body):
            raise ValueError(
                f"line {line}: {len(row)} entries in one of {len(body)} rows; a matrix is square"
            )


def _names(rows: _Rows, headed: bool, named: bool) -> list[str] | None:
    """Return the names of the nodes, in the order of the rows."""
    header = list(_header(rows, named)) if headed else []
    column = [row[0] for row in rows[headed:]] if named else header
    if headed and named and (set(header) != set(column) or len(header) != len(column)):
        odd = min(set(header) ^ set(column), default="")
        raise ValueError(
            f"names of rows and columns differ: {shown(odd)} is among one of them only"
        )
    if not all(column):
        raise ValueError("a node has no name; name all rows and columns or none")
    return column or None


def _values(body: list[Sequence[str]], numbered: list, options: ReadingOptions) -> np.ndarray:
    """Return the entries of a matrix: numbers if all are, else objects."""
    if options.signs is None:
        try:
            return np.array([[float(value or "nan") for value in row] for row in body])
        except ValueError:
            pass  # there are signs among them
    values = np.empty((len(body), len(body)), dtype=object)
    for i, row in enumerate(body):
        for j, value in enumerate(row):
            sign = sign_of(value, options.signs)
            if sign == NOT_A_SIGN:
                told = complaint(value, options.signs)
                raise ValueError(f"line {numbered[i][0]}: {told}, in column {j + 1} of the matrix")
            values[i, j] = value if sign == UNKNOWN_SIGN else (0 if sign == 0 else value)
            if value == "":
                values[i, j] = float("nan")
    return values
