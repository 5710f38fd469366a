"""Bootstrap of series of networks, as if others had been met on the way to balance.

The networks of a trial are drawn anew with replacement, all seeds of a network together, since
they share it (Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 6 and 13).  Trials are
few and are not drawn: an interval is for the series that there are, not for further ones.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from sparse_rnn.base.seeding import stream
from sparse_rnn.results.intervals import Interval
from sparse_rnn.studies.balanced_networks.effect import POOLED, TRIAL_KEYS, changes, correlations

DRAWS = 10_000
ROUNDING = 1e-12
_SEED = 0


class Effects(NamedTuple):
    """What balance does to the metric of a task: both with percentile intervals, 95 %."""

    correlation: Interval
    change: Interval


def effects(results: pd.DataFrame) -> Effects:
    """Return the effects of balance in one task and arm.

    Parameters
    ----------
    results : pandas.DataFrame
        ``task, arm, trial, level, seed, eta, metric`` of a row per network.  No network diverged,
        and high metrics are good.

    Returns
    -------
    Effects
        The mean over trials of Spearman's correlation of metric (mean over seeds) and eta, and the
        median over trials and seeds of the change of the metric along the straight line from the
        first to the last eta.  Trials whose networks have all one eta or metric are left out; so
        are draws in which that is so.
    """
    n = len(results)
    rho = correlations(results) if n else pd.DataFrame(columns=["trial", "rho"])
    rho = rho[rho["trial"] != POOLED].dropna(subset="rho")
    trials = list(rho["trial"])
    if not trials:
        nothing = Interval(n, np.nan, np.nan, np.nan)
        return Effects(nothing, nothing)
    fitted = changes(results).dropna(subset="fitted")
    fitted = fitted[fitted["trial"].isin(trials)]
    drawn = [trial_draws(*(t[t["trial"] == trial] for t in (results, fitted))) for trial in trials]
    correlation = np.mean([one for one, _ in drawn], axis=0)
    change = np.median(np.concatenate([every for _, every in drawn], axis=1), axis=1)
    return Effects(
        with_percentiles(n, rho["rho"].mean(), correlation),
        with_percentiles(n, fitted["fitted"].median(), change),
    )


def with_percentiles(n: int, estimate: float, draws: np.ndarray) -> Interval:
    """Return an estimate with the 2.5 and 97.5 percentiles of its defined draws."""
    defined = draws[np.isfinite(draws)]
    low, high = np.percentile(defined, [2.5, 97.5]) if defined.size else (np.nan, np.nan)
    return Interval(n, float(estimate), float(low), float(high))


def trial_draws(rows: pd.DataFrame, fitted: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return both effects in each draw of the networks of one trial.

    Parameters
    ----------
    rows : pandas.DataFrame
        The trial's networks.
    fitted : pandas.DataFrame
        As `effect.changes` returns them, a row per seed.

    Returns
    -------
    correlation, change : ndarray
        ``(draws,)`` and ``(draws, S)``, NaN where all of a draw's networks have one eta or metric.
    """
    names = rows.iloc[0][TRIAL_KEYS]
    metric = rows.pivot(index="level", columns="seed", values="metric")
    eta = rows.groupby("level")["eta"].first().to_numpy()
    rng = stream(_SEED, "claims", "bootstrap", *names)
    chosen = rng.integers(len(eta), size=(DRAWS, len(eta)))
    span = (fitted["eta_balanced"] - fitted["eta_random"]).to_numpy()
    mean = metric.mean(axis=1).to_numpy()
    change = slopes(eta[chosen], metric[fitted["seed"]].to_numpy()[chosen]) * span
    return rank_correlations(eta[chosen], mean[chosen]), change


def rank_correlations(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return Spearman's correlation of each row, ``(B,)`` of two ``(B, L)``; see `effects`."""
    x, y = (rankdata(values, axis=1) for values in (x, y))
    x, y = x - x.mean(1, keepdims=True), y - y.mean(1, keepdims=True)
    return ratio((x * y).sum(1), np.sqrt((x * x).sum(1) * (y * y).sum(1)))


def slopes(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the least-squares slope of each row and column, undefined values left out.

    Parameters
    ----------
    x : ndarray, (B, L)
        Where.
    y : ndarray, (B, L, S)
        Values; NaN is left out.

    Returns
    -------
    ndarray
        ``(B, S)``; NaN where all x are equal.
    """
    known = np.isfinite(y)
    number = np.maximum(known.sum(1, keepdims=True), 1)
    x = np.where(known, x[:, :, None], 0.0)
    x = np.where(known, x - x.sum(1, keepdims=True) / number, 0.0)
    return ratio((x * np.where(known, y, 0.0)).sum(1), (x * x).sum(1))


def ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return the quotient, NaN where the divisor is zero but for rounding."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > ROUNDING)
