"""What the documents quote of the archive: tables, which are generated, and intervals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from sparse_rnn.archive.budget import costs_as_markdown
from sparse_rnn.archive.load import archived_table, table_path
from sparse_rnn.base.artifacts import atomic, load_record
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.claims.markdown import plain_table, power_table
from sparse_rnn.studies.claims.seeds import seeds_table

Quoted = tuple[float, float, float]
"""An estimate and the two ends of its interval."""

Tables = Mapping[tuple[str, ...], Callable[..., str]]
"""Archived tables by name, and what makes one table in Markdown of them."""

DOCUMENTS: dict[str, Tables] = {
    "README.md": {("claims",): plain_table},
    "docs/findings.md": {
        ("claims",): power_table,
        ("history", "balance", "motifs", "control_motifs"): seeds_table,
    },
    "docs/performance.md": {("stages",): costs_as_markdown},
}
"""The documents that show tables of the archive."""

QUOTING = ("README.md", "docs/findings.md", "docs/deviations.md")
"""The documents that quote intervals of the archive."""

ESTIMATES = ("mean", "estimate", "difference")
_NUMBER = r"([−+-]?\d+(?:\.\d+)?)"
QUOTED = re.compile(rf"{_NUMBER}\s+\[{_NUMBER},\s+{_NUMBER}\]")


def write_documents(archive: str | Path, root: str | Path = ".") -> list[Path]:
    """Put the archive's tables into all documents that show any, and return their paths.

    Parameters
    ----------
    archive : path
        Folder of the archive.
    root : path, optional
        Folder of the repository.

    Raises
    ------
    FileNotFoundError
        If a document or a table is missing; documents that come before it are written.
    ValueError
        If a document has no table of the same head.
    """
    paths = [Path(root) / document for document in DOCUMENTS]
    for path, tables in zip(paths, DOCUMENTS.values(), strict=True):
        text = with_tables(path.read_text(encoding="utf-8"), archive, tables)
        with atomic(path) as temporary:
            temporary.write_text(text, encoding="utf-8")
    return paths


def with_tables(text: str, archive: str | Path, tables: Tables) -> str:
    """Return a text with the archive's tables in place of the tables of the same head.

    Raises
    ------
    FileNotFoundError
        If the archive lacks a table.
    ValueError
        If the text has no table of that head.
    """
    for names, as_text in tables.items():
        text = with_table(text, as_text(*(archived_table(archive, name) for name in names)))
    return text


def with_table(text: str, table: str) -> str:
    """Return a text with a Markdown table in place of the one that has the same head."""
    head = table.partition("\n")[0]
    before, found, after = text.partition(f"{head}\n")
    if not found:
        raise ValueError(f"there is no table that begins with {head!r}")
    _, end, rest = after.partition("\n\n")
    return f"{before}{table}{end or chr(10)}{rest}"


def unfounded_in_documents(
    archive: str | Path, figures: str | Path, root: str | Path = "."
) -> list[str]:
    """Return a line on each interval that a document quotes and the archive does not have."""
    known = intervals(archive, figures)
    texts = {name: (Path(root) / name).read_text(encoding="utf-8") for name in QUOTING}
    return [f"{name}: {quote}" for name in QUOTING for quote in unfounded(texts[name], known)]


def intervals(archive: str | Path, figures: str | Path) -> list[Quoted]:
    """Return every estimate with its interval of the figures' numbers and of the deviations."""
    return list(intervals_of(quotable_records(archive, figures)))


def quotable_records(archive: str | Path, figures: str | Path) -> dict[str, object]:
    """Return the figures' numbers and the tables of deviations, by name."""
    records = {path.stem: load_record(path) for path in sorted(Path(figures).glob("*.json"))}
    for name in ("deviations", "cause_deviations"):
        path = table_path(archive, name)
        if path.is_file():
            records[name] = read_table(name, path).to_dict("records")
    return records


def intervals_of(record: object) -> Iterator[Quoted]:
    """Yield the intervals anywhere in a record of dictionaries and lists."""
    if isinstance(record, dict) and (numbers := quoted_numbers(record)):
        yield numbers
    if isinstance(record, dict | list):
        for part in record.values() if isinstance(record, dict) else record:
            yield from intervals_of(part)


def quoted_numbers(row: Mapping) -> Quoted | None:
    """Return the estimate and interval that a row of a record has; None if it has not all three."""
    estimate = next((row[key] for key in ESTIMATES if key in row), None)
    numbers = estimate, row.get("low"), row.get("high")
    return None if None in numbers else numbers


def unfounded(text: str, known: Iterable[Quoted]) -> list[str]:
    """Return the intervals ``0.96 [0.84, 1.00]`` of a text that are none of the known, rounded."""
    known = list(known)
    return [
        in_one_line(match[0])
        for match in QUOTED.finditer(text)
        if not any(agrees(numbers, match.groups()) for numbers in known)
    ]


def in_one_line(quotation: str) -> str:
    """Return a quotation without its line breaks."""
    return " ".join(quotation.split())


def agrees(numbers: Quoted, quoted: Iterable[str]) -> bool:
    """Tell whether numbers, rounded to the decimals of a quotation, are those quoted."""
    return all(map(rounds_to, numbers, quoted))


def rounds_to(number: float, quoted: str) -> bool:
    """Tell whether a number, rounded to the decimals of a quotation, is the one quoted."""
    plain = quoted.replace("−", "-").lstrip("+")
    decimals = len(plain.partition(".")[2])
    return f"{number:z.{decimals}f}" == f"{float(plain):z.{decimals}f}"
