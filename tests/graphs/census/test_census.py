from itertools import combinations, permutations, product

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.graphs.census import parts
from sparse_rnn.graphs.census.dense import DENSE_NODES
from sparse_rnn.graphs.census.occurrences import chosen_motifs
from sparse_rnn.graphs.census.sparse import signed_ffl_counts, signed_triad_census
from sparse_rnn.graphs.motifs import FFL, MOTIFS, TRIAD_LINKS, class_members
from sparse_rnn.graphs.signed_graph import SignedGraph


def weights(least, most):
    signs = st.sampled_from([-1, 0, 1])
    return st.integers(least, most).flatmap(lambda n: hnp.arrays(np.int8, (n, n), elements=signs))


def brute_force(matrix):
    """Name each triad by trying every labelling on the drawing of every class."""
    counts = dict.fromkeys(((motif.triad, motif.signs) for motif in MOTIFS), 0)
    for nodes in combinations(range(len(matrix)), 3):
        found = set()
        for triad, links in TRIAD_LINKS.items():
            for order in permutations(nodes):
                part = matrix[np.ix_(order, order)] * (1 - np.eye(3, dtype=int))
                if {tuple(link) for link in np.argwhere(part).tolist()} == set(links):
                    signs = "".join("+" if part[link] > 0 else "-" for link in links)
                    found.add((triad, signs))
        if found:
            counts[min(found)] += 1
    return list(counts.values())


def test_the_published_networks_are_counted_as_published(published, published_figures):
    names = [f"ffl_{''.join(signs)}" for signs in product("pn", repeat=3)]
    counted = {name: signed_ffl_counts(graph).tolist() for name, graph in published.items()}
    assert len(counted) == 78
    assert counted == {n: published_figures.loc[n, names].tolist() for n in counted}


def test_fanmod_counted_the_same(networks, fanmod_runs):
    for name, _, table in fanmod_runs:
        assert signed_ffl_counts(networks[name]).tolist() == table["count"].tolist()


def test_fanmod_counted_the_same_in_published_networks(published, published_fanmod_figures):
    for (name, _), rows in published_fanmod_figures.groupby(["network", "bidirectional_edges"]):
        assert signed_ffl_counts(published[name]).tolist() == rows["original"].tolist()[:8]


@pytest.mark.parametrize("motif", MOTIFS, ids=lambda motif: f"{motif.triad}{motif.signs}")
def test_each_motif_alone_is_counted_once_as_itself(motif):
    source, target = np.array(TRIAD_LINKS[motif.triad]).T
    sign = [1 if s == "+" else -1 for s in motif.signs]
    census = signed_triad_census(SignedGraph.from_edges(source, target, sign, n=3))
    assert census.sum() == 1
    assert MOTIFS[int(census.argmax())] == motif


def test_all_graphs_of_three_nodes():
    cells = [(i, j) for i in range(3) for j in range(3) if i != j]
    for signs in product((0, 1, -1), repeat=6):
        matrix = np.zeros((3, 3), dtype=int)
        for cell, sign in zip(cells, signs, strict=True):
            matrix[cell] = sign
        assert signed_triad_census(SignedGraph.from_weights(matrix)).tolist() == brute_force(matrix)


@settings(deadline=None, max_examples=60)
@given(weights(0, 7))
def test_brute_force_on_small_graphs(matrix):
    assert signed_triad_census(SignedGraph.from_weights(matrix)).tolist() == brute_force(matrix)


@settings(deadline=None, max_examples=60)
@given(weights(1, 7))
def test_small_and_large_graphs_are_counted_alike(matrix):
    small = SignedGraph.from_weights(matrix)
    large = SignedGraph.from_edges(small.source, small.target, small.sign, n=DENSE_NODES + 1)
    assert (signed_triad_census(large) == signed_triad_census(small)).all()


@settings(deadline=None, max_examples=60)
@given(weights(0, 7), st.integers(0, 6))
def test_threads_change_no_count(matrix, hubs):
    """Each part has a few links, so that small graphs are shared out too; hubs link to all."""
    matrix[:hubs], matrix[:, :hubs] = 1, -1
    small = SignedGraph.from_weights(matrix)
    large = SignedGraph.from_edges(small.source, small.target, small.sign, n=DENSE_NODES + 1)
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(parts, "LEAST_LINKS", 2)
        for threads in (1, 2, 3):
            assert signed_triad_census(large, threads).tolist() == brute_force(small.to_weights())


@pytest.mark.parametrize("links", [0, 1, 2])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_count_a_large_network_of_few_links(links, threads):
    graph = SignedGraph.from_edges([0, 1][:links], [1, 2][:links], [1, -1][:links], n=5000)
    census = signed_triad_census(graph, threads)
    found = [(MOTIFS[x].triad, MOTIFS[x].signs) for x in np.flatnonzero(census)]
    assert found == [("021C", "+-")] * (links == 2)
    assert census.sum() == (links == 2)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_threads_count_a_network_of_hubs_as_networkx_does(threads, monkeypatch):
    monkeypatch.setattr(parts, "LEAST_LINKS", 100)
    rng = np.random.default_rng(5)
    ends = (1500 * rng.random((2, 6000)) ** 3).astype(int)
    source, target = np.unique(ends[:, ends[0] != ends[1]], axis=1)
    graph = SignedGraph.from_edges(source, target, rng.choice([-1, 1], len(source)), n=1500)
    census = signed_triad_census(graph, threads)
    assert without_signs(census) == connected_triads(graph)
    assert (census == signed_triad_census(graph)).all()


def test_parts_hold_about_as_many_links_and_every_node_once():
    links = np.concatenate(([0], np.cumsum([0, 0, 300_000, 5, 1, 0, 7, 900_000, 0])))
    found = sorted(parts.ranges(links, 3))
    assert [node for part in found for node in range(*part)] == list(range(9))
    assert len(found) > 3
    uniform = np.arange(0, 10**6 + 1, 10)
    held = [uniform[high] - uniform[low] for low, high in parts.ranges(uniform, 2)]
    assert max(held) - min(held) <= 20
    assert len(held) == 2 * parts.PARTS_PER_THREAD


def without_signs(census):
    """Triads of each connected class, whatever their signs."""
    return {triad: census[class_members(triad)].sum() for triad in TRIAD_LINKS}


def connected_triads(graph):
    """What networkx counts of the thirteen connected classes."""
    counts = nx.triadic_census(graph.to_networkx())
    return {triad: counts.pop(triad) for triad in TRIAD_LINKS}


@settings(deadline=None)
@given(weights(0, 9))
def test_signs_collapsed_are_the_triadic_census_of_networkx(matrix):
    graph = SignedGraph.from_weights(matrix)
    assert without_signs(signed_triad_census(graph)) == connected_triads(graph)


@pytest.mark.parametrize("n", [200, 1100])
def test_larger_graphs_with_hubs_are_the_triadic_census_of_networkx(n, random_graph):
    base = random_graph(200, 0.03, 1)
    hub = np.arange(1, 150)
    matrix = np.zeros((n, n))
    matrix[:200, :200] = base.to_weights()
    matrix[0, hub], matrix[hub[::2], 0] = -1, 1
    graph = SignedGraph.from_weights(matrix)
    assert without_signs(signed_triad_census(graph)) == connected_triads(graph)


@settings(deadline=None)
@given(weights(1, 8), st.randoms(use_true_random=False))
def test_relabelling_the_nodes_changes_nothing(matrix, random):
    order = list(range(len(matrix)))
    random.shuffle(order)
    turned = SignedGraph.from_weights(matrix[np.ix_(order, order)])
    census = signed_triad_census(SignedGraph.from_weights(matrix))
    assert (signed_triad_census(turned) == census).all()


@settings(deadline=None)
@given(weights(1, 8))
def test_reversing_the_links_swaps_the_first_two_signs_of_the_loops(matrix):
    # i -> j -> k with i -> k becomes k -> j -> i with k -> i
    forward = signed_ffl_counts(SignedGraph.from_weights(matrix)).reshape(2, 2, 2)
    backward = signed_ffl_counts(SignedGraph.from_weights(matrix.T)).reshape(2, 2, 2)
    assert (forward.transpose(1, 0, 2) == backward).all()


@settings(deadline=None)
@given(weights(1, 8))
def test_negating_all_signs_reverses_the_order_of_the_loops(matrix):
    counts = signed_ffl_counts(SignedGraph.from_weights(matrix))
    assert (signed_ffl_counts(SignedGraph.from_weights(-matrix)) == counts[::-1]).all()


def test_a_loop_with_a_mutual_link_is_not_a_feed_forward_loop():
    loop = np.array([[0, 1, 1], [0, 0, 1], [0, 0, 0]])
    assert signed_ffl_counts(SignedGraph.from_weights(loop)).tolist() == [1] + [0] * 7
    loop[1, 0] = -1
    assert signed_ffl_counts(SignedGraph.from_weights(loop)).sum() == 0


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_a_graph_without_links_has_no_motif(n):
    graph = SignedGraph.from_edges([], [], [], n=n)
    assert signed_triad_census(graph).tolist() == [0] * 132


def test_the_census_is_of_whole_numbers_and_leads_with_nothing_hidden(random_graph):
    census = signed_triad_census(random_graph(40, 0.2, 3))
    assert census.dtype == np.int64
    assert (signed_ffl_counts(random_graph(40, 0.2, 3)) == census[FFL]).all()


@pytest.mark.parametrize("n", [5, 2000])
def test_no_thread_is_refused_whatever_the_size(n, random_graph):
    with pytest.raises(ValueError, match="threads must be 1 or more, got 0"):
        signed_triad_census(random_graph(n, 0.001, 0), threads=0)


def test_a_motif_is_a_whole_number():
    with pytest.raises(ValueError, match=r"no motif 3\.7"):
        chosen_motifs([3.7])
