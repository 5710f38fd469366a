from itertools import product
from pathlib import Path

import numpy as np

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.studies.connectome.sign_arrangements import (
    MOST_MOVABLE,
    arrangement_sample,
    movable_links,
    sign_arrangements,
)
from sparse_rnn.studies.connectome.wiring import SIGN_RULES, read_wiring, signed_wiring

LINKS = Path(__file__).parents[3] / "data" / "connectome" / "celegans_chemical_signs.tsv"


def signed_degrees(graph, sign):
    values = (np.bincount(ends, sign, graph.n) for ends in (graph.source, graph.target))
    return np.concatenate(list(values))


def small_graphs():
    """Yield random networks, each with the signs of all of the same links and signed degrees."""
    rng = np.random.default_rng(0)
    anywhere, three_to_three = 1 - np.eye(4), np.zeros((6, 6))
    three_to_three[:3, 3:] = 1
    for allowed in [anywhere] * 10 + [three_to_three] * 10:
        links = np.argwhere(rng.random(allowed.shape) < 0.9 * allowed)
        signs = rng.choice([-1, 1], len(links))
        graph = SignedGraph.from_edges(*links.T, signs, n=len(allowed))
        kept = signed_degrees(graph, graph.sign)
        every = product([-1, 1], repeat=graph.edges)
        yield graph, {s for s in every if (signed_degrees(graph, s) == kept).all()}


def test_movable_links_are_those_that_change_in_some_network_of_the_same_signed_degrees():
    for graph, same in small_graphs():
        changed = (np.array(list(same)) != graph.sign).any(0)
        assert movable_links(graph).tolist() == np.flatnonzero(changed).tolist()


def test_the_arrangements_are_all_networks_of_the_same_signed_degrees():
    found = []
    for graph, same in small_graphs():
        members = [tuple(signs) for signs in sign_arrangements(graph).tolist()]
        assert set(members) == same and len(members) == len(same)
        found.append(len(members))
    assert max(found) > 2


def test_no_sign_of_a_worm_of_one_sign_per_neuron_can_move():
    links = read_wiring(LINKS)
    for name, rule in SIGN_RULES.items():
        graph = signed_wiring(links, name)
        assert len(movable_links(graph)) == (0 if rule.one_sign else 12)


def test_many_movable_links_are_not_listed():
    n = MOST_MOVABLE
    source, target = np.repeat(np.arange(n), 2), n + np.tile([0, 1], n)
    graph = SignedGraph.from_edges(source, target, np.tile([1, -1, -1, 1], n // 2), n=n + 2)
    assert len(movable_links(graph)) == 2 * n
    assert sign_arrangements(graph) is None and arrangement_sample(graph, 5) is None


def test_a_sample_draws_all_arrangements_alike():
    graph = signed_wiring(read_wiring(LINKS), "predicted")
    members = sign_arrangements(graph)
    sample = arrangement_sample(graph, 300)
    drawn = np.array([sample.network(index).sign for index in range(300)])
    times = [(drawn == member).all(1).sum() for member in members]
    assert len(times) == 6 and sum(times) == 300
    assert np.abs(np.array(times) - 50).max() < 4 * np.sqrt(50 * 5 / 6)
    assert (sample.counts[7] == signed_triad_census(sample.network(7))).all()
    assert (sample.shared == (drawn == graph.sign).sum(1)).all()
    assert sample.settled and sample.swaps == 0
