"""Whether chains that started apart have come to the same: the judge of a number of swaps.

Half of the chains start from the given network, the others from `settling`'s far starts, members
of the ensemble that are far from it and from each other.  If the chains have forgotten where they
started, their counts differ no more than chance has them differ: neither between the two halves
(Student's t), nor between the far starts (Fisher's F, as in the analysis of variance; Gelman &
Rubin 1992, doi 10.1214/ss/1177011136, compare the same two variances).  Beside the counts of
motifs the chains are compared by the links that they share with the given network, which tell of
links that hardly move even where the counts do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from sparse_rnn.graphs.motifs import FFL, MOTIFS, TRANSITIVE_CLASSES
from sparse_rnn.graphs.nulls.chain.tally import Tally

APART_AT = 4.0
"""Standard errors: some hundred statistics are compared, and chance alone seldom reaches this."""
FEWEST_EVENTS = 20
"""A motif that all networks together hold less often is too rare to be judged."""
LINKS, ALL_LOOPS = "links shared", "all feed-forward loops"
STATISTICS = (*(f"{m.triad} {m.signs}" for m in MOTIFS), ALL_LOOPS, LINKS)
_TRANSITIVE = [motif.triad in TRANSITIVE_CLASSES for motif in MOTIFS]
JUDGED = np.array([*_TRANSITIVE, True, True])
"""The statistics that decide: loops, balance and links.  Other motifs, such as those of a rare kind
of mutual pair, may take longer; each has its own word."""


@dataclass(frozen=True)
class Convergence:
    """How far chains with different starts are apart.

    Attributes
    ----------
    apart : ndarray
        For each of the `STATISTICS` the larger of two differences, in standard errors of a normal
        distribution: between the chains from the given network and the others, and among the far
        starts.  ``(134,)`` float64; infinite where the groups differ without any spread, 0 where
        the motif is too rare to be judged.
    """

    apart: np.ndarray

    @property
    def settled(self) -> bool:
        """Whether none of the statistics that decide differs by `APART_AT` standard errors."""
        return self.largest < APART_AT

    @property
    def largest(self) -> float:
        """The largest difference in the statistics that decide."""
        return float(self.apart[JUDGED].max())

    @property
    def worst(self) -> str:
        """Which of the statistics that decide differs most."""
        return STATISTICS[int(np.argmax(np.where(JUDGED, self.apart, -1)))]

    @property
    def motifs(self) -> np.ndarray:
        """Whether each motif has settled, ``(132,)`` bool."""
        return self.apart[: len(MOTIFS)] < APART_AT


def statistics(tally: Tally) -> np.ndarray:
    """Return the `STATISTICS` of each network, ``(networks, 134)``."""
    loops = tally.counts[:, FFL].sum(1)
    return np.column_stack((tally.counts, loops, tally.shared)).astype(float)


def convergence(tally: Tally, starts: np.ndarray) -> Convergence:
    """Compare chains with different starts.

    Parameters
    ----------
    tally : Tally
        What was counted of the networks at the end of the chains.
    starts : ndarray
        Number of each chain's start, ``(networks,)``: 0 for the given network.
    """
    return Convergence(starts_apart(statistics(tally), starts))


def starts_apart(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return how far chains with different starts are apart, ``(M,)``; see `Convergence.apart`.

    Parameters
    ----------
    values : ndarray, (networks, M)
        Counts of each network.
    starts : ndarray
        Number of each chain's start, ``(networks,)``: 0 for the given network.
    """
    given, far = values[starts == 0], values[starts > 0]
    apart = np.maximum(between_halves(given, far), among_starts(far, starts[starts > 0]))
    return np.where(values.sum(0) < FEWEST_EVENTS, 0.0, apart)


def between_halves(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the differences of two groups' means in standard errors, ``(M,)``, 0 or more."""
    within = one.var(0, ddof=1) / len(one) + other.var(0, ddof=1) / len(other)
    difference = np.abs(one.mean(0) - other.mean(0))
    none = np.where(difference > 0, np.inf, 0.0)
    return np.divide(difference, np.sqrt(within), out=none, where=within > 0)


def among_starts(values: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Return how many standard errors of a normal distribution are as unlikely as F, ``(M,)``."""
    _, group, size = np.unique(starts, return_inverse=True, return_counts=True)
    k, n = len(size), len(values)
    if k < 2 or n <= k:
        return np.zeros(values.shape[1])
    means = np.stack([values[group == g].mean(0) for g in range(k)])
    between = (size[:, None] * (means - values.mean(0)) ** 2).sum(0) / (k - 1)
    within = ((values - means[group]) ** 2).sum(0) / (n - k)
    none = np.where(between > 0, np.inf, 0.0)
    ratio = np.divide(between, within, out=none, where=within > 0)
    return np.maximum(stats.norm.isf(stats.f.sf(ratio, k - 1, n - k) / 2), 0.0)
