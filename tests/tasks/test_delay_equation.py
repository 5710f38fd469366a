import math
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks.delay_equation import MackeyGlass, euler, make_series, runge_kutta

GOLDEN = Path(__file__).parents[1] / "golden" / "mackey_glass.csv"
BOTH = pytest.mark.parametrize("integrate", [euler, runge_kutta])


@pytest.fixture(scope="module")
def reference():
    """The solution at t = 0, 1, ..., 230 with history 1.2, to 12 decimals."""
    return np.loadtxt(GOLDEN, delimiter=",", skiprows=1)[:, 1]


def at_units(integrate, equation, start, steps, units):
    """Solution at t = 0, 1, ... from a constant history."""
    delay = equation.steps_of_delay(steps)
    x = integrate(equation, [start] * (delay + 1), steps, units * steps)
    return np.array(x[delay::steps])


@pytest.mark.parametrize(("integrate", "order", "steps"), [(euler, 1, 40), (runge_kutta, 4, 2)])
def test_the_error_falls_with_the_order_of_the_method(integrate, order, steps, reference):
    units = len(reference) - 1
    coarse, fine = (
        np.abs(at_units(integrate, MackeyGlass(), 1.2, n, units) - reference).max()
        for n in (steps, 2 * steps)
    )
    # at these steps the next term of the error expansion is a few per cent of the first
    assert math.log2(coarse / fine) == pytest.approx(order, abs=0.05)


def test_runge_kutta_reaches_the_reference(reference):
    # order 4 at 1/16: measured 1.6e-10
    x = at_units(runge_kutta, MackeyGlass(), 1.2, 16, len(reference) - 1)
    assert np.abs(x - reference).max() < 1e-9


def test_eulers_method_of_the_task_stays_near_the_reference_before_chaos_parts_them(reference):
    # order 1 at 1/10: measured 0.0047 within three delays
    x = at_units(euler, MackeyGlass(), 1.2, 10, 70)
    assert np.abs(x - reference[:71]).max() < 0.006


def test_one_euler_step_by_hand():
    equation = MackeyGlass(beta=0.4, gamma=0.5, power=2, delay=1)
    x = euler(equation, [2.0, 3.0, 1.0], 2, 2)
    # x1 = 1 + (0.4 * 2 / 5 - 0.5) / 2; x2 = x1 + (0.4 * 3 / 10 - 0.5 * x1) / 2
    assert x == pytest.approx([2.0, 3.0, 1.0, 0.83, 0.83 + (0.12 - 0.415) / 2])


@BOTH
@pytest.mark.parametrize("point", [0.0, 1.0, (0.5 / 0.1 - 1) ** 0.1])
def test_fixed_points_stay(integrate, point):
    # x = 0, and production = decay: x**n = beta / gamma - 1
    beta = 0.2 if point == 1.0 else 0.5
    x = at_units(integrate, MackeyGlass(beta=beta, delay=2), point, 10, 20)
    assert x == pytest.approx(np.full(21, point), abs=1e-13)


def test_without_production_decay_is_exponential():
    x = at_units(runge_kutta, MackeyGlass(beta=0.0, delay=1), 1.0, 8, 10)
    assert x == pytest.approx(np.exp(-0.1 * np.arange(11)), abs=1e-8)


@BOTH
@pytest.mark.parametrize(("delay", "oscillates"), [(4.4, False), (5.0, True)])
def test_the_fixed_point_loses_stability_where_it_should(integrate, delay, oscillates):
    # linear stability of x = 1: y' = -0.4 y(t - tau) - 0.1 y has an imaginary root at
    # tau = arccos(-0.1 / 0.4) / sqrt(0.4**2 - 0.1**2) = 4.708
    assert math.acos(-0.25) / math.sqrt(0.15) == pytest.approx(4.708, abs=1e-3)
    x = at_units(integrate, MackeyGlass(delay=delay), 1.1, 10, 2000)[-200:]
    assert (np.ptp(x) > 0.1) == oscillates
    assert oscillates or np.abs(x - 1).max() < 1e-3


@pytest.mark.parametrize(("delay", "maxima"), [(12, 1), (14, 2)])
def test_the_cycle_doubles_between_12_and_14(delay, maxima):
    # published: period doubling at tau = 13.3 (Farmer 1982, doi 10.1016/0167-2789(82)90042-2)
    equation = MackeyGlass(delay=delay)
    x = np.array(runge_kutta(equation, [1.1] * (4 * delay + 1), 4, 8000)[-1600:])
    tops = x[1:-1][(x[1:-1] > x[:-2]) & (x[1:-1] >= x[2:])]
    assert np.sum(np.diff(np.sort(tops)) > 0.05) + 1 == maxima


@BOTH
def test_a_history_of_the_wrong_length_is_refused(integrate):
    with pytest.raises(ValueError, match="the history has 3 values, 11 are needed"):
        integrate(MackeyGlass(delay=1), [1.0, 1.0, 1.0], 10, 5)


@pytest.mark.parametrize(("delay", "steps"), [(0.25, 10), (0, 10), (0.04, 10)])
def test_steps_must_divide_the_delay(delay, steps):
    message = f"a delay of {delay} is not a whole number of steps of 1/{steps}"
    with pytest.raises(ValueError, match=message):
        MackeyGlass(delay=delay).steps_of_delay(steps)


def test_steps_may_divide_a_delay_that_floating_point_does_not_hold():
    tenths = [(n, steps) for n in range(1, 400) for steps in (10, 20, 50, 100, 1000)]
    assert any(n / 10 * steps != n * steps // 10 for n, steps in tenths)
    for n, steps in tenths:
        assert MackeyGlass(delay=n / 10).steps_of_delay(steps) == n * steps // 10
    with pytest.raises(ValueError, match="not a whole number of steps"):
        MackeyGlass(delay=2.30001).steps_of_delay(100)


def test_the_series_is_sampled_once_per_unit_after_the_washout():
    equation = MackeyGlass(delay=3)
    history = 1.2 + 0.2 * (stream(1, "x").random(13) - 0.5)
    x = euler(equation, history.tolist(), 4, 4 * 25)
    series = make_series(equation, 20, stream(1, "x"), steps_per_unit=4, washout=5)
    expected = [math.tanh(x[12 + 4 * unit] - 1) for unit in range(6, 26)]
    assert series == pytest.approx(expected, abs=1e-15)


def test_the_series_depends_on_its_stream_alone():
    first, again, other = (
        make_series(MackeyGlass(), 50, stream(seed, "x"), washout=10) for seed in (1, 1, 2)
    )
    assert np.array_equal(first, again)
    assert not np.allclose(first, other)


def test_the_chaotic_series_looks_as_published():
    series = make_series(MackeyGlass(), 3000, stream(0, "x"))
    x = 1 + np.arctanh(series)
    # the attractor lies within 0.2 < x < 1.4 and never settles
    assert 0.2 < x.min() < 0.4
    assert 1.2 < x.max() < 1.45
    assert x[-500:].std() > 0.15


def test_an_unknown_integrator_is_refused():
    with pytest.raises(ValueError, match="unknown integrator 'heun'; known: euler, runge_kutta"):
        make_series(MackeyGlass(), 5, stream(0, "x"), integrator="heun")
