"""Global structural balance of a network: the balanced share of the loops in transitive triads.

Eta is computed twice: by NumPy from any number of censuses, and compiled from one tally of loops
for the chain of `annealing`, which asks for it after each exchange.  Both add up in one order and
agree to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import MOTIFS, TRANSITIVE_CLASSES, class_members
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled

_LOOPS = np.array([motif.loops for motif in MOTIFS], dtype=np.int64)


@dataclass(frozen=True)
class Balance:
    """Balance of a network.

    Attributes
    ----------
    eta : float or None
        Global balance, the mean of the ratios below; None where no transitive triad occurs.
    ratio : dict of str to float or None
        T_i of each transitive class: balanced share of the feed-forward loops in its triads; None
        where the class does not occur.
    triads : dict of str to int
        Number of induced triads of each transitive class.
    """

    eta: float | None
    ratio: dict[str, float | None]
    triads: dict[str, int]


def class_loops(census: np.ndarray) -> np.ndarray:
    """Return the loops and the balanced loops in each transitive class's triads.

    Parameters
    ----------
    census : ndarray, (..., 132)
        Counts in the order of `motifs.MOTIFS`.

    Returns
    -------
    ndarray
        ``(..., 4, 2)`` int64 in the order 030T, 120D, 120U, 300.
    """
    members = [class_members(triad) for triad in TRANSITIVE_CLASSES]
    return np.stack([census[..., m] @ _LOOPS[m] for m in members], axis=-2)


def class_ratios(census: np.ndarray) -> np.ndarray:
    """Return T_i of each transitive class from signed censuses.

    Parameters
    ----------
    census : ndarray, (..., 132)
        Counts in the order of `motifs.MOTIFS`.

    Returns
    -------
    ndarray
        ``(..., 4)`` in the order 030T, 120D, 120U, 300; NaN where the class does not occur.
    """
    loops, balanced = np.moveaxis(class_loops(census), -1, 0)
    return np.divide(balanced, loops, out=np.full(loops.shape, np.nan), where=loops > 0)


def eta_of_census(census: np.ndarray) -> np.ndarray:
    """Return the global balance of signed censuses ``(..., 132)``; NaN without transitive triads.

    Equation of eta in Zhang et al. (2023), doi 10.1038/s42005-023-01364-0; classes that do not
    occur are left out of the mean.
    """
    ratios = class_ratios(census)
    occurs = ~np.isnan(ratios)
    eta = np.full(ratios.shape[:-1], np.nan)
    total = np.where(occurs, ratios, 0.0).sum(-1)
    np.divide(total, occurs.sum(-1), out=eta, where=occurs.any(-1))
    return eta


@compiled
def eta_of_tally(tally):
    """Return the global balance of a tally of loops, see `class_loops`; NaN without loops.

    Parameters
    ----------
    tally : ndarray, (4, 2)
        Loops and balanced loops of each transitive class.
    """
    total, classes = 0.0, 0
    for kind in range(len(tally)):
        if tally[kind, 0] > 0:
            total += tally[kind, 1] / tally[kind, 0]
            classes += 1
    return total / classes if classes else np.nan


def global_balance(graph: SignedGraph) -> Balance:
    """Return eta, the four T_i and the numbers of triads behind them.

    A feed-forward loop i -> j, j -> k, i -> k is balanced if sign(w_ij w_jk) = sign(w_ik).
    eta is the mean over the transitive classes 030T, 120D, 120U and 300 (induced triads) of T_i,
    the balanced share of the loops in the class's triads.  Classes that do not occur are left
    out; where none occurs there is no balance to speak of and eta is None.
    """
    census = signed_triad_census(graph)
    ratio = {
        triad: None if np.isnan(value) else float(value)
        for triad, value in zip(TRANSITIVE_CLASSES, class_ratios(census), strict=True)
    }
    triads = {triad: int(census[class_members(triad)].sum()) for triad in TRANSITIVE_CLASSES}
    eta = float(eta_of_census(census))
    return Balance(None if np.isnan(eta) else eta, ratio, triads)
