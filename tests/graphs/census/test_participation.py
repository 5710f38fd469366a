from itertools import combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.census.occurrences import occurrences
from sparse_rnn.graphs.census.participation import Role, participation
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import EVERY_MOTIF, FFL, FFL_SIGNS, MOTIFS, is_balanced, loop_signs
from sparse_rnn.graphs.signed_graph import SignedGraph

SMALL = st.integers(1, 7).flatmap(
    lambda n: hnp.arrays(np.int8, (n, n), elements=st.sampled_from([-1, 0, 1]))
)


def drawings(matrix, nodes):
    """The motif of three nodes and all orders of them that are its drawing; None if unconnected."""
    found = {}
    for order in permutations(nodes):
        part = matrix[np.ix_(order, order)]
        links = {(a, b): {1: 1, -1: 2}[part[a, b]] for a, b in np.argwhere(part).tolist()}
        for number, motif in enumerate(MOTIFS):
            if motif.links == links:
                found.setdefault(number, []).append(order)
    return next(iter(found.items())) if found else None


def by_definition(graph):
    """Motif and drawings of each connected triad, by its set of nodes."""
    matrix = graph.to_weights()
    triads = {nodes: drawings(matrix, nodes) for nodes in combinations(range(graph.n), 3)}
    return {nodes: found for nodes, found in triads.items() if found}


def counted(graph):
    """What each node has of each role, and each link of each motif, triad by triad."""
    roles, links = {}, {}
    for nodes, (motif, orders) in by_definition(graph).items():
        for node in nodes:
            places = sorted({order.index(node) for order in orders})
            key = node, Role(motif, "".join("ijk"[x] for x in places))
            roles[key] = roles.get(key, 0) + 1
        for e, ends in enumerate(zip(graph.source.tolist(), graph.target.tolist(), strict=True)):
            if set(ends) <= set(nodes):
                links[e, motif] = links.get((e, motif), 0) + 1
    return roles, links


@settings(deadline=None, max_examples=40)
@given(SMALL)
def test_every_motif_is_counted_at_its_nodes_and_links(matrix):
    graph = SignedGraph.from_weights(matrix)
    found = participation(graph, EVERY_MOTIF)
    roles, links = counted(graph)
    node, place = np.nonzero(found.by_role)
    assert roles == {
        (n, found.roles[r]): found.by_role[n, r]
        for n, r in zip(node.tolist(), place.tolist(), strict=True)
    }
    link, motif = np.nonzero(found.links)
    assert links == {
        (e, m): found.links[e, m] for e, m in zip(link.tolist(), motif.tolist(), strict=True)
    }


@pytest.mark.parametrize(("n", "p"), [(60, 0.1), (25, 0.6)])
def test_the_sums_are_those_of_the_census(n, p, random_graph):
    graph = random_graph(n, p, 0)
    census, found = signed_triad_census(graph), participation(graph, EVERY_MOTIF)
    assert (found.nodes.sum(0) == 3 * census).all()
    assert (found.links.sum(0) == census * [len(motif.signs) for motif in MOTIFS]).all()
    assert (found.loop_roles.sum(0) == census[FFL]).all()


def test_some_motifs_are_those_columns_of_all(random_graph):
    graph, chosen = random_graph(30, 0.2, 1), np.array([100, 3, FFL[2]])
    some, every = participation(graph, chosen), participation(graph, EVERY_MOTIF)
    assert (some.links == every.links[:, chosen]).all()
    assert (some.nodes == every.nodes[:, chosen]).all()
    assert some.loop_roles.tolist() == every.loop_roles[:, :, 2:3].tolist()


def test_loops_without_mutual_links_are_the_local_balance(random_graph):
    base = random_graph(40, 0.2, 2)
    one_way = base.reverse < 0
    graph = SignedGraph.from_edges(
        base.source[one_way], base.target[one_way], base.sign[one_way], n=40
    )
    found, local = participation(graph), local_balance(graph)
    assert (found.nodes.sum(1) == local.node_loops).all()
    balanced = is_balanced(loop_signs(FFL_SIGNS))
    assert (found.links[:, balanced].sum(1) == local.edge_balanced).all()


def test_tables_name_nodes_and_roles():
    graph = SignedGraph.from_edges([0, 1, 0, 3], [1, 2, 2, 2], [1, -1, 1, 1], names="abcd")
    found = participation(graph, FFL)
    assert found.node_table().to_dict("records") == [
        {"node": node, "triad": "030T", "signs": "+-+", "role": role, "count": 1}
        for node, role in zip("abc", "ijk", strict=True)
    ]
    links = found.link_table()
    assert links["source"].tolist() == ["a", "a", "b"]
    assert links["target"].tolist() == ["b", "c", "c"]
    assert links["sign"].tolist() == [1, 1, -1]
    assert set(links["signs"]) == {"+-+"}
    chain = SignedGraph.from_edges([0, 0], [1, 2], [1, 1], names="abc")
    roles = participation(chain, EVERY_MOTIF).node_table()
    assert roles["role"].tolist() == ["i", "jk", "jk"]
    assert roles["triad"].tolist() == ["021D"] * 3
    unnamed = SignedGraph.from_edges([0, 1, 0], [1, 2, 2], [1, -1, 1])
    assert participation(unnamed).node_table()["node"].tolist() == [0, 1, 2]


@pytest.mark.parametrize("n", [0, 3])
def test_a_graph_without_links_takes_part_in_nothing(n):
    graph = SignedGraph.from_edges([], [], [], n=n)
    found = participation(graph, EVERY_MOTIF)
    assert found.nodes.shape == (n, 132)
    assert found.links.shape == (0, 132)
    assert found.node_table().empty
    assert found.link_table().empty
    assert list(occurrences(graph)) == []


@settings(deadline=None, max_examples=40)
@given(SMALL, st.integers(1, 5))
def test_every_occurrence_is_listed_once_in_the_order_of_its_drawing(matrix, block):
    graph = SignedGraph.from_weights(matrix)
    blocks = list(occurrences(graph, EVERY_MOTIF, block))
    listed = [
        (tuple(nodes), motif)
        for b in blocks
        for nodes, motif in zip(b.nodes.tolist(), b.motif.tolist(), strict=True)
    ]
    known = by_definition(graph)
    assert sorted(tuple(sorted(nodes)) for nodes, _ in listed) == sorted(known)
    for nodes, motif in listed:
        number, orders = known[tuple(sorted(nodes))]
        assert motif == number
        assert nodes in orders
    assert all(0 < len(b.motif) < block + graph.n for b in blocks)


def test_occurrences_of_some_motifs_are_those_of_all_in_one_order(random_graph):
    graph = random_graph(40, 0.2, 3)
    whole = [np.concatenate(part) for part in zip(*occurrences(graph), strict=True)]
    small = [np.concatenate(part) for part in zip(*occurrences(graph, FFL, 7), strict=True)]
    assert all((a == b).all() for a, b in zip(whole, small, strict=True))
    census = signed_triad_census(graph)
    assert np.bincount(whole[1], minlength=132)[FFL].tolist() == census[FFL].tolist()
    assert set(whole[1].tolist()) <= set(FFL.tolist())
    open_ones = np.concatenate([b.motif for b in occurrences(graph, np.array([0, 1]))])
    assert np.bincount(open_ones).tolist() == census[:2].tolist()


@pytest.mark.parametrize("wrong", [[132], [-1], [5, 5]])
def test_wrong_motifs_are_refused_at_once(wrong, random_graph):
    for count in (occurrences, participation):
        with pytest.raises(ValueError, match="motif"):
            count(random_graph(5, 0.5, 0), np.array(wrong))


def test_an_empty_block_is_refused_at_once(random_graph):
    with pytest.raises(ValueError, match="1 or more triads, got 0"):
        occurrences(random_graph(5, 0.5, 0), FFL, 0)
