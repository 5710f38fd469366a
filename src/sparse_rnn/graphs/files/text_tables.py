"""Tables of text that hold a network: lists of links and matrices, told from one another."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from sparse_rnn.graphs.files.bare_matrices import is_bare_matrix, links_of_bare_matrix
from sparse_rnn.graphs.files.edge_lists import read_edge_list
from sparse_rnn.graphs.files.edge_types import links_of_types, type_column
from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.matrix_text import looks_like_matrix, read_matrix_text
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.text_rows import (
    comments_of,
    decoded,
    numbered_lines,
    numbered_rows,
    separator_of,
)

LINK_WIDTH = 3
"""As many columns as a list of links has; a matrix of so many must be called one."""

_THREE = ("1", "2", "3")


def read_text_table(data: bytes, options: ReadingOptions, separator: str) -> LinkList:
    """Read a list of links or a square matrix of weights.

    Parameters
    ----------
    data : bytes
        The file; see `edge_lists.read_edge_list`, which reads lists, and matrices with names.
    options : ReadingOptions
        Columns and codes of signs.
    separator : str
        The usual separator of such files, a comma or a tab.  The first row may show another, and
        has spaces if it holds none and several words.

    Raises
    ------
    ValueError
        If it is neither; the message begins with the number of the line.
    """
    text, _ = decoded(data)
    separator = _usual(text, separator)
    rows = [] if options.columns else _square_rows(text, separator)
    if is_bare_matrix(rows):
        if len(rows) > LINK_WIDTH:
            return read_text_matrix(data, options, separator)
        if looks_like_matrix(rows):  # by chance: three links, and no names
            options = replace(options, columns=_THREE)
    links = read_edge_list(data, options, separator)
    types = _types(text, _separator(text, separator))
    return links_of_types(links, types, options) if types else links


def read_text_matrix(data: bytes, options: ReadingOptions, separator: str = "") -> LinkList:
    """Read a square matrix of weights, entry (i, j) the link i -> j, with or without names.

    Its columns are separated by commas, semicolons, tabs or spaces, as the first row shows; the
    usual separator decides where it may show two.

    Raises
    ------
    ValueError
        If it is not square, an entry is no weight, or names of rows and columns disagree.
    """
    text, notes = decoded(data)
    separator = _separator(text, separator) or "\t"
    numbered = list(numbered_rows(text, separator))
    rows = [fields for _, fields in numbered]
    if not is_bare_matrix(rows):
        return read_matrix_text(data, options, separator)
    links = links_of_bare_matrix(rows, [line for line, _ in numbered], options, notes)
    return replace(links, comments=len(comments_of(text)))


def _separator(text: str, usual: str) -> str:
    """Return what separates the fields of a table; see `text_rows.separator_of`."""
    _, first = next(numbered_lines(text), (0, ""))
    return separator_of(first, usual)


def _usual(text: str, usual: str) -> str:
    """Return the usual separator, a tab (or spaces) where the first row has but spaces."""
    _, first = next(numbered_lines(text), (0, ""))
    return "\t" if len(first.split()) > 1 and not separator_of(first, "") else usual


def _square_rows(text: str, usual: str) -> list[list[str]]:
    """Return the rows of a table that has as many as columns, none of another.

    Only so many rows are looked at as tell, so that a long list of links costs nothing.
    """
    rows = numbered_rows(text, _separator(text, usual))
    _, first = next(rows, (0, []))
    found = [first, *(fields for _, fields in islice(rows, len(first)))]
    return found if len(found) == len(first) else []


def _types(text: str, separator: str) -> list[str]:
    """Return the type of each link of a table that has Gephi's column of types, else none."""
    rows = (fields for _, fields in numbered_rows(text, separator))
    names, first, *_ = *islice(rows, 2), [], []
    place = type_column(names, first)
    if place is None:
        return []
    return [first[place], *(fields[place] for fields in rows)]
