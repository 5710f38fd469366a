"""Networks made balanced before training perform better than random ones (C5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sparse_rnn.results.runs import higher_is_better, without_diverged
from sparse_rnn.studies.balanced_networks.bootstrap import effects
from sparse_rnn.studies.balanced_networks.effect import ARM_KEYS
from sparse_rnn.verdicts.findings import DECIDING, REPORTED, Finding, verdict_on
from sparse_rnn.verdicts.rules import above, all_of
from sparse_rnn.verdicts.words import CHANGE, CORRELATION


def balance_helps(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each task what balance does to the test metric, positive where it helps.

    Networks with fixed recurrent weights decide, as in the paper; networks with trained weights
    are reported.  Intervals are bootstrapped, see `bootstrap.effects`.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``balanced_networks``.
    """
    for (task, arm), rows in tables["balanced_networks"].groupby(ARM_KEYS, sort=False):
        good = higher_is_better(without_diverged(rows).dropna(subset=["eta", "metric"]))
        lost = len(rows) - len(good)
        scope = DECIDING if arm == "fixed" else REPORTED
        words = {"condition": {"task": task}, "variant": f"weights {arm}", "scope": scope}
        words |= {"note": f"{lost} of {len(rows)} left out: diverged" if lost else ""}
        found = effects(good)
        verdict = all_of([verdict_on(interval, 0.0, above) for interval in found])
        for statistic, interval in zip((CORRELATION, CHANGE), found, strict=True):
            yield Finding(statistic, interval, 0.0, verdict, **words)
