"""Intervals that documents quote of a former archive, replaced by those of the archive there is.

A quotation does not tell what it is of.  The former figures' numbers do: what has the quoted value
there stands at a place, and so does its successor in the figures' numbers now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from sparse_rnn.archive.documents import (
    QUOTED,
    QUOTING,
    Quoted,
    agrees,
    in_one_line,
    quotable_records,
    quoted_numbers,
)
from sparse_rnn.base.artifacts import atomic
from sparse_rnn.base.root import ARCHIVE, ARCHIVED_FIGURES

Position = tuple[str, ...]
"""Where a number stands: the file, the keys that lead to it, and the words of its row."""

SILENT = ("interval", "note", "profile", "see", "statement", "trend", "verdict", "wording")
"""Words that tell no row from others: all rows have them, or a new archive may change them."""


def requote_documents(
    former: str | Path, root: str | Path, archive: str | Path, figures: str | Path
) -> list[str]:
    """Replace the intervals that documents quote of a former archive, and return what is left.

    Parameters
    ----------
    former : path
        A checkout of the repository with the former archive and its figures.
    root : path
        Folder of the repository, whose documents are rewritten.
    archive, figures : path
        Folders of the archive and of its figures now.

    Returns
    -------
    list of str
        A line on each quotation that was left as it is: the former archive does not have it, or
        has it in places whose numbers differ now or are gone; these are told.  And a line on each
        document left because it does not have the quotations of the former one, in their order.

    Raises
    ------
    FileNotFoundError
        If a document, or the former archive's figures, are missing.
    """
    old = places_in(Path(former) / ARCHIVE, Path(former) / ARCHIVED_FIGURES)
    new = places_in(archive, figures)
    texts, left = {}, []
    for name in QUOTING:
        path = Path(root) / name
        text = path.read_text(encoding="utf-8")
        if quotations(text) != quotations((Path(former) / name).read_text(encoding="utf-8")):
            left.append(f"{name}: its quotations are not those of {former}; are they replaced?")
            continue
        texts[path], doubts = requoted(text, old, new)
        left += [f"{name}: {doubt}" for doubt in doubts]
    for path, text in texts.items():
        with atomic(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return left


def quotations(text: str) -> list[str]:
    """Return the intervals that a text quotes, in order."""
    return [in_one_line(match[0]) for match in QUOTED.finditer(text)]


def places_in(archive: str | Path, figures: str | Path) -> dict[Position, Quoted]:
    """Return the intervals of an archive that can be quoted, by their places.

    Raises
    ------
    FileNotFoundError
        If there are none.
    """
    found = dict(places_of(quotable_records(archive, figures)))
    if not found:
        raise FileNotFoundError(f"{figures} has no numbers of figures to quote: *.json")
    return found


def places_of(record: object, place: Position = ()) -> Iterator[tuple[Position, Quoted]]:
    """Yield the intervals anywhere in a record of dictionaries and lists, with their places."""
    if isinstance(record, dict):
        words = (f"{k}={v}" for k, v in sorted(record.items()) if _names(k, v))
        own = (*place, *words)
        if numbers := quoted_numbers(record):
            yield own, numbers
        for key, part in record.items():
            yield from places_of(part, (*own, key))
    elif isinstance(record, list):
        for part in record:
            yield from places_of(part, place)


def _names(key: str, value: object) -> bool:
    """Tell whether a value names a row: a word, or a number that is a setting."""
    return key not in SILENT and (isinstance(value, str) or key in ("sparsity", "share"))


def requoted(
    text: str, old: Mapping[Position, Quoted], new: Mapping[Position, Quoted]
) -> tuple[str, list[str]]:
    """Return a text with its quotations of old numbers replaced, and a line on each one left."""
    left: list[str] = []

    def successor(match: re.Match) -> str:
        places = [place for place, numbers in old.items() if agrees(numbers, match.groups())]
        now = {_like(match, new[place]): place for place in places if place in new}
        whole = all(place in new for place in places)
        if len(now) == 1 and whole and "nan" not in next(iter(now)):
            return next(iter(now))
        choice = [f"{in_one_line(other)} ({' '.join(place)})" for other, place in now.items()]
        choice += [] if whole else ["no longer in the archive"]
        told = "; ".join(choice) if places else "not in the former archive"
        left.append(f"{in_one_line(match[0])}: {told}")
        return match[0]

    return QUOTED.sub(successor, text), left


def _like(match: re.Match, numbers: Quoted) -> str:
    """Return numbers as a quotation writes its own: decimals, signs and white space."""
    start, text = match.start(), match[0]
    for group in (3, 2, 1):
        quoted, (first, last) = match[group], match.span(group)
        decimals = len(quoted.partition(".")[2])
        sign = "+" if quoted.startswith("+") else ""
        number = f"{numbers[group - 1]:{sign}z.{decimals}f}".replace("-", "−")
        text = text[: first - start] + number + text[last - start :]
    return text
