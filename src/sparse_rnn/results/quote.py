"""Numbers as a text quotes them: rounded, with their interval, under readable names."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.results.runs import LOWER_IS_BETTER

ANY = (-math.inf, math.inf)
"""Where a quantity may lie that has no bounds."""


def quote(
    mean: float, low: float, high: float, digits: int = 3, bounds: tuple[float, float] = ANY
) -> str:
    """Return a mean with its interval, ``0.976 [0.971, 0.981]``.

    The larger of the mean and half the interval has ``digits`` significant digits, all numbers the
    same decimals; an undefined mean is a dash, an undefined interval is left out.  An interval
    ends where the quantity does, at its ``bounds``: the t interval of a share can reach beyond 1.
    """
    if math.isnan(mean):
        return "–"
    size = max(abs(mean), 0.0 if math.isnan(low) else (high - low) / 2) or 1.0
    decimals = max(0, digits - 1 - math.floor(math.log10(size)))
    low, high = np.clip((low, high), *bounds)
    text = f"{mean:z.{decimals}f}"
    return text if math.isnan(low) else f"{text} [{low:z.{decimals}f}, {high:z.{decimals}f}]"


def within(
    summary: pd.DataFrame, lowest: float = 0.0, highest: float | pd.Series = 1.0
) -> pd.DataFrame:
    """Return a summary whose intervals end where the quantity does, as `quote` holds them."""
    return summary.assign(**summary[["low", "high"]].clip(lowest, highest, axis=0))


def within_metric(summary: pd.DataFrame) -> pd.DataFrame:
    """Return `within` for the test metric of each row's task."""
    return within(summary, highest=summary["task"].map(lambda name: TASKS[name].bounds[1]))


def without_logs(summary: pd.DataFrame) -> pd.DataFrame:
    """Return a summary of `runs.log_errors` with errors as they are, not their logarithms.

    The mean of logarithms becomes a geometric mean, and of their differences a ratio.
    """
    error = summary["task"].isin(LOWER_IS_BETTER)
    numbers = summary[["mean", "low", "high"]]
    return summary.assign(**numbers.where(~error, np.exp(numbers.where(error))))


def quoted(summaries: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the table that a notebook shows: a row per condition, a quoted column per summary.

    Parameters
    ----------
    summaries : dict of str to pandas.DataFrame
        Heading -> summary as `intervals.summarise` returns it; the first one sets the rows and
        n, a condition that another one lacks shows a dash.
    """
    keys = ["task", "model", "sparsity", "strategy"]
    first = next(iter(summaries.values()))
    rows = first[[*keys, "n"]].set_index(keys)
    for heading, summary in summaries.items():
        here = summary.set_index(keys)[["mean", "low", "high"]]
        rows[heading] = pd.Series({key: quote(*row) for key, *row in here.itertuples()})
    rows = rows.fillna("–").reset_index()
    orders = [list(TASKS), list(MODELS), None, list(STRATEGIES)]
    for key, order in zip(keys, orders, strict=True):
        rows[key] = rows[key] if order is None else pd.Categorical(rows[key], order)
    rows = rows.sort_values(keys)
    return pd.DataFrame(
        {
            "task": [TASKS[key].label for key in rows["task"]],
            "model": [MODELS[key].label for key in rows["model"]],
            "sparsity (%)": [f"{100 * s:g}" for s in rows["sparsity"]],
            "strategy": [STRATEGIES[key].label for key in rows["strategy"]],
        }
        | {name: rows[name].to_list() for name in ["n", *summaries]}
    )


HEADINGS = {
    "task": "task",
    "model": "model",
    "strategy": "strategy",
    "null_model": "null model",
    "sparsity": "sparsity (%)",
}
_LABELS = {"task": TASKS, "model": MODELS, "strategy": STRATEGIES}


def labelled(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table for readers: labels for names, per cent for sparsity, plain headings.

    Values that no registry of `catalog` has stay as they are, and so do undefined ones.

    Parameters
    ----------
    table : pandas.DataFrame
        Any table; columns beside ``task, model, strategy`` and ``sparsity`` keep their values.
    """
    shown = table.copy()
    for kind in _LABELS.keys() & set(table):
        labels = {name: entry.label for name, entry in _LABELS[kind].items()}
        shown[kind] = [labels.get(name, name) for name in table[kind]]
    if "sparsity" in table:
        shown["sparsity"] = [f"{100 * s:g}" if s == s else "–" for s in table["sparsity"]]
    return shown.rename(columns=lambda name: HEADINGS.get(name, str(name).replace("_", " ")))
