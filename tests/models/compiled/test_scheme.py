"""Solvers of the continuous models: exact solutions, order of convergence, torchdiffeq's values."""

import numpy as np
import pytest
import torch
from scipy.linalg import expm
from torchdiffeq import odeint

from sparse_rnn.models.compiled.elementwise import ACTIVATION_KINDS
from sparse_rnn.models.compiled.fused import fused_network
from sparse_rnn.models.compiled.scheme import TABLEAUS, Scheme, runge_kutta_coefficients
from sparse_rnn.models.continuous import integrate
from sparse_rnn.models.registry import make_model

ORDERS = {"euler": 1, "midpoint": 2, "rk4": 4}
UNITS, STEPS, DECAY = 3, 4, 0.7


def a_linear_system():
    """Positive weights and drive: a rectified network stays on the straight part."""
    rng = np.random.default_rng(0)
    return rng.random((UNITS, UNITS)), rng.random(UNITS)


def exact(weights, drive, decay):
    """State after ``STEPS`` units of time of ``dh/dt = h W + u - decay h`` from 0."""
    system = np.zeros((UNITS + 1, UNITS + 1))
    system[:UNITS, :UNITS], system[UNITS, :UNITS] = weights - decay * np.eye(UNITS), drive
    return expm(STEPS * system)[UNITS, :UNITS]


def compiled(weights, drive, method, substeps, decay):
    scheme = Scheme("relu", substeps, runge_kutta_coefficients(method, 1 / substeps, decay))
    eye, nothing = torch.eye(UNITS, dtype=torch.float64)[None], torch.zeros(1, 1, UNITS)
    parameters = (
        torch.tensor(drive)[None, None],
        nothing.double(),
        torch.tensor(weights)[None],
        eye,
        nothing.double(),
    )
    inputs = torch.ones(1, STEPS, 1, 1, dtype=torch.float64)
    return fused_network(inputs, None, None, scheme, False, *parameters)[0, 0, 0].numpy()


def by_torchdiffeq(weights, drive, method, substeps, decay):
    matrix = torch.tensor(weights)[None]
    held = torch.tensor(drive).expand(1, STEPS, 1, UNITS)

    def field(state, now):
        return torch.baddbmm(now, state, matrix) - decay * state

    return integrate(field, held, method, substeps)[0, -1, 0].numpy()


@pytest.mark.parametrize("solve", [compiled, by_torchdiffeq])
@pytest.mark.parametrize("method", TABLEAUS)
@pytest.mark.parametrize("decay", [0.0, DECAY])
def test_linear_systems_are_solved_to_the_order_of_the_method(method, decay, solve):
    weights, drive = a_linear_system()
    truth = exact(weights, drive, decay)
    errors = [np.abs(solve(weights, drive, method, s, decay) - truth).max() for s in (32, 64)]
    assert errors[1] < 0.1 * truth.max()
    assert np.log2(errors[0] / errors[1]) == pytest.approx(ORDERS[method], abs=0.1)


@pytest.mark.parametrize("method", TABLEAUS)
@pytest.mark.parametrize("decay", [0.0, DECAY])
def test_one_step_is_that_of_torchdiffeq(method, decay):
    weights, drive = a_linear_system()
    ours = compiled(weights, drive, method, 2, decay)
    np.testing.assert_allclose(ours, by_torchdiffeq(weights, drive, method, 2, decay), rtol=1e-13)


def test_the_tableau_called_rk4_is_the_three_eighths_rule():
    """The classical tableau gives another step on an equation that is not linear."""
    field, start, step = lambda _t, y: y.sin() + y * y, torch.tensor(0.3, dtype=torch.float64), 0.5
    a, b = (np.array(part) for part in TABLEAUS["rk4"])
    rates = []
    for row in a:
        rates.append(field(0, start + step * sum(c * k for c, k in zip(row, rates, strict=False))))
    ours = start + step * sum(c * k for c, k in zip(b, rates, strict=True))
    theirs = odeint(field, start, torch.tensor([0, step], dtype=torch.float64), method="rk4")[-1]
    assert ours.item() == pytest.approx(theirs.item(), rel=1e-14)
    k1 = field(0, start)
    k2 = field(0, start + step / 2 * k1)
    k3 = field(0, start + step / 2 * k2)
    k4 = field(0, start + step * k3)
    classical = start + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    assert abs(classical.item() - theirs.item()) > 1e-6


@pytest.mark.parametrize("model", ["ct_rnn", "neural_ode"])
def test_continuous_models_converge_at_the_order_of_their_solver(model):
    draw = torch.Generator().manual_seed(0)
    drive = torch.randn(1, 3, 2, 4, dtype=torch.float64, generator=draw)
    weights = torch.randn(1, 4, 4, dtype=torch.float64, generator=draw)
    h = [make_model(model, {"steps": s})(drive, weights) for s in (16, 32, 512)]
    errors = [(state - h[2]).abs().max().item() for state in h[:2]]
    order = {"ct_rnn": 1, "neural_ode": 4}[model]
    assert np.log2(errors[0] / errors[1]) == pytest.approx(order, abs=0.15)


def test_an_elman_network_without_leak_forgets_its_state_exactly():
    assert make_model("rnn", {}).scheme.coefficients.tolist() == [[1, 0], [0, 1]]
    assert set(ACTIVATION_KINDS) == {"tanh", "relu", "softplus"}
