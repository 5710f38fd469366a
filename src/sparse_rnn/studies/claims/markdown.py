"""The verdicts on the claims as tables in Markdown: in the claims' words, and in plain ones."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.catalog import MODELS, TASKS
from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.results.runs import LOWER_IS_BETTER
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.verdicts import words
from sparse_rnn.verdicts.findings import DECIDING, OVERALL

WORDS_OF = {"paper": "the paper", "summary": "a summary of it", "ours": "ours"}
"""Whose words a claim is in."""


SHORT = {
    words.LOSS: "accuracy, sparse less dense",
    words.LOSS_RATIO: "error, sparse over dense (effect: a factor)",
    words.SETTLED: "share of settled signs",
    words.PROFILE: "loops as claimed (effect: mean z of one loop)",
    words.RISE: "rise of η",
    words.CORRELATION: "ρ of metric and η",
    words.CHANGE: "change of accuracy",
    words.HARM: "accuracy after less before",
    words.HARM_RATIO: "error after over before (effect: a factor)",
    words.PER_LOOP: "change of accuracy per loop, unbalanced less balanced",
    words.EXCESS: "z of balanced less unbalanced loops",
    words.GAIN: "accuracy less that of SET",
    words.GAIN_OVER_MIRROR: "accuracy less that of SET away from balance",
    words.ETA_GAIN: "η less that of SET",
}
"""Statistics in short words."""

SHORT_OF_ERRORS = {
    words.CHANGE: "change of log error, turned",
    words.PER_LOOP: "change of log error per loop, turned, unbalanced less balanced",
    words.GAIN: "log error less that of SET, turned",
    words.GAIN_OVER_MIRROR: "log error less that of SET away from balance, turned",
}
"""The same of tasks with errors, where a statistic is in units of the test metric."""


def markdown_table(claims: pd.DataFrame, notebooks: str = "notebooks") -> str:
    """Return the verdict on every claim over all its conditions, a row each.

    Parameters
    ----------
    claims : pandas.DataFrame
        As `table.claims_table` returns it.
    notebooks : str, optional
        Where the notebooks are, seen from the document that shows the table.
    """
    rows = []
    for row in claims[claims["scope"] == OVERALL].itertuples():
        link = f"[{row.see}]({notebooks}/{row.see}.ipynb)"
        told = f"**{row.verdict}**", with_labels(row.note), link
        rows.append((f"{row.claim}: {row.statement}", WORDS_OF[row.wording], *told))
    return pipe_table(("claim", "words of", "verdict", "conditions", "notebook"), rows)


_NOT_RUN = "; not run: "
_LABELS = {name: entry.label for registry in (TASKS, MODELS) for name, entry in registry.items()}


def with_labels(note: str) -> str:
    """Return a note on all conditions with the labels of what was not run instead of its names."""
    counts, found, names = note.partition(_NOT_RUN)
    places = [
        " ".join(_LABELS.get(name, name) for name in place.split())
        for place in filter(None, names.split(", "))
    ]
    return counts + found + ", ".join(places)


def plain_table(claims: pd.DataFrame) -> str:
    """Return the verdict on every claim in plain words, for the README; see `markdown_table`."""
    rows = []
    for row in claims[claims["scope"] == OVERALL].itertuples():
        plain = CLAIMS[row.claim].plain if row.claim in CLAIMS else row.statement
        ran = f"{row.n} ran" if row.n else "none ran"
        count = f"{row.estimate:.0f} of {row.limit:.0f}" if row.estimate >= 0 else ran
        link = f"[{row.see[:2]}](notebooks/{row.see}.ipynb)"
        rows.append((row.claim, plain, f"**{row.verdict}**", count, link))
    return pipe_table(("", "claim", "verdict", "conditions", "notebook"), rows)


def power_table(claims: pd.DataFrame) -> str:
    """Return what each claim's n can tell from its limit, a row per statistic that decides.

    A statistic in units of the test metric has a row for accuracies and one for errors.  Numbers
    are the median over conditions, with the lowest and the highest in parentheses.
    Statistics without a smallest effect have no row.
    """
    head = "claim", "statistic", "limit", "conditions", "n", "smallest effect", "estimate"
    lines = []
    shown = claims[(claims["scope"] == DECIDING) & claims["smallest_effect"].notna()]
    what = [short(*row) for row in zip(shown["statistic"], shown["task"], strict=True)]
    for (claim, name), rows in shown.assign(what=what).groupby(["claim", "what"], sort=False):
        lowest, highest = rows["n"].min(), rows["n"].max()
        n = f"{lowest}" if lowest == highest else f"{lowest} to {highest}"
        limit = f"{rows['limit'].iloc[0]:.2g}".replace("-", "−")
        told, seen = span_of(rows["smallest_effect"]), span_of(rows["estimate"])
        lines.append((claim, name, limit, len(rows), n, told, seen))
    return pipe_table(head, lines)


def short(statistic: str, task: str) -> str:
    """Return a statistic in short words, which may differ for tasks whose metric is an error."""
    own = SHORT | SHORT_OF_ERRORS if task in LOWER_IS_BETTER else SHORT
    return own.get(statistic, statistic)


def span_of(values: pd.Series) -> str:
    """Return the median of values, with the lowest and the highest where these differ."""
    low, middle, high = (f"{x:.2g}".replace("-", "−") for x in values.quantile([0, 0.5, 1]))
    return middle if low == high else f"{middle} ({low} to {high})"


def write_markdown(path: str | Path, claims: pd.DataFrame, notebooks: str) -> None:
    """Write `markdown_table` to a file."""
    with atomic(path) as temporary:
        temporary.write_text(markdown_table(claims, notebooks) + "\n", encoding="utf-8")
