"""The smallest effect that a number of networks can tell from nothing, from the spread seen."""

from __future__ import annotations

import math

from scipy.special import nctdtrinc, stdtrit

from sparse_rnn.results.intervals import Interval
from sparse_rnn.verdicts.words import WITH_FISHER_INTERVAL, WITH_LOG_T_INTERVAL, WITH_T_INTERVAL

POWER = 0.8
"""Chance that an interval of 95 % excludes the limit if the effect is the smallest one."""

_UPPER = 0.975


def smallest_effect(statistic: str, interval: Interval) -> float:
    """Return the smallest true distance from the limit that the interval excludes by `POWER`.

    Parameters
    ----------
    statistic : str
        In words; it tells how the interval was made.
    interval : Interval
        Its 95 % interval.

    Returns
    -------
    float
        In units of the statistic; of a ratio the factor between it and the limit.  NaN without an
        interval, and for counts.
    """
    if statistic in WITH_T_INTERVAL:
        return of_mean(interval.n, interval.low, interval.high)
    if statistic in WITH_LOG_T_INTERVAL:
        return math.exp(of_mean(interval.n, math.log(interval.low), math.log(interval.high)))
    if statistic in WITH_FISHER_INTERVAL:
        return math.tanh(of_mean(interval.n, math.atanh(interval.low), math.atanh(interval.high)))
    return math.nan


def of_mean(n: int, low: float, high: float) -> float:
    """Return the smallest effect of a mean with Student's interval.

    It is the standard error times the noncentrality at which |t| exceeds its 97.5 percentile with
    probability `POWER`; the far tail is left out (Cohen 1988, Statistical Power Analysis for the
    Behavioral Sciences, 2nd ed., ch. 2 and 12).

    Parameters
    ----------
    n : int
        Number of values.
    low, high : float
        Ends of the 95 % interval.
    """
    if n < 2 or math.isnan(low):
        return math.nan
    bound = stdtrit(n - 1, _UPPER)
    return float(nctdtrinc(n - 1, 1 - POWER, bound) * (high - low) / 2 / bound)
