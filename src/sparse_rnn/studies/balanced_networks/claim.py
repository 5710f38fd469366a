"""Networks made balanced before training perform better than random ones (C5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import nan

import pandas as pd

from sparse_rnn.results.intervals import Interval, correlation_interval
from sparse_rnn.studies.balanced_networks.effect import ARM_KEYS, changes
from sparse_rnn.studies.balanced_networks.series import series_effects, trained
from sparse_rnn.verdicts.findings import DECIDING, REPORTED, Finding, judged
from sparse_rnn.verdicts.parts import ClaimPart, findings_of
from sparse_rnn.verdicts.rules import above, estimate_above
from sparse_rnn.verdicts.words import (
    CHANGE,
    CORRELATION,
    CORRELATION_OF_ALL,
    LITERALLY,
    MEDIAN_CHANGE,
)

DECIDING_ARM = "fixed"
"""The arm that decides: recurrent weights are fixed, as in the paper."""


def balance_helps(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each task what balance does to the test metric, positive where it helps.

    Networks with fixed recurrent weights decide, as in the paper; networks with trained weights
    are reported.  Intervals are over series, see `series`.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``balanced_networks``.
    """
    for rows, words in by_arm(tables):
        yield from findings_of(effect_parts(rows), **words)


def effect_parts(rows: pd.DataFrame) -> list[ClaimPart]:
    """Return the two parts of the claim in one task and arm: correlation, and change."""
    effects = series_effects(rows)
    return [
        ClaimPart(CORRELATION, effects["rho"], 0.0, above, correlation_interval),
        ClaimPart(CHANGE, effects["change"], 0.0, above),
    ]


def beside_balance_helps(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield what is reported beside, of the networks that decide.

    The claim of a summary, "median changes are positive", read literally; and the correlation in
    the series of all tasks together.
    """
    for rows, words in by_arm(tables):
        if words["scope"] == DECIDING:
            good = trained(rows)
            fitted = changes(good)["fitted"].dropna() if len(good) else pd.Series(dtype=float)
            median = Interval(len(fitted), float(fitted.median()), nan, nan)
            words |= {"scope": REPORTED, "variant": f"{words['variant']}, {LITERALLY}"}
            yield judged(MEDIAN_CHANGE, median, 0.0, estimate_above, **words)
    yield of_all_tasks(tables["balanced_networks"])


def of_all_tasks(results: pd.DataFrame) -> Finding:
    """Return the correlation over the series of all tasks whose recurrent weights are fixed."""
    rho = series_effects(results[results["arm"] == DECIDING_ARM])["rho"]
    words = {"variant": f"weights {DECIDING_ARM}", "scope": REPORTED}
    return judged(CORRELATION_OF_ALL, correlation_interval(rho), 0.0, above, {}, **words)


def by_arm(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[pd.DataFrame, dict]]:
    """Yield the networks of each task and arm, and the words of a finding on them."""
    for (task, arm), rows in tables["balanced_networks"].groupby(ARM_KEYS, sort=False):
        lost = len(rows) - len(trained(rows))
        scope = DECIDING if arm == DECIDING_ARM else REPORTED
        words = {"condition": {"task": task}, "variant": f"weights {arm}", "scope": scope}
        words |= {"note": f"{lost} of {len(rows)} left out: diverged"} if lost else {}
        yield rows, words
