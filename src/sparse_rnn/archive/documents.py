"""What the documents quote of the archive: tables, put in anew, and intervals, looked up."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.budget import as_markdown
from sparse_rnn.archive.collect import BUDGET, CLAIMS
from sparse_rnn.archive.deviations import TABLE as DEVIATIONS
from sparse_rnn.archive.load import present
from sparse_rnn.base.artifacts import load_table
from sparse_rnn.studies.claims.markdown import markdown_table

Interval = tuple[float, float, float]

TABLES: dict[str, Callable[[pd.DataFrame], str]] = {
    f"tables/{CLAIMS}.csv": markdown_table,
    BUDGET: as_markdown,
}
"""The tables that the README shows: archived table, and what writes it as Markdown."""

ESTIMATES = ("mean", "estimate", "difference")
QUOTED = re.compile(r"([−+]?\d[\d.]*)\s+\[([−+]?\d[\d.]*),\s+([−+]?\d[\d.]*)\]")


def with_tables(text: str, archive: str | Path) -> str:
    """Return a text with the archive's tables in place of the tables of the same head.

    Raises
    ------
    FileNotFoundError
        If the archive lacks a table.
    ValueError
        If the text has no table of that head.
    """
    for path, as_text in TABLES.items():
        text = with_table(text, as_text(load_table(present(Path(archive) / path))))
    return text


def with_table(text: str, table: str) -> str:
    """Return a text with a Markdown table in place of the one that has the same head."""
    head = table.partition("\n")[0]
    before, found, after = text.partition(f"{head}\n")
    if not found:
        raise ValueError(f"there is no table that begins with {head!r}")
    _, end, rest = after.partition("\n\n")
    return f"{before}{table}{end or chr(10)}{rest}"


def intervals(archive: str | Path, figures: str | Path) -> list[Interval]:
    """Return every estimate with its interval of the figures' numbers and of the deviations."""
    records = [json.loads(path.read_text()) for path in sorted(Path(figures).glob("*.json"))]
    if (path := Path(archive) / DEVIATIONS).is_file():
        records.append(load_table(path).to_dict("records"))
    return list(intervals_of(records))


def intervals_of(record: object) -> Iterator[Interval]:
    """Yield the intervals anywhere in a record of dictionaries and lists."""
    if isinstance(record, dict):
        estimate = next((record[key] for key in ESTIMATES if key in record), None)
        numbers = estimate, record.get("low"), record.get("high")
        if None not in numbers:
            yield numbers
    if isinstance(record, dict | list):
        for part in record.values() if isinstance(record, dict) else record:
            yield from intervals_of(part)


def unfounded(text: str, known: Iterable[Interval]) -> list[str]:
    """Return the intervals ``0.96 [0.84, 1.00]`` of a text that are none of the known, rounded."""
    known = list(known)
    return [
        " ".join(match.group().split())
        for match in QUOTED.finditer(text)
        if not any(all(map(rounds_to, numbers, match.groups())) for numbers in known)
    ]


def rounds_to(number: float, quoted: str) -> bool:
    """Tell whether a number, rounded to the decimals of a quotation, is the one quoted."""
    plain = quoted.replace("−", "-").lstrip("+")
    decimals = len(plain.partition(".")[2])
    return f"{number:z.{decimals}f}" == f"{float(plain):z.{decimals}f}"
