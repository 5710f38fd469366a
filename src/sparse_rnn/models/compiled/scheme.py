"""One input step of a recurrent network, discrete or continuous in time, as linear combinations.

All models here obey ``dh/dt = f(u + h W) - h / tau`` while the drive ``u`` of an input step is
held.  An explicit Runge-Kutta step is linear in the state ``h`` and in the values ``f_j`` of the
activation at its stages, so that a small matrix says all of it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

# Butcher tableaus (A, b).  torchdiffeq's "rk4" is the 3/8 rule, not the classical one.
TABLEAUS = {
    "euler": ([[0]], [1]),
    "midpoint": ([[0, 0], [1 / 2, 0]], [0, 1]),
    "rk4": (
        [[0, 0, 0, 0], [1 / 3, 0, 0, 0], [-1 / 3, 1, 0, 0], [1, -1, 1, 0]],
        [1 / 8, 3 / 8, 3 / 8, 1 / 8],
    ),
}


@dataclass(frozen=True)
class Scheme:
    """How the state goes through one input step.

    Attributes
    ----------
    activation : str
        Name of ``f``.
    substeps : int
        Solver steps per input step.
    coefficients : ndarray
        ``(s + 1, s + 1)`` for ``s`` stages.  Row ``i < s`` gives the state at which stage ``i``
        evaluates ``f``, the last row the new state: column 0 is the factor of ``h``, column
        ``1 + j`` that of ``f_j``.
    """

    activation: str
    substeps: int
    coefficients: np.ndarray


def runge_kutta_coefficients(method: str, step: float, decay: float = 0.0) -> np.ndarray:
    """Return the coefficients of one explicit Runge-Kutta step of ``dh/dt = f - decay h``.

    Parameters
    ----------
    method : str
        Key of ``TABLEAUS``.
    step : float
        Length of the step.
    decay : float
        ``1 / tau``.

    Returns
    -------
    ndarray
        See :class:`Scheme`.
    """
    a, b = (np.array(part, dtype=float) for part in TABLEAUS[method])
    ones = np.ones((len(b), 1))
    # y_i = h + step sum_j a_ij (f_j - decay y_j), solved for y
    stages = np.linalg.solve(np.eye(len(b)) + step * decay * a, np.hstack([ones, step * a]))
    end = np.r_[1.0, step * b] - step * decay * b @ stages
    return np.vstack([stages, end])
