"""Recurrent weights for a network whose signs alone are given."""

from __future__ import annotations

import numpy as np
from scipy.sparse.csgraph import connected_components

from sparse_rnn.base.seeding import stream


def draw_weights(signs: np.ndarray, limit: float, radius: float | None, seed: int) -> np.ndarray:
    """Return weights of uniformly distributed size with given signs.

    A weight is its sign times the size of a draw from U(-limit, limit).  The sizes are drawn for
    every place (i, j), so that networks with one seed differ in the arrangement of their links and
    signs alone.

    Parameters
    ----------
    signs : ndarray, (..., N, N)
        -1, 0 or 1, ``signs[..., i, j]`` the link i -> j.
    limit : float
        Largest size of a weight.
    radius : float or None
        Spectral radius to which each network is scaled; None leaves its weights as drawn.
    seed : int
        Seed of the sizes.

    Returns
    -------
    ndarray
        ``(..., N, N)`` float64.

    Raises
    ------
    ValueError
        If a network has no link, or is to be scaled and has no cycle: all its eigenvalues are 0.
    """
    empty = ~signs.any((-2, -1))
    if empty.any():
        raise ValueError(f"{empty.sum()} of {empty.size} networks have no link; there is no weight")
    n = signs.shape[-1]
    weights = signs * np.abs(stream(seed, "given weights").uniform(-limit, limit, (n, n)))
    if radius is None:
        return weights
    if not all(has_cycle(network) for network in signs.reshape(-1, n, n)):
        raise ValueError(
            f"a network of {n} nodes has no cycle and thus the spectral radius 0, which cannot be"
            f" scaled to {radius:g}; give it more links, or no spectral_radius"
        )
    return weights * (radius / np.abs(np.linalg.eigvals(weights)).max(-1)[..., None, None])


def has_cycle(network: np.ndarray) -> bool:
    """Tell whether a network ``(N, N)`` has a directed cycle; a self-loop is one.

    The eigenvalues would not tell: without cycles they are all 0, but an eigenvalue of that
    multiplicity is computed with a large error.
    """
    parts, _ = connected_components(network != 0, directed=True, connection="strong")
    return bool(parts < len(network) or np.diag(network).any())
