"""The Mackey-Glass delay equation and two integrators of our own for it.

The equation is ``dx/dt = beta x(t - tau) / (1 + x(t - tau)**n) - gamma x(t)`` (Mackey & Glass 1977,
doi 10.1126/science.267326); time has no unit.  The integration steps divide the delay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isclose

import numpy as np


@dataclass(frozen=True)
class MackeyGlass:
    """The delay equation: production with a delay, decay without.

    Attributes
    ----------
    beta, gamma : float
        Rates of production and decay, per unit of time.
    power : int
        Exponent n of the feedback.
    delay : float
        Delay tau, in units of time.
    """

    beta: float = 0.2
    gamma: float = 0.1
    power: int = 10
    delay: float = 23.0

    def production(self, x: float) -> float:
        """Return the rate of production caused by the delayed value ``x``."""
        return self.beta * x / (1 + x**self.power)

    def steps_of_delay(self, steps_per_unit: int) -> int:
        """Return the number of integration steps in one delay.

        Raises
        ------
        ValueError
            If the steps do not divide the delay.
        """
        steps = round(self.delay * steps_per_unit)
        # the product may miss a whole number in its last digits: 2.3 * 100 < 230
        if steps < 1 or not isclose(steps, self.delay * steps_per_unit):
            raise ValueError(
                f"a delay of {self.delay} is not a whole number of steps of 1/{steps_per_unit}"
            )
        return steps


Integrator = Callable[[MackeyGlass, Sequence[float], int, int], list[float]]


def euler(
    equation: MackeyGlass, history: Sequence[float], steps_per_unit: int, count: int
) -> list[float]:
    """Integrate by Euler's method (order 1).

    Parameters
    ----------
    equation : MackeyGlass
        The equation.
    history : sequence of float
        Values at the grid points of one delay, the last of them at time 0.
    steps_per_unit : int
        Integration steps per unit of time.
    count : int
        Steps to take.

    Returns
    -------
    list of float
        The history followed by the ``count`` new values.

    Raises
    ------
    ValueError
        If the history does not have one value per step of the delay, and one more.
    """
    h, delay = 1 / steps_per_unit, _check_history(equation, history, steps_per_unit)
    x = list(history)
    for k in range(delay, delay + count):
        x.append(x[k] + h * (equation.production(x[k - delay]) - equation.gamma * x[k]))
    return x


def runge_kutta(
    equation: MackeyGlass, history: Sequence[float], steps_per_unit: int, count: int
) -> list[float]:
    """Integrate by the classical Runge-Kutta method (order 4); as :func:`euler` otherwise.

    The delayed value half-way through a step is the cubic Hermite interpolant of the step taken one
    delay ago, which keeps the order (the breaks of the solution lie on the grid); in the history it
    is the mean of the neighbours.
    """
    h, delay = 1 / steps_per_unit, _check_history(equation, history, steps_per_unit)
    x = list(history)
    middle = [(a + b) / 2 for a, b in pairwise(x)]
    gamma = equation.gamma
    for k in range(delay, delay + count):
        first, half, last = map(
            equation.production, (x[k - delay], middle[k - delay], x[k - delay + 1])
        )
        k1 = first - gamma * x[k]
        k2 = half - gamma * (x[k] + h / 2 * k1)
        k3 = half - gamma * (x[k] + h / 2 * k2)
        k4 = last - gamma * (x[k] + h * k3)
        x.append(x[k] + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
        middle.append((x[k] + x[k + 1]) / 2 + h / 8 * (k1 - last + gamma * x[k + 1]))
    return x


def _check_history(equation: MackeyGlass, history: Sequence[float], steps_per_unit: int) -> int:
    """Return the steps of one delay if the history has a value at each of their ends."""
    delay = equation.steps_of_delay(steps_per_unit)
    if len(history) != delay + 1:
        raise ValueError(f"the history has {len(history)} values, {delay + 1} are needed")
    return delay


INTEGRATORS: dict[str, Integrator] = {"euler": euler, "runge_kutta": runge_kutta}


def make_series(
    equation: MackeyGlass,
    points: int,
    rng: np.random.Generator,
    steps_per_unit: int = 10,
    washout: int = 1000,
    integrator: str = "euler",
) -> np.ndarray:
    """Return ``tanh(x - 1)`` at ``points`` successive units of time, ``(points,)``.

    The history is ``1.2 + 0.2 (u - 0.5)`` with u uniform in [0, 1) at every grid point; the first
    ``washout`` units of time are thrown away.

    Raises
    ------
    ValueError
        If the integrator is unknown or the steps do not divide the delay.
    """
    if integrator not in INTEGRATORS:
        raise ValueError(f"unknown integrator {integrator!r}; known: {', '.join(INTEGRATORS)}")
    delay = equation.steps_of_delay(steps_per_unit)
    history = 1.2 + 0.2 * (rng.random(delay + 1) - 0.5)
    count = (washout + points) * steps_per_unit
    x = INTEGRATORS[integrator](equation, history.tolist(), steps_per_unit, count)
    return np.tanh(np.array(x[delay + steps_per_unit :: steps_per_unit][washout:]) - 1)
