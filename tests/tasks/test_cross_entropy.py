import math

import pytest
import torch
from torch.nn import functional

from sparse_rnn.tasks.cross_entropy import CrossEntropy


@pytest.mark.parametrize("shape", [(3, 7), (2, 5, 7)])
def test_value_and_gradient_are_those_of_torch(shape):
    draw = torch.Generator().manual_seed(0)
    outputs = 5 * torch.randn(2, *shape, 4, generator=draw)
    targets = torch.randint(4, (2, *shape), generator=draw)
    mine, theirs = outputs.clone().requires_grad_(), outputs.clone().requires_grad_()
    ours = CrossEntropy.apply(mine, targets)
    flat = functional.cross_entropy(theirs.flatten(0, -2), targets.flatten(), reduction="none")
    expected = flat.view(2, -1).mean(1)
    torch.testing.assert_close(ours, expected)
    weights = torch.tensor([1.0, -2.0])
    (ours * weights).sum().backward()
    (expected * weights).sum().backward()
    torch.testing.assert_close(mine.grad, theirs.grad)


def test_targets_may_be_shared_by_all_replicas():
    outputs = torch.randn(2, 3, 4, generator=torch.Generator().manual_seed(0))
    targets = torch.tensor([[0, 3, 1]])
    assert torch.equal(
        CrossEntropy.apply(outputs, targets), CrossEntropy.apply(outputs, targets.expand(2, 3))
    )


def test_large_outputs_do_not_overflow():
    outputs = torch.tensor([[[1000.0, -1000.0]]])
    assert CrossEntropy.apply(outputs, torch.tensor([[0]])).item() == 0
    assert CrossEntropy.apply(outputs, torch.tensor([[1]])).item() == 2000
    even = CrossEntropy.apply(torch.zeros(1, 1, 8), torch.tensor([[5]]))
    assert even.item() == pytest.approx(math.log(8))


def test_not_a_number_stays_with_its_replica():
    outputs = torch.zeros(2, 3, 4)
    outputs[0, 1, 2] = torch.nan
    losses = CrossEntropy.apply(outputs, torch.zeros(1, 3, dtype=torch.int64))
    assert losses[0].isnan()
    assert losses[1].isfinite()


def test_a_class_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="class numbers must lie from 0 to 3, got 0 to 4"):
        CrossEntropy.apply(torch.zeros(1, 2, 4), torch.tensor([[0, 4]]))
