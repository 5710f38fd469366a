"""Trials of the public generator are rebuilt from their parameters; the rest is derived."""

from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.tasks.trial_arrays import N_INPUTS, N_OUTPUTS, bump, loss_mask, render
from sparse_rnn.tasks.trial_parameters import TrialPlan, Trials, draw_plan, draw_trials
from sparse_rnn.tasks.trial_rules import RULES, Compare, Decide

GOLDEN = Path(__file__).parents[1] / "golden" / "cognition"
FLOAT32_ROUNDING = 1e-6  # of values up to 2; both sides compute in float64 and cast at the end


@pytest.fixture(scope="module", params=RULES)
def golden(request):
    arrays = load_arrays(GOLDEN / f"{request.param}.npz")
    steps = (arrays["epoch_off"] - arrays["epoch_on"])[:, 0].tolist()
    durations = dict(zip(arrays["epoch_names"].tolist(), steps, strict=True))
    plan = TrialPlan(request.param, durations, tuple(arrays["stim_mod"][:, 0].tolist()))
    return Trials(plan, arrays["stim_loc"][None], arrays["stim_strength"][None]), arrays


def test_golden_arrays_are_rebuilt(golden):
    trials, wanted = golden
    got = render(trials)
    for name, array in {"x": got.inputs, "y": got.targets, "y_loc": got.directions}.items():
        assert array.shape == (1, *wanted[name].shape)
        assert array.dtype == np.float32
        assert np.abs(array[0].astype(float) - wanted[name]).max() < FLOAT32_ROUNDING, name
    np.testing.assert_array_equal(
        np.broadcast_to(got.mask[:, None], wanted["c_mask"].shape), wanted["c_mask"]
    )


def test_golden_steps_are_derived(golden):
    trials, wanted = golden
    plan = trials.plan
    assert list(RULES).index(plan.name) == wanted["rule_index"]
    assert plan.n_steps == wanted["n_steps"]
    assert (wanted["go_on"] == plan.go).all()
    assert (wanted["fix_in_off"] == plan.fixation_off).all()
    on, off = np.array(plan.windows).T
    assert (wanted["stim_on"] == on[:, None]).all()
    assert (wanted["stim_off"] == off[:, None]).all()
    fixation = render(trials).targets[0, :, :, 0]
    np.testing.assert_array_equal((fixation == np.float32(0.8)).sum(0), wanted["fix_out_off"])


def test_golden_responses_are_derived(golden):
    trials, wanted = golden
    responses = trials.responses[0]
    np.testing.assert_array_equal(responses >= 0, wanted["go"])
    np.testing.assert_allclose(responses, wanted["response_loc"], rtol=0, atol=1e-12)
    rule = trials.plan.rule
    if isinstance(rule, Compare):
        np.testing.assert_array_equal(rule.matches(trials.locations)[0], wanted["match"] == 1)
        if rule.by_category:
            np.testing.assert_array_equal(trials.locations[0] >= np.pi, wanted["category"] == 1)


def test_golden_parameters_can_be_drawn(golden):
    trials, wanted = golden
    plan = trials.plan
    for epoch, steps in plan.durations.items():
        assert steps in plan.rule.timing.epochs[epoch]
    rng = np.random.default_rng(0)
    drawn = draw_trials(plan, 16, [rng])
    assert drawn.locations.shape == (1, *wanted["stim_loc"].shape)
    if isinstance(plan.rule, Decide):
        assert plan.rule.draw_rings(rng) == plan.rings
    if isinstance(plan.rule, Compare) and plan.rule.by_category:
        legal = np.unique(draw_trials(plan, 1000, [rng]).locations)
        assert np.abs(wanted["stim_loc"][..., None] - legal).min(-1).max() < 1e-12


def drawn_trials(name, seed, replicas=3, batch=7):
    rng = np.random.default_rng(seed)
    plan = draw_plan(name, rng)
    return draw_trials(plan, batch, [np.random.default_rng(seed + 1 + r) for r in range(replicas)])


@pytest.mark.parametrize("name", RULES)
def test_fixation_and_response_are_never_both_on(name):
    for seed in range(5):
        trials = drawn_trials(name, seed)
        arrays, plan = render(trials), trials.plan
        assert arrays.inputs.shape == (3, plan.n_steps, 7, N_INPUTS)
        assert arrays.targets.shape == (3, plan.n_steps, 7, N_OUTPUTS)
        fixating = arrays.targets[..., 0] == np.float32(0.8)
        responding = arrays.targets[..., 1:].max(-1) > 0.5
        np.testing.assert_array_equal(fixating, ~responding)
        np.testing.assert_array_equal(fixating, arrays.directions == -1)
        assert fixating[:, : plan.go].all()
        assert (responding[:, plan.go :] == (trials.responses >= 0)[:, None]).all()


@pytest.mark.parametrize("name", RULES)
def test_mask_by_the_definition(name):
    plan = draw_plan(name, np.random.default_rng(6))
    mask = loss_mask(plan)
    assert mask.shape == (plan.n_steps, 33)
    for t in range(plan.n_steps):
        expected = 0 if t < 5 or 0 <= t - plan.go < 5 else 1 if t < plan.go else 5
        assert mask[t, 0] == 2 * expected
        assert (mask[t, 1:] == expected).all()


@pytest.mark.parametrize("name", RULES)
def test_one_rule_unit_is_on_throughout(name):
    rule_units = render(drawn_trials(name, 7)).inputs[..., 65:]
    expected = np.arange(20) == list(RULES).index(name)
    assert (rule_units == expected).all()


def test_bump_peaks_at_its_angle_and_wraps():
    ring = bump(np.array([0.0, 2 * np.pi * 5 / 32, 2 * np.pi - 1e-9]))
    assert ring.shape == (3, 32)
    assert ring[0, 0] == 0.8
    assert ring[1].argmax() == 5
    np.testing.assert_allclose(ring[0, 1:], ring[0, :0:-1], rtol=1e-12)
    np.testing.assert_allclose(ring[2], ring[0], atol=1e-8)
    assert ring[0, 2] == pytest.approx(0.8 * np.exp(-0.5))  # two units are one width, pi/8
