"""Edge lists as text: a link per line, its source, its target, and its sign or weight."""

from __future__ import annotations

import csv
import re
from array import array
from collections.abc import Iterator
from io import StringIO
from itertools import chain
from pathlib import Path

import numpy as np

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.graphs.files.link_list import LinkList, shown
from sparse_rnn.graphs.signed_graph import SignedGraph

HEADER_NAMES = (
    {"source", "from", "src", "pre", "i"},
    {"target", "to", "dst", "post", "j"},
    {"sign", "weight", "value", "w"},
)
"""What a header may call the three columns, in this order."""

A_HEADER = "; if this is a header, call its columns source, target and sign or weight"
A_MATRIX = "; if this is a matrix of weights, save it as .npy (numpy.save)"
SIGN_WORDS = {"+": 1.0, "-": -1.0}
SEPARATORS = {"\t": "tabs or spaces", ",": "commas"}
GZIP = b"\x1f\x8b"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def read_edge_list(data: bytes, separator: str) -> LinkList:
    """Read an edge list.

    A line holds source, target and sign (``+``, ``-``) or weight.  The first line may be a header
    (see `HEADER_NAMES`); empty lines and lines that begin with ``#`` are skipped.  A field may
    stand in double quotes; names are text, without the spaces around them.

    Parameters
    ----------
    data : bytes
        The file, in UTF-8.
    separator : str
        A comma or a tab between the fields; instead of tabs a line may have spaces throughout.

    Raises
    ------
    ValueError
        If a line is not as described; the message begins with its number.
    """
    rows = _rows(_text(data), separator)
    first = next(rows, None)
    if first is None:
        raise ValueError("line 1: nothing there; write a link per line: source, target, sign")
    sources, targets, weights, lines = array("q"), array("q"), array("d"), array("q")
    number: dict[str, int] = {}
    headed = is_header(*first)
    for line, (source, target, value) in rows if headed else chain([first], rows):
        sources.append(number.setdefault(source, len(number)))
        targets.append(number.setdefault(target, len(number)))
        lines.append(line)
        try:
            weights.append(weight_of(value))
        except ValueError as error:
            hint = "" if headed or line > first[0] else A_HEADER
            raise ValueError(f"line {line}: {error}{hint}") from None
    ends = (np.array(column, dtype=np.int64) for column in (sources, targets))
    return LinkList(*ends, np.array(weights), list(number), lambda link: f"line {lines[link]}")


def _text(data: bytes) -> str:
    """Return the text of a file, refusing what is not text."""
    if data.startswith(GZIP):
        raise ValueError("is compressed; unpack it first: gzip -d")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = 1 + data.count(b"\n", 0, error.start)
        raise ValueError(
            f"line {line}: byte 0x{data[error.start]:02x} is not UTF-8 text; save the file as UTF-8"
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := CONTROL.search(text):
        line = 1 + text.count("\n", 0, control.start())
        raise ValueError(f"line {line}: {control.group()!r} is no text; is this another format?")
    return text


def _rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the three fields of every line that holds a link or a header."""
    for line, content in enumerate(StringIO(text), 1):
        content = content.strip()
        if not content or content[0] == "#":
            continue
        fields = [field.strip() for field in _fields(content, separator, line)]
        if len(fields) != 3:
            raise ValueError(
                f"line {line}: {len(fields)} field{'s'[len(fields) == 1 :]} instead of 3; a line"
                f" holds source, target and sign or weight, separated by {SEPARATORS[separator]}"
                + (A_MATRIX if len(fields) > 3 else "")
            )
        if not (fields[0] and fields[1]):
            raise ValueError(f"line {line}: a node has no name")
        yield line, fields


def _fields(content: str, separator: str, line: int) -> list[str]:
    """Return the fields of a line."""
    spaced = separator == "\t" and "\t" not in content
    if '"' not in content:
        return content.split() if spaced else content.split(separator)
    delimiter = " " if spaced else separator
    try:
        return next(csv.reader([content], delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error as error:
        raise ValueError(f"line {line}: {error}; are the quotes in pairs?") from None


def is_header(line: int, fields: list[str]) -> bool:
    """Return whether the first line names the columns.

    Raises
    ------
    ValueError
        If it names the third one as a header would, but not the first two.
    """
    known = [field.lower() in names for field, names in zip(fields, HEADER_NAMES, strict=True)]
    if known[2] and not all(known):
        raise ValueError(
            f"line {line}: header {', '.join(map(shown, fields))} instead of source, target, sign"
        )
    return known[2]


def weight_of(text: str) -> float:
    """Return a sign or weight as a number; ValueError if it is neither."""
    if text in SIGN_WORDS:
        return SIGN_WORDS[text]
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{shown(text)} is neither a sign (+ or -) nor a number") from None


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
    return '"{}"'.format(name.replace('"', '""')) if re.search('["#\t ]', name) else name
