"""A finding: what the tables say of one claim in one condition."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from sparse_rnn.results.intervals import Interval, mean_interval
from sparse_rnn.results.runs import CONDITION, RUN
from sparse_rnn.verdicts.rules import NOT_RUN

DECIDING, REPORTED, OVERALL = "condition", "reported", "overall"
"""What a finding is: of a condition that decides on the claim, or beside it, or over all."""

UNKNOWN = Interval(0, math.nan, math.nan, math.nan)


@dataclass(frozen=True)
class Finding:
    """A statistic with its interval, and the verdict on the condition it belongs to.

    Attributes
    ----------
    statistic : str
        In words.
    interval : Interval
        The estimate (``mean``) from ``n`` networks (or conditions, where the statistic is over
        these) and the ends of its interval.
    limit : float
        What the statistic is compared with.
    verdict : str
        One of `rules.VERDICTS`, or none where nothing is claimed.  Findings that differ in
        nothing but their statistic are parts of one condition and share its verdict.
    condition : Mapping
        Its task, model, strategy and sparsity, as far as they are not pooled.
    variant : str
        What else tells conditions apart: the null model, which weights are trained, the control.
    scope : str
        `DECIDING`, `REPORTED` or `OVERALL`.
    note : str
        What was left out, or why there is nothing.
    smallest : float
        Where the statistic counts parts, the smallest effect (see `power`) of the least certain.
    """

    statistic: str
    interval: Interval
    limit: float
    verdict: str
    condition: Mapping = field(default_factory=dict)
    variant: str = ""
    scope: str = DECIDING
    note: str = ""
    smallest: float = math.nan


def verdict_on(interval: Interval, limit: float, judge: Callable[[Interval, float], str]) -> str:
    """Return the verdict of a judge, or that there was nothing to judge."""
    return NOT_RUN if math.isnan(interval.mean) else judge(interval, limit)


def judged(
    statistic: str,
    interval: Interval,
    limit: float,
    judge: Callable[[Interval, float], str],
    condition: Mapping,
    **further: str | float,
) -> Finding:
    """Return a finding with the verdict of a judge, see `verdict_on`."""
    verdict = verdict_on(interval, limit, judge)
    return Finding(statistic, interval, limit, verdict, condition, **further)


def not_run(why: str, **condition: str) -> Finding:
    """Return the finding of a condition that has no network."""
    return Finding("", UNKNOWN, math.nan, NOT_RUN, condition, note=why)


def per_condition(
    runs: pd.DataFrame, values: pd.DataFrame, column: str
) -> Iterator[tuple[dict, Interval, str]]:
    """Yield each condition, the mean of a column over its networks, and a note on those left out.

    Parameters
    ----------
    runs : pandas.DataFrame
        ``RUN`` of all networks, including diverged ones.
    values : pandas.DataFrame
        ``RUN`` and the column, of networks that enter the mean.
    column : str
        Its name; undefined values are left out.
    """
    every = runs[RUN].drop_duplicates().merge(values[[*RUN, column]], "left", RUN)
    for key, rows in every.groupby(CONDITION, sort=False):
        label = dict(zip(CONDITION, key, strict=True))
        yield label, mean_interval(rows[column]), left_out(rows[column])


def left_out(values: pd.Series) -> str:
    """Return how many networks of all have no value; nothing where each has one."""
    lost = int(values.isna().sum())
    return f"{lost} of {len(values)} left out: diverged, or not defined" if lost else ""
