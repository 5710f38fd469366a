"""Tables of text: their decoding, their separator, their comments, their rows of fields."""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator

SEPARATORS = {"\t": "tabs or spaces", ",": "commas", ";": "semicolons"}
"""What may stand between the fields of a line; a line without tabs has spaces instead of these."""

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
COMMENT_MARKS = "#%"

_COMMENT = re.compile(rf"\n[^\S\n]*[{COMMENT_MARKS}][^\n]*")
_QUOTED = re.compile(r'"[^"\n]*"')
_LATIN = "not UTF-8, so read as Windows-1252 (Latin-1); if names look wrong, save the file as UTF-8"


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    r"""Return the text of a file with ``\n`` at the ends of its lines, and a note if there is one.

    UTF-16 is told by its byte order mark.  Other text is UTF-8 or, if it cannot be, Windows-1252,
    which has all letters of Latin-1.

    Raises
    ------
    ValueError
        If it is no text; the message begins with the line.
    """
    text, notes = _decoded(data)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if control := CONTROL.search(text):
        line = 1 + text.count("\n", 0, control.start())
        raise ValueError(f"line {line}: {control.group()!r} is no text; is this another format?")
    return text, notes


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file as it stands there, and a note if there is one."""
    try:
        if data.startswith((BOM_UTF16_BE, BOM_UTF16_LE)):
            return data.decode("utf-16"), ()
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError as error:
        wrong = error
    try:
        return data.decode("cp1252"), (_LATIN,)
    except UnicodeDecodeError:
        line = 1 + data.count(b"\n", 0, wrong.start)
        raise ValueError(
            f"line {line}: byte 0x{data[wrong.start]:02x} is not UTF-8 text; save the file as UTF-8"
        ) from None


def separator_of(row: str, usual: str) -> str:
    """Return what separates the fields of a row, one of the `SEPARATORS`.

    Parameters
    ----------
    row : str
        The first row of a table.
    usual : str
        What the name of the file makes one expect: a comma, or a tab for tabs or spaces.
    """
    bare = _QUOTED.sub("", row)
    if usual == "\t":
        words = bare.split()
        if "\t" in bare or (len(words) > 2 and not words[0].endswith((",", ";"))):
            return "\t"
    there = [mark for mark in SEPARATORS if mark in bare]
    return min(there, key=bare.index, default=usual)


def comments_of(text: str) -> list[tuple[int, str]]:
    """Return the number and the content of each line of comment."""
    found, line, at = [], 1, 0
    for match in _COMMENT.finditer("\n" + text):
        line += text.count("\n", at, match.start())
        at = match.start()
        found.append((line, match.group().strip()))
    return found


def without_comments(text: str) -> str:
    """Return a text with empty lines in place of its comments."""
    return _COMMENT.sub("\n", "\n" + text)[1:]


def numbered_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the number and the fields of every line that is neither empty nor a comment."""
    for line, content in numbered_lines(text):
        yield line, fields_of(content, separator, line)


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the content of every line that is neither empty nor a comment."""
    start, line = 0, 1
    while start < len(text):
        end = text.find("\n", start) % (len(text) + 1)  # the end of the text where there is none
        content = text[start:end]
        bare = content.strip()
        if bare and bare[0] not in COMMENT_MARKS:
            yield line, content.strip(" ")
        start, line = end + 1, line + 1


def fields_of(content: str, separator: str, line: int) -> list[str]:
    """Return the fields of a line, without the spaces around them."""
    spaced = separator == "\t" and "\t" not in content
    if '"' not in content:
        fields = content.split() if spaced else content.split(separator)
        return [field.strip() for field in fields]
    delimiter = " " if spaced else separator
    reader = csv.reader([content], delimiter=delimiter, skipinitialspace=True, strict=True)
    try:
        return [field.strip() for field in next(reader)]
    except csv.Error as error:
        raise ValueError(f"line {line}: {error}; are the quotes in pairs?") from None
