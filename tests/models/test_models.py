import math

import numpy as np
import pytest
import torch

from sparse_rnn.models.ensemble import Ensemble, Initial
from sparse_rnn.models.registry import MODEL_CLASSES, make_model
from sparse_rnn.tasks.base import Classification


class Toy(Classification):
    """Shapes only; no data."""

    name = "toy"
    n_inputs, n_outputs = 3, 2

    def train_batches(self, seeds, epoch):
        raise NotImplementedError

    def eval_batches(self, split):
        raise NotImplementedError


class ToyWords(Toy):
    vocabulary = 7
    reads_every_step = True


@pytest.mark.parametrize("name", MODEL_CLASSES)
def test_every_model_maps_drive_to_states(name):
    drive = torch.randn(2, 4, 5, 6, generator=torch.Generator().manual_seed(0))
    weights = torch.zeros(2, 6, 6)
    model = make_model(name, {})
    states = model(drive, weights, *(torch.ones(2, 1, 6) for _ in model.own))
    assert states.shape == drive.shape
    assert torch.isfinite(states).all()


def test_without_links_the_elman_state_is_the_drive_through_tanh():
    drive = torch.randn(1, 3, 2, 4, generator=torch.Generator().manual_seed(0))
    torch.testing.assert_close(make_model("rnn", {})(drive, torch.zeros(1, 4, 4)), drive.tanh())


def test_a_neural_ode_gets_as_far_as_its_input_lasts():
    states = make_model("neural_ode", {"duration": 0.06})(
        torch.ones(1, 3, 1, 1), torch.zeros(1, 1, 1)
    )
    assert states.flatten().tolist() == pytest.approx([0.06 * k * math.tanh(1) for k in (1, 2, 3)])


def test_neural_ode_under_constant_drive_grows_linearly():
    states = make_model("neural_ode", {})(torch.ones(1, 3, 1, 1), torch.zeros(1, 1, 1))
    expected = math.tanh(1) * torch.arange(1.0, 4.0)
    torch.testing.assert_close(states.flatten(), expected)


def test_ct_rnn_relaxes_as_six_euler_steps_do():
    states = make_model("ct_rnn", {"tau": 0.5})(torch.ones(1, 1, 1, 1), torch.zeros(1, 1, 1))
    fixed = 0.5 * math.tanh(1)
    assert states.item() == pytest.approx(fixed * (1 - (1 - 1 / 3) ** 6), rel=1e-5)


@pytest.mark.parametrize(
    ("name", "settings", "message"),
    [
        ("lstm", {}, "unknown model 'lstm'; legal: rnn, ct_rnn, neural_ode, liquid"),
        ("rnn", {"leak": 0.0}, "leak must lie in"),
        ("rnn", {"activation": "sine"}, "unknown activation"),
        ("ct_rnn", {"tau": 0.0}, "tau must be positive"),
        ("liquid", {"tau": -1.0}, "tau must be positive"),
        ("liquid", {"steps": 0}, "solver steps per input step must be at least 1, got 0"),
        ("ct_rnn", {"steps": 0}, "solver steps per input step must be at least 1, got 0"),
        ("neural_ode", {"steps": 0}, "solver steps per input step must be at least 1, got 0"),
        ("neural_ode", {"duration": 0.0}, "duration of an input step must be positive, got 0.0"),
        ("ct_rnn", {"duration": -1.0}, "duration of an input step must be positive, got -1.0"),
    ],
)
def test_bad_models_are_named(name, settings, message):
    with pytest.raises(ValueError, match=message):
        make_model(name, settings)


def test_a_liquid_network_under_constant_drive_settles_where_its_equation_says():
    model = make_model("liquid", {"tau": 0.5})
    rate, reversal = 1 / (1 + math.exp(-1)), 3.0
    states = model(torch.ones(1, 40, 1, 1), torch.zeros(1, 1, 1), torch.full((1, 1, 1), reversal))
    assert states[0, -1].item() == pytest.approx(rate * reversal / (2.0 + rate), rel=1e-5)


def test_a_liquid_networks_solver_is_of_first_order():
    def error(steps):
        h = make_model("liquid", {"steps": steps})(
            torch.ones(1, 1, 1, 1, dtype=torch.float64),
            torch.zeros(1, 1, 1, dtype=torch.float64),
            torch.full((1, 1, 1), 3.0, dtype=torch.float64),
        ).item()
        rate = 1 / (1 + math.exp(-1))
        return abs(h - 3 * rate / (1 + rate) * -math.expm1(-(1 + rate)))

    assert math.log2(error(32) / error(64)) == pytest.approx(1, abs=0.05)


def test_a_liquid_network_trains_its_own_parameter():
    ensemble = Ensemble(Toy(), make_model("liquid", {}), Initial(6), [1, 2])
    assert ensemble.parameters["reversal"].shape == (2, 1, 6)
    ensemble(torch.ones(1, 5, 4, 3), None).sum().backward()
    assert ensemble.parameters["reversal"].grad.abs().min() > 0


def test_initial_weights_have_the_stated_variance():
    weights = Initial(400).parameters(Toy(), (), 1)
    assert weights["recurrent"].std() == pytest.approx(1 / 20, rel=0.02)
    assert weights["input"].std() == pytest.approx(1 / math.sqrt(3), rel=0.1)
    assert Initial(400, input_std=1.0).parameters(Toy(), (), 1)["input"].std() == pytest.approx(
        1, rel=0.1
    )
    half = Initial(40, recurrent="orthogonal").recurrent_weights(1)
    assert np.allclose(half @ half.T, np.eye(40) / 4)
    with pytest.raises(ValueError, match="legal: gaussian, orthogonal"):
        Initial(4, recurrent="uniform").recurrent_weights(1)


@pytest.mark.parametrize(
    ("readout", "largest", "deviation"),
    [
        ("scaled_normal", np.inf, 0.05),
        ("normal", np.inf, 1.0),
        ("glorot", math.sqrt(6 / 402), math.sqrt(2 / 402)),
        ("truncated_normal", 0.2, 0.0880),  # of N(0, 0.01) within two standard deviations
    ],
)
def test_readout_weights_have_the_spread_of_their_name(readout, largest, deviation):
    drawn = [Initial(400, readout=readout).readout_weights(2, seed) for seed in range(5)]
    assert drawn[0].shape == (400, 2)
    assert np.abs(drawn).max() <= largest
    assert np.std(drawn) == pytest.approx(deviation, rel=0.05)
    assert abs(np.mean(drawn)) < 4 * deviation / math.sqrt(4000)


def test_uniform_word_vectors_fill_the_interval():
    drawn = Initial(400, embedding="uniform").word_vectors(500, 3, 1)
    assert drawn.shape == (500, 3)
    assert -1 <= drawn.min() < -0.98 and 0.98 < drawn.max() <= 1


@pytest.mark.parametrize(
    ("name", "what"), [("readout", "readout weights"), ("embedding", "word vectors")]
)
def test_unknown_start_values_are_refused(name, what):
    with pytest.raises(ValueError, match=f"unknown initial {what} 'flat'; legal: .*normal"):
        Initial(4, **{name: "flat"}).parameters(ToyWords(), (), 1)


def test_outputs_start_at_the_readout_bias():
    ensemble = Ensemble(Toy(), make_model("rnn", {}), Initial(6, readout_bias=-2.5), [1, 2])
    outputs = ensemble(torch.zeros(1, 5, 4, 3), None)  # without input the state stays 0
    assert torch.equal(outputs, torch.full_like(outputs, -2.5))


def test_readout_shapes():
    for task, inputs, shape in (
        (Toy(), torch.zeros(1, 5, 4, 3), (2, 4, 2)),
        (ToyWords(), torch.ones(1, 5, 4, dtype=torch.int64), (2, 5, 4, 2)),
    ):
        ensemble = Ensemble(task, make_model("rnn", {}), Initial(6), [1, 2])
        assert ensemble(inputs, ensemble.noise_states("x")).shape == shape


def test_noise_is_a_replicas_own():
    def outputs(seeds):
        ensemble = Ensemble(Toy(), make_model("rnn", {}), Initial(6), seeds, noise=0.3)
        return ensemble(torch.zeros(1, 5, 4, 3), ensemble.noise_states("noise"))

    assert torch.equal(outputs([1, 2])[1], outputs([2])[0])
    assert not torch.equal(outputs([1]), outputs([2]))


def test_copies_share_all_but_their_recurrent_weights():
    ensemble = Ensemble(ToyWords(), make_model("rnn", {}), Initial(6), [1, 2, 3])
    weights = torch.stack([ensemble.recurrent.detach()[1] * factor for factor in (0.0, 1.0)])
    copies = ensemble.copies(1, weights)
    assert copies.seeds == [2, 2] and ensemble.seeds == [1, 2, 3]
    assert torch.equal(copies.recurrent, weights)
    words = torch.arange(7).reshape(1, 7, 1)
    with torch.no_grad():
        own, copied = (each(words, each.noise_states("noise")) for each in (ensemble, copies))
    assert torch.equal(copied[1], own[1])
    assert not torch.equal(copied[0], own[1])
