"""RigL against its source; SET with growth towards balance against SET."""

import math

import numpy as np
import pytest
import torch

from sparse_rnn.base.seeding import torch_seed
from sparse_rnn.graphs.balance.closing import closing_balance
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.sparsify.base import Structure
from sparse_rnn.sparsify.registry import make_strategy

GUIDED = ["balanced_set", "unbalanced_set"]


def draws(seeds, *names):
    return [torch.Generator().manual_seed(torch_seed(seed, *names)) for seed in seeds]


def normal(replicas, n, seed):
    return torch.randn(replicas, n, n, generator=torch.Generator().manual_seed(seed))


def started(name, n=30, sparsity=0.8, seeds=(1, 2), **own):
    strategy = make_strategy(name, sparsity, 20, own)
    weights = normal(len(seeds), n, 0)
    return strategy, weights, strategy.start(weights, draws(seeds, 0))


# --- RigL -----------------------------------------------------------------------------------


def test_rigl_trace():
    strategy = make_strategy("rigl", 0.5, epochs=8, settings={"alpha": 1.0, "until": 1.0})
    weights = torch.tensor([[[0.1, -0.9, 0.0], [0.4, -0.2, 0.0], [0.0, 0.0, 0.0]]])
    structure = Structure(weights != 0)
    gradient = torch.tensor([[[7.0, 99.0, 0.5], [99.0, 0.1, -3.0], [2.0, 0.0, 0.0]]])
    # after 4 of 8 epochs half of the 4 links: 0.1 and -0.2 go; of what is absent then, the
    # gradients 7 (just dropped) and -3 are the largest; links that stay are no candidates
    assert strategy.change(weights, structure, 4, [], gradient)
    assert structure.mask[0].int().tolist() == [[1, 1, 0], [1, 0, 1], [0, 0, 0]]
    assert weights[0].tolist() == [[0, pytest.approx(-0.9), 0], [pytest.approx(0.4), 0, 0], [0] * 3]


def test_rigl_keeps_the_number_drops_the_smallest_and_grows_the_steepest():
    strategy, weights, structure = started("rigl")
    gradient = normal(2, 30, 7)
    before, mask = weights.clone(), structure.mask.clone()
    strategy.change(weights, structure, 5, [], gradient)
    count = int(0.15 * (1 + math.cos(math.pi * 5 / 15)) * 180)
    assert structure.mask.flatten(1).sum(1).tolist() == mask.flatten(1).sum(1).tolist() == [180] * 2
    for r in range(2):
        stays = mask[r] & structure.mask[r] & (weights[r] != 0)
        changed = structure.mask[r] & ~stays
        assert changed.sum() == count
        assert torch.all(weights[r][changed] == 0)
        assert torch.equal(weights[r][stays], before[r][stays])
        assert before[r][mask[r] & ~stays].abs().max() <= before[r][stays].abs().min()
        passed_over = gradient[r][~structure.mask[r]].abs()
        assert gradient[r][changed].abs().min() >= passed_over.max()


def test_rigl_replaces_the_share_of_its_source_until_three_quarters_of_training():
    share = make_strategy("rigl", 0.9, epochs=200, settings={}).share
    expected = {0: 0.3, 50: 0.225, 75: 0.15, 100: 0.075}  # cos of 0, pi/3, pi/2, 2 pi/3
    assert [share(t) for t in expected] == pytest.approx(list(expected.values()))
    assert (share(149) > 0, share(150), share(199)) == (True, 0, 0)


def test_rigl_asks_for_the_gradient_as_long_as_it_changes_anything():
    strategy, weights, structure = started("rigl")
    assert [strategy.needs_gradient(epoch) for epoch in (1, 14, 15)] == [True, True, False]
    assert not strategy.change(weights, structure, 15, [])
    with pytest.raises(ValueError, match="grow by the gradient after epoch 14, but none is given"):
        strategy.change(weights, structure, 14, [])


# --- SET towards balance and away from it ---------------------------------------------------


@pytest.mark.parametrize("name", GUIDED)
def test_without_strength_it_is_set_bit_by_bit(name):
    def run(name, **own):
        strategy, weights, structure = started(name, zeta=0.3, **own)
        for epoch in range(1, 6):
            strategy.change(weights, structure, epoch, draws((1, 2), epoch))
            weights += 0.1 * normal(2, 30, epoch) * structure.mask
        return weights

    assert run(name, strength=0.0).numpy().tobytes() == run("set").numpy().tobytes()
    assert not torch.equal(run(name, strength=0.5), run("set"))


@pytest.mark.parametrize("strength", [0.5, 1.0])
@pytest.mark.parametrize(("name", "towards"), [("balanced_set", 1), ("unbalanced_set", -1)])
def test_new_links_close_loops_with_the_sign_and_size_that_they_should(name, towards, strength):
    strategy, weights, structure = started(name, zeta=0.2, strength=strength)
    before, mask = weights.clone(), structure.mask.clone()
    strategy.change(weights, structure, 1, draws((1, 2), 1))
    for r in range(2):
        removed = strategy.weakest(before[r], mask[r])
        kept = before[r] * (mask[r] & ~removed)
        new = structure.mask[r] & (kept == 0)
        assert structure.mask[r].sum() == mask[r].sum()
        assert new.sum() == removed.sum() > 20
        guided = new & (weights[r] != 0)
        assert guided.sum() == round(strength * int(removed.sum()))
        balance = torch.from_numpy(closing_balance(kept.numpy()))
        assert torch.all(weights[r][guided].sign() == towards * balance[guided].sign())
        assert balance[guided].abs().min() >= balance[~structure.mask[r]].abs().double().median()
        sizes = before[r][removed].abs().tolist()
        assert set(weights[r][guided].abs().tolist()) <= set(sizes)
        if strength == 1:
            assert sorted(weights[r][new].abs().tolist()) == sorted(sizes)


def test_both_take_the_same_places_and_opposite_signs():
    ends = {}
    for name in GUIDED:
        strategy, weights, structure = started(name)
        start = weights.clone()
        strategy.change(weights, structure, 1, draws((1, 2), 1))
        ends[name] = weights
    one, other = ends.values()
    assert torch.equal(one.abs(), other.abs())
    assert torch.equal((one != other), (one != 0) & (one != start))


def test_balance_rises_above_that_of_set_and_falls_in_the_mirror_image():
    eta = {}
    for name in ("set", *GUIDED):
        strategy, weights, structure = started(name, n=40, seeds=(1, 2, 3), zeta=0.2)
        for epoch in range(1, 8):
            strategy.change(weights, structure, epoch, draws((1, 2, 3), epoch))
            new = structure.mask & (weights == 0)
            weights[new] = 0.01 * normal(3, 40, epoch)[new]  # training would give them a sign
        graphs = [SignedGraph.from_weights(own.numpy()) for own in weights]
        eta[name] = np.mean([global_balance(graph).eta for graph in graphs])
    assert eta["balanced_set"] > eta["set"] + 0.1
    assert eta["unbalanced_set"] < eta["set"] - 0.1


@pytest.mark.parametrize("name", GUIDED)
def test_where_no_link_would_close_a_loop_it_is_set(name):
    strategy = make_strategy(name, 0.5, 8, {"zeta": 1.0})
    weights = torch.tensor([[[0.0, -0.9], [0.4, 0.0]]])
    structure = Structure(weights != 0)
    strategy.change(weights, structure, 1, draws([1]))
    assert (structure.mask.sum(), weights.abs().sum()) == (2, 0)


@pytest.mark.parametrize(
    ("name", "own", "message"),
    [
        ("rigl", {"alpha": 1.5}, "alpha must lie in .*, got alpha 1.5"),
        ("rigl", {"until": 0.0}, "until must lie in .*, got 0.0"),
        ("balanced_set", {"strength": -0.1}, "strength must lie in .*, got -0.1"),
        ("unbalanced_set", {"zeta": 2.0}, "zeta must lie in .*, got 2.0"),
    ],
)
def test_impossible_parameters_are_named(name, own, message):
    with pytest.raises(ValueError, match=message):
        make_strategy(name, 0.9, 20, own)
