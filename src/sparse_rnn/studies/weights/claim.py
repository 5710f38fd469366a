"""Pruning makes the weights bimodal, and their signs settle (C2)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from sparse_rnn.results.intervals import Interval
from sparse_rnn.results.runs import without_diverged
from sparse_rnn.studies.weights.measure import END
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import Finding, judged, per_condition
from sparse_rnn.verdicts.rules import at_least, graded
from sparse_rnn.verdicts.words import BIMODAL, SETTLED


def bimodal_and_settled(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each pruned condition how many networks are bimodal, and how many signs settle.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``weight_shapes`` and ``sign_survival``.
    """
    shapes, survival = (
        table[table["model"].isin(limits.PAPER_MODELS) & table["strategy"].isin(limits.PRUNING)]
        for table in (tables["weight_shapes"], tables["sign_survival"])
    )
    yield from bimodal(shapes[shapes["phase"] == END])
    words = {"variant": "signs settle"}
    for condition, interval, note in per_condition(survival, without_diverged(survival), "share"):
        yield judged(SETTLED, interval, limits.SIGNS_KEPT, at_least, condition, note=note, **words)


def bimodal(shapes: pd.DataFrame) -> Iterator[Finding]:
    """Yield for each condition the number of networks with two modes at the end.

    The limit is the share `limits.ENOUGH_BIMODAL` of the networks that count.

    Parameters
    ----------
    shapes : pandas.DataFrame
        Rows of ``weight_shapes`` after training.
    """
    good = without_diverged(shapes)
    good = good.assign(modes=(good["p"] < limits.DIP_P).where(good["p"].notna()).astype(float))
    words = {"variant": "two modes"}
    for condition, share, note in per_condition(shapes, good, "modes"):
        limit = limits.ENOUGH_BIMODAL * share.n
        yield judged(BIMODAL, exact_number(share), limit, most, condition, note=note, **words)


def exact_number(share: Interval) -> Interval:
    """Return how many networks a share is, with its exact 95 % interval.

    Clopper and Pearson (Biometrika 26, 404-413, 1934): the shares of which a binomial number is
    neither too large nor too small, times the number of networks.  Six of six have a low end of
    54 %, five of five of 48 %.

    Parameters
    ----------
    share : Interval
        The share of ``n`` networks; its own ends do not count.
    """
    if not share.n:
        return Interval(0, math.nan, math.nan, math.nan)
    number = int(np.round(share.n * share.mean))
    low, high = binomtest(number, share.n).proportion_ci(0.95, "exact")
    return Interval(share.n, float(number), share.n * float(low), share.n * float(high))


def most(number: Interval, half: float) -> str:
    """Ask that the low end exceeds half of the networks; in part, that the number is half.

    A dip test that finds no second mode is no evidence of one mode: nothing contradicts.
    """
    return graded(number.low > half, number.mean >= half)
