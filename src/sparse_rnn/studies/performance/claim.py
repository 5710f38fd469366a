"""Sparse networks perform like dense ones (C1, and C7 in continuous time)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from sparse_rnn.results.intervals import Interval, exponential
from sparse_rnn.results.runs import (
    LOWER_IS_BETTER,
    difference_to_dense,
    metric_to_compare,
)
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import (
    DECIDING,
    REPORTED,
    Finding,
    judged,
    per_condition,
)
from sparse_rnn.verdicts.rules import at_least, at_most
from sparse_rnn.verdicts.words import LITERALLY, LOSS, LOSS_RATIO


def comparable(
    tables: Mapping[str, pd.DataFrame], models: Sequence[str], variant: str = ""
) -> Iterator[Finding]:
    """Yield for each sparse condition of some models how it compares with the dense one.

    The test metric of a sparse network less that of the dense one of its seed, with the mean's
    95 % t interval; for errors their ratio, with the interval of its logarithm.  Baselines do not
    decide on the claim.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``history``.
    models : sequence of str
        Models whose networks are compared.
    variant : str
        See `Finding`.
    """
    for condition, interval, note in against_dense(tables, models):
        scope = DECIDING if condition["strategy"] in limits.PAPER_STRATEGIES else REPORTED
        words = {"variant": variant, "scope": scope, "note": note}
        yield compared(condition, interval, words)


def improves_or_preserves(
    tables: Mapping[str, pd.DataFrame], models: Sequence[str]
) -> Iterator[Finding]:
    """Yield the same of the paper's strategies with no loss allowed, reported.

    A summary of the paper says that sparsity "improves or preserves" the performance.
    """
    for condition, interval, note in against_dense(tables, models):
        words = {"variant": LITERALLY, "scope": REPORTED, "note": note}
        if condition["strategy"] in limits.PAPER_STRATEGIES:
            yield compared(condition, interval, words, NOTHING_ALLOWED)


def against_dense(
    tables: Mapping[str, pd.DataFrame], models: Sequence[str]
) -> Iterator[tuple[dict, Interval, str]]:
    """Yield each sparse condition, its difference to the dense one, and a note; see `comparable`.

    The difference of errors is that of their logarithms.
    """
    history = tables["history"][tables["history"]["model"].isin(models)]
    chosen = history["strategy"].isin([*limits.PAPER_STRATEGIES, *limits.BASELINES])
    pairs = difference_to_dense(metric_to_compare(history))
    yield from per_condition(history[chosen], pairs, "difference")


class AllowedLoss(NamedTuple):
    """The loss of accuracy, and the ratio of errors, up to which networks are comparable."""

    loss: float
    ratio: float


ALLOWED = AllowedLoss(limits.ALLOWED_LOSS, limits.ALLOWED_LOSS_RATIO)
NOTHING_ALLOWED = AllowedLoss(limits.NO_LOSS, limits.NO_LOSS_RATIO)


def compared(
    condition: Mapping, interval: Interval, words: Mapping, allowed: AllowedLoss = ALLOWED
) -> Finding:
    """Return the finding of one condition, by the rule for accuracies or that for errors."""
    if condition["task"] in LOWER_IS_BETTER:
        ratio = exponential(interval)
        return judged(LOSS_RATIO, ratio, allowed.ratio, at_most, condition, **words)
    return judged(LOSS, interval, -allowed.loss, at_least, condition, **words)
