"""What is told of every condition: how well its networks perform, and how balanced they are."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.quote import within, within_metric, without_logs
from sparse_rnn.results.runs import (
    first_epoch,
    last_epoch,
    mean_z,
    metric_to_compare,
    without_diverged,
)

TOLD = {
    "metric": "test metric",
    "eta_before": "η before",
    "eta": "η after",
    "z_balanced": "z balanced",
    "z_unbalanced": "z unbalanced",
}
"""What is told of a condition, and the heading of its column."""


def summaries_of_conditions(
    history: pd.DataFrame, balance: pd.DataFrame, motifs: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return what is told of the conditions, over the networks that did not diverge.

    Parameters
    ----------
    history, balance, motifs : pandas.DataFrame
        The tables of these names.

    Returns
    -------
    dict of str to pandas.DataFrame
        By the names of ``TOLD``: ``CONDITION, n, mean, low, high`` with the 95 % t interval over
        seeds, as far as values are possible.  The metric is that of `metric_of_conditions`, z the
        mean of the four loops of a kind by the null model that decides.
    """
    balance = without_diverged(balance)
    z = mean_z(last_epoch(motifs[motifs["decides"]]))
    return {
        "metric": within_metric(metric_of_conditions(history)),
        "eta_before": within(summarise(first_epoch(balance), "eta")),
        "eta": within(summarise(last_epoch(balance), "eta")),
        "z_balanced": summarise(z[z["balanced"]], "z"),
        "z_unbalanced": summarise(z[~z["balanced"]], "z"),
    }


def metric_of_conditions(history: pd.DataFrame) -> pd.DataFrame:
    """Return the final metric of each condition; errors, which span decades, as geometric means."""
    return without_logs(summarise(metric_to_compare(history), "metric"))
