"""Networks read from their files: what they compute and their metric is what training saw."""

import pickle
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import sparse_rnn as sr
from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.base.code_digest import modules_reached
from sparse_rnn.base.origin import digest_of
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.models.compiled.denormals import denormals_flushed
from sparse_rnn.models.registry import MODEL_CLASSES
from sparse_rnn.results.schema import read_table
from sparse_rnn.training.condition import build
from sparse_rnn.training.loop import train as train_loop
from sparse_rnn.training.models_of_run import save_models
from sparse_rnn.training.trained_network import TrainedNetwork

CASES = [("mg", "set", model) for model in MODEL_CLASSES]
CASES += [("mtc", "deep_r", "rnn"), ("mg", "dense", "rnn"), ("mtc", "pruning_1", "rnn")]


@pytest.fixture
def last_metric():
    """Return the test metric of a seed in the last row of its history."""

    def read(folder, seed):
        history = read_table("history", folder / "history.csv")
        return history[history["seed"] == seed].iloc[-1]["test"]

    return read


@pytest.mark.parametrize(("task", "strategy", "model"), CASES)
def test_the_metric_is_that_of_the_last_row_to_the_last_bit(
    tmp_path, train, last_metric, task, strategy, model
):
    train(tmp_path, task, strategy, model)
    weights = load_arrays(tmp_path / "networks.npz")["weights"][-1]
    for r, seed in enumerate((1, 2)):
        network = sr.load_model(tmp_path / f"models/{seed}.safetensors")
        assert network.test_metric(tmp_path) == last_metric(tmp_path, seed)
        assert network.weights.tobytes() == weights[r].tobytes()
        assert network.graph.digest() == SignedGraph.from_weights(weights[r]).digest()


def test_it_is_so_where_noise_is_added_to_the_units(tmp_path, train, last_metric):
    train(tmp_path, "mtc", "set", noise=0.3)
    network = sr.load_model(tmp_path / "models/2.safetensors")
    assert network.test_metric(tmp_path) == last_metric(tmp_path, 2)


def test_what_a_file_says_of_its_network(tmp_path, smoke, train):
    train(tmp_path, "mg", "set", "neural_ode")
    network = sr.load_model(tmp_path / "models/2.safetensors")
    condition, settings = smoke("mg", "set", "neural_ode", seeds=[2])
    assert network.metadata == {
        **condition.label,
        "seed": 2,
        "epoch": 6,
        "diverged": 0,
        "settings": settings,
        "settings_digest": digest_of(settings),
        "code": "code",
        "sparse_rnn": sr.__version__,
    }
    assert repr(network) == "<trained network: mg neural_ode set 0.8, seed 2, 20 units>"
    shapes = {name: p.shape for name, p in network.parameters.items()}
    assert shapes == {
        "input": (1, 20),
        "recurrent": (20, 20),
        "bias": (1, 20),
        "readout": (20, 10),
        "readout_bias": (1, 10),
    }
    assert network.mask.sum() == 80
    assert not network.weights[~network.mask].any()


@pytest.mark.parametrize(
    ("task", "model", "shape"),
    [("mg", "ct_rnn", (10,)), ("mg", "liquid", (10,)), ("mtc", "rnn", None)],
)
def test_outputs_are_those_of_the_ensemble_that_was_trained(tmp_path, smoke, task, model, shape):
    condition, settings = smoke(task, "set", model)
    loop = build(condition, settings, tmp_path)
    train_loop(loop)
    save_models(tmp_path, loop, condition, settings, "code")
    batch = next(iter(loop.task.eval_batches("test"))).inputs
    noise = loop.ensemble.noise_states("evaluation noise")
    with torch.no_grad(), denormals_flushed():
        expected = loop.ensemble(batch, noise, loop.structure.mask).numpy()
    for r, seed in enumerate((1, 2)):
        network = sr.load_model(tmp_path / f"{seed}.safetensors")
        outputs = [network(batch[0].numpy()) for _ in range(2)]
        assert outputs[0].dtype == np.float32
        assert all(out.tobytes() == expected[r].tobytes() for out in outputs)
        assert outputs[0].shape[1:] == shape if shape else outputs[0].ndim == 3


ONE_UNIT = {"input": 2.0, "recurrent": -0.5, "bias": 0.1, "readout": 3.0, "readout_bias": 0.2}
ONE_UNIT = {name: np.full((1, 1), value) for name, value in ONE_UNIT.items()}


def test_one_unit_computed_by_hand(tmp_path):
    settings = {"seed": 0, "seeds": [1], "task": {}, "model": {}}
    known = {"task": "mg", "model": "rnn", "seed": 1, "settings": settings}
    network = TrainedNetwork(known, ONE_UNIT, np.ones((1, 1), bool))
    first = np.tanh(2 * 0.3 + 0.1)
    second = np.tanh(2 * -0.4 + 0.1 - 0.5 * first)
    outputs = network(np.array([[[0.3]], [[-0.4]]]))
    assert outputs == pytest.approx(np.array([[3 * second + 0.2]]), rel=1e-6)


def test_words_are_looked_up_and_unknown_ones_told(tmp_path):
    settings = {"seed": 0, "seeds": [1], "task": {}, "model": {}}
    known = {"task": "sms", "model": "rnn", "seed": 1, "settings": settings}
    shapes = {"input": (2, 3), "recurrent": (3, 3), "bias": (1, 3), "readout": (3, 2)}
    shapes |= {"readout_bias": (1, 2), "embedding": (5, 2)}
    rng = np.random.default_rng(0)
    parameters = {k: rng.normal(size=s).astype(np.float32) for k, s in shapes.items()}
    network = TrainedNetwork(known, parameters, np.ones((3, 3), bool))
    outputs = network([[0, 4], [3, 4]])
    assert outputs.shape == (2, 2)
    assert np.array_equal(network([[0], [3]])[0], outputs[0])
    for wrong in ([[5]], [[-1]], [[0.0]], [1, 2], np.zeros((0, 2), int)):
        with pytest.raises(ValueError, match=r"shape \(T, B\) of whole numbers from 0 to 4, got"):
            network(wrong)


@pytest.mark.parametrize("shape", [(4, 2, 3), (4, 1), (0, 2, 1), ()])
def test_inputs_of_another_shape_are_told(tmp_path, train, shape):
    train(tmp_path, "mg", "static", seeds=[1])
    network = sr.load_model(tmp_path / "models/1.safetensors")
    with pytest.raises(ValueError, match=r"inputs must have shape \(T, B, 1\), got float64 \("):
        network(np.zeros(shape))


def test_another_version_of_the_package_trains_nothing_again():
    """A file names the version, and the digest of the code that writes it does not follow it."""
    assert "sparse_rnn.training.models_of_run" in modules_reached("sparse_rnn.training.condition")
    assert "sparse_rnn" not in modules_reached("sparse_rnn.training.condition")


def test_settings_of_torch_are_as_before(tmp_path, train):
    train(tmp_path, "mg", "static", seeds=[1])
    network, threads = sr.load_model(tmp_path / "models/1.safetensors"), torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        network.test_metric(tmp_path)
        network(np.zeros((3, 1, 1)))
        assert torch.get_num_threads() == 2
        assert (torch.tensor([1e-40]) * 1.0).item() > 0
    finally:
        torch.set_num_threads(threads)


def test_a_missing_raw_file_is_told(tmp_path):
    settings = {"seed": 0, "seeds": [1], "task": {"batch_size": 2}, "model": {}}
    known = {"task": "hgs", "model": "rnn", "seed": 1, "settings": settings}
    with pytest.raises(OSError, match=r"hgs/a1_va3\.csv"):
        TrainedNetwork(known, ONE_UNIT, np.ones((1, 1), bool)).test_metric(Path(tmp_path))


@pytest.fixture
def network(tmp_path, train):
    """A network of 20 units, trained for a moment."""
    train(tmp_path, "mg", "static", "liquid", seeds=[1])
    return sr.load_model(tmp_path / "models/1.safetensors")


def changed(network, **parameters):
    return replace(network, parameters=network.parameters | parameters)


def test_a_changed_network_is_another_one(network):
    weights = network.weights.astype(float)
    weights[5, :] = weights[:, 5] = 0
    cut = changed(network, recurrent=weights)
    assert cut.weights.dtype == np.float32 and cut.graph.edges < network.graph.edges
    inputs = np.ones((4, 1, 1))
    assert not np.array_equal(cut(inputs), network(inputs))
    assert np.array_equal(changed(cut, recurrent=network.weights)(inputs), network(inputs))
    weights[5, 6] = 1  # what is changed afterwards does not reach it
    assert cut.weights[5, 6] == 0


def test_nothing_of_a_network_can_be_changed_in_place(network):
    arrays = [network.mask, network.weights, *network.parameters.values()]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[:] = 0
    with pytest.raises(TypeError, match="does not support item assignment"):
        network.parameters["recurrent"] = network.weights * 2


def test_a_copy_is_the_same_network(network):
    inputs = np.ones((4, 1, 1))
    for copied in (deepcopy(network), pickle.loads(pickle.dumps(network))):
        assert np.array_equal(copied(inputs), network(inputs))


@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("recurrent", (19, 19)),
        ("recurrent", (20,)),
        ("input", (1, 19)),
        ("bias", (20, 1)),
        ("readout", (19, 10)),
        ("readout_bias", (1, 9)),
        ("reversal", (20, 1)),
        ("embedding", (5, 2)),
    ],
)
def test_a_parameter_that_does_not_fit_is_told(network, name, shape):
    with pytest.raises(ValueError, match=rf"parameter '{name}' must have (shape|2 axes).*got "):
        changed(network, **{name: np.zeros(shape)})


def test_other_wrong_parameters_are_told(network):
    more = network.weights.copy()
    i, j = np.argwhere(~network.mask)[0]
    more[i, j] = 1
    message = rf"'recurrent' has 1 weights where the mask has no link, the first at \({i}, {j}\);"
    with pytest.raises(ValueError, match=rf"{message} give mask=\.\.\. too"):
        changed(network, recurrent=more)
    grown = replace(network, parameters=network.parameters | {"recurrent": more}, mask=more != 0)
    assert grown.graph.edges == network.graph.edges + (i != j)
    with pytest.raises(ValueError, match=r"mask must have shape \(N, N\), got \(20, 19\)"):
        replace(network, mask=network.mask[:, 1:])
    with pytest.raises(ValueError, match="parameter 'recurent' is unknown; there are input, "):
        changed(network, recurent=more)
    few = {name: p for name, p in network.parameters.items() if name != "reversal"}
    with pytest.raises(ValueError, match="parameter 'reversal' is missing"):
        replace(network, parameters=few)
    for wrong in (np.nan, 1e300):
        with pytest.raises(ValueError, match="parameter 'bias' holds numbers that are not finite"):
            changed(network, bias=np.full((1, 20), wrong))
