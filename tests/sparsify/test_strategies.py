"""Hand-worked mask traces, one per strategy, and the invariants over the whole registry."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sparse_rnn.base.seeding import torch_seed
from sparse_rnn.sparsify.base import Structure, choose, largest
from sparse_rnn.sparsify.deep_rewiring import NEWBORN
from sparse_rnn.sparsify.fixed import Given
from sparse_rnn.sparsify.pruning import Pruning
from sparse_rnn.sparsify.registry import STRATEGY_CLASSES, make_strategy
from sparse_rnn.sparsify.schedules import link_count

SPARSE = [name for name in STRATEGY_CLASSES if name != "dense"]


def draws(seeds, *names):
    return [torch.Generator().manual_seed(torch_seed(seed, *names)) for seed in seeds]


def change(strategy, weights, structure, epoch, draws):
    """Let the strategy act, with a made-up gradient if it asks for one."""
    gradient = [torch.cos(7 * weights + epoch)] if strategy.needs_gradient(epoch) else []
    return strategy.change(weights, structure, epoch, draws, *gradient)


def matrix(*rows):
    return torch.tensor([rows], dtype=torch.float32)


def trained_like(weights, mask, seed):
    """What an epoch of training does to the weights: present links move, absent ones stay 0."""
    generator = torch.Generator().manual_seed(seed)
    return (weights + 0.3 * torch.randn(weights.shape, generator=generator)) * mask


def random_weights(replicas, n, seed):
    return torch.randn(replicas, n, n, generator=torch.Generator().manual_seed(seed))


# --- hand-worked traces ---------------------------------------------------------------------


def test_pruning_1_trace():
    strategy = make_strategy("pruning_1", 0.5, epochs=8, settings={"first": 1})
    weights = matrix([0.1, -0.9], [0.4, 0.5])
    structure = strategy.start(weights, draws([1]))
    # window 1..4, ramp 2, q = second largest |w| = 0.5, theta = 2 q / (2*1 + 3*2) = 0.125
    assert strategy.change(weights, structure, 1, draws([1]))  # threshold 0: nothing is cut
    assert structure.mask.all()
    strategy.change(weights, structure, 2, draws([1]))  # threshold 0.125 cuts 0.1
    assert structure.mask.tolist() == [[[False, True], [True, True]]]
    strategy.change(weights, structure, 3, draws([1]))  # threshold 0.3125 cuts nothing more
    assert structure.mask.sum() == 3
    strategy.change(weights, structure, 4, draws([1]))  # the end: exactly two links are left
    assert structure.mask.tolist() == [[[False, True], [False, True]]]
    assert weights.tolist() == matrix([0, -0.9], [0, 0.5]).tolist()
    assert not strategy.change(weights, structure, 5, draws([1]))


def test_pruning_2_trace():
    strategy = make_strategy("pruning_2", 0.75, epochs=8, settings={"first": 2, "gamma": 1.0})
    weights = matrix([0.1, -0.9], [0.4, 0.5])
    structure = strategy.start(weights, draws([1]))
    assert not strategy.change(weights, structure, 1, draws([1]))
    strategy.change(weights, structure, 2, draws([1]))  # sparsity 0
    assert structure.mask.all()
    strategy.change(weights, structure, 3, draws([1]))  # sparsity 0.375: round(2.5) = 2 links
    assert structure.mask.tolist() == [[[False, True], [False, True]]]
    strategy.change(weights, structure, 4, draws([1]))  # sparsity 0.75: 1 link
    assert structure.mask.tolist() == [[[False, True], [False, False]]]


def test_random_pruning_cuts_on_the_schedule_of_pruning_2_without_a_look_at_the_weights():
    def run(name, scale):
        strategy = make_strategy(name, 0.75, epochs=8, settings={"first": 2, "gamma": 1.0})
        weights = random_weights(2, 30, 0) * scale
        structure = strategy.start(weights, draws([1, 2], 0))
        masks = []
        for epoch in range(1, 8):
            strategy.change(weights, structure, epoch, draws([1, 2], epoch))
            masks.append(structure.mask.clone())
        assert torch.equal(weights != 0, structure.mask)
        return torch.stack(masks)

    once = run("random_pruning", 1.0)
    counts = once.flatten(2).sum(2)
    assert torch.equal(counts, run("pruning_2", 1.0).flatten(2).sum(2))
    assert torch.equal(once, run("random_pruning", random_weights(1, 30, 5)))
    assert not torch.equal(once[-1, 0], once[-1, 1])


def test_random_pruning_leaves_every_link_alike():
    strategy = make_strategy("random_pruning", 0.75, epochs=8, settings={"first": 1})
    left = torch.zeros(4, 4)
    for seed in range(800):
        weights = matrix(*[[10.0**i] * 4 for i in range(4)])
        structure = strategy.start(weights, draws([seed], 0))
        for epoch in range(1, 8):
            strategy.change(weights, structure, epoch, draws([seed], epoch))
        left += structure.mask[0]
    expected = 800 / 4
    assert ((left - expected) ** 2 / expected).sum() < 37.7  # 15 degrees of freedom, p = 0.001


def test_set_trace():
    strategy = make_strategy("set", 0.5, epochs=8, settings={"zeta": 0.5})
    weights = matrix([0.1, 0.9], [-0.4, -0.5])
    structure = Structure(torch.ones(1, 2, 2, dtype=torch.bool))
    assert strategy.weakest(weights[0], structure.mask[0]).tolist() == [
        [True, False],
        [True, False],
    ]
    strategy.change(weights, structure, 1, draws([1]))
    # the two removed places are the only absent ones, so the new links stand there, with value 0
    assert structure.mask.all()
    assert weights.tolist() == matrix([0, 0.9], [0, -0.5]).tolist()
    assert structure.added.tolist() == [[[True, False], [True, False]]]
    strategy.change(weights, structure, 2, draws([1]))
    assert structure.added.sum() == 1, "of the last change alone"


def test_deep_r_trace():
    strategy = make_strategy("deep_r", 0.5, 8, {"drift": 0.2, "noise": 0.0})
    weights = matrix([0.1, 0.9], [0, 0])
    signs = matrix([1, 1], [1, -1])
    structure = Structure(weights != 0, signs)
    rewired = strategy.after_update(weights, structure, draws([1]))
    # 0.1 - 0.2 would flip: it goes dormant; one of the three dormant links is reactivated
    assert weights[0, 0, 1] == pytest.approx(0.7)
    assert structure.mask.sum() == 2
    (newborn,) = (structure.mask[0] & (weights[0].abs() < 0.1)).nonzero().tolist()
    assert weights[0][tuple(newborn)] == NEWBORN * signs[0][tuple(newborn)]
    assert rewired[0, 0, 0]
    assert rewired.sum() == (1 if newborn == [0, 0] else 2)
    assert (
        strategy.after_update(matrix([1.0, 0.9], [0, 0]), Structure(signs > 9, signs), draws([1]))
        is None
    )


def test_static_and_dense_never_change():
    for name, sparsity in (("static", 0.5), ("dense", 0.0)):
        strategy = make_strategy(name, sparsity, 8, {})
        weights = random_weights(2, 6, 0)
        structure = strategy.start(weights, draws([1, 2]))
        before = structure.mask.clone()
        assert not any(strategy.change(weights, structure, e, draws([1, 2])) for e in range(1, 8))
        assert torch.equal(structure.mask, before)


# --- invariants -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", SPARSE)
@given(n=st.integers(3, 12), sparsity=st.floats(0.05, 0.8), seed=st.integers(0, 2**20))
@settings(max_examples=15, deadline=None)
def test_counts_masks_and_signs_hold_along_training(name, n, sparsity, seed):
    epochs, seeds = 12, [seed, seed + 1]
    strategy = make_strategy(name, sparsity, epochs, {})
    weights = random_weights(2, n, seed)
    structure = strategy.start(weights, draws(seeds, 0))
    links = link_count(n, sparsity)
    for epoch in range(1, epochs):
        weights = trained_like(weights, structure.mask, seed + epoch)
        before = structure.mask.clone()
        change(strategy, weights, structure, epoch, draws(seeds, epoch))
        strategy.after_update(weights, structure, draws(seeds, epoch))
        assert torch.all(weights[~structure.mask] == 0)
        counts = structure.mask.flatten(1).sum(1)
        if isinstance(strategy, Pruning):
            assert torch.all(structure.mask <= before), "masks must be nested"
            assert torch.all(counts >= links)
        else:
            assert torch.all(counts == links)
        if name == "deep_r":
            assert torch.all((weights * structure.signs)[structure.mask] >= 0), "a sign flipped"
    assert torch.all(counts == links)


@pytest.mark.parametrize("name", SPARSE)
def test_a_replica_is_the_same_alone_and_among_others(name):
    strategy = make_strategy(name, 0.7, 10, {})

    def run(seeds):
        weights = torch.stack([random_weights(1, 8, seed)[0] for seed in seeds])
        structure = strategy.start(weights, draws(seeds, 0))
        for epoch in range(1, 10):
            weights.mul_(-0.9 if epoch == 3 else 1.1)
            change(strategy, weights, structure, epoch, draws(seeds, epoch))
            strategy.after_update(weights, structure, draws(seeds, epoch))
        return weights

    assert torch.equal(run([4, 5, 6])[1], run([5])[0])


def test_choose_is_uniform():
    candidates = torch.tensor([[True, False, True], [True, True, False]])
    draw = torch.Generator().manual_seed(0)
    counts = sum(choose(candidates, 1, draw).int() for _ in range(4000))
    assert torch.all(counts[~candidates] == 0)
    expected = 1000
    chi_square = (((counts - expected) ** 2)[candidates] / expected).sum().item()
    assert chi_square < 16.3  # 3 degrees of freedom, p = 0.001


def test_ties_go_to_the_lower_index():
    assert largest(torch.tensor([[1.0, 2.0], [2.0, 2.0]]), 2).tolist() == [
        [False, True],
        [True, False],
    ]


# --- edges and errors -----------------------------------------------------------------------


@pytest.mark.parametrize("zeta", [0.0, 1.0])
def test_set_at_the_ends_of_zeta(zeta):
    strategy = make_strategy("set", 0.5, 8, {"zeta": zeta})
    weights = random_weights(1, 6, 0)
    structure = strategy.start(weights, draws([1]))
    before = weights.clone()
    strategy.change(weights, structure, 1, draws([1]))
    assert structure.mask.sum() == 18
    assert torch.equal(weights, before) if zeta == 0 else torch.all(weights == 0)


@pytest.mark.parametrize("name", SPARSE)
@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_a_sign_class_may_be_empty(name, sign):
    """At 2 links of 100 a network often has links of one sign only, at 1 link always."""
    for links in (1, 2):
        strategy = make_strategy(name, 1 - links / 100, 8, {"zeta": 0.5} if name == "set" else {})
        weights = sign * (0.1 + random_weights(1, 10, 0).abs())
        structure = strategy.start(weights, draws([1], 0))
        for epoch in range(1, 8):
            change(strategy, weights, structure, epoch, draws([1], epoch))
            strategy.after_update(weights, structure, draws([1], epoch))
            assert torch.all(weights * sign >= 0)
        assert structure.mask.sum() == links


@pytest.mark.parametrize("name", STRATEGY_CLASSES)
@pytest.mark.parametrize("value", [0.5, -0.5, 0.0])
def test_a_network_of_one_unit_has_one_link_all_its_life(name, value):
    own = {"set": {"zeta": 1.0}, "deep_r": {"drift": 0.3, "noise": 0.1}}.get(name, {})
    strategy = make_strategy(name, 0.0 if name == "dense" else 0.2, 8, own)
    weights = torch.full((1, 1, 1), value)
    structure = strategy.start(weights, draws([1], 0))
    for epoch in range(1, 8):
        change(strategy, weights, structure, epoch, draws([1], epoch))
        strategy.after_update(weights, structure, draws([1], epoch))
        assert structure.mask.all() and weights.isfinite().all()


@pytest.mark.parametrize(
    ("name", "sparsity", "own", "message"),
    [
        ("prune", 0.5, {}, "unknown strategy 'prune'; legal: dense, static, pruning_1"),
        ("set", 0.5, {"zeta": 1.5}, "zeta must lie in"),
        ("deep_r", 0.5, {"period": "day"}, "unknown period 'day'; legal: update, epoch"),
        ("deep_r", 0.5, {"noise": -1.0}, "must not be negative"),
        ("pruning_1", 0.5, {"first": 4}, "use more epochs"),
        ("pruning_2", 0.999, {}, "leaves no link among 3 units"),
        ("static", 1.2, {}, "sparsity must lie in"),
        ("dense", 0.5, {}, "dense networks have sparsity 0, got 0.5"),
    ],
)
def test_bad_parameters_are_named(name, sparsity, own, message):
    with pytest.raises(ValueError, match=message):
        make_strategy(name, sparsity, 8, own).start(torch.ones(1, 3, 3), draws([1]))


def test_given_networks_are_put_in_place_and_stay():
    given = torch.tensor([[[0.0, -2.0], [0.5, 0.0]], [[1.0, 0.0], [0.0, 0.0]]])
    weights = torch.ones(2, 2, 2)
    structure = Given(0.5, 3, given).start(weights, [])
    assert torch.equal(weights, given)
    assert torch.equal(structure.mask, given != 0)
    with pytest.raises(ValueError, match=r"shape \(2, 2, 2\), the ensemble's \(1, 2, 2\)"):
        Given(0.5, 3, given).start(weights[:1], [])
