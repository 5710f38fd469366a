"""Polynomials that stand in for functions inside compiled kernels."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial


def fit(function: Callable, low: float, high: float, degree: int) -> tuple[np.float32, ...]:
    """Return the coefficients of the polynomial that meets a function in Chebyshev's points.

    Parameters
    ----------
    function : callable
        Maps float64 arrays to float64 arrays.
    low, high : float
        Interval of the points.
    degree : int
        Degree; the coefficients belong to ``1, x, ..., x**degree``.
    """
    polynomial = Chebyshev.interpolate(function, degree, domain=(low, high))
    return tuple(np.float32(c) for c in polynomial.convert(kind=Polynomial).coef)
