"""What balance does to the test metric in each series of networks; positive where it helps.

A series is one run of annealing: its networks share most of their links with their neighbours, and
balance rises from each to the next.  So they are not independent, and along one series balance
cannot be told from the way that it took.  Series are independent of each other: they are the units
of every interval.
"""

from __future__ import annotations

import pandas as pd

from sparse_rnn.catalog import TASKS
from sparse_rnn.results.intervals import correlation_interval, mean_interval
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import as_gains, without_diverged
from sparse_rnn.studies.balanced_networks.effect import (
    ARM_KEYS,
    ARM_LABELS,
    POOLED,
    TRIAL_KEYS,
    changes,
    correlations,
)

EFFECT_COLUMNS = [*TRIAL_KEYS, "n", "rho", "change"]


def trained(results: pd.DataFrame) -> pd.DataFrame:
    """Return the networks that did not diverge, their metric such that differences are gains."""
    return as_gains(without_diverged(results).dropna(subset=["eta", "metric"]))


def series_effects(results: pd.DataFrame) -> pd.DataFrame:
    """Return what balance does in each series.

    Parameters
    ----------
    results : pandas.DataFrame
        The table ``balanced_networks``: a row per network and draw of its weights.

    Returns
    -------
    pandas.DataFrame
        ``task, arm, trial``; the number ``n`` of networks; ``rho``, Spearman's correlation of
        metric (mean over draws, each beside the mean of its draw) and eta; and ``change``, that of
        the metric along the straight line from the first to the last eta, mean over draws.
        Errors enter as their logarithm with the sign turned.
    """
    good = trained(results)
    if good.empty:
        return pd.DataFrame(columns=EFFECT_COLUMNS)
    rho = correlations(beside_draw(good))
    change = changes(good).groupby(TRIAL_KEYS)["fitted"].mean().rename("change")
    return rho[rho["trial"] != POOLED].join(change, on=TRIAL_KEYS).reset_index(drop=True)


def beside_draw(results: pd.DataFrame) -> pd.DataFrame:
    """Return results whose metric is beside the mean of all networks of its series and draw.

    A network one of whose draws diverged would else be worse or better by that draw alone.
    """
    mean = results.groupby([*TRIAL_KEYS, "seed"])["metric"].transform("mean")
    return results.assign(metric=results["metric"] - mean)


def series_table(effects: pd.DataFrame, changed: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what a notebook shows of each series: its correlation, and changes with intervals.

    Parameters
    ----------
    effects : pandas.DataFrame
        As `series_effects` returns it.
    changed : dict of str to pandas.DataFrame
        Heading -> changes as `effect.change_intervals` returns them.
    """
    shown = effects.drop(columns="change").rename(columns={"n": "networks", "rho": "ρ"})
    for heading, table in changed.items():
        quotes = [quote(*row) for row in table[["mean", "low", "high"]].itertuples(index=False)]
        shown = shown.merge(table[TRIAL_KEYS].assign(**{heading: quotes}), "left", TRIAL_KEYS)
    return shown.round({"ρ": 2}).assign(arm=shown["arm"].map(ARM_LABELS))


def effects_in_words(effects: pd.DataFrame) -> str:
    """Return the mean correlation and change of each task and arm, a line each.

    Parameters
    ----------
    effects : pandas.DataFrame
        As `series_effects` returns it.
    """
    lines = []
    for (task, arm), own in effects.groupby(ARM_KEYS, sort=False):
        rho = quote(*correlation_interval(own["rho"])[1:], digits=2)
        change = quote(*mean_interval(own["change"])[1:], digits=2)
        each = ", ".join(f"{r:.2f}" for r in own["rho"])
        lines.append(
            f"- {TASKS[task].label}, {ARM_LABELS[arm]}: $\\rho$ = {rho} (n = {len(own)} series,"
            f" each: {each}), change along the line {change}."
        )
    return "\n".join(lines)
