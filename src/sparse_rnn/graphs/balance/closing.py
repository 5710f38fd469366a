"""What a new link would do to the balance: the feed-forward loops that it would close."""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.balance.tally import TRIADS
from sparse_rnn.graphs.motifs import DYAD_CODES, LINK_CODES, UV_WEIGHT, UW_WEIGHT, VW_WEIGHT

_POSITIVE = 1


def closing_balance(weights: np.ndarray) -> np.ndarray:
    """Return by how many balanced loops a positive link would be in more than unbalanced ones.

    The loops are those of `of_links.local_balance`: feed-forward loops in transitive triads that
    contain the link, in any of its three roles, once it stands in its place.  A negative link has
    the same numbers with the opposite sign.  Where a link is, the number is that of a positive link
    in its stead.

    Parameters
    ----------
    weights : ndarray, (N, N)
        Weights or signs, ``weights[i, j]`` the link i -> j; zeros are no links, and self-loops are
        in no loop.

    Returns
    -------
    ndarray
        ``(N, N)`` int64 by place i -> j; 0 on the diagonal.

    Raises
    ------
    ValueError
        If the matrix is not square or holds NaN.
    """
    dyads = dyad_codes(weights)
    # one product of matrices for each link that may lead back from the place's target
    third = np.eye(DYAD_CODES, dtype=np.float32)[dyads].reshape(len(dyads), -1)
    balance = np.zeros(dyads.shape, dtype=np.int64)
    for back in range(LINK_CODES):
        around = _excess(back)[:, dyads].transpose(1, 2, 0).reshape(len(dyads), -1)
        there = dyads // LINK_CODES == back
        balance[there] = (third @ around.T)[there]
    np.fill_diagonal(balance, 0)
    return balance


def dyad_codes(weights: np.ndarray) -> np.ndarray:
    """Return the code of each dyad of a weight matrix as seen from its row, ``(N, N)`` int64."""
    weights = np.asarray(weights)
    if weights.ndim != 2 or weights.shape[0] != weights.shape[1] or np.isnan(weights).any():
        raise ValueError(f"need a square matrix of weights without NaN, got {weights.shape}")
    links = np.where(weights > 0, 1, np.where(weights < 0, 2, 0))
    np.fill_diagonal(links, 0)
    return links + LINK_CODES * links.T


def _excess(back: int) -> np.ndarray:
    """Return the balanced less the unbalanced loops that contain a positive link u -> v.

    By the codes of the dyads (u, w) and (v, w), ``(9, 9)`` float32: sums of such small whole
    numbers are exact, in any order.

    Parameters
    ----------
    back : int
        Code of the link v -> u.
    """
    u, v = np.ogrid[:DYAD_CODES, :DYAD_CODES]
    place = UV_WEIGHT * (_POSITIVE + LINK_CODES * back)
    code = place + UW_WEIGHT * u + VW_WEIGHT * v
    loops, balanced = TRIADS[code, 3], TRIADS[code, 4]
    return (2 * balanced - loops).astype(np.float32)
