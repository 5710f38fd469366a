"""Numbers quoted from several seeds: means with their intervals, as tables and as records.

Undefined values (NaN) never count as a seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from sparse_rnn.results.runs import CONDITION


class Interval(NamedTuple):
    """A mean over ``n`` seeds and the two ends of its confidence interval (NaN for one seed)."""

    n: int
    mean: float
    low: float
    high: float


def prediction_interval(values: Iterable[float], level: float = 0.95) -> Interval:
    """Return the mean of independent values and the interval that one more value falls into.

    Student's t: the mean plus or minus t s sqrt(1 + 1 / n), s the standard deviation (ddof 1); it
    holds for values of a normal distribution.

    Parameters
    ----------
    values, level
        See `mean_interval`; the interval is NaN for fewer than two values.
    """
    n, mean, low, high = mean_interval(values, level)
    half = (high - low) / 2 * np.sqrt(n + 1)  # that of the mean has s / sqrt(n)
    return Interval(n, mean, mean - half, mean + half)


def mean_interval(values: Iterable[float], level: float = 0.95) -> Interval:
    """Return the mean of independent values with Student's t interval.

    Parameters
    ----------
    values : iterable of float
        One value per seed; NaN is left out.
    level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        If the level is not a proper fraction.
    """
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval must lie between 0 and 1, got {level}")
    array = np.asarray(list(values), dtype=float)
    array = array[~np.isnan(array)]
    n = len(array)
    mean = float(array.mean()) if n else np.nan
    if n < 2:
        return Interval(n, mean, np.nan, np.nan)
    half = stdtrit(n - 1, (1 + level) / 2) * array.std(ddof=1) / np.sqrt(n)
    return Interval(n, mean, float(mean - half), float(mean + half))


def geometric_interval(logarithms: Iterable[float], level: float = 0.95) -> Interval:
    """Return the geometric mean of values, given by their logarithms; see `mean_interval`."""
    return exponential(mean_interval(logarithms, level))


def exponential(interval: Interval) -> Interval:
    """Return the geometric mean with its interval from the mean of logarithms."""
    return Interval(interval.n, *map(float, np.exp(interval[1:])))


def correlation_interval(correlations: Iterable[float], level: float = 0.95) -> Interval:
    """Return the mean of correlations with its interval, both by Fisher's z = artanh.

    On this scale a correlation spreads alike whatever its size, and no interval leaves [-1, 1]
    (Fisher 1921, Metron 1, 3-32).  A correlation of 1, which few values may have, counts as 0.999.
    """
    known = np.asarray(list(correlations), dtype=float)
    n, *numbers = mean_interval(np.arctanh(np.clip(known, -0.999, 0.999)), level)
    return Interval(n, *map(float, np.tanh(numbers)))


def summarise(table: pd.DataFrame, value: str, by: list[str] | None = None) -> pd.DataFrame:
    """Return one row per condition with ``n, mean, low, high`` of a column (95 % t interval)."""
    by = by or CONDITION
    rows = [(*key, *mean_interval(group[value])) for key, group in table.groupby(by, sort=False)]
    return pd.DataFrame(rows, columns=[*by, *Interval._fields])


def to_records(table: pd.DataFrame) -> list[dict]:
    """Return the rows of a table as json can hold them, with None for undefined values.

    JSON has no infinity: it is written as text and csv have it, "inf" or "-inf".
    """
    infinities = {np.inf: "inf", -np.inf: "-inf"}
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    return [
        {key: infinities.get(x, x) if isinstance(x, float) else x for key, x in row.items()}
        for row in rows
    ]
