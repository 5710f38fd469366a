"""Square matrices of text without names, as numpy.savetxt writes them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.sign_words import NOT_A_SIGN, number_of, read_signs, sign_of

FEWEST_COUNTED = 3
"""Fewer numbers that count up beside a corner that is a number may as well be weights."""

_Rows = Sequence[Sequence[str]]


def is_bare_matrix(rows: _Rows) -> bool:
    """Return whether rows of fields are a square matrix of numbers or signs alone, without names.

    The first row and the first column are names rather than weights if they hold the same texts,
    all different, and if the corner between them is no number or the names count up.  In a matrix
    of -1, 0 and 1 they hold the same few texts by chance, and in a symmetric one always.

    Parameters
    ----------
    rows : sequence of sequences of str
        All rows of a table, without comments.
    """
    if not rows or any(len(row) != len(rows) for row in rows):
        return False
    return not _named(rows) and all(map(_is_entry, {value for row in rows for value in row}))


def _named(rows: _Rows) -> bool:
    """Return whether the first row and column of a square table hold the names of its nodes."""
    corner, *header = rows[0]
    column = [row[0] for row in rows[1:]]
    if set(header) != set(column) or len(set(header)) < len(header):
        return False
    return not corner or number_of(corner) is None or _counted(header)


def _counted(header: Sequence[str]) -> bool:
    """Return whether numbers count up from 0 or 1."""
    several = len(header) >= FEWEST_COUNTED
    return several and any(
        list(header) == [str(start + k) for k in range(len(header))] for start in (0, 1)
    )


def _is_entry(text: str) -> bool:
    """Return whether a field is a number, a sign, or empty."""
    return number_of(text) is not None or sign_of(text) != NOT_A_SIGN


def links_of_bare_matrix(
    rows: _Rows, lines: Sequence[int], options: ReadingOptions, notes: tuple[str, ...] = ()
) -> LinkList:
    """Return the links of a matrix of text, entry (i, j) the link i -> j.

    Parameters
    ----------
    rows : sequence of sequences of str, (N, N)
        Its entries; an empty one is unknown, not 0.
    lines : sequence of int, (N,)
        The number of each row's line, for messages.
    options : ReadingOptions
        What the entries mean.
    notes : tuple of str, optional
        What was chosen before.
    """
    values = _values(rows, options)
    signs = read_signs(values.ravel(), options.signs).reshape(values.shape)
    source, target = np.nonzero(signs)
    weight = values[source, target]
    told = f"read as a matrix of {len(rows)} rows and columns"

    def place(entry: int) -> str:
        return f"line {lines[source[entry]]}, column {target[entry] + 1}"

    return LinkList(source, target, weight, len(rows), place, notes=(*notes, told))


def _values(rows: _Rows, options: ReadingOptions) -> np.ndarray:
    """Return the entries of a matrix: numbers if all are, else texts."""
    if options.signs is None:
        try:
            return np.array([[float(value or "nan") for value in row] for row in rows])
        except ValueError:
            pass  # there are signs among them
    return np.array(rows, dtype=object)
