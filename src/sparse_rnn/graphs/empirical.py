"""Empirical p-values against random networks, and their correction for many motifs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np


class PValues(NamedTuple):
    """Empirical p-values of each column, ``(M,)``: as many or more, as few or fewer, both sides."""

    more: np.ndarray
    fewer: np.ndarray
    two_sided: np.ndarray


def p_values(observed: np.ndarray, sample: np.ndarray) -> PValues:
    """Return the shares of random networks that are at least as extreme as the given one.

    The given network counts as one more random network, (1 + b) / (1 + R), without which the test
    would be too easy to pass (Phipson & Smyth 2010, doi 10.2202/1544-6115.1585).  The two-sided
    value is twice the smaller of the two, at most 1.

    Parameters
    ----------
    observed : ndarray, (M,)
        Values of the given network.
    sample : ndarray, (R, M)
        Values of the random networks.
    """
    more, fewer = (
        (1 + extreme.sum(0)) / (1 + len(sample))
        for extreme in (sample >= observed, sample <= observed)
    )
    return PValues(more, fewer, np.minimum(1.0, 2 * np.minimum(more, fewer)))


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Return p-values adjusted for the false discovery rate among all of them, ``(M,)``.

    Benjamini & Hochberg (1995), doi 10.1111/j.2517-6161.1995.tb02031.x: the smallest rate at
    which each would be rejected.  NaN stays NaN and does not count as a test.

    Raises
    ------
    ValueError
        If a value lies outside [0, 1].
    """
    from scipy.stats import false_discovery_control  # a second of imports: --help does not wait

    p = np.asarray(p, dtype=float)
    tested = ~np.isnan(p)
    if ((p[tested] < 0) | (p[tested] > 1)).any():
        raise ValueError(f"p-values must lie between 0 and 1, got {p}")
    adjusted = np.full(p.shape, np.nan)
    adjusted[tested] = false_discovery_control(p[tested])
    return adjusted
