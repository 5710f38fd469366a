"""Growing towards balance improves the test metric (C9, ours: the paper's outlook, tried)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sparse_rnn.results.runs import (
    RUN,
    higher_is_better,
    last_epoch,
    metric_to_compare,
    without_diverged,
)
from sparse_rnn.verdicts.findings import REPORTED, Finding, judged, per_condition
from sparse_rnn.verdicts.limits import AWAY_FROM_BALANCE, BY_GRADIENT, NO_GAIN, TOWARDS_BALANCE
from sparse_rnn.verdicts.rules import above
from sparse_rnn.verdicts.words import ETA_GAIN, GAIN, GAIN_OVER_MIRROR

_PAIR = ["task", "model", "sparsity", "seed"]


def growth_towards_balance_helps(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield what growing links by another rule than SET's does to the test metric, and to eta.

    Networks of one seed start from the same weights and links and change as many links as often.
    Differences are taken pair by pair, with the mean's 95 % t interval.  For errors they are those
    of logarithms with the sign turned, so that all are positive where the other rule is better.

    Growth towards balance against SET decides.  Beside it stand its mirror image and RigL, whose
    share of changed links falls along training, against SET; growth towards balance against the
    mirror image, from which it differs in the signs of new links alone; and whether eta after
    training does lie above SET's, without which nothing was tried.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``history`` and ``balance``.
    """
    metric = higher_is_better(metric_to_compare(tables["history"]))
    metric = metric.rename(columns={"metric": "value"})
    eta = last_epoch(without_diverged(tables["balance"])).rename(columns={"eta": "value"})
    yield from gains(GAIN, metric, tables["history"], TOWARDS_BALANCE)
    for strategy in (AWAY_FROM_BALANCE, BY_GRADIENT):
        yield from gains(GAIN, metric, tables["history"], strategy, scope=REPORTED)
    mirror = {"partner": AWAY_FROM_BALANCE, "scope": REPORTED}
    yield from gains(GAIN_OVER_MIRROR, metric, tables["history"], TOWARDS_BALANCE, **mirror)
    for strategy in (TOWARDS_BALANCE, AWAY_FROM_BALANCE, BY_GRADIENT):
        yield from gains(ETA_GAIN, eta, tables["balance"], strategy, scope=REPORTED)


def gains(
    statistic: str,
    values: pd.DataFrame,
    runs: pd.DataFrame,
    strategy: str,
    partner: str = "set",
    **further: str,
) -> Iterator[Finding]:
    """Yield a finding for each condition of a strategy: how far it lies above its partner.

    Something is claimed of growth towards balance alone.

    Parameters
    ----------
    statistic : str
        In words.
    values : pandas.DataFrame
        ``RUN`` and ``value``, a row per network that counts.
    runs : pandas.DataFrame
        ``RUN`` of all networks, including diverged ones.
    strategy, partner : str
        What is compared with what.
    **further
        See `Finding`.
    """
    own, other = (values[values["strategy"] == name] for name in (strategy, partner))
    pairs = own.merge(other[[*_PAIR, "value"]], on=_PAIR, suffixes=("", "_partner"))
    pairs = pairs[RUN].assign(gain=pairs["value"] - pairs["value_partner"])
    judge = above if strategy == TOWARDS_BALANCE else _unclaimed
    chosen = runs[runs["strategy"] == strategy]
    for condition, interval, note in per_condition(chosen, pairs, "gain"):
        yield judged(statistic, interval, NO_GAIN, judge, condition, note=note, **further)


def _unclaimed(interval: object, limit: float) -> str:
    """Return no verdict."""
    return ""
