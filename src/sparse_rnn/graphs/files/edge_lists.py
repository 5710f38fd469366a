"""Edge lists as text: a link per line, its source, its target, and its sign or weight."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import numpy as np

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.graphs.files.columns import Columns, TableHead, find_columns
from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.matrix_text import is_matrix, read_matrix_text
from sparse_rnn.graphs.files.plain_tables import read_plain
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.sign_words import NOT_A_SIGN, UNKNOWN_SIGN, sign_of
from sparse_rnn.graphs.files.text_rows import (
    COMMENT_MARKS,
    CONTROL,
    SEPARATORS,
    comments_of,
    decoded,
    fields_of,
    numbered_lines,
    numbered_rows,
    separator_of,
    without_comments,
)
from sparse_rnn.graphs.signed_graph import SignedGraph


def read_edge_list(data: bytes, options: ReadingOptions, separator: str) -> LinkList:
    """Read an edge list, or a table of which three columns are one.

    A line holds source, target and sign (see `sign_words`) or weight.  The first line, or the last
    comment above it, may be a header; it finds the columns by their names (see
    `columns.COLUMN_NAMES`), in any order and among others.  Without one there must be three
    columns, or ``options.columns`` must tell which.  Empty lines and lines that begin with ``#`` or
    ``%`` are skipped, unless they have a sign where a link has it.  A field may stand in double
    quotes; names are text, without the spaces around them.

    Parameters
    ----------
    data : bytes
        The file, in UTF-8, UTF-16 with a byte order mark, or Windows-1252.
    options : ReadingOptions
        Columns and codes of signs.
    separator : str
        The usual separator of such files, a comma or a tab; the first row may show another
        (see `text_rows.separator_of`).  Instead of tabs a line may have spaces throughout.

    Raises
    ------
    ValueError
        If a line is not as described; the message begins with its number.
    """
    text, notes = decoded(data)
    start = next(numbered_lines(text), None)
    if start is None:
        raise ValueError("line 1: nothing there; write a link per line: source, target, sign")
    separator = separator_of(start[1], separator)
    comments = comments_of(text)
    plain = without_comments(text) if comments else text
    if options.columns is None and is_matrix(plain, separator):
        return read_matrix_text(data, options, separator)
    head = _head(text, separator, comments)
    columns = find_columns(head, options)
    _check_comments(comments, separator, columns, options)
    text = plain
    skipped = head.line if columns.heading == "row" else head.line - 1
    links = read_plain(text, separator, columns, skipped)
    links = links or read_carefully(text, separator, columns, skipped)
    return LinkList(
        *links,
        place=lambda link: f"line {_line_of(text, skipped, link)}",
        notes=(*notes, *columns.notes),
        comments=len(comments) - (columns.heading == "comment"),
    )


def read_carefully(
    text: str, separator: str, columns: Columns, skipped: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Return what `plain_tables.read_plain` returns, line by line, for any table.

    Raises
    ------
    ValueError
        If a line has too few fields or too many, or a node has no name.
    """
    sources, targets, signs = array("q"), array("q"), []
    number: dict[str, int] = {}
    for source, target, sign in _links_of(text, separator, columns, skipped):
        sources.append(number.setdefault(source, len(number)))
        targets.append(number.setdefault(target, len(number)))
        signs.append(sign)
    ends = (np.array(column, dtype=np.int64) for column in (sources, targets))
    return *ends, np.array(signs, dtype=object), list(number)


def _links_of(
    text: str, separator: str, columns: Columns, skipped: int
) -> Iterator[tuple[str, str, str]]:
    """Yield the source, the target and the sign of every row after the header."""
    for line, fields in numbered_rows(text, separator):
        if line <= skipped:
            continue
        while len(fields) > columns.width and not fields[-1]:
            fields.pop()
        if len(fields) != columns.width:
            raise ValueError(_uneven(line, fields, separator, columns))
        source, target, sign = (fields[place] for place in columns.places)
        if not (source and target):
            raise ValueError(f"line {line}: a node has no name")
        yield source, target, sign


def _head(text: str, separator: str, comments: list[tuple[int, str]]) -> TableHead:
    """Return the first two rows of a table and the comment above them."""
    (line, first), *more = islice(numbered_rows(text, separator), 2)
    above = [content for number, content in comments if number < line]
    return TableHead(
        line,
        first,
        more[0][1] if more else [],
        _commented_fields(above[-1], separator) if above else [],
        SEPARATORS[separator],
    )


def _commented_fields(content: str, separator: str) -> list[str]:
    """Return the fields of a comment without its mark, none if it has none."""
    try:
        return fields_of(content.lstrip(COMMENT_MARKS).strip(), separator, 0)
    except ValueError:
        return []


def _check_comments(
    comments: list[tuple[int, str]], separator: str, columns: Columns, options: ReadingOptions
) -> None:
    """Raise if a comment may be a link of a node whose name begins as a comment does."""
    for line, content in comments:
        if _like_a_link(content, separator, columns, options):
            raise ValueError(
                f"line {line}: {shown(content)} begins as a comment does and looks like a link; if"
                f" it is one, put the name that begins with {content[0]} in double quotes; if not,"
                " put a space after it"
            )


def _like_a_link(content: str, separator: str, columns: Columns, options: ReadingOptions) -> bool:
    """Return whether a comment has as many fields as the table, a sign, and no space at first."""
    try:
        fields = fields_of(content, separator, 0)
    except ValueError:
        return False
    if len(fields) != columns.width or content[1:2].isspace() or len(fields[0]) < 2:
        return False
    sign = fields[columns.places[2]]
    return any(
        sign_of(sign, codes) not in (UNKNOWN_SIGN, NOT_A_SIGN) for codes in (None, options.signs)
    )


def _uneven(line: int, fields: list[str], separator: str, columns: Columns) -> str:
    """Return what is wrong with a row that has not as many fields as the first."""
    number = len(fields)
    told = f"line {line}: {number} field{'s'[number == 1 :]} instead of {columns.width}"
    if columns.width > 3:
        return f"{told}, as the first row has, separated by {SEPARATORS[separator]}"
    return (
        f"{told}; a line holds source, target and sign or weight, separated by"
        f" {SEPARATORS[separator]}"
    )


def _line_of(text: str, skipped: int, link: int) -> int:
    """Return the number of the line on which a link stands."""
    after = (line for line, _ in numbered_lines(text) if line > skipped)
    return next(islice(after, link, None))


def write_edge_list(path: str | Path, graph: SignedGraph) -> None:
    """Write a graph as a tab separated edge list that `readers.read_network` reads back.

    A header, then a line per link: source, target, sign (1 or -1).  A node without any link has a
    line as well, from itself to itself with sign 0, so that none is lost.

    Raises
    ------
    ValueError
        If a name is empty, begins or ends with a space, or holds a line break or control character.
    """
    names = [_quoted(str(name)) for name in graph.names or range(graph.n)]
    links = zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True)
    alone = np.flatnonzero(graph.degrees("out") + graph.degrees("in") == 0).tolist()
    with atomic(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write("source\ttarget\tsign\n")
        file.writelines(f"{names[i]}\t{names[j]}\t{sign}\n" for i, j, sign in links)
        file.writelines(f"{names[i]}\t{names[i]}\t0\n" for i in alone)


def _quoted(name: str) -> str:
    """Return a name as a field of a line, in quotes where it could be misread without."""
    if not name or name != name.strip() or CONTROL.search(name) or re.search("[\r\n]", name):
        raise ValueError(f"node name {shown(name)} cannot be written into an edge list")
    return '"{}"'.format(name.replace('"', '""')) if re.search('["#%\t ]', name) else name
