"""How much of a metric belongs to the network: its reliability over draws of the weights.

Where a network does no better or worse than another of its series whatever weights it is given,
nothing about its structure can explain the metric, balance or other.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import f as f_distribution

from sparse_rnn.catalog import TASKS
from sparse_rnn.results.intervals import Interval
from sparse_rnn.results.quote import quote
from sparse_rnn.studies.balanced_networks.effect import ARM_KEYS, ARM_LABELS
from sparse_rnn.verdicts.limits import LITTLE_OF_VARIANCE


def reliability(results: pd.DataFrame) -> pd.DataFrame:
    """Return the share of the metric's variance that belongs to the networks of a series.

    It is the intraclass correlation ICC(3, 1) with its exact interval, the sums of squares of all
    series taken together (Shrout & Fleiss 1979, doi 10.1037/0033-2909.86.2.420): what is common to
    a network's draws of weights, beside the means of its series and of each draw.

    Parameters
    ----------
    results : pandas.DataFrame
        As `series.trained` returns it; networks without all draws of their series are left out.

    Returns
    -------
    pandas.DataFrame
        ``task, arm``, the number of ``draws``, ``n`` networks, ``mean, low, high`` of the share
        (95 %); a row where a network has two draws or more.
    """
    rows = []
    for key, own in results.groupby(ARM_KEYS, sort=False):
        tables = [
            series.pivot(index="level", columns="seed", values="metric").dropna().to_numpy()
            for _, series in own.groupby("trial")
        ]
        draws = own.groupby("trial")["seed"].nunique().min()
        if draws > 1:
            rows.append((*key, draws, *intraclass([t for t in tables if len(t) > 1])))
    return pd.DataFrame(rows, columns=[*ARM_KEYS, "draws", *Interval._fields])


def intraclass(tables: list[np.ndarray]) -> Interval:
    """Return ICC(3, 1) of tables of networks by draws, of equally many draws; n is of networks."""
    n, draws = sum(map(len, tables)), max((t.shape[1] for t in tables), default=0)
    freedom = n - len(tables)
    if freedom < 1:
        return Interval(n, np.nan, np.nan, np.nan)
    between = draws * sum(((t.mean(1) - t.mean()) ** 2).sum() for t in tables) / freedom
    rest = [t - t.mean(1, keepdims=True) - t.mean(0) + t.mean() for t in tables]
    within = sum((r**2).sum() for r in rest) / (freedom * (draws - 1))
    ends = f_distribution.ppf([0.025, 0.975], freedom, freedom * (draws - 1))
    ratio = between / within / np.array([1.0, ends[1], ends[0]])
    return Interval(n, *((ratio - 1) / (ratio + draws - 1)).tolist())


def reliability_in_words(shares: pd.DataFrame) -> str:
    """Return what `reliability` says of each task and arm (or protocol), a line each."""
    lines = []
    for row in shares.itertuples():
        where = f"{TASKS[row.task].label}, {ARM_LABELS.get(row.arm, row.arm)}"
        share = quote(row.mean, row.low, row.high, digits=2)
        n = f"n = {row.n} networks, {row.draws} draws of weights each"
        lines.append(f"- {where}: {share} ({n}), {_reading(row.low, row.high)}.")
    return "\n".join(lines)


def _reading(low: float, high: float) -> str:
    """Return what an interval of the share says, by `limits.LITTLE_OF_VARIANCE`."""
    if high < LITTLE_OF_VARIANCE:
        return "so the network hardly matters, and its balance cannot"
    return "so the network matters" if low > LITTLE_OF_VARIANCE else "which leaves it open"
