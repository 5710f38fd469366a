"""Whether the networks that the authors made balanced perform better (beside C5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from sparse_rnn.results.intervals import Interval, mean_interval
from sparse_rnn.results.runs import higher_is_better, without_diverged
from sparse_rnn.studies.balanced_networks.claim import balance_helps
from sparse_rnn.studies.balanced_networks.effect import (
    POOLED,
    change_intervals,
    changes,
    correlations,
)
from sparse_rnn.studies.published.training_effect import MEASURES, as_series
from sparse_rnn.verdicts.findings import REPORTED, Finding
from sparse_rnn.verdicts.words import (
    CHANGE,
    CHANGE_OF_AUTHORS,
    CHANGE_OVER_SERIES,
    CORRELATION,
    CORRELATION_OF_AUTHORS,
    CORRELATION_OVER_SERIES,
)

WORDS = {CORRELATION: CORRELATION_OF_AUTHORS, CHANGE: CHANGE_OF_AUTHORS}
"""What the statistics of C5 are called here: balance is eta or T_030T, which the variant names."""


def authors_networks_help(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield what balance does in the authors' networks, by protocol and by measure of balance.

    All of it is reported, and decides nothing.  The verdict is that of C5's rule, on intervals
    which are for these networks; intervals over the three series stand beside them.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``published_training``; without it nothing is yielded.
    """
    table = tables.get("published_training", pd.DataFrame(columns=["task", "protocol"]))
    for (_, protocol), rows in table.groupby(["task", "protocol"], sort=False):
        for measure in MEASURES:
            variant = f"the authors' networks, protocol {protocol}, by {measure}"
            series = as_series(rows, measure)
            found = list(balance_helps({"balanced_networks": series}))
            for finding in found:
                words = {"statistic": WORDS[finding.statistic], "variant": variant}
                yield replace(finding, scope=REPORTED, **words)
            for statistic, interval in over_series(series).items():
                yield replace(
                    found[0],
                    statistic=statistic,
                    interval=interval,
                    variant=variant,
                    scope=REPORTED,
                )


def over_series(results: pd.DataFrame) -> dict[str, Interval]:
    """Return both effects with Student's t intervals over the series, by statistic."""
    good = higher_is_better(without_diverged(results).dropna(subset=["eta", "metric"]))
    if good.empty:
        nothing = mean_interval([])
        return {CORRELATION_OVER_SERIES: nothing, CHANGE_OVER_SERIES: nothing}
    rho = correlations(good)
    changed = change_intervals(changes(good), "fitted")
    (change,) = changed.loc[changed["trial"] == POOLED, list(Interval._fields)].to_numpy()
    return {
        CORRELATION_OVER_SERIES: mean_interval(rho.loc[rho["trial"] != POOLED, "rho"]),
        CHANGE_OVER_SERIES: Interval(int(change[0]), *change[1:].tolist()),
    }
