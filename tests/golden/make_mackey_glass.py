"""Make mackey_glass.csv: the Mackey-Glass equation solved to 12 decimals, by the method of steps.

Within one delay the delayed value is known, so the equation is linear, x' = g(t) - gamma x.  It is
solved there by Chebyshev collocation (converges faster than any power of the degree), and again by
an adaptive Runge-Kutta method of order 8; the two must agree.  Parameters as in the task (beta 0.2,
gamma 0.1, n 10, tau 23), history 1.2; ten delays, after which the chaos has not yet decorrelated
what started close by.

Run from anywhere: python tests/golden/make_mackey_glass.py
"""

from pathlib import Path

import numpy as np
from numpy.polynomial import chebyshev
from scipy.integrate import solve_ivp

BETA, GAMMA, POWER, DELAY, HISTORY, DELAYS = 0.2, 0.1, 10, 23, 1.2, 10


def production(x):
    return BETA * x / (1 + x**POWER)


def by_collocation(degree):
    """x at t = 0, 1, ..., with one polynomial per delay."""
    nodes = np.cos(np.pi * np.arange(degree + 1) / degree)[::-1]
    values = chebyshev.chebvander(nodes, degree)
    slopes = chebyshev.chebval(nodes, chebyshev.chebder(np.eye(degree + 1))).T * 2 / DELAY
    system = slopes + GAMMA * values
    system[0] = values[0]
    at_units = chebyshev.chebvander(2 * np.arange(1, DELAY + 1) / DELAY - 1, degree)
    delayed, x = np.full(degree + 1, HISTORY), [HISTORY]
    for _ in range(DELAYS):
        known = production(delayed)
        known[0] = x[-1]
        coefficients = np.linalg.solve(system, known)
        x.extend(at_units @ coefficients)
        delayed = values @ coefficients
    return np.array(x)


def by_runge_kutta():
    x, previous = [HISTORY], lambda t: [HISTORY]
    for _ in range(DELAYS):
        solution = solve_ivp(
            lambda t, x, previous=previous: production(previous(t)[0]) - GAMMA * x,
            (0, DELAY), x[-1:], "DOP853", dense_output=True, rtol=3e-14, atol=1e-14, max_step=0.25,
        )  # fmt: skip
        x.extend(solution.sol(np.arange(1.0, DELAY + 1))[0])
        previous = solution.sol
    return np.array(x)


if __name__ == "__main__":
    x = by_collocation(200)
    for other in (by_collocation(150), by_runge_kutta()):
        print(f"largest difference {np.abs(x - other).max():.1e}")
        assert np.abs(x - other).max() < 1e-13
    rows = "".join(f"{t},{value:.12f}\n" for t, value in enumerate(x))
    Path(__file__).with_name("mackey_glass.csv").write_text("t,x\n" + rows)
