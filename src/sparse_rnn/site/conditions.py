"""All conditions in one table: how well their networks perform, and how balanced they are."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.config import Condition
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.quote import within, within_metric, without_logs
from sparse_rnn.results.runs import (
    CONDITION,
    final_metric,
    first_epoch,
    last_epoch,
    log_errors,
    mean_z,
    without_diverged,
)

CURVES = "conditions"
"""Folder of the pages of single conditions."""

TOLD = {
    "metric": "test metric",
    "eta_before": "η before",
    "eta": "η after",
    "z_balanced": "z balanced",
    "z_unbalanced": "z unbalanced",
}
"""What is told of a condition, and the heading of its column."""


def condition_table(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per condition, in the order of tasks, models and strategies.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``history``, ``balance`` and ``motifs``.

    Returns
    -------
    pandas.DataFrame
        ``CONDITION``, ``n`` networks that did not diverge, and of each of ``TOLD`` the mean as
        the column of its name and the ends of its 95 % t interval as ``_low`` and ``_high``, as
        far as values are possible.
        Errors have their geometric mean.  What a table lacks is NaN.
    """
    balance = without_diverged(tables["balance"])
    z = mean_z(last_epoch(tables["motifs"][tables["motifs"]["decides"]]))
    final = log_errors(final_metric(without_diverged(tables["history"])))
    summaries = {
        "metric": within_metric(without_logs(summarise(final, "metric"))),
        "eta_before": within(summarise(first_epoch(balance), "eta")),
        "eta": within(summarise(last_epoch(balance), "eta")),
        "z_balanced": summarise(z[z["balanced"]], "z"),
        "z_unbalanced": summarise(z[~z["balanced"]], "z"),
    }
    table = summaries["metric"][[*CONDITION, "n"]]
    for name, summary in summaries.items():
        ends = {"mean": name, "low": f"{name}_low", "high": f"{name}_high"}
        columns = summary.rename(columns=ends)[[*CONDITION, *ends.values()]]
        table = table.merge(columns, on=CONDITION, how="left")
    return table.sort_values(CONDITION, key=in_catalog, ignore_index=True)


def in_catalog(column: pd.Series) -> pd.Series:
    """Return the place of each task, model or strategy in its registry; numbers as they are."""
    orders = {"task": list(TASKS), "model": list(MODELS), "strategy": list(STRATEGIES)}
    if column.name not in orders:
        return column
    return column.map(orders[column.name].index)


def named(condition: Condition) -> dict[str, str]:
    """Return a condition in words: task, model, strategy and sparsity."""
    return {
        "task": TASKS[condition.task].label,
        "model": MODELS[condition.model].label,
        "strategy": STRATEGIES[condition.strategy].label,
        "sparsity": f"{100 * condition.sparsity:g} %",
    }


def page_name(condition: Condition) -> str:
    """Return the name of the page of a condition."""
    return "-".join(condition.wildcards.values())
