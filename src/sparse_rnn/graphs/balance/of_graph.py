"""Global structural balance of the feed-forward loops in transitive triads."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import MOTIFS, TRANSITIVE_CLASSES, class_members
from sparse_rnn.graphs.signed_graph import SignedGraph

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
    members = [class_members(triad) for triad in TRANSITIVE_CLASSES]
    totals = np.stack([census[..., m] @ _LOOPS[m] for m in members], axis=-2)
    ratios = np.full(totals.shape[:-1], np.nan)
    np.divide(totals[..., 1], totals[..., 0], out=ratios, where=totals[..., 0] > 0)
    return ratios


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
