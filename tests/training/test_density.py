"""What the structure does while a network really trains, epoch by epoch and update by update."""

from fractions import Fraction

import numpy as np
import pytest
import torch

from sparse_rnn.sparsify.deep_rewiring import DeepRewiring
from sparse_rnn.sparsify.registry import STRATEGY_CLASSES

EPOCHS, START, END = 14, 1, 7  # pruning ends after half of training
SPARSITY = Fraction(4, 5)


def links_of_pruning_1(magnitudes, epoch):
    """Narang et al. 2017: those of ``|w|`` at or above the threshold eps(epoch)."""
    final = int((1 - SPARSITY) * magnitudes.size)
    q, ramp = np.sort(magnitudes, axis=None)[-final], END / 2
    theta = 2 * q / (2 * (ramp - START) + 3 * (END - ramp))
    if epoch <= ramp:
        eps = theta * (epoch - START)
    else:
        eps = theta * (ramp - START) + 1.5 * theta * (epoch - ramp)
    return final if epoch == END else (magnitudes >= eps).sum()


def links_of_pruning_2(magnitudes, epoch):
    """Zhu & Gupta 2017: s = s_f (1 - (1 - t)^3), t the elapsed share of the window."""
    sparsity = SPARSITY * (1 - (1 - Fraction(epoch - START, END - START)) ** 3)
    return round((1 - sparsity) * magnitudes.size)


PRUNING = {
    "pruning_1": links_of_pruning_1,
    "pruning_2": links_of_pruning_2,
    "random_pruning": links_of_pruning_2,
}


def expected_links(strategy, weights, mask, epoch):
    """How many links one replica should have after ``epoch`` epochs and the change that follows."""
    if strategy not in PRUNING:
        return mask.size if strategy == "dense" else int((1 - SPARSITY) * mask.size)
    if not START <= epoch <= END:
        return mask.sum()
    return PRUNING[strategy](np.where(mask, np.abs(weights), -1.0), epoch)


@pytest.mark.parametrize("strategy", STRATEGY_CLASSES)
def test_the_density_of_every_epoch_is_that_of_the_schedule(build_loop, strategy):
    loop = build_loop("mg", strategy, epochs=EPOCHS, evaluate_every=1)
    loop.start()
    densities = []
    while loop.epoch < EPOCHS:
        weights = loop.ensemble.recurrent.detach().double().numpy().copy()
        pairs = zip(weights, loop.structure.mask.numpy().copy(), strict=True)
        expected = [expected_links(strategy, *own, loop.epoch) for own in pairs]
        loop.advance()
        densities.append(np.array(expected) / weights[0].size)
        assert loop.history[-1][:, 4].tolist() == densities[-1].tolist(), f"epoch {loop.epoch}"
        assert torch.all(loop.ensemble.recurrent[~loop.structure.mask] == 0)
    if strategy in PRUNING:
        assert densities[0].tolist() == [1, 1]
        assert len({density[0] for density in densities}) > 4
    assert densities[-1].tolist() == ([1, 1] if strategy == "dense" else [0.2, 0.2])


def test_deep_r_keeps_count_and_signs_at_every_update(build_loop, monkeypatch):
    loop = build_loop("mg", "deep_r", epochs=4, learning_rate=0.02)
    links, signs = loop.structure.mask.flatten(1).sum(1), loop.structure.signs.clone()
    rewire, updates = DeepRewiring.rewire, []

    def checked(strategy, weights, structure, draws):
        rewired = rewire(strategy, weights, structure, draws)
        assert torch.equal(structure.mask.flatten(1).sum(1), links)
        assert torch.equal(structure.signs, signs)
        assert torch.all((weights * signs)[structure.mask] >= 0)
        assert torch.all(weights[~structure.mask] == 0)
        updates.append(0 if rewired is None else int(rewired.sum()))
        return rewired

    monkeypatch.setattr(DeepRewiring, "rewire", checked)
    loop.start()
    for _ in range(4):
        loop.advance()
    batches = len(list(loop.task.train_batches([1, 2], 1)))
    assert len(updates) == 4 * batches
    assert sum(updates) > 20, "nothing was rewired, so nothing was tested"
