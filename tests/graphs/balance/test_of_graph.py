from itertools import permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.graphs.balance.of_graph import (
    class_loops,
    class_ratios,
    eta_of_census,
    eta_of_tally,
    global_balance,
)
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.signed_graph import SignedGraph

SMALL = st.integers(3, 7).flatmap(
    lambda n: hnp.arrays(np.int8, (n, n), elements=st.sampled_from([-1, 0, 1]))
)


def by_definition(graph):
    """Eta from networkx's triads and the definition of a balanced loop."""
    matrix, ratios = graph.to_weights(), []
    triads = nx.triads_by_type(graph.to_networkx())
    for kind in ("030T", "120D", "120U", "300"):
        balanced = [
            matrix[i, j] * matrix[j, k] == matrix[i, k]
            for triad in triads.get(kind, [])
            for i, j, k in permutations(triad.nodes)
            if matrix[i, j] and matrix[j, k] and matrix[i, k]
        ]
        if balanced:
            ratios.append(np.mean(balanced))
    return np.mean(ratios) if ratios else None


def test_the_published_networks_have_the_exact_eta(published, published_figures):
    for name, graph in published.items():
        assert global_balance(graph).eta == pytest.approx(
            published_figures.loc[name, "eta_exact"], abs=6e-7
        )


def test_one_published_eta_is_rounded_wrongly(published, published_figures):
    wrong = {
        name: round(global_balance(graph).eta, 6)
        for name, graph in published.items()
        if abs(global_balance(graph).eta - published_figures.eta_published_3_decimals[name]) > 5e-4
    }
    assert wrong == {"mnist_n150_balanced_0.729.tsv": 0.727839}


@settings(deadline=None)
@given(SMALL)
def test_eta_follows_the_definition(matrix):
    graph = SignedGraph.from_weights(matrix)
    eta = global_balance(graph).eta
    expected = by_definition(graph)
    assert eta is None if expected is None else eta == pytest.approx(expected, rel=1e-12)


@settings(deadline=None)
@given(SMALL)
def test_the_compiled_eta_is_the_other_to_the_last_bit(matrix):
    census = signed_triad_census(SignedGraph.from_weights(matrix))
    assert np.array_equal(eta_of_tally(class_loops(census)), eta_of_census(census), equal_nan=True)


def test_classes_that_do_not_occur_are_left_out_of_the_mean():
    unbalanced_loop = SignedGraph.from_edges([0, 1, 0], [1, 2, 2], [1, 1, -1])
    balance = global_balance(unbalanced_loop)
    assert balance.eta == 0.0
    assert balance.ratio == {"030T": 0.0, "120D": None, "120U": None, "300": None}
    assert balance.triads == {"030T": 1, "120D": 0, "120U": 0, "300": 0}


@pytest.mark.parametrize("links", [([], []), ([0, 1, 2], [1, 2, 0]), ([0, 1], [1, 2])])
def test_without_transitive_triads_there_is_no_balance(links):
    balance = global_balance(SignedGraph.from_edges(*links, [1] * len(links[0]), n=4))
    assert balance.eta is None
    assert set(balance.ratio.values()) == {None}


def test_a_group_of_friends_and_foes_is_balanced():
    side = np.array([1, 1, 1, -1, -1])
    assert global_balance(SignedGraph.from_weights(np.outer(side, side))).eta == 1.0


def test_many_censuses_at_once(networks):
    census = np.stack([signed_triad_census(graph) for graph in list(networks.values())[:3]])
    assert class_ratios(census).shape == (3, 4)
    assert eta_of_census(census).tolist() == [float(eta_of_census(row)) for row in census]
    assert np.isnan(eta_of_census(np.zeros(132, dtype=int)))
