"""Every form in which a network comes gives the same signed graph."""

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from sparse_rnn.graphs.files.conversion import as_signed_graph
from sparse_rnn.graphs.signed_graph import SignedGraph

WEIGHTS = np.array([[0.5, 1.0, 0.0], [0.0, 0.0, -2.5], [1e-9, 0.0, 0.0]])
LINKS = [(0, 1, 1), (1, 2, -1), (2, 0, 1)]


def digraph(key):
    graph = nx.DiGraph()
    graph.add_nodes_from(range(3))
    graph.add_edges_from((i, j, {key: value}) for i, j, value in LINKS)
    return graph


@pytest.mark.parametrize(
    "network",
    [
        SignedGraph.from_weights(WEIGHTS),
        WEIGHTS,
        WEIGHTS.tolist(),
        sp.csr_array(WEIGHTS),
        digraph("sign"),
        digraph("weight"),
    ],
    ids=["graph", "array", "lists", "sparse", "sign", "weight"],
)
def test_every_form_gives_the_same_graph(network):
    graph = as_signed_graph(network)
    assert list(zip(graph.source, graph.target, graph.sign, strict=True)) == LINKS
    assert graph.n == 3


def test_a_file_is_read_by_its_name(tmp_path):
    path = tmp_path / "net.tsv"
    path.write_text("a b 1\nb c -1\nc a 1\n")
    for name in (path, str(path)):
        graph = as_signed_graph(name)
        assert graph.names == ("a", "b", "c")
        assert list(zip(graph.source, graph.target, graph.sign, strict=True)) == LINKS


def test_the_sign_counts_where_links_have_a_weight_too():
    graph = digraph("weight")
    nx.set_edge_attributes(graph, -1, "sign")
    assert as_signed_graph(graph).sign.tolist() == [-1, -1, -1]


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (np.ones((2, 3)), r"weights must be a square matrix \(N, N\), got shape \(2, 3\)"),
        (np.ones(3), r"got shape \(3,\)"),
        (np.array([[0, np.nan], [0, 0]]), "link 0 -> 1 has weight nan; weights must be finite"),
        (np.array([["a", "b"], ["c", "d"]]), "weights must be real numbers"),
        (digraph("strength"), "link 0 -> 1 has no attribute 'sign'"),
        (nx.Graph([(0, 1)]), "need a networkx.DiGraph, got a Graph"),
        ("net.xls", "net.xls is of no known kind; name it .tsv"),
    ],
)
def test_what_is_no_network_is_told(network, message):
    with pytest.raises(ValueError, match=message):
        as_signed_graph(network)
