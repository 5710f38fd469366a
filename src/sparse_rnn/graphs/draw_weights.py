"""Recurrent weights for a network whose signs alone are given."""

from __future__ import annotations

import math

import numpy as np
from scipy.sparse.csgraph import connected_components

from sparse_rnn.base.seeding import stream


def draw_weights(
    signs: np.ndarray, limit: float | None, radius: float | None, seed: int
) -> np.ndarray:
    """Return weights of random size with given signs.

    A weight is its sign times the size of a draw from U(-limit, limit) or from N(0, 1/N); where
    signs are independent coins, the latter makes weights N(0, 1/N) themselves.  The sizes are drawn
    for every place (i, j), so that networks with one seed differ in the arrangement of their links
    and signs alone.

    Parameters
    ----------
    signs : ndarray, (..., N, N)
        -1, 0 or 1, ``signs[..., i, j]`` the link i -> j.
    limit : float or None
        Largest size of a weight; None for normally distributed ones.
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
    weights = signs * np.abs(_draws(n, limit, stream(seed, "given weights")))
    if radius is None:
        return weights
    if not all(has_cycle(network) for network in signs.reshape(-1, n, n)):
        raise ValueError(
            f"a network of {n} nodes has no cycle and thus the spectral radius 0, which cannot be"
            f" scaled to {radius:g}; give it more links, or no spectral_radius"
        )
    return weights * (radius / np.abs(np.linalg.eigvals(weights)).max(-1)[..., None, None])


def _draws(n: int, limit: float | None, draw: np.random.Generator) -> np.ndarray:
    """Return the draw of every place, ``(N, N)``."""
    if limit is None:
        return draw.standard_normal((n, n)) / math.sqrt(n)
    return draw.uniform(-limit, limit, (n, n))


def has_cycle(network: np.ndarray) -> bool:
    """Tell whether a network ``(N, N)`` has a directed cycle; a self-loop is one.

    The eigenvalues would not tell: without cycles they are all 0, but an eigenvalue of that
    multiplicity is computed with a large error.
    """
    parts, _ = connected_components(network != 0, directed=True, connection="strong")
    return bool(parts < len(network) or np.diag(network).any())
