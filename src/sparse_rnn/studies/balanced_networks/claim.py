"""Networks made balanced before training perform better than random ones (C5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.results.runs import higher_is_better, without_diverged
from sparse_rnn.studies.balanced_networks.bootstrap import effects
from sparse_rnn.studies.balanced_networks.effect import ARM_KEYS, POOLED, correlations
from sparse_rnn.verdicts.findings import DECIDING, REPORTED, Finding, judged, verdict_on
from sparse_rnn.verdicts.rules import above, all_of, estimate_above
from sparse_rnn.verdicts.words import CHANGE, CORRELATION, LITERALLY, OVER_SERIES


def balance_helps(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each task what balance does to the test metric, positive where it helps.

    Networks with fixed recurrent weights decide, as in the paper; networks with trained weights
    are reported.  Intervals are bootstrapped, see `bootstrap.effects`.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``balanced_networks``.
    """
    for good, words in by_arm(tables):
        found = effects(good)
        verdict = all_of([verdict_on(interval, 0.0, above) for interval in found])
        for statistic, interval in zip((CORRELATION, CHANGE), found, strict=True):
            yield Finding(statistic, interval, 0.0, verdict, **words)


def beside_balance_helps(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield what is reported beside, of the networks that decide.

    The claim of a summary, "median changes are positive", read literally; and the mean correlation
    with Student's interval over trials, which speaks of further series, where that of
    `balance_helps` speaks of these.
    """
    for good, words in by_arm(tables):
        if words["scope"] == DECIDING:
            words |= {"scope": REPORTED}
            rho = correlations(good) if len(good) else pd.DataFrame(columns=["trial", "rho"])
            over = mean_interval(rho.loc[rho["trial"] != POOLED, "rho"])
            yield judged(OVER_SERIES, over, 0.0, above, **words)
            words |= {"variant": f"{words['variant']}, {LITERALLY}"}
            yield judged(CHANGE, effects(good).change, 0.0, estimate_above, **words)


def by_arm(tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[pd.DataFrame, dict]]:
    """Yield the networks of each task and arm that did not diverge, and the words of a finding.

    High metrics of these networks are good.
    """
    for (task, arm), rows in tables["balanced_networks"].groupby(ARM_KEYS, sort=False):
        good = higher_is_better(without_diverged(rows).dropna(subset=["eta", "metric"]))
        lost = len(rows) - len(good)
        scope = DECIDING if arm == "fixed" else REPORTED
        words = {"condition": {"task": task}, "variant": f"weights {arm}", "scope": scope}
        words |= {"note": f"{lost} of {len(rows)} left out: diverged" if lost else ""}
        yield good, words
