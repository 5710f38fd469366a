"""A page for each condition: its numbers, its curves along training, its files."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.networks import links_path
from sparse_rnn.base.root import ARCHIVE
from sparse_rnn.config import Condition
from sparse_rnn.results.conditions import TOLD
from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.site.condition_rows import error_mark, quoted_parts, title_of
from sparse_rnn.site.conditions import CURVES, page_name
from sparse_rnn.site.shelf import Shelf

CAPTION = (
    "Thick: mean, thin: single networks, dotted: while links are still cut. Of η, open circle:"
    " before training, dashed: signs at random."
)


def write_conditions(
    shelf: Shelf, rows: pd.DataFrame, archived: Collection[Condition], figures: Path
) -> None:
    """Write a page for each condition, with its curves.

    Parameters
    ----------
    shelf : Shelf
        Takes the pages.
    rows : pandas.DataFrame
        As `conditions.condition_table` returns it.
    archived : collection of Condition
        The conditions of which the archive has the networks.
    figures : path
        What `condition_figure.drawn` left.
    """
    for row in rows.to_dict("records"):
        condition = Condition(*(row[key] for key in CONDITION))
        name = page_name(condition)
        shelf.copy(f"{CURVES}/{name}.png", figures / f"{name}.png")
        shelf.write(f"{CURVES}/{name}.md", condition_page(condition, row, condition in archived))


def condition_page(condition: Condition, row: Mapping, archived: bool) -> str:
    """Return the page of a condition: numbers, curves, files."""
    name, title = page_name(condition), title_of(condition)
    numbers = pipe_table(("", "mean", "interval"), (told_of(row, name) for name in TOLD))
    file = f"../{ARCHIVE}/{links_path('', condition).as_posix()}"
    networks = f"[signed links of all networks](copied:{file}) (gzipped)"
    return f"""\
---
orphan: true
---

# {title}

n = {row["n"]} networks; means with 95 % t intervals. Back to [all conditions](../conditions.md).

{numbers}

```{{figure}} {name}.png
:alt: Test metric and global balance along training; {title}. The numbers are in the table above.
:figclass: wide curves
:target: ../_images/{name}.png

{CAPTION}
```

Files: {networks if archived else "no networks, because a dense one has all links"};
[rows of the history](copied:{name}.csv); [figure as PDF](copied:{name}.pdf). The columns are
explained in [tables](../docs/tables.md#history), the lists of links in
[data/reference](../data/reference/README.md#networks).
"""


def told_of(row: Mapping, name: str) -> tuple[str, str, str]:
    """Return a row of the table of one condition: what is told, its mean and its interval."""
    return f"{TOLD[name]}{error_mark(row, name)}", *quoted_parts(row, name)
