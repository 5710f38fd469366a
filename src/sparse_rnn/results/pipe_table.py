"""Tables in Markdown."""

from __future__ import annotations

from collections.abc import Iterable


def pipe_table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Return a table in Markdown: a heading for each column, and a line for each row.

    A ``|`` in a cell is escaped; the last line has no end of line.
    """
    titles = list(head)
    lines = [
        "|" + "".join(f" {title} |" if title else " |" for title in titles),
        "|" + "---|" * len(titles),
    ]
    for row in rows:
        cells = (str(cell).replace("|", r"\|") for cell in row)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
