import pytest
import torch

from sparse_rnn.models.activations import ACTIVATIONS, activation
from sparse_rnn.models.recurrence import ElmanRecurrence


def by_autograd(drive, weights, name, leak):
    state, states = torch.zeros_like(drive[:, 0]), []
    for t in range(drive.shape[1]):
        state = (1 - leak) * state + leak * activation(name).apply(drive[:, t] + state @ weights)
        states.append(state)
    return torch.stack(states, 1)


@pytest.mark.parametrize("leak", [1.0, 0.3])
@pytest.mark.parametrize("name", ACTIVATIONS)
def test_values_and_gradients_are_autograds(name, leak):
    generator = torch.Generator().manual_seed(0)
    drive = torch.randn(2, 6, 3, 5, dtype=torch.float64, generator=generator, requires_grad=True)
    weights = torch.randn(2, 5, 5, dtype=torch.float64, generator=generator, requires_grad=True)
    ours = ElmanRecurrence.apply(drive, weights, activation(name), leak)
    torch.testing.assert_close(ours, by_autograd(drive, weights, name, leak))
    assert torch.autograd.gradcheck(
        lambda d, w: ElmanRecurrence.apply(d, w, activation(name), leak), (drive, weights)
    )
    error = torch.randn(ours.shape, dtype=torch.float64, generator=generator)
    mine = torch.autograd.grad(ours, (drive, weights), error)
    theirs = torch.autograd.grad(by_autograd(drive, weights, name, leak), (drive, weights), error)
    for a, b in zip(mine, theirs, strict=True):
        torch.testing.assert_close(a, b)


def test_a_link_points_from_row_to_column():
    drive = torch.zeros(1, 2, 1, 2)
    drive[0, 0, 0, 0] = 1.0  # unit 0 is driven at the first step
    weights = torch.tensor([[[0.0, 2.0], [0.0, 0.0]]])  # the only link is 0 -> 1
    states = ElmanRecurrence.apply(drive, weights, activation("relu"), 1.0)
    assert states[0, :, 0].tolist() == [[1.0, 0.0], [0.0, 2.0]]


def test_unknown_activation_lists_the_legal_ones():
    with pytest.raises(ValueError, match="unknown activation 'sine'; legal: tanh, relu, softplus"):
        activation("sine")
