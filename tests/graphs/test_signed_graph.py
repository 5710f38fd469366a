import dataclasses

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.graphs.nulls.sample import null_network
from sparse_rnn.graphs.signed_graph import SignedGraph

WEIGHTS = st.integers(0, 7).flatmap(
    lambda n: hnp.arrays(float, (n, n), elements=st.sampled_from([-2.5, -1.0, 0.0, 0.25, 3.0]))
)
SMALL = np.array([[5.0, 0.5, 0.0], [0.0, 0.0, -2.0], [1.0, 0.0, 0.0]])


def same(one, other):
    return one.n == other.n and one.digest() == other.digest() and one.names == other.names


def test_links_run_from_row_to_column_without_self_loops():
    graph = SignedGraph.from_weights(SMALL)
    assert (graph.n, graph.edges) == (3, 3)
    links = list(
        zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True)
    )
    assert links == [(0, 1, 1), (1, 2, -1), (2, 0, 1)]
    assert (graph.source.dtype, graph.target.dtype, graph.sign.dtype) == (
        np.int32,
        np.int32,
        np.int8,
    )
    assert graph.indptr.tolist() == [0, 1, 2, 3]


@given(WEIGHTS)
def test_every_door_leads_to_the_same_graph(weights):
    graph = SignedGraph.from_weights(weights)
    expected = np.sign(weights) * (1 - np.eye(len(weights)))
    assert (graph.to_weights() == expected).all()
    assert same(SignedGraph.from_weights(sp.csr_array(weights)), graph)
    assert same(SignedGraph.from_weights(graph.to_sparse()), graph)
    back = SignedGraph.from_networkx(graph.to_networkx())
    assert back.digest() == graph.digest()
    source, target = np.nonzero(weights)
    shuffled = np.random.default_rng(0).permutation(len(source))
    listed = SignedGraph.from_edges(
        source[shuffled], target[shuffled], weights[source, target][shuffled], n=len(weights)
    )
    assert same(listed, graph)


@given(WEIGHTS)
def test_degrees_and_reverse_links_agree_with_the_matrix(weights):
    graph = SignedGraph.from_weights(weights)
    matrix = graph.to_weights()
    for sign, chosen in ((0, matrix != 0), (1, matrix > 0), (-1, matrix < 0)):
        assert (graph.degrees("out", sign) == chosen.sum(1)).all()
        assert (graph.degrees("in", sign) == chosen.sum(0)).all()
    mutual = graph.reverse >= 0
    assert (mutual == (matrix[graph.target, graph.source] != 0)).all()
    assert (graph.source[graph.reverse[mutual]] == graph.target[mutual]).all()
    assert (graph.target[graph.reverse[mutual]] == graph.source[mutual]).all()


def test_a_sparse_entry_given_twice_is_the_sum_that_scipy_takes_it_for():
    twice = sp.coo_array(([2.0, -2.0, 1.0], ([0, 0, 1], [1, 1, 0])), shape=(2, 2))
    assert SignedGraph.from_weights(twice).edges == 1


def test_names_travel_through_networkx():
    graph = nx.DiGraph()
    graph.add_nodes_from(["c", "a", "b"])
    graph.add_edge("a", "c", weight=-0.1)
    graph.add_edge("c", "c", weight=1)
    signed = SignedGraph.from_networkx(graph)
    assert signed.names == ("c", "a", "b")
    assert (signed.source[0], signed.target[0], signed.sign[0]) == (1, 0, -1)
    assert list(signed.to_networkx().edges(data=True)) == [("a", "c", {"weight": -1})]


def test_signs_and_names_are_taken_as_they_are():
    listed = SignedGraph.from_edges(["b", "a"], ["a", "c"], ["+", "-"])
    assert listed.names == ("a", "b", "c")
    assert listed.to_weights().tolist() == [[0, 0, -1], [1, 0, 0], [0, 0, 0]]
    ordered = SignedGraph.from_edges(["b", "a"], ["a", "c"], [1, -1], names="cbad")
    assert (ordered.n, ordered.names) == (4, ("c", "b", "a", "d"))
    assert (ordered.source.tolist(), ordered.target.tolist()) == ([1, 2], [2, 0])
    graph = nx.MultiDiGraph([("x", "y", {"sign": "-"}), ("y", "x", {"sign": "activation"})])
    assert SignedGraph.from_networkx(graph, "sign").sign.tolist() == [-1, 1]
    table = pd.DataFrame(SMALL, index=list("abc"), columns=list("abc"))
    assert SignedGraph.from_weights(table).names == ("a", "b", "c")
    assert SignedGraph.from_weights(pd.DataFrame(SMALL)).names is None
    assert SignedGraph.from_weights(table, names="xyz").names == ("x", "y", "z")
    with pytest.raises(ValueError, match="rows and columns of the table must have the same labels"):
        SignedGraph.from_weights(table[list("bca")])


def test_the_graph_cannot_be_changed():
    graph = SignedGraph.from_weights(SMALL)
    with pytest.raises(ValueError, match="read-only"):
        graph.sign[0] = -1
    with pytest.raises(dataclasses.FrozenInstanceError):
        graph.n = 4


def test_the_digest_tells_graphs_apart():
    graph = SignedGraph.from_weights(SMALL)
    assert graph.digest() == SignedGraph.from_weights(SMALL * 2).digest()
    assert graph.digest() != SignedGraph.from_weights(-SMALL).digest()
    assert graph.digest() != SignedGraph.from_weights(SMALL.T).digest()


NAN = np.array([[0, np.nan], [0, 0]])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SignedGraph.from_weights(np.ones((2, 3))), r"square matrix .*\(2, 3\)"),
        (lambda: SignedGraph.from_weights(np.ones(4)), r"square matrix .*\(4,\)"),
        (lambda: SignedGraph.from_weights(np.array([["a"]])), "real numbers, got dtype <U1"),
        (lambda: SignedGraph.from_weights(np.eye(2) * 1j), "real numbers, got dtype complex128"),
        (lambda: SignedGraph.from_weights(NAN), "link 0 -> 1 has weight nan; weights must be fin"),
        (lambda: SignedGraph.from_weights(sp.csr_array(NAN)), "link 0 -> 1 has weight nan"),
        (lambda: SignedGraph.from_weights(np.array([[np.inf]])), "link 0 -> 0 has weight inf"),
        (lambda: SignedGraph.from_edges([0, 1], [1], [1, 1]), "lists of one length, got shapes"),
        (lambda: SignedGraph.from_edges([0.5], [1], [1]), "source must be whole node numbers"),
        (lambda: SignedGraph.from_edges([0], ["b"], [1]), "target must be whole node numbers"),
        (
            lambda: SignedGraph.from_edges([0], [1], ["x"]),
            "weights must be real numbers or signs such as . and -, got 'x' for link 0",
        ),
        (lambda: SignedGraph.from_edges([0], [5], [1], n=3), "target 5 is not one of the 3 nodes"),
        (lambda: SignedGraph.from_edges([-1], [2], [1], n=3), "source -1 is not one of the 3 nod"),
        (lambda: SignedGraph.from_edges([], [], [], n=-1), "number of nodes must lie between 0"),
        (lambda: SignedGraph.from_edges([0, 0], [1, 1], [1, 2]), "link 0 -> 1 is given twice"),
        (lambda: SignedGraph.from_weights(SMALL, names="ab"), "2 node names for 3 nodes"),
        (lambda: SignedGraph(2, [0], [1], [2]), "signs must be -1 or"),
        (lambda: SignedGraph(2, [1], [1], [1]), "node 1 has a self-loop"),
        (lambda: SignedGraph(2, [1, 0], [0, 1], [1, 1]), "must be sorted by source"),
        (lambda: SignedGraph(2, [1], [0, 1], [1]), "1 sources, 2 targets and 1 signs"),
        (lambda: SignedGraph.from_networkx(nx.Graph()), "need a networkx.DiGraph, got a Graph"),
        (
            lambda: SignedGraph.from_networkx(nx.MultiDiGraph([(0, 1, {"weight": 1})] * 2)),
            "link 0 -> 1 is given twice",
        ),
        (lambda: SignedGraph.from_edges(["a"], ["b"], [1], names="ac"), "'b' is not among the nam"),
        (
            lambda: SignedGraph.from_networkx(nx.DiGraph([("x", "y")])),
            "'x' -> 'y' has no attribute",
        ),
        (lambda: SignedGraph.from_weights(SMALL).degrees("up"), "side must be 'out' or 'in'"),
        (lambda: SignedGraph.from_weights(SMALL).degrees("in", 2), "sign 0, 1 or -1"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


@pytest.mark.parametrize("kind", [np.int32, np.uint16, np.int64])
def test_a_number_of_nodes_of_any_type_is_pythons_own(kind):
    """n * n would overflow otherwise, and a table of pairs be written out of bounds."""
    graph = SignedGraph.from_edges([0, 1], [1, 2], [1, -1], n=kind(50_000))
    assert type(graph.n) is int
    assert null_network(graph, "global-const").n == 50_000


def test_a_number_of_nodes_is_whole():
    with pytest.raises(TypeError, match="float"):
        SignedGraph.from_edges([0, 1], [1, 2], [1, -1], n=3.0)
