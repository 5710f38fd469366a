"""The verdicts on the claims as tables in Markdown: in the claims' words, and in plain ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.studies.claims.registry import CLAIMS
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


def plain_table(claims: pd.DataFrame) -> str:
    """Return the verdict on every claim in plain words, for the README; see `markdown_table`."""
    lines = ["| | claim | verdict | conditions | notebook |", "|---|---|---|---|---|"]
    for row in claims[claims["scope"] == OVERALL].itertuples():
        words = CLAIMS[row.claim].plain if row.claim in CLAIMS else row.statement
        count = f"{row.estimate:.0f} of {row.limit:.0f}" if row.n else "none ran"
        link = f"[{row.see[:2]}](notebooks/{row.see}.ipynb)"
        lines.append(f"| {row.claim} | {words} | **{row.verdict}** | {count} | {link} |")
    return "\n".join(lines)


def write_markdown(path: str | Path, claims: pd.DataFrame, notebooks: str) -> None:
    """Write `markdown_table` to a file."""
    with atomic(path) as temporary:
        temporary.write_text(markdown_table(claims, notebooks) + "\n", encoding="utf-8")
