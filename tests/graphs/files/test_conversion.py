"""Every form in which a network comes gives the same signed graph, with its names."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
import torch

import sparse_rnn as sr
from sparse_rnn.graphs.annealing.run import anneal_graph
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.census.sparse import signed_ffl_counts, signed_triad_census
from sparse_rnn.graphs.files.conversion import as_signed_graph
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.nulls.sample import null_network, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import motif_significance

WEIGHTS = np.array([[0.5, 1.0, 0.0], [0.0, 0.0, -2.5], [1e-9, 0.0, 0.0]])
LINKS = [(0, 1, 1), (1, 2, -1), (2, 0, 1)]
NAMED = [("a", "b", "+"), ("b", "c", "-"), ("c", "a", "+")]
WORDS = {"+": "activation", "-": "repression"}
NUMBERS = {"+": 2.5, "-": -0.5}


def links_of(graph):
    return list(zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True))


def from_networkx(key, rows=NAMED, kind=nx.DiGraph, means=None):
    graph = kind()
    graph.add_nodes_from("cba")
    graph.add_edges_from((i, j, {key: (means or {}).get(s, s)}) for i, j, s in rows)
    return graph


def from_igraph(key="sign", means=None):
    graph = igraph.Graph(n=3, edges=[(2, 1), (1, 0), (0, 2)], directed=True)
    graph.vs["name"] = list("cba")
    graph.es[key] = [(means or {}).get(sign, sign) for *_, sign in NAMED]
    return graph


class Graph:
    """What of a graph_tool.Graph is needed to read one; the package itself installs not with pip."""

    __module__ = "graph_tool"

    def __init__(self, directed=True):
        edge = ["source", "target"]
        ends = [(2, 1), (1, 0), (0, 2)]
        self._edges = [
            SimpleNamespace(**{k: lambda v=v: v for k, v in zip(edge, e, strict=True)})
            for e in ends
        ]
        sign = {id(e): s for e, (*_, s) in zip(self._edges, NAMED, strict=True)}
        self.edge_properties = {"sign": Property(lambda e: sign[id(e)])}
        self.vertex_properties = {"name": Property("cba".__getitem__)}
        self._directed = directed

    def is_directed(self):
        return self._directed

    def vertices(self):
        return iter(range(3))

    def edges(self):
        return iter(self._edges)


class Property:
    def __init__(self, value):
        self._value = value

    def __getitem__(self, key):
        return self._value(key)


def edge_table(*columns, means=None):
    rows = [(i, j, (means or {}).get(s, s)) for i, j, s in NAMED]
    return pd.DataFrame(rows, columns=columns)


def adjacency(labels="abc"):
    return pd.DataFrame(WEIGHTS, index=list("abc"), columns=list("abc"))[list(labels)]


NAMELESS = {
    "graph": SignedGraph.from_weights(WEIGHTS),
    "array": WEIGHTS,
    "signs": np.array([["", "+", "0"], ["0", "0", "-"], ["+", "0", "0"]]),
    "lists": WEIGHTS.tolist(),
    "csr": sp.csr_array(WEIGHTS),
    "coo": sp.coo_matrix(WEIGHTS),
    "table": pd.DataFrame(WEIGHTS),
    "tensor": torch.nn.Parameter(torch.tensor(WEIGHTS)),
    "half": torch.tensor(WEIGHTS, dtype=torch.bfloat16),
    "sparse tensor": torch.tensor(WEIGHTS).to_sparse(),
    "whole tensor": torch.tensor(np.sign(WEIGHTS).astype(np.int8)),
    "nan diagonal": WEIGHTS + np.diag([np.nan] * 3),
    "numbers": [tuple(link) for link in LINKS],
    "weights": nx.DiGraph([(i, j, {"weight": s}) for i, j, s in LINKS]),
}
NAMES = {
    "signs": from_networkx("sign"),
    "words": from_networkx("effect", means=WORDS),
    "weights": from_networkx("weight", means=NUMBERS),
    "multi": from_networkx("sign", kind=nx.MultiDiGraph),
    "igraph": from_igraph(),
    "igraph weights": from_igraph("weight", NUMBERS),
    "graph-tool": Graph(),
    "table": edge_table("source", "target", "sign"),
    "words in a table": edge_table("TF", "Target", "Mode", means=WORDS),
    "numbers in a table": edge_table("from", "to", "weight", means=NUMBERS),
    "positions": edge_table(0, 1, 2),
    "index": edge_table("source", "target", "sign").set_index(["source", "target"]),
    "adjacency": adjacency(),
    "columns in another order": adjacency("cab"),
    "tuples": NAMED,
    "lists": list(map(list, NAMED)),
    "generator": (row for row in NAMED),
    "dict of dicts": {i: {j: s} for i, j, s in NAMED},
    "dict of attributes": nx.to_dict_of_dicts(from_networkx("sign")),
    "edges": SignedGraph.from_edges(*zip(*NAMED, strict=True)),
    "labels": SignedGraph.from_weights(adjacency()),
}


@pytest.mark.parametrize("form", NAMELESS)
def test_every_form_gives_the_same_graph(form):
    graph = as_signed_graph(NAMELESS[form])
    assert (graph.n, graph.names, links_of(graph)) == (3, None, LINKS)


@pytest.mark.parametrize("form", NAMES)
def test_names_survive_in_every_form_that_has_them(form):
    graph = as_signed_graph(NAMES[form])
    assert (graph.n, graph.names, links_of(graph)) == (3, ("a", "b", "c"), LINKS)


def test_a_file_is_read_by_its_name(tmp_path):
    path = tmp_path / "net.tsv"
    path.write_text("a b 1\nb c -1\nc a 1\n")
    for name in (path, str(path)):
        graph = as_signed_graph(name)
        assert graph.names == ("a", "b", "c")
        assert links_of(graph) == LINKS
    options = ReadingOptions(columns=(2, 1, 3))
    assert links_of(as_signed_graph(path, options)) == [(0, 2, 1), (1, 0, 1), (2, 1, -1)]


def test_nodes_without_links_are_there():
    graph = from_networkx("sign")
    graph.add_node("d")
    assert as_signed_graph(graph).names == ("a", "b", "c", "d")
    assert as_signed_graph({"a": {"b": "+"}, "c": {}}).n == 3


def test_the_sign_counts_where_links_have_a_weight_too():
    graph = from_networkx("weight", means=NUMBERS)
    nx.set_edge_attributes(graph, -1, "sign")
    assert as_signed_graph(graph).sign.tolist() == [-1, -1, -1]
    by_weight = as_signed_graph(graph, ReadingOptions(attribute="weight"))
    assert by_weight.sign.tolist() == [1, -1, 1]
    nx.set_edge_attributes(graph, "pp", "sign")  # no sign
    assert as_signed_graph(graph).sign.tolist() == [1, -1, 1]


def test_options_hold_for_objects_as_for_files():
    table = pd.DataFrame({"x": ["a", "b"], "y": ["b", "a"], "z": [1, 2]})
    options = ReadingOptions(columns=("x", "y", "z"), signs={1: "+", 2: "-"})
    assert links_of(as_signed_graph(table, options)) == [(0, 1, 1), (1, 0, -1)]
    with pytest.raises(ValueError, match="which may be codes"):
        as_signed_graph(table, ReadingOptions(columns=("x", "y", "z")))
    unknown = np.array([[0, np.nan], [-1, 0]])
    assert links_of(as_signed_graph(unknown, ReadingOptions(unknown="drop"))) == [(1, 0, -1)]
    both = ReadingOptions(undirected=True)
    assert links_of(as_signed_graph(nx.Graph([(0, 1, {"sign": "-"})]), both)) == [
        (0, 1, -1),
        (1, 0, -1),
    ]
    turned = as_signed_graph(WEIGHTS, ReadingOptions(transpose=True))
    assert links_of(turned) == [(0, 2, 1), (1, 0, 1), (2, 1, -1)]


@pytest.mark.parametrize(
    ("network", "message"),
    [
        (np.ones((2, 3)), r"weights must be a square matrix \(N, N\), got shape \(2, 3\)"),
        (np.ones(3), r"got shape \(3,\)"),
        (np.eye(2) * 1j, "weights must be real numbers, got dtype complex128"),
        (np.array([[0, np.nan], [0, 0]]), r"entry \(0, 1\): sign nan is unknown"),
        (np.array([["a", "b"], ["c", "d"]]), "'a' is neither a sign"),
        (from_networkx("strength"), "edge 'c' -> 'a': it has no attribute sign or weight"),
        (nx.Graph([(0, 1, {"sign": 1})]), "is undirected; give each link its direction"),
        (Graph(directed=False), "is undirected"),
        (igraph.Graph([(0, 1)], edge_attrs={"sign": [1]}), "is undirected"),
        (igraph.Graph([(0, 1)], directed=True), "edge '0' -> '1': it has no attribute sign"),
        (
            nx.MultiDiGraph([(0, 1, {"sign": 1}), (0, 1, {"sign": -1})]),
            "repeats edge '0' -> '1' with the other sign",
        ),
        (nx.DiGraph([(0, "0", {"sign": 1})]), "two nodes are both called '0'"),
        (edge_table("x", "y", "z"), "columns: .*--columns x,y,z"),
        (edge_table("source", "target", "sign")[:0], "a table without rows"),
        (
            pd.DataFrame({"source": [None], "target": ["a"], "sign": [1]}),
            "row 0: the source has no",
        ),
        ([("a", "b")], "link 0 has 2 parts, not source, target and sign"),
        ([("a", "b", "x")], "link 0: 'x' is neither a sign"),
        ([], "the list is empty"),
        ([[0, 1], [0]], "rows of a matrix must have one length"),
        ({"a": ["b"]}, "node 'a' has a list, not {target: sign}"),
        ("net.xls", "net.xls is of no known kind; name it .tsv"),
    ],
)
def test_what_is_no_network_is_told(network, message):
    with pytest.raises(ValueError, match=message):
        as_signed_graph(network)


@pytest.mark.parametrize(
    "network", [None, 3, b"a b 1", object(), {1, 2}, ["a", "b"], torch.float32]
)
def test_another_kind_of_object_is_told_what_is_taken(network):
    with pytest.raises(TypeError, match=r"is no network; give the name of a file, .*igraph.*dict"):
        as_signed_graph(network)


@pytest.mark.parametrize(
    "function",
    [
        anneal_graph,
        global_balance,
        local_balance,
        motif_significance,
        null_network,
        null_sample,
        signed_ffl_counts,
        signed_triad_census,
    ],
)
@pytest.mark.parametrize("network", [WEIGHTS, nx.DiGraph(), pd.DataFrame(WEIGHTS), "net.tsv"])
def test_functions_of_signed_graphs_tell_how_to_make_one(function, network):
    more = {"target": 0.5} if function is anneal_graph else {}
    with pytest.raises(
        TypeError, match=r"need a SignedGraph, got a .*; make one with sparse_rnn.read"
    ):
        function(network, **more)


def test_nothing_is_imported_before_it_is_needed():
    code = (
        "import sys; from sparse_rnn.graphs.files.conversion import as_signed_graph;"
        "as_signed_graph([('a', 'b', '+')]);"
        "print(sorted({'torch', 'igraph', 'graph_tool'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_the_documented_example_reads_weights_of_pytorch_in_the_direction_of_influence():
    rnn = torch.nn.RNN(1, 3)
    for weight in rnn.parameters():
        torch.nn.init.zeros_(weight)
    with torch.no_grad():
        rnn.weight_hh_l0[2, 0] = -0.5
    state = torch.eye(3)[None]  # unit 0 is active in the first sequence, 1 in the second ...
    influence = rnn(torch.zeros(1, 3, 1), state)[0][0].detach().numpy()
    text = (Path(__file__).parents[3] / "docs/inputs.md").read_text()
    row = next(line for line in text.splitlines() if line.startswith("| PyTorch tensor |"))
    example = row.split("|")[2].strip().strip("`")
    graph = eval(example, {"sr": sr, "rnn": rnn})
    assert (graph.to_weights() == np.sign(influence)).all() and influence[0, 2] < 0


def test_a_signed_graph_is_turned_as_any_other_network():
    graph = sr.read(NAMED)
    assert sr.read(graph) is graph
    turned = sr.read(graph, transpose=True)
    assert turned.names == graph.names
    assert (turned.to_weights() == graph.to_weights().T).all()
    both = sr.read(graph, undirected=True).to_weights()
    assert (both == graph.to_weights() + graph.to_weights().T).all()
    alone = SignedGraph.from_edges([0], [1], [-1], n=4)
    assert sr.read(alone, transpose=True).digest() == (
        SignedGraph.from_edges([1], [0], [-1], n=4).digest()
    )
    numbers = SignedGraph.from_edges([0, 1], [1, 0], [-1, 1], n=2, names=[7, 30])
    assert sr.read(numbers, transpose=True).names == (7, 30)
    with pytest.raises(ValueError, match="repeats link 0 with the other sign"):
        sr.read(numbers, undirected=True)
    assert sr.read(numbers, undirected=True, conflicts="last").sign.tolist() == [1, 1]


FORMAT, COLUMNS, ATTRIBUTE = {"format": "csv"}, {"columns": (1, 2, 3)}, {"attribute": "effect"}
USELESS = {
    "ndarray": (WEIGHTS, [FORMAT, COLUMNS, ATTRIBUTE]),
    "csr_array": (sp.csr_array(WEIGHTS), [FORMAT, COLUMNS, ATTRIBUTE]),
    "list": (NAMED, [FORMAT, COLUMNS, ATTRIBUTE]),
    "Tensor": (torch.tensor(WEIGHTS), [FORMAT, COLUMNS, ATTRIBUTE]),
    "DiGraph": (from_networkx("sign"), [FORMAT, COLUMNS]),
    "dict": ({"a": {"b": "+"}}, [FORMAT, COLUMNS]),
    "DataFrame": (pd.DataFrame(NAMED, columns=["source", "target", "sign"]), [FORMAT, ATTRIBUTE]),
    "SignedGraph": (
        SignedGraph.from_weights(WEIGHTS),
        [FORMAT, COLUMNS, ATTRIBUTE, {"signs": {1: "-"}}, {"unknown": "drop"}],
    ),
}


@pytest.mark.parametrize("kind", USELESS)
def test_an_option_that_an_object_cannot_use_is_told(kind):
    network, refused = USELESS[kind]
    for options in refused:
        (name,) = options
        with pytest.raises(ValueError, match=rf"a {kind} has no use for the option {name} \(--"):
            sr.read(network, **options)


@pytest.mark.parametrize(
    ("name", "content", "options"),
    [
        ("se.csv", "source,target,effect\na,b,+\n", [ATTRIBUTE]),
        ("net.matrix", "0,1\n-1,0\n", [COLUMNS, ATTRIBUTE]),
        ("net.sif", "a + b\n", [COLUMNS, ATTRIBUTE]),
        ("net.net", "*Vertices 2\n*Arcs\n1 2 1\n", [COLUMNS, ATTRIBUTE]),
        ("net.graphml", "<graphml/>", [COLUMNS]),
        ("net.npy", "", [COLUMNS, ATTRIBUTE]),
    ],
)
def test_an_option_that_a_file_cannot_use_is_told(tmp_path, name, content, options):
    (tmp_path / name).write_text(content)
    for option in options:
        (word,) = option
        with pytest.raises(
            ValueError, match=rf"{name} has no use for the option {word} \(--{word}"
        ):
            sr.read(tmp_path / name, **option)


def test_a_masked_entry_is_no_link():
    mask = np.zeros((3, 3), bool)
    mask[0, 1] = True
    for dtype in (float, int, object):
        weights = np.array([[0, 1, 0], [0, 0, -2], [1, 0, 0]], dtype)
        graph = sr.read(np.ma.array(weights, mask=mask))
        assert links_of(graph) == [(1, 2, -1), (2, 0, 1)]
    words = np.ma.array([["0", "+"], ["-", "0"]], mask=[[0, 1], [0, 0]])
    assert links_of(sr.read(words)) == [(1, 0, -1)]
