"""Each strategy against what its paper says of it, recomputed here in another way."""

import math

import numpy as np
import pytest
import torch
from scipy.special import ndtr
from scipy.stats import chi2

from sparse_rnn.base.seeding import stream, torch_seed
from sparse_rnn.sparsify import sparse_evolution
from sparse_rnn.sparsify.base import Structure
from sparse_rnn.sparsify.registry import make_strategy
from sparse_rnn.sparsify.schedules import PruningWindow, RampThreshold


def draw(*names):
    return torch.Generator().manual_seed(torch_seed(0, *names))


# --- Pruning I: Narang et al. 2017 -----------------------------------------------------------


@pytest.mark.parametrize(("start", "end"), [(1, 100), (5, 100), (1, 6), (3, 7), (4, 6), (9, 10)])
def test_the_threshold_rises_with_theta_then_one_and_a_half_theta_up_to_the_quantile(start, end):
    q, ramp = 0.37, max(start, end / 2)
    theta = 2 * q / (2 * (ramp - start) + 3 * (end - ramp))
    threshold = [RampThreshold(PruningWindow(start, end))(epoch, q) for epoch in range(end + 1)]
    assert threshold[start] == 0
    assert threshold[end] == pytest.approx(q, rel=1e-12)
    for epoch in range(start, end):
        early = min(max(ramp - epoch, 0), 1)  # share of this step that lies before the ramp
        rise = theta * early + 1.5 * theta * (1 - early)
        assert threshold[epoch + 1] - threshold[epoch] == pytest.approx(rise, rel=1e-9)


def test_pruning_1_keeps_a_link_at_the_threshold():
    strategy = make_strategy("pruning_1", 0.5, epochs=8, settings={"first": 1})
    # q = 0.5, so the threshold after two epochs is 0.125 (as in the trace by hand)
    weights = torch.tensor([[[0.125, -0.9], [-0.124, 0.5]]])
    structure = strategy.start(weights, [draw()])
    strategy.change(weights, structure, 2, [draw()])
    assert structure.mask.tolist() == [[[True, True], [False, True]]]


@pytest.mark.parametrize("name", ["pruning_1", "pruning_2"])
def test_pruning_cuts_exactly_as_many_where_all_weights_tie(name):
    strategy = make_strategy(name, 0.75, epochs=8, settings={"first": 1})
    weights = torch.full((1, 4, 4), -0.5)
    structure = strategy.start(weights, [draw()])
    for epoch in range(1, 5):
        strategy.change(weights, structure, epoch, [draw()])
    assert structure.mask.flatten().tolist() == [True] * 4 + [False] * 12  # lower index stays


# --- DeepR: Bellec et al. 2018 ---------------------------------------------------------------


def expected_lifetime(drift, noise):
    """Updates until a link born at 0 flips, in the mean, where nothing but drift and noise acts.

    The link is a random walk with steps N(-drift, noise^2); the mean time of its first descent
    below 0 is exp(sum over n of P(S_n >= 0) / n) (Spitzer 1956, doi 10.1090/S0002-9947-1956-0079851-X).
    """
    n = np.arange(1, 200_000)
    return math.exp((ndtr(-drift * np.sqrt(n) / noise) / n).sum())


def rewired_per_update(strategy, weights, structure, updates):
    """The number of links that flip at each update of one replica without any gradient."""
    generators, counts = [draw("rewiring")], []
    for _ in range(updates):
        links = int(structure.mask.sum())
        before = structure.mask.clone()
        signs = torch.sign(weights * structure.signs)[before]
        assert torch.all(signs >= 0), "an active link has a sign that is not its own"
        rewired = strategy.after_update(weights, structure, generators)
        assert int(structure.mask.sum()) == links, "the number of links changed"
        assert torch.all(weights[~structure.mask] == 0)
        newborn = structure.mask & (weights.abs() == np.float32(1e-12))
        assert rewired is None or torch.all(structure.mask[rewired] == newborn[rewired])
        counts.append(int(newborn.sum()))
    return np.array(counts)


def test_the_lifetime_is_that_of_a_simulated_walk():
    steps = stream(0, "walks").normal(-0.5, 1.0, (20_000, 400))
    lifetimes = 1 + (steps.cumsum(1) >= 0).cumprod(1).sum(1)
    error = lifetimes.std() / math.sqrt(len(lifetimes))
    assert abs(lifetimes.mean() - expected_lifetime(0.5, 1.0)) < 4 * error


@pytest.mark.parametrize(("drift", "noise"), [(0.5, 1.0), (0.2, 1.0), (1.0, 0.7)])
def test_links_are_reactivated_as_often_as_theory_expects(drift, noise):
    n, links = 40, 400
    weights = torch.zeros(1, n, n)
    mask = torch.zeros(n * n, dtype=torch.bool)
    mask[torch.randperm(n * n, generator=draw("places"))[:links]] = True
    signs = torch.where(torch.rand(1, n, n, generator=draw("signs")) < 0.5, -1.0, 1.0)
    strategy = make_strategy("deep_r", 0.75, 8, {"drift": drift, "noise": noise})
    structure = Structure(mask.view(1, n, n), signs.clone())
    counts = rewired_per_update(strategy, weights, structure, updates=1500)
    assert torch.equal(structure.signs, signs)
    # links live and die independently: after a while links / lifetime of them die per update
    settled = counts[500:]
    blocks = settled.reshape(20, -1).mean(1)
    error = blocks.std(ddof=1) / math.sqrt(len(blocks))
    expected = links / expected_lifetime(drift, noise)
    assert abs(settled.mean() - expected) < 4 * error
    assert error < 0.02 * expected, "too rough to notice an error"


def test_a_first_update_flips_each_link_with_its_own_probability():
    n = 200
    start = 0.3 * torch.rand(1, n, n, generator=draw("start"))
    signs = torch.where(torch.rand(1, n, n, generator=draw("signs")) < 0.5, -1.0, 1.0)
    strategy = make_strategy("deep_r", 0.0, 8, {"drift": 0.05, "noise": 0.1})
    structure = Structure(torch.ones(1, n, n, dtype=torch.bool), signs)
    flipped = strategy.after_update(start * signs, structure, [draw("jitter")])
    probability = ndtr((0.05 - start.double().numpy()) / 0.1)
    expected, variance = probability.sum(), (probability * (1 - probability)).sum()
    assert abs(flipped.sum().item() - expected) < 4 * math.sqrt(variance)


@pytest.mark.parametrize(("drift", "noise"), [(0.0, 0.0), (0.1, 0.0)])
def test_without_noise_links_flip_on_schedule(drift, noise):
    weights, signs = torch.tensor([[[0.35, 0.0], [0.0, 0.0]]]), torch.ones(1, 2, 2)
    structure = Structure(weights != 0, signs)
    strategy = make_strategy("deep_r", 0.75, 8, {"drift": drift, "noise": noise})
    counts = rewired_per_update(strategy, weights, structure, updates=8)
    # 0.35 lasts for three steps of 0.1 and flips at the fourth; a link born at 0 flips at once
    assert counts.tolist() == ([0] * 8 if drift == 0 else [0, 0, 0, 1, 1, 1, 1, 1])


# --- SET: Mocanu et al. 2018 -----------------------------------------------------------------


@pytest.mark.parametrize("zeta", [0.05, 0.2, 0.5])
def test_set_removes_the_share_zeta_of_the_weakest_of_each_sign(zeta):
    rng = stream(0, "weights")
    weights = rng.normal(0.1, 1, (30, 30)) * (rng.random((30, 30)) < 0.3)
    strategy = make_strategy("set", 0.7, 8, {"zeta": zeta})
    removed = strategy.weakest(torch.tensor(weights), torch.tensor(weights != 0)).numpy()
    positive, negative = np.sort(weights[weights > 0]), -np.sort(-weights[weights < 0])
    expected = [*positive[: int(zeta * len(positive))], *negative[: int(zeta * len(negative))]]
    assert sorted(weights[removed]) == sorted(expected)
    assert len(positive) != len(negative)


def growth_p_value(updates=4000, n=7):
    """Chi-square p-value of where new links stand, against the uniform choice among all absent."""
    strategy = make_strategy("set", 0.5, 8, {"zeta": 0.25})
    start = torch.zeros(n, n)
    places = torch.randperm(n * n, generator=draw("places"))[:24]
    values = 0.1 * (1 + torch.arange(12.0))
    start.view(-1)[places] = torch.cat([values, -values])
    removed = strategy.weakest(start, start != 0)
    absent = (start == 0) | removed
    born, m, counts = int(removed.sum()), int(absent.sum()), torch.zeros(n, n)
    generator = draw("growth")
    for _ in range(updates):
        weights, structure = start[None].clone(), Structure((start != 0)[None].clone())
        strategy.change(weights, structure, 1, [generator])
        grown = structure.mask[0] & absent
        assert int(grown.sum()) == born == 6
        counts += grown
    assert not counts[~absent].any()
    expected = updates * born / m
    # the places of one update exclude each other, which narrows the counts (hypergeometric)
    statistic = ((counts[absent] - expected) ** 2).sum().item() / expected
    return chi2.sf(statistic * (m - 1) / (m - born), m - 1)


def test_set_grows_links_without_bias():
    assert growth_p_value() > 1e-3


def test_biased_growth_would_be_noticed(monkeypatch):
    def biased(candidates, count, generator):
        """Prefer low indices a little."""
        where = candidates.flatten().nonzero()[:, 0]
        luck = torch.rand(len(where), generator=generator)
        luck -= 0.1 * torch.arange(len(where)) / len(where)
        chosen = torch.zeros(candidates.numel(), dtype=torch.bool)
        chosen[where[luck.argsort(descending=True)[:count]]] = True
        return chosen.view_as(candidates)

    monkeypatch.setattr(sparse_evolution, "choose", biased)
    assert growth_p_value() < 1e-3


def test_of_links_that_tie_at_the_border_set_removes_the_lower_index():
    strategy = make_strategy("set", 0.5, 8, {"zeta": 0.5})
    weights = torch.tensor([[0.2, -0.2], [0.2, -0.2]])
    removed = strategy.weakest(weights, weights != 0)
    assert removed.tolist() == [[True, True], [False, False]]
