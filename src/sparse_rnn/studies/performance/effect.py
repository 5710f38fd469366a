"""The final test metric of each condition, and how it compares with that of dense networks."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.results.conditions import metric_of_conditions
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.quote import without_logs
from sparse_rnn.results.runs import LOWER_IS_BETTER, difference_to_dense, metric_to_compare


def metric_and_comparison(
    history: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return the final metric of each condition, its difference to dense networks, and its ratio.

    Errors span decades: their geometric mean is told, and their ratio instead of a difference.

    Parameters
    ----------
    history : pandas.DataFrame
        The table of that name; runs that diverged are left out.

    Returns
    -------
    metric, difference, ratio : pandas.DataFrame
        ``CONDITION, n, mean, low, high``, with the 95 % t interval over seeds; differences of
        accuracies and ratios of errors are those of pairs of one seed.
    """
    pairs = difference_to_dense(metric_to_compare(history))
    compared = without_logs(summarise(pairs, "difference"))
    error = compared["task"].isin(LOWER_IS_BETTER)
    return metric_of_conditions(history), compared[~error], compared[error]
