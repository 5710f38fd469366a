"""The claims as a table in Markdown, for a README."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.verdicts.findings import OVERALL


def markdown_table(claims: pd.DataFrame, notebooks: str = "notebooks") -> str:
    """Return the verdict on every claim over all its conditions, a row each.

    Parameters
    ----------
    claims : pandas.DataFrame
        As `table.claims_table` returns it.
    notebooks : str, optional
        Where the notebooks are, seen from the document that shows the table.
    """
    lines = ["| claim | verdict | conditions | notebook |", "|---|---|---|---|"]
    for row in claims[claims["scope"] == OVERALL].itertuples():
        link = f"[{row.see}]({notebooks}/{row.see}.ipynb)"
        lines.append(f"| {row.claim}: {row.statement} | **{row.verdict}** | {row.note} | {link} |")
    return "\n".join(lines)


def write_markdown(path: str | Path, claims: pd.DataFrame, notebooks: str) -> None:
    """Write `markdown_table` to a file."""
    with atomic(path) as temporary:
        temporary.write_text(markdown_table(claims, notebooks) + "\n", encoding="utf-8")
