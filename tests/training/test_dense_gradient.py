"""The gradient by all potential links, which strategies may ask for."""

import pytest
import torch


@pytest.mark.parametrize("model", ["rnn", "liquid"])
def test_absent_links_have_a_gradient_too_and_it_is_the_slope_of_the_loss(build_loop, model):
    loop = build_loop("mg", "rigl", model)
    loop.start()
    loop.advance()
    gradient, mask = loop.dense_gradient(), loop.structure.mask
    assert gradient[~mask].count_nonzero() > 0.9 * (~mask).sum()
    first = next(iter(loop.task.train_batches(loop.ensemble.seeds, loop.epoch + 1))).replica(0)

    def loss(weights):
        outputs = loop.ensemble.copies(0, weights[None])(first.inputs, None)
        return loop.task.loss(outputs, first).item()

    place = divmod(int(gradient[0].abs().masked_fill(mask[0], -1).argmax()), mask.shape[-1])
    ahead, back = (loop.ensemble.recurrent[0].detach().clone() for _ in range(2))
    ahead[place] += 1e-2
    back[place] -= 1e-2
    slope = (loss(ahead) - loss(back)) / 2e-2
    assert slope == pytest.approx(gradient[0][place].item(), rel=0.05)


@pytest.mark.parametrize("task", ["mg", "mtc"])
def test_it_is_the_same_again_and_disturbs_nothing(build_loop, task):
    loop = build_loop(task, "rigl")
    loop.start()
    loop.advance()
    before = [p.detach().clone() for p in loop.ensemble.parameters.values()]
    assert torch.equal(loop.dense_gradient(), loop.dense_gradient())
    for old, new in zip(before, loop.ensemble.parameters.values(), strict=True):
        assert torch.equal(old, new)
        assert new.grad is None


def test_a_replica_has_its_gradient_alone_and_among_others(build_loop):
    gradients = []
    for seeds in ([1, 2], [2]):
        loop = build_loop("mg", "rigl", seeds=seeds)
        loop.start()
        loop.advance()
        gradients.append(loop.dense_gradient()[-1])
    assert torch.equal(*gradients)
