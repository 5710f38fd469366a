from itertools import permutations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.motifs import TRANSITIVE_CLASSES
from sparse_rnn.graphs.signed_graph import SignedGraph

SMALL = st.integers(1, 8).flatmap(
    lambda n: hnp.arrays(np.int8, (n, n), elements=st.sampled_from([-1, 0, 1]))
)


def by_definition(graph):
    """Loops and balanced loops of each link and each node, triad by triad."""
    matrix = graph.to_weights()
    links = {
        pair: np.zeros(2, int)
        for pair in zip(graph.source.tolist(), graph.target.tolist(), strict=True)
    }
    nodes = np.zeros((graph.n, 2), int)
    triads = nx.triads_by_type(graph.to_networkx())
    for kind in TRANSITIVE_CLASSES:
        for triad in triads.get(kind, []):
            for i, j, k in permutations(triad.nodes):
                if matrix[i, j] and matrix[j, k] and matrix[i, k]:
                    found = np.array([1, matrix[i, j] * matrix[j, k] == matrix[i, k]], int)
                    for pair in ((i, j), (j, k), (i, k)):
                        links[pair] += found
                    nodes[[i, j, k]] += found
    return np.array(list(links.values())).reshape(-1, 2), nodes


@settings(deadline=None, max_examples=60)
@given(SMALL)
def test_loops_are_those_of_the_definition(matrix):
    graph = SignedGraph.from_weights(matrix)
    balance = local_balance(graph)
    edges, nodes = by_definition(graph)
    assert np.stack((balance.edge_loops, balance.edge_balanced), 1).tolist() == edges.tolist()
    assert np.stack((balance.node_loops, balance.node_balanced), 1).tolist() == nodes.tolist()


def test_shares_by_hand():
    # 0 -> 1 -> 2 with 0 -> 2 balanced; 0 -> 1 -> 3 with 0 -> 3 not; 3 -> 4 in no loop
    graph = SignedGraph.from_edges([0, 1, 0, 1, 0, 3], [1, 2, 2, 3, 3, 4], [1, -1, -1, 1, -1, 1])
    share = dict(
        zip(
            zip(graph.source.tolist(), graph.target.tolist(), strict=True),
            local_balance(graph).edge,
            strict=True,
        )
    )
    assert share[0, 1] == 0.5
    assert (share[1, 2], share[0, 2], share[1, 3], share[0, 3]) == (1, 1, 0, 0)
    assert np.isnan(share[3, 4])
    node = local_balance(graph).node
    assert node[:4].tolist() == [0.5, 0.5, 1, 0]
    assert np.isnan(node[4])


def test_a_graph_without_links_has_no_local_balance():
    balance = local_balance(SignedGraph.from_edges([], [], [], n=3))
    assert balance.edge.shape == (0,)
    assert np.isnan(balance.node).all()
