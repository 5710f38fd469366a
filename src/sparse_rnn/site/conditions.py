"""All conditions in one table: how well their networks perform, and how balanced they are."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.config import Condition
from sparse_rnn.results.conditions import summaries_of_conditions
from sparse_rnn.results.runs import CONDITION

CURVES = "conditions"
"""Folder of the pages of single conditions."""


def condition_table(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return a row per condition, in the order of tasks, models and strategies.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``history``, ``balance`` and ``motifs``.

    Returns
    -------
    pandas.DataFrame
        ``CONDITION``, ``n`` networks that did not diverge, and of each of `conditions.TOLD` the
        mean as the column of its name and the ends of its 95 % t interval as ``_low`` and
        ``_high``.  Errors have their geometric mean.  What a table lacks is NaN.
    """
    parts = (tables[name] for name in ("history", "balance", "motifs"))
    summaries = summaries_of_conditions(*parts)
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
