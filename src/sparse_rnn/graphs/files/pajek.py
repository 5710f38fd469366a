"""Networks of Pajek.

networkx reads lists of arcs (``*Arcslist``) as single arcs, loses directions where edges follow
arcs, and takes nodes of one name for one; so the file is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from sparse_rnn.graphs.files.attributes import names_as_text
from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.text_rows import decoded

MOST_NAMELESS = 1_000_000
"""The most vertices without a line of their own that are named, by their numbers from 1."""

_SECTIONS = ("arcs", "edges", "arcslist", "edgeslist", "matrix")
_FIELD = re.compile(r'"([^"]*)"|(\S+)')


@dataclass
class _Content:
    """What a file has said so far; ``undirected`` counts the edges among the links."""

    n: int = -1
    names: dict[int, str] = field(default_factory=dict)
    links: list[tuple[int, int, str, int]] = field(default_factory=list)
    edges: list[tuple[int, int, str, int]] = field(default_factory=list)
    bare: int = 0
    rows: int = 0


def read_pajek(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a network of Pajek: ``*Arcs``, ``*Edges``, ``*Arcslist``, ``*Edgeslist``, ``*Matrix``.

    An edge beside arcs stands for an arc each way.  An arc without a value has the value 1, as in
    Pajek.  Vertices are named by their labels if all have different ones.

    Raises
    ------
    ValueError
        If a line is none of these, or the file holds several relations or another section.
    """
    text, notes = decoded(data)
    content, section = _Content(), ""
    for line, row in enumerate(text.split("\n"), 1):
        row = row.strip()
        if row.startswith("*"):
            section = _begun(content, row, section, line)
        elif row and not row.startswith("%"):
            _READ[section](content, _fields(row), line)
    if content.n < 0:
        raise ValueError("holds no line *Vertices with the number of nodes")
    both = bool(content.links) and not options.undirected  # else all are taken in both anyway
    back = [(j, i, *more) for i, j, *more in content.edges if both and i != j]
    return _listed(
        content, [*content.links, *content.edges, *back], (*notes, *_told(content, back))
    )


def _begun(content: _Content, row: str, section: str, line: int) -> str:
    """Return the section that a line begins."""
    name, *numbers = row[1:].lower().split() or [""]
    if name == "network":
        return section
    if name == "vertices":
        if content.n >= 0:
            raise ValueError(f"line {line}: a second network; write each into a file of its own")
        if not numbers or not numbers[0].isdecimal():
            raise ValueError(f"line {line}: *Vertices without their number")
        content.n = int(numbers[0])
        return name
    name, colon, _ = name.partition(":")
    if name not in _SECTIONS or content.n < 0:
        raise ValueError(f"line {line}: section {shown(row)} is not read; leave it out")
    if colon or numbers:
        relation = (colon and row.partition(":")[2].split()[0]) or numbers[0].lstrip(":")
        if relation not in ("1", ""):
            raise ValueError(
                f"line {line}: {shown(row)} is one of several relations; write each into a file"
            )
    return name


def _fields(row: str) -> list[str]:
    """Return the fields of a line, without quotes."""
    return [quoted or plain for quoted, plain in _FIELD.findall(row)]


def _vertex(content: _Content, fields: list[str], line: int) -> None:
    """Read a line of a vertex: its number and its label."""
    number = _number(content, fields[0], line)
    if number in content.names:
        raise ValueError(f"line {line}: vertex {number + 1} is listed twice; leave one out")
    content.names[number] = fields[1] if len(fields) > 1 else fields[0]


def _number(content: _Content, text: str, line: int) -> int:
    """Return the number of a vertex, from 0."""
    if not text.isdecimal() or not 1 <= int(text) <= content.n:
        raise ValueError(f"line {line}: {shown(text)} is none of the vertices 1 to {content.n}")
    return int(text) - 1


def _single(content: _Content, fields: list[str], line: int) -> tuple[int, int, str, int]:
    """Return the link of a line: source, target and value."""
    if len(fields) < 2:
        raise ValueError(f"line {line}: a link has a source, a target and a value")
    content.bare += len(fields) == 2
    source, target = (_number(content, end, line) for end in fields[:2])
    return source, target, fields[2] if len(fields) > 2 else "1", line


def _several(content: _Content, fields: list[str], line: int) -> Iterator:
    """Yield the links of a line: a source and its targets, which have no values."""
    source, *targets = (_number(content, end, line) for end in fields)
    content.bare += len(targets)
    yield from ((source, target, "1", line) for target in targets)


def _row(content: _Content, fields: list[str], line: int) -> None:
    """Read a row of a matrix."""
    if len(fields) != content.n or content.rows == content.n:
        raise ValueError(f"line {line}: a matrix has {content.n} rows of {content.n} values")
    present = [(j, value) for j, value in enumerate(fields) if value not in ("0", "0.0")]
    content.links += [(content.rows, j, value, line) for j, value in present]
    content.rows += 1


def _nowhere(content: _Content, fields: list[str], line: int) -> None:
    """Refuse a line before any section."""
    raise ValueError(f"line {line}: {shown(fields[0])} before *Vertices; is this another format?")


_READ = {
    "": _nowhere,
    "vertices": _vertex,
    "arcs": lambda content, *row: content.links.append(_single(content, *row)),
    "edges": lambda content, *row: content.edges.append(_single(content, *row)),
    "arcslist": lambda content, *row: content.links.extend(_several(content, *row)),
    "edgeslist": lambda content, *row: content.edges.extend(_several(content, *row)),
    "matrix": _row,
}
"""What reads a line of each section."""


def _told(content: _Content, back: list) -> tuple[str, ...]:
    """Return notes on what was chosen."""
    bare = f"links without a value, taken as 1 as in Pajek: {content.bare}"
    both = f"edges without a direction, taken in both: {len(back)}"
    return (bare,) * bool(content.bare) + (both,) * bool(back)


def _listed(content: _Content, links: list, notes: tuple[str, ...]) -> LinkList:
    """Return the links as a list."""
    if 0 < content.rows < content.n:
        raise ValueError(f"has {content.rows} rows of a matrix instead of {content.n}")
    source, target, value, lines = zip(*links, strict=True) if links else ((),) * 4
    return LinkList(
        np.array(source, dtype=np.int64),
        np.array(target, dtype=np.int64),
        np.array(value, dtype=object),
        _names(content),
        lambda link: f"line {lines[link]}",
        directed=bool(content.links) or not content.edges,
        notes=notes,
    )


def _names(content: _Content) -> int | list[str]:
    """Return the names of the vertices: their labels or else their numbers from 1."""
    nameless = content.n - len(content.names)
    if nameless > MOST_NAMELESS and not content.names:
        return content.n
    if nameless > MOST_NAMELESS:
        raise ValueError(f"lists {len(content.names)} of {content.n} vertices; list them all")
    return names_as_text([content.names.get(i, str(i + 1)) for i in range(content.n)])
