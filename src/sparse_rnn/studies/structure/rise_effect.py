"""How far the balance of each condition rises during training."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.catalog import STRATEGIES, TASKS
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import start_and_end, without_diverged


def start_end_rise(balance: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return eta of sparse networks before and after training, and its rise in the same network.

    Returns
    -------
    start, end, rise : pandas.DataFrame
        ``CONDITION, n, mean, low, high``, with the 95 % t interval over seeds.
    """
    sparse = without_diverged(balance[balance["strategy"] != "dense"])
    runs = start_and_end(sparse, "eta")
    start, end, rise = (summarise(runs, value) for value in ("start", "end", "rise"))
    return start, end, rise


def largest_rise_in_words(rise: pd.DataFrame) -> str:
    """Return in a sentence where the mean rise is largest; nothing where none is known."""
    sentences = [
        f" The largest rise is that of {STRATEGIES[row.strategy].label} on {TASKS[row.task].label}"
        f" at {100 * row.sparsity:g} % sparsity: {quote(row.mean, row.low, row.high)}, n = {row.n}."
        for row in rise.dropna(subset="mean").nlargest(1, "mean").itertuples()
    ]
    return "".join(sentences)
