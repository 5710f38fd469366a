"""Adam in one pass: torch's own numbers, and no parameter that is passed over in silence."""

import pytest
import torch

from sparse_rnn.training.optimiser import CLIP, ClippedAdam


def test_updates_are_those_of_adam_with_clipped_gradients():
    draw = torch.Generator().manual_seed(0)
    start = torch.randn(2, 3, 4, generator=draw)
    own, theirs = (start.clone().requires_grad_() for _ in range(2))
    ours, adam = ClippedAdam({"weights": own}, 0.01), torch.optim.Adam([theirs], lr=0.01)
    for _ in range(50):
        target = torch.randn(2, 3, 4, generator=draw)
        ours.step(((own - target) ** 2).sum((1, 2)))
        adam.zero_grad()
        ((theirs - target) ** 2).sum().backward()
        theirs.grad.clamp_(-CLIP, CLIP)
        adam.step()
    torch.testing.assert_close(own, theirs, rtol=1e-5, atol=1e-6)


def test_gradients_may_lie_in_any_order_and_replicas_may_have_one_number():
    weights, bias = torch.zeros(2, 3, 4, requires_grad=True), torch.zeros(2, requires_grad=True)
    optimiser = ClippedAdam({"weights": weights, "bias": bias}, 0.1)
    optimiser.step(weights.transpose(1, 2).sum((1, 2)) + bias)
    assert torch.allclose(weights, torch.tensor(-0.1))
    assert torch.allclose(bias, torch.tensor(-0.1))


def test_a_parameter_that_is_a_transposed_view_is_refused():
    weights = torch.zeros(2, 4, 3).transpose(1, 2).requires_grad_()
    with pytest.raises(RuntimeError, match="view"):
        ClippedAdam({"weights": weights}, 0.1).step(weights.sum((1, 2)))
