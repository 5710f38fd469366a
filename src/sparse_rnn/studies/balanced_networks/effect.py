"""What balance does to the test metric of networks along series from random to balanced.

Tables have a row per network, as `training.train_balanced` writes them.  The seeds of a
trial share its networks, trials share nothing: an interval over trials is one over independent
values, and an interval within a trial says only how much weights and batches matter.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sparse_rnn.results.intervals import Interval, mean_interval, summarise

ARM_KEYS = ["task", "arm"]
TRIAL_KEYS = [*ARM_KEYS, "trial"]
POOLED = "pooled"

ARM_LABELS = {"fixed": "recurrent weights fixed", "trained": "recurrent weights trained"}
"""The arms in words; what each trains stands in `training.ARMS`, so that a word trains nothing."""


def correlations(results: pd.DataFrame, balance: str = "eta") -> pd.DataFrame:
    """Return Spearman's correlation of metric and balance in each trial, and pooled over trials.

    The metric of a network is its mean over seeds.

    Parameters
    ----------
    results : pandas.DataFrame
        A row per network and seed.
    balance : str
        Column of the balance; ``"T_030T"``, the share of balanced loops in the most frequent
        triads, has less noise than eta, in which the few loops of other triads weigh as much.

    Returns
    -------
    pandas.DataFrame
        ``task, arm, trial`` (a number or ``"pooled"``), the number of networks ``n``, ``rho``.
    """
    networks = results.groupby([*TRIAL_KEYS, "level"], as_index=False)[[balance, "metric"]].mean()
    pooled = networks.assign(trial=POOLED)
    rows = [
        dict(zip(TRIAL_KEYS, key, strict=True))
        | {"n": len(rows.dropna()), "rho": rank_correlation(rows[balance], rows["metric"])}
        for table in (networks, pooled)
        for key, rows in table.groupby(TRIAL_KEYS)
    ]
    return pd.DataFrame(rows)


def rank_correlation(x: pd.Series, y: pd.Series) -> float:
    """Return Spearman's rank correlation, equal values sharing their mean rank.

    It is NaN for fewer than two pairs, or where all values of one are equal.
    """
    pairs = pd.concat([x, y], axis=1).dropna().rank()
    if len(pairs) < 2 or (pairs.nunique() == 1).any():
        return np.nan
    # scipy.stats.spearmanr sums in another order: it differs by up to 3e-17 on the archived tables
    return float(np.corrcoef(pairs.to_numpy().T)[0, 1])


def changes(results: pd.DataFrame) -> pd.DataFrame:
    """Return the change of the metric from the random to the most balanced network.

    Returns
    -------
    pandas.DataFrame
        A row per ``task, arm, trial, seed``: ``eta_random``, ``eta_balanced``, the ``change``
        between these two networks, and the change ``fitted`` between their eta by the straight
        line through all networks of the series, which the noise of single networks disturbs less.
    """
    defined = results.dropna(subset="metric").sort_values("level")
    rows = []
    for key, series in defined.groupby([*TRIAL_KEYS, "seed"]):
        first, last = series.iloc[0], series.iloc[-1]
        rows.append(
            dict(zip([*TRIAL_KEYS, "seed"], key, strict=True))
            | {"eta_random": first["eta"], "eta_balanced": last["eta"]}
            | {"change": last["metric"] - first["metric"], "fitted": fitted_change(series)}
        )
    return pd.DataFrame(rows)


def fitted_change(series: pd.DataFrame) -> float:
    """Return the change of the metric from first to last eta by least squares; NaN for one eta."""
    eta = series["eta"].to_numpy()
    if np.ptp(eta) == 0:
        return np.nan
    # scipy.stats.linregress sums in another order: it differs by up to 1e-17 on the archived tables
    slope = np.cov(eta, series["metric"])[0, 1] / eta.var(ddof=1)
    return float(slope * (eta[-1] - eta[0]))


def change_intervals(changed: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return mean and 95 % t interval of a change: within each trial, and pooled.

    Returns
    -------
    pandas.DataFrame
        ``task, arm, trial, n, mean, low, high``: of a trial over its ``n`` seeds; ``"pooled"``
        over ``n`` trials, each entering with its mean over seeds.
    """
    each = summarise(changed, value, TRIAL_KEYS)
    rows = [(*key, POOLED, *mean_interval(rows["mean"])) for key, rows in each.groupby(ARM_KEYS)]
    pooled = pd.DataFrame(rows, columns=[*TRIAL_KEYS, *Interval._fields])
    return pd.concat([each.astype({"trial": object}), pooled], ignore_index=True)
