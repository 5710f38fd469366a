"""The compiled network against the models' own definitions under autograd."""

import os
import signal

import numpy as np
import pytest
import torch

from sparse_rnn.models.compiled.fused import fused_network
from sparse_rnn.models.compiled.scheme import Scheme
from sparse_rnn.models.ensemble import Ensemble, Initial
from sparse_rnn.models.registry import MODEL_CLASSES, make_model
from sparse_rnn.tasks.base import Classification

COMPILED = [
    ("rnn", {}),
    ("rnn", {"leak": 0.3}),
    ("rnn", {"activation": "relu"}),
    ("rnn", {"activation": "softplus", "leak": 0.2}),
    ("ct_rnn", {"tau": 0.7, "steps": 3}),
    ("ct_rnn", {"tau": 0.7, "steps": 3, "duration": 0.4}),
    ("neural_ode", {"steps": 2}),
    ("neural_ode", {"steps": 2, "duration": 0.06}),
]


class Toy(Classification):
    """Shapes only; no data."""

    name = "toy"
    n_inputs, n_outputs = 3, 2

    def __init__(self, every=False, vocabulary=None):
        self.reads_every_step, self.vocabulary = every, vocabulary

    def train_batches(self, seeds, epoch):
        raise NotImplementedError

    def eval_batches(self, split):
        raise NotImplementedError


def an_ensemble(model, settings, task=None, units=20, seeds=(1, 2), density=1.0, **own):
    ensemble = Ensemble(task or Toy(), make_model(model, settings), Initial(units), seeds, **own)
    draw = torch.Generator().manual_seed(0)
    mask = torch.rand((len(seeds), units, units), generator=draw) < density
    with torch.no_grad():
        ensemble.recurrent.mul_(mask)
        for name in ("bias", "readout_bias"):
            ensemble.parameters[name].normal_(generator=draw)
    return ensemble, mask


def inputs_for(task, batch=18, steps=5, replicas=1):
    draw = torch.Generator().manual_seed(1)
    if task.vocabulary:
        return torch.randint(task.vocabulary, (replicas, steps, batch), generator=draw)
    return torch.randn(replicas, steps, batch, task.n_inputs, generator=draw)


def both(ensemble, inputs, mask):
    """Return values and gradients, compiled and step by step."""
    for compute in ("_compiled", "_stepwise"):
        chosen = type(ensemble)._compiled, getattr(type(ensemble), compute)
        ensemble._compiled = chosen[1].__get__(ensemble)
        outputs = ensemble(inputs, ensemble.noise_states("noise"), mask)
        draw = torch.Generator().manual_seed(2)
        errors = torch.randn(outputs.shape, generator=draw, dtype=outputs.dtype)
        yield (
            outputs,
            dict(
                zip(
                    ensemble.parameters,
                    torch.autograd.grad(outputs, list(ensemble.parameters.values()), errors),
                    strict=True,
                )
            ),
        )


@pytest.mark.parametrize("density", [1.0, 0.1])
@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize(("model", "settings"), COMPILED)
def test_values_and_gradients_are_those_of_autograd(model, settings, every, density):
    task = Toy(every)
    ensemble, mask = an_ensemble(model, settings, task, density=density, noise=0.1)
    (ours, mine), (theirs, expected) = both(ensemble, inputs_for(task), mask)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)
    assert not mine["recurrent"][~mask].any()
    for name, gradient in expected.items():
        scale = gradient.abs().max()
        torch.testing.assert_close(
            mine[name] / scale, gradient / scale, rtol=0, atol=1e-5, msg=name
        )


@pytest.mark.parametrize("density", [1.0, 0.1])
def test_recurrent_weights_may_stay_untrained(density):
    def gradients(trained):
        ensemble, mask = an_ensemble("ct_rnn", {}, density=density)
        ensemble.recurrent.requires_grad_(trained)
        ensemble(inputs_for(Toy()), None, mask).square().sum().backward()
        return {name: parameter.grad for name, parameter in ensemble.parameters.items()}

    without, among = gradients(False), gradients(True)
    assert without.pop("recurrent") is None
    assert among.pop("recurrent").abs().max() > 0
    for name, gradient in among.items():
        assert torch.equal(without[name], gradient)


def test_words_learn_too():
    task = Toy(vocabulary=6)
    ensemble, mask = an_ensemble("rnn", {}, task)
    (_, mine), (_, expected) = both(ensemble, inputs_for(task), mask)
    assert expected["embedding"].abs().max() > 0.1
    torch.testing.assert_close(mine["embedding"], expected["embedding"], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("density", [1.0, 0.2])
@pytest.mark.parametrize(("model", "settings"), COMPILED)
def test_gradcheck_in_double_precision(model, settings, density):
    draw = torch.Generator().manual_seed(0)
    shapes = (1, 3, 2, 2), (1, 2, 4), (1, 1, 4), (1, 4, 4), (1, 4, 3), (1, 1, 3)
    tensors = [torch.randn(s, dtype=torch.float64, generator=draw) for s in shapes]
    mask = torch.zeros(1, 4, 4, dtype=torch.bool)
    mask.view(-1)[: round(16 * density)] = True
    tensors[3] = tensors[3] * mask
    scheme = make_model(model, settings).scheme
    hook = mask.double()  # a link that is not there has no gradient

    def network(inputs, w_in, bias, weights, w_out, b_out):
        parameters = (w_in, bias, weights * hook, w_out, b_out)
        return fused_network(inputs, None, mask, scheme, True, *parameters)

    for tensor in tensors:
        tensor.requires_grad_()
    # the activations are approximations, right to float32; steps must be longer than that
    assert torch.autograd.gradcheck(network, tensors, eps=1e-4, atol=2e-4, rtol=1e-3)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("density", [1.0, 0.1])
def test_a_replica_is_bitwise_the_same_alone_and_whatever_the_threads(threads, density):
    task = Toy(every=True)
    _, mask = an_ensemble("rnn", {}, seeds=[1, 2, 3], density=density)

    def run(seeds, mask, threads):
        ensemble = Ensemble(task, make_model("rnn", {}), Initial(20), seeds, noise=0.1)
        torch.set_num_threads(threads)
        outputs = ensemble(inputs_for(task), ensemble.noise_states("noise"), mask)
        outputs.square().sum().backward()
        return outputs[-1], ensemble.recurrent.grad[-1]

    before = torch.get_num_threads()
    try:
        alone, among = run([3], mask[2:], 1), run([1, 2, 3], mask, threads)
    finally:
        torch.set_num_threads(before)
    for one, other in zip(alone, among, strict=True):
        assert torch.equal(one, other)


def test_a_link_points_from_row_to_column():
    parameters = {
        "input": torch.tensor([[[1.0, 0.0]]]),
        "bias": torch.zeros(1, 1, 2),
        "recurrent": torch.tensor([[[0.0, 2.0], [0.0, 0.0]]]),  # the only link is 0 -> 1
        "readout": torch.eye(2)[None],
        "readout_bias": torch.zeros(1, 1, 2),
    }
    pulse = torch.tensor([1.0, 0.0]).view(1, 2, 1, 1)
    scheme = make_model("rnn", {"activation": "relu"}).scheme
    states = fused_network(pulse, None, None, scheme, True, *parameters.values())
    assert states[0, :, 0].tolist() == [[1.0, 0.0], [0.0, 2.0]]


def test_not_a_number_stays_with_its_replica():
    ensemble, mask = an_ensemble("rnn", {}, density=0.1)
    with torch.no_grad():
        ensemble.parameters["bias"][0, 0, 0] = torch.nan
    outputs = ensemble(inputs_for(Toy()), ensemble.noise_states("noise"), mask)
    assert outputs[0].isnan().all()
    assert outputs[1].isfinite().all()


def test_every_model_says_whether_it_is_compiled():
    schemes = {name: make_model(name, {}).scheme for name in MODEL_CLASSES}
    assert {name for name, scheme in schemes.items() if scheme is None} == {"liquid"}
    assert all(isinstance(s, Scheme) for s in schemes.values() if s is not None)


def test_inputs_shared_by_all_replicas_get_the_sum_of_their_gradients():
    ensemble, _ = an_ensemble("rnn", {})
    shared = inputs_for(Toy()).requires_grad_()
    ensemble(shared, None).sum().backward()
    own = shared.detach().expand(2, -1, -1, -1).clone().requires_grad_()
    ensemble(own, None).sum().backward()
    torch.testing.assert_close(shared.grad, own.grad.sum(0, keepdim=True))
    assert np.isfinite(shared.grad.numpy()).all()


@pytest.mark.parametrize("batch", [1, 17, 70, 130])
@pytest.mark.parametrize("units", [16, 100, 700])
def test_several_blocks_and_any_width_are_those_of_autograd(units, batch):
    task = Toy(every=True)
    ensemble, mask = an_ensemble("rnn", {}, task, units, density=0.1, noise=0.1)
    (ours, mine), (theirs, expected) = both(ensemble, inputs_for(task, batch, steps=3), mask)
    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)
    for name, gradient in expected.items():
        scale = gradient.abs().max()
        assert (mine[name] - gradient).abs().max() < 1e-5 * scale, name


def test_without_a_link_nothing_recurs():
    task = Toy(every=True)
    ensemble, mask = an_ensemble("rnn", {}, task, density=0.0)
    (ours, mine), (theirs, expected) = both(ensemble, inputs_for(task), mask)
    torch.testing.assert_close(ours, theirs)
    assert not mine["recurrent"].any()
    torch.testing.assert_close(mine["input"], expected["input"], rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("activation", ["relu", "softplus"])
@pytest.mark.parametrize("density", [1.0, 0.1])
def test_sequences_that_fill_up_a_batch_may_grow_beyond_all_numbers(activation, density):
    """Their input is 0, and that of the batch keeps its own states small."""
    ensemble, mask = an_ensemble("rnn", {"activation": activation}, density=density, noise=0.01)
    with torch.no_grad():
        ensemble.recurrent.fill_(2.0).mul_(mask)
        ensemble.parameters["input"].fill_(-1.0)
    ensemble(torch.full((1, 400, 1, 3), 1e4), ensemble.noise_states("noise"), mask).sum().backward()
    for name, parameter in ensemble.parameters.items():
        assert parameter.grad.isfinite().all(), name


PARTS = [(1, 4, 2, 3), (2, 3, 5), (2, 1, 5), (2, 5, 5), (2, 5, 2), (2, 1, 2)]


def a_network(inputs=None, mask=None):
    x, *parameters = (torch.ones(shape, requires_grad=True) for shape in PARTS)
    scheme = make_model("rnn", {}).scheme
    x = x if inputs is None else torch.ones(inputs)
    return fused_network(x, None, mask, scheme, False, *parameters), parameters


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"inputs": (3, 4, 2, 3)}, "inputs of 3, masks of 1 and noise of 2 replicas for 2"),
        ({"mask": torch.ones(3, 5, 5, dtype=torch.bool)}, "masks of 3"),
        ({"inputs": (1, 0, 2, 3)}, "no step"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(wrong, message):
    with pytest.raises(ValueError, match=message):
        a_network(**wrong)


def test_parameters_that_change_before_the_backward_pass_are_refused():
    outputs, parameters = a_network()
    with torch.no_grad():
        parameters[3].mul_(2)
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        outputs.sum().backward()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_has_threads_of_its_own():
    torch.set_num_threads(2)
    a_network()
    child = os.fork()
    if child == 0:
        signal.alarm(60)  # a child that waits for threads of its parent waits for ever
        a_network()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
