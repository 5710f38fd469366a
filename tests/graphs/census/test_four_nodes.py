from itertools import combinations, permutations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.graphs.census.four.classes import (
    CLASS_NAMES,
    PATTERNS,
    class_of_code,
    four_node_classes,
    in_ring,
    links_of,
    with_name,
    with_patterns,
)
from sparse_rnn.graphs.census.four.count import four_node_census
from sparse_rnn.graphs.nulls.convergence import starts_apart
from sparse_rnn.graphs.nulls.sample import null_sample
from sparse_rnn.graphs.nulls.settling import starts_of
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import z_interval
from sparse_rnn.reports.draws import NullDraws
from sparse_rnn.reports.four_nodes import four_nodes_of
from sparse_rnn.reports.network import named_network

SMALL = st.integers(1, 8).flatmap(
    lambda n: hnp.arrays(np.int8, (n, n), elements=st.sampled_from([-1, 0, 0, 1]))
)
ORDERS = list(permutations(range(4)))


def named(part):
    """Number and signs of a signed matrix of four nodes, by trying all orders; see `classes`."""
    candidates = []
    for order in ORDERS:
        cells = part[np.ix_(order, order)].ravel()
        bits = int("".join("1" if cell else "0" for cell in cells), 2)
        candidates.append((bits, "".join("+" if cell > 0 else "-" for cell in cells if cell)))
    return min(candidates)  # "+" comes before "-" in ASCII too


def brute_force(matrix):
    counts = {}
    for nodes in combinations(range(len(matrix)), 4):
        part = matrix[np.ix_(nodes, nodes)] * (1 - np.eye(4, dtype=int))
        if nx.is_weakly_connected(nx.DiGraph(part)):
            key = named(part)
            counts[key] = counts.get(key, 0) + 1
    return counts


EVERY_CLASS = np.arange(22_662)


def against_chance(graph, classes=None, **draws):
    """A graph beside random networks; classes with any pattern, unless others are named."""
    places = with_patterns() if classes is None else classes
    return four_nodes_of(named_network(graph), NullDraws(**draws), places)


def found(graph, chosen=EVERY_CLASS):
    census, classes = four_node_census(graph, chosen), four_node_classes()
    places = zip(chosen.tolist(), census.tolist(), strict=True)
    return {(classes[c].id, classes[c].signs): count for c, count in places if count}


def test_rings_of_four_nodes_are_in_all_classes_with_a_pattern():
    assert in_ring()[with_patterns()].all()
    for place in range(0, len(EVERY_CLASS), 97):
        skeleton = nx.Graph(list(four_node_classes()[place].links))
        cycle = nx.isomorphism.GraphMatcher(skeleton, nx.cycle_graph(4))
        assert cycle.subgraph_is_monomorphic() == in_ring()[place]


@settings(deadline=None, max_examples=60)
@given(SMALL)
def test_rings_alone_are_counted_as_all_sets_are(matrix):
    graph = SignedGraph.from_weights(matrix)
    rings = np.flatnonzero(in_ring())
    assert (four_node_census(graph, rings) == four_node_census(graph, EVERY_CLASS)[rings]).all()


@pytest.mark.parametrize(("n", "p"), [(60, 0.05), (40, 0.2), (15, 0.9)])
def test_rings_of_larger_graphs_are_counted_as_all_sets_are(n, p, random_graph):
    matrix = random_graph(n, p, 5).to_weights()
    matrix[0, 1:] = np.where(np.arange(1, n) % 3, 1, -1)  # a hub
    graph = SignedGraph.from_weights(matrix)
    assert found(graph, with_patterns()) == {
        key: count for key, count in found(graph).items() if key[0] in ids_with_patterns()
    }


def ids_with_patterns():
    return {four_node_classes()[place].id for place in with_patterns()}


@settings(deadline=None, max_examples=60)
@given(SMALL)
def test_brute_force_on_small_graphs(matrix):
    assert found(SignedGraph.from_weights(matrix)) == brute_force(matrix)


@pytest.mark.parametrize(("n", "p"), [(12, 0.1), (11, 0.5), (9, 1.0)])
def test_brute_force_on_larger_graphs(n, p, random_graph):
    graph = random_graph(n, p, 1)
    assert found(graph) == brute_force(graph.to_weights().astype(int))


def test_a_thousand_random_codes_are_the_classes_that_trying_all_orders_gives():
    codes = np.random.default_rng(0).integers(0, 9**6, 1000)
    for code in codes.tolist():
        part = np.zeros((4, 4), dtype=int)
        for place, (x, y) in enumerate(combinations(range(4), 2)):
            dyad = code // 9**place % 9
            part[x, y], part[y, x] = (0, 1, -1)[dyad % 3], (0, 1, -1)[dyad // 3]
        place = class_of_code()[code]
        assert (place >= 0) == nx.is_weakly_connected(nx.DiGraph(part))
        if place >= 0:
            one = four_node_classes()[place]
            assert (one.id, one.signs) == named(part)


def test_there_are_199_classes_without_signs_and_each_signed_one_is_listed_once():
    classes = four_node_classes()
    assert len({one.id for one in classes}) == 199
    assert len(set(classes)) == len(classes) == 22_662
    assert all(len(one.links) == len(one.signs) for one in classes)


def test_the_numbers_are_those_of_fanmod():
    named_ids = {one.name: one.id for one in four_node_classes() if one.name in CLASS_NAMES}
    assert len(named_ids) == len(CLASS_NAMES)
    assert (named_ids["bi-fan"], named_ids["bi-parallel"]) == (204, 904)


def test_signs_of_a_bi_fan_are_those_up_to_its_symmetries():
    # source x target: rows and columns may be swapped, which leaves 7 of the 16 sign patterns
    signs = [one.signs for one in four_node_classes() if one.name == "bi-fan"]
    assert signs == ["++++", "+++-", "++--", "+-+-", "+--+", "+---", "----"]


@pytest.mark.parametrize("name", PATTERNS)
def test_classes_with_a_pattern_are_those_that_networkx_finds_it_in(name):
    patterns = [nx.DiGraph(list(links)) for links in PATTERNS[name]]
    having = {four_node_classes()[place].id for place in with_patterns(name)}
    for number in {one.id for one in four_node_classes()}:
        graph = nx.DiGraph(list(links_of(number)))
        matchers = (nx.isomorphism.DiGraphMatcher(graph, pattern) for pattern in patterns)
        assert any(m.subgraph_is_monomorphic() for m in matchers) == (number in having)


def feed_forward_loops(links):
    return {
        (i, j, k) for i, j, k in permutations(range(4), 3) if {(i, j), (j, k), (i, k)} <= set(links)
    }


@pytest.mark.parametrize(("name", "shared"), [("source", 0), ("target", 2)])
def test_loops_of_one_end_are_two_loops_that_have_it_in_common_on_four_nodes(name, shared):
    having = {four_node_classes()[place].id for place in with_patterns(f"loops of one {name}")}
    for number in {one.id for one in four_node_classes()}:
        pairs = combinations(feed_forward_loops(links_of(number)), 2)
        two = any(a[shared] == b[shared] and len({*a, *b}) == 4 for a, b in pairs)
        assert two == (number in having)


def test_an_unknown_pattern_is_refused():
    with pytest.raises(ValueError, match="no four-node pattern 'fan'; there are bi-fan, bi-par"):
        with_patterns("fan")
    with pytest.raises(ValueError, match="no four-node class 'fan'; there are bi-fan, bi-par"):
        with_name("fan")


def test_classes_can_be_asked_for_by_name(random_graph):
    assert {four_node_classes()[place].id for place in with_name("bi-fan")} == {204}
    assert len(with_name("bi-fan")) == 7
    assert set(with_name().tolist()) <= set(with_patterns().tolist())
    graph = random_graph(25, 0.2, 6)
    report = against_chance(graph, with_name("bi-parallel"), networks=20)
    assert set(report.table["name"]) == {"bi-parallel"}


def test_classes_counted_in_blocks_have_the_intervals_and_states_of_each_alone(random_graph):
    graph = random_graph(20, 0.2, 8)
    report = against_chance(graph, networks=40, seed=1)
    sample, table = report.sample, report.table
    place = {(four_node_classes()[c].id, four_node_classes()[c].signs): c for c in sample.classes}
    chosen = [0, len(table) // 2, len(table) - 1]
    assert len(table) > 1000, "several blocks"
    for row in table.iloc[chosen].itertuples():
        (column,) = np.flatnonzero(sample.classes == place[row.id, row.signs])
        low, high = z_interval(np.array([row.count]), sample.counts[:, [column]])[:, 0]
        assert (row.z_low, row.z_high) == pytest.approx((low, high), nan_ok=True)
    judged = starts_apart(sample.counts.astype(float), starts_of(40)) < 4
    occurs = (four_node_census(graph) > 0) | (sample.counts > 0).any(0)
    assert (table["settled"] == judged[occurs]).all()


def without_signs(graph):
    census, counts = four_node_census(graph, EVERY_CLASS), {}
    for one, count in zip(four_node_classes(), census.tolist(), strict=True):
        counts[one.id] = counts.get(one.id, 0) + count
    return counts


@pytest.mark.parametrize(("n", "p"), [(40, 0.05), (30, 0.3)])
def test_signs_collapsed_are_the_motifs_of_igraph(n, p, random_graph):
    igraph = pytest.importorskip("igraph")
    graph = random_graph(n, p, 2)
    links = list(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
    peer = igraph.Graph(n=n, edges=links, directed=True)
    ours, theirs = without_signs(graph), peer.motifs_randesu(size=4)
    for isoclass, count in enumerate(theirs):
        part = igraph.Graph.Isoclass(n=4, cls=isoclass, directed=True)
        matrix = np.array(part.get_adjacency().data)
        if part.is_connected(mode="weak"):
            assert ours.pop(named(matrix)[0]) == count
    assert ours == {}


def test_a_star_has_every_choice_of_three_ends():
    graph = SignedGraph.from_edges([0] * 30, range(1, 31), [1] * 30)
    assert found(graph) == {(0b1110, "+++"): 30 * 29 * 28 // 6}


@pytest.mark.parametrize("n", [0, 3, 10])
def test_a_graph_without_links_has_no_motif(n):
    assert four_node_census(SignedGraph.from_edges([], [], [], n=n), EVERY_CLASS).sum() == 0


@pytest.mark.parametrize("null", ["global-const", "no-regard-signed", "fanmod-global-const"])
def test_the_random_networks_are_those_of_the_null_model(null, random_graph):
    graph = random_graph(20, 0.15, 3)
    sample = against_chance(graph, EVERY_CLASS, null_model=null, networks=3, seed=5).sample
    same = null_sample(graph, null, networks=3, seed=5)
    for index in range(3):
        drawn = same.network(index)
        assert (four_node_census(drawn, EVERY_CLASS) == sample.counts[index]).all()
    threads = {"null_model": null, "networks": 3, "seed": 5, "threads": 2}
    again = against_chance(graph, EVERY_CLASS, **threads).sample
    assert (again.counts == sample.counts).all()
    assert (again.null.counts == sample.null.counts).all()


def test_the_table_compares_the_classes_that_occur(random_graph):
    graph = random_graph(25, 0.15, 4)
    report = against_chance(graph, networks=20, seed=1)
    sample, table = report.sample, report.table
    assert (table["count"] + table["mean"] > 0).all()
    assert (table["patterns"] != "").all()
    wanted = ids_with_patterns()
    rows = dict(zip(zip(table["id"], table["signs"], strict=True), table["count"], strict=True))
    known = {key: count for key, count in found(graph).items() if key[0] in wanted}
    assert {key: count for key, count in rows.items() if count} == known
    means = dict(zip(zip(table["id"], table["signs"], strict=True), table["mean"], strict=True))
    for place, counts in zip(sample.classes.tolist(), sample.counts.T, strict=True):
        one = four_node_classes()[place]
        assert means.get((one.id, one.signs), 0.0) == counts.mean()


def test_an_unknown_class_is_refused(random_graph):
    with pytest.raises(ValueError, match="no four-node class 22662"):
        against_chance(random_graph(6, 0.5, 0), np.array([22_662]), networks=1)
