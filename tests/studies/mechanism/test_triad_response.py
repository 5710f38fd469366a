import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.studies.mechanism.triad_response import (
    PULSES,
    held_response,
    linear_error,
    linear_limit,
    response_table,
    simulate,
)

LOOP = st.tuples(*[st.floats(0.05, 3) | st.floats(-3, -0.05)] * 3).map(np.array)


@given(LOOP, st.floats(-0.9, 0.9))
def test_the_simulation_is_the_recurrence_written_out(loop, pulse):
    w_ij, w_jk, w_ik = loop
    expected = np.tanh(w_jk * np.tanh(w_ij * pulse) + w_ik * pulse)
    assert held_response(loop, pulse) == pytest.approx(expected, rel=1e-12, abs=1e-15)


@given(LOOP)
def test_a_small_pulse_has_the_linear_effect(loop):
    w_ij, w_jk, w_ik = loop
    effect = held_response(loop, 1e-5) / 1e-5
    assert effect == pytest.approx(w_ij * w_jk + w_ik, abs=1e-7)


@given(LOOP)
def test_the_error_is_of_third_order(loop):
    # the response is odd in h, so that halving a small pulse makes the error a quarter
    coarse, fine = linear_error(loop, 2e-3), linear_error(loop, 1e-3)
    if fine > 1e-8:
        assert coarse / fine == pytest.approx(4, rel=0.01)


def test_a_pulse_of_one_step_passes_twice():
    loop, inputs = np.array([0.5, 0.8, -0.3]), np.zeros((5, 3))
    inputs[0, 0] = np.arctanh(0.2)
    states = simulate(loop, inputs)
    assert states[0].tolist() == pytest.approx([0.2, 0, 0])
    assert states[1].tolist() == pytest.approx([0, np.tanh(0.1), np.tanh(-0.06)])
    assert states[2].tolist() == pytest.approx([0, 0, np.tanh(0.8 * np.tanh(0.1))])
    assert (states[3:] == 0).all()
    small = simulate(loop, inputs / 1e4)[:, 2].sum() / np.tanh(inputs[0, 0] / 1e4)
    assert small == pytest.approx(0.5 * 0.8 - 0.3, rel=1e-5)


def test_many_loops_and_pulses_at_once():
    loops = np.random.default_rng(0).normal(size=(4, 3))
    pulses = np.array([0.1, 0.2, 0.3])
    together = held_response(loops[:, None], pulses)
    one_by_one = [[held_response(loop, pulse).item() for pulse in pulses] for loop in loops]
    assert together.tolist() == pytest.approx(np.array(one_by_one))


def test_the_limit_is_where_the_error_first_exceeds_the_tolerance():
    loops = np.random.default_rng(1).normal(size=(30, 3))
    limits = linear_limit(loops)
    assert 0 < limits.min() < limits.max()
    for loop, limit in zip(loops, limits, strict=True):
        holds = linear_error(loop, PULSES) <= 0.1
        assert holds[limit >= PULSES].all()
        assert limit == PULSES[-1] or not holds[limit < PULSES][0]


def test_stronger_loops_leave_the_linear_regime_sooner():
    sizes = np.array([0.2, 0.5, 1.0, 2.0, 60.0])
    limits = linear_limit(sizes[:, None] * np.ones(3))
    assert (np.diff(limits) <= 0).all()
    assert limits[0] > limits[2]
    assert limits[-1] == 0


def test_the_limit_of_one_loop_by_hand():
    # w_ij = w_jk = w_ik = 1: tanh(tanh(h) + h) / 2h falls below 0.9 between 0.27 and 0.28
    inside, outside = (np.tanh(np.tanh(h) + h) / (2 * h) for h in (0.27, 0.28))
    assert inside > 0.9 > outside
    assert linear_limit(np.ones(3)) == pytest.approx(0.27)


def test_the_table_of_responses():
    table = response_table([0.5, 1.0], [0.1, 0.4])
    assert len(table) == 8 * 2 * 2
    assert table["signs"].unique().tolist() == list(FFL_SIGNS)
    row = table[(table["signs"] == "-++") & (table["scale"] == 0.5) & (table["pulse"] == 0.4)]
    (row,) = row.to_dict("records")
    expected = np.tanh(0.5 * np.tanh(-0.2) + 0.2) / 0.4
    assert row["response"] == pytest.approx(expected)
    assert row["linear"] == pytest.approx(0.25)
    assert row["error"] == pytest.approx(abs(expected - 0.25) / 0.75)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: held_response(np.ones(3), 1.0), "between -1 and 1; got 1.0"),
        (lambda: held_response(np.ones(3), np.nan), "between -1 and 1; got nan"),
        (lambda: linear_limit(np.ones(3), 0.0), "must be positive, got 0.0"),
    ],
)
def test_bad_parameters_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
