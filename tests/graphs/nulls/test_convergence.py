import numpy as np
import pytest

from sparse_rnn.graphs.motifs import EVERY_MOTIF, FFL, MOTIFS
from sparse_rnn.graphs.nulls.chain.tally import Tally
from sparse_rnn.graphs.nulls.convergence import (
    FEWEST_EVENTS,
    LINKS,
    STATISTICS,
    among_starts,
    between_halves,
    convergence,
)

STARTS = np.tile([0, 1, 0, 2, 0, 3, 0, 4], 60)


def tally(seed=0):
    rng = np.random.default_rng(seed)
    counts = rng.poisson(30, (len(STARTS), len(MOTIFS)))
    return Tally(counts, np.ones(len(STARTS), dtype=int), rng.binomial(500, 0.1, len(STARTS)))


def test_chains_that_differ_by_chance_alone_are_settled():
    apart = [convergence(tally(seed), STARTS).apart.max() for seed in range(40)]
    assert sum(value >= 4 for value in apart) <= 2


def test_the_two_differences_are_those_of_a_normal_distribution():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(480, 4000))
    halves = between_halves(values[STARTS == 0], values[STARTS > 0])
    far = STARTS > 0
    starts = among_starts(values[far], STARTS[far])
    for found in (halves, starts):
        np.testing.assert_allclose((found > 1.96).mean(), 0.05, atol=0.015)


@pytest.mark.parametrize("motif", FFL[[0, 5]])
def test_chains_that_remember_the_given_network_are_not_settled(motif):
    found = tally()
    found.counts[STARTS == 0, motif] += 3
    judged = convergence(found, STARTS)
    assert not judged.settled and judged.worst == STATISTICS[motif]


def test_a_motif_that_does_not_decide_has_its_own_word():
    found, other = tally(), 3
    assert MOTIFS[other].triad == "021D" or MOTIFS[other].triad == "021U"
    found.counts[STARTS == 0, other] += 3
    judged = convergence(found, STARTS)
    assert judged.settled and not judged.motifs[other]
    assert judged.motifs[np.setdiff1d(EVERY_MOTIF, [other])].all()


def test_chains_that_remember_one_far_start_are_not_settled():
    found = tally()
    found.shared[STARTS == 2] += 5
    found.shared[STARTS == 0] += 1  # the halves agree
    judged = convergence(found, STARTS)
    assert not judged.settled and judged.worst == LINKS


def test_groups_without_spread_that_differ_are_infinitely_far_apart():
    found = tally()
    found.counts[:, 5] = 7
    assert convergence(found, STARTS).apart[5] == 0
    found.counts[STARTS == 0, 5] = 8
    assert convergence(found, STARTS).apart[5] == np.inf


def test_a_motif_that_hardly_occurs_is_not_judged():
    found = tally()
    found.counts[:, 5] = 0
    found.counts[STARTS == 1, 5][:1] = 1
    found.counts[np.flatnonzero(STARTS == 1)[: FEWEST_EVENTS - 1], 5] = 1
    assert convergence(found, STARTS).apart[5] == 0
