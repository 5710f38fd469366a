"""The formats of other programs: the same network from each, and what each refuses or tells."""

import io
import sys

import networkx as nx
import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest
import scipy.sparse as sp
from scipy.io import mmwrite, savemat

from sparse_rnn.graphs.files.link_list import LeftOut
from sparse_rnn.graphs.files.matrix_text import looks_like_matrix

NAMES = ("a", "b", "c", "d")
LINKS = [(0, 1, 1), (1, 0, -1), (1, 2, -1), (2, 3, 1), (3, 0, 1)]
WEIGHTS = np.zeros((4, 4))
for _i, _j, _s in LINKS:
    WEIGHTS[_i, _j] = _s / 2


def saved(write, *arguments, **named):
    file = io.BytesIO()
    write(file, *arguments, **named)
    return file.getvalue()


def graph(**values):
    network = nx.DiGraph()
    network.add_nodes_from(NAMES)
    for i, j, sign in LINKS:
        own = {key: means(sign) for key, means in values.items()}
        network.add_edge(NAMES[i], NAMES[j], **own)
    return network


def table(**columns):
    rows = [(NAMES[i], NAMES[j], sign / 2) for i, j, sign in LINKS]
    return pd.DataFrame(rows, columns=["source", "target", "weight"]).assign(**columns)


def xml(network, write=nx.generate_graphml):
    return "\n".join(write(network))


def rows(matrix, separator=","):
    return "\n".join(separator.join(f"{value:g}" for value in row) for row in matrix) + "\n"


def sign(value):
    return "+-"[value < 0]


VERTICES = '*Vertices 4\n1 "a" 0.1 0.2\n2 "b"\n3 "c"\n4 "d"\n'
LABELLED = pd.DataFrame(WEIGHTS, index=list(NAMES), columns=list(NAMES))
CELLS = np.array(NAMES, dtype=object)
SAME = {
    "graphml": ("net.graphml", xml(graph(sign=sign))),
    "gexf signs": ("net.gexf", xml(graph(sign=sign), nx.generate_gexf)),
    "gexf weights": ("net.gexf", xml(graph(weight=float), nx.generate_gexf)),
    "gexf 1.3": (
        "net.gexf",
        xml(graph(weight=float), nx.generate_gexf).replace("www.gexf.net/1.2draft", "gexf.net/1.3"),
    ),
    "gml": ("net.gml", xml(graph(effect=sign), nx.generate_gml)),
    "pajek": (
        "net.net",
        f"*Network x\n{VERTICES}*Arcs\n" + "".join(f"{i + 1} {j + 1} {s}\n" for i, j, s in LINKS),
    ),
    "pajek matrix": ("net.net", f"{VERTICES}*Matrix\n{rows(WEIGHTS, ' ')}"),
    "pajek lists": ("net.net", f"{VERTICES}*Arcs\n2 3 -1\n2 1 -1\n*Arcslist\n1 2\n3 4\n4 1\n"),
    "sif": ("net.sif", "a + b\nb - a c\nc activates d\nd 1 a\n"),
    "sif tabs": ("net.sif", "a\t+\tb\nb\t-\ta\tc\nc\t+\td\nd\t+\ta\n"),
    "csv": ("net.csv", LABELLED.to_csv()),
    "csv columns": ("net.csv", LABELLED.to_csv(index=False)),
    "csv rows": ("net.csv", LABELLED.to_csv(header=False)),
    "csv other order": ("net.csv", LABELLED[list("dbca")].to_csv()),
    "semicolons": ("net.csv", LABELLED.to_csv(sep=";")),
    "tsv": ("net.tsv", LABELLED.to_csv(sep="\t")),
    "signs": ("net.csv", LABELLED.map(lambda w: "-0+"[int(np.sign(w)) + 1]).to_csv()),
    "mat": ("net.mat", saved(savemat, {"W": WEIGHTS, "names": CELLS})),
    "mat chars": ("net.mat", saved(savemat, {"W": WEIGHTS, "names": np.array(NAMES)})),
    "mat sparse": ("net.mat", saved(savemat, {"W": sp.csc_array(WEIGHTS), "names": CELLS})),
    "parquet": ("net.parquet", saved(lambda f: table().to_parquet(f))),
    "parquet of another program": (
        "net.parquet",
        saved(lambda f: pyarrow.parquet.write_table(pyarrow.table(table().to_dict("list")), f)),
    ),
    "parquet matrix": ("net.parquet", saved(lambda f: LABELLED.to_parquet(f))),
}
NAMELESS = {
    "csv": ("net.csv", rows(WEIGHTS)),
    "spaces": ("net.txt", rows(WEIGHTS, "  ")),
    "nan diagonal": ("net.csv", rows(WEIGHTS + np.diag([np.nan] * 4))),
    "empty diagonal": ("net.csv", rows(WEIGHTS + np.diag([np.nan] * 4)).replace("nan", "")),
    "mtx": ("net.mtx", saved(mmwrite, sp.coo_array(WEIGHTS))),
    "mtx dense": ("net.mtx", saved(mmwrite, WEIGHTS)),
    "mat": ("net.mat", saved(savemat, {"W": WEIGHTS, "dt": 0.1})),
}


def links_of(graph):
    return list(zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True))


@pytest.mark.parametrize("form", SAME)
def test_every_format_gives_the_same_network_with_its_names(read, form):
    network = read(*SAME[form])
    assert (network.graph.names, links_of(network.graph)) == (NAMES, LINKS)


@pytest.mark.parametrize("form", NAMELESS)
def test_a_matrix_without_names_has_numbers(read, form):
    network = read(*NAMELESS[form])
    assert (network.graph.n, network.graph.names, links_of(network.graph)) == (4, None, LINKS)
    assert network.left_out == LeftOut(self_loops=4 * ("diagonal" in form))


def test_a_small_matrix_is_read_where_it_is_called_one(read):
    assert links_of(read("net.matrix", "0,1\n-1,0\n").graph) == [(0, 1, 1), (1, 0, -1)]
    named = read("net.csv", ",x,y\nx,0,1\ny,-1,0\n").graph
    assert (named.names, links_of(named)) == (("x", "y"), [(0, 1, 1), (1, 0, -1)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 2 1\n2 3 -1\n3 1 1", False),  # three links
        ("source target sign\na b 1\nb a -1", False),
        ("source target sign score\n1 2 1 4\n2 3 -1 4\n3 1 1 5", False),
        ("from to sign score\n1 2 1 4\n2 3 -1 4\n3 1 1 5\n3 2 1 5", False),
        ("a b 1 2010\nb c 1 2010\nc d 1 2010\nd a 1 2010", False),
        ("0 1 0 1\n1 0 0 1\n0 0 0 1\n1 1 0 0", True),
        ("x y z\nx 0 1 0\ny 1 0 -1\nz 0 0 0", True),  # as R writes it
        ("0 1 0 1\n1 0 0 1\n0 0 0 1", False),  # not square
        ("", False),
    ],
)
def test_a_matrix_is_told_from_a_list_of_links(text, expected):
    assert looks_like_matrix([line.split() for line in text.splitlines()]) is expected


def test_choices_are_told(read):
    network = read("net.graphml", xml(graph(weight=float, sign=lambda s: -s)))
    assert network.graph.sign.tolist() == [-s for *_, s in LINKS]
    assert network.notes == (
        "sign read from the attribute 'sign', not from 'weight' (--attribute chooses)",
    )
    chosen = read("net.graphml", xml(graph(weight=float, sign=lambda s: -s)), attribute="weight")
    assert links_of(chosen.graph) == LINKS
    assert "with names" in read(*SAME["csv"]).notes[0]
    several = {"W": WEIGHTS, "V": -WEIGHTS, "names": CELLS}
    chosen = read("net.mat", saved(savemat, several), attribute="V")
    assert chosen.graph.sign.tolist() == [-s for *_, s in LINKS]
    assert chosen.notes[0].startswith("matrix 'V' read, not 'W'")
    symmetric = sp.coo_array(WEIGHTS + WEIGHTS.T)
    assert "symmetric" in read("net.mtx", saved(mmwrite, symmetric, symmetry="symmetric")).notes[0]
    pattern = "%%MatrixMarket matrix coordinate pattern general\n2 2 2\n1 2\n2 1\n"
    found = read("net.mtx", pattern)
    assert "taken as positive" in found.notes[0]
    assert links_of(found.graph) == [(0, 1, 1), (1, 0, 1)]


def test_edges_without_a_direction_are_taken_in_both_beside_others(read):
    both = [(0, 1, 1), (1, 0, 1), (1, 2, -1)]
    text = xml(nx.DiGraph([("a", "b", {"sign": "+"}), ("b", "c", {"sign": "-"})]))
    mixed = text.replace('target="b"', 'target="b" directed="false"')
    pajek = '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Arcs\n2 3 -1\n*Edges\n1 2 1\n'
    gexf = xml(nx.DiGraph([("a", "b", {"sign": "+"}), ("b", "c", {"sign": "-"})]), nx.generate_gexf)
    mutual = gexf.replace('target="b"', 'target="b" type="mutual"')
    free = gexf.replace('target="b"', 'target="b" type="undirected"')
    files = {"net.graphml": mixed, "net.net": pajek, "net.gexf": mutual, "free.gexf": free}
    for name, content in files.items():
        network = read(name, content)
        assert links_of(network.graph) == both
        assert network.notes[-1].startswith("edges without a direction, taken in both: 1")
    all_directed = text.replace('"directed"', '"undirected"').replace(
        "<edge", '<edge directed="true"'
    )
    assert links_of(read("net.graphml", all_directed).graph) == [(0, 1, 1), (1, 2, -1)]


def test_links_of_graphml_with_one_id_are_all_read(read):
    text = xml(nx.MultiDiGraph([("a", "b", {"sign": 1}), ("a", "b", {"sign": -1})]))
    text = text.replace('id="1"', 'id="0"')
    with pytest.raises(ValueError, match="repeats edge 'a' -> 'b' with the other sign"):
        read("net.graphml", text)


def test_a_missing_attribute_is_an_unknown_sign(read):
    network = graph(sign=sign)
    network.add_edge("a", "d")
    found = read("net.graphml", xml(network), unknown="drop")
    assert links_of(found.graph) == LINKS
    assert found.left_out.unknown == 1


def test_nodes_without_links_are_there(read):
    for name, content in {
        "net.sif": "a + b\nc\n",
        "net.net": '*Vertices 3\n1 "a"\n2 "b"\n3 "c"\n*Arcs\n1 2 1\n',
    }.items():
        assert read(name, content).graph.names == ("a", "b", "c")


GRAPHML = xml(graph(sign=sign))
INNER = '<graph edgedefault="directed"><edge source="a" target="b"/></graph>'
REFUSED = {
    "two.graphml": (GRAPHML.replace("</graphml>", f"{INNER}</graphml>"), "holds 2 graphs"),
    "nested.graphml": (
        GRAPHML.replace('<node id="a" />', f'<node id="a">{INNER}</node>'),
        "holds a graph within a node or an edge",
    ),
    "hyper.graphml": (GRAPHML.replace("</graph>", "<hyperedge/></graph>"), "holds a hyperedge"),
    "nodes.graphml": (
        GRAPHML.replace('<node id="b" />', '<node id="a" />'),
        "node 'a' is listed tw",
    ),
    "case.graphml": (
        xml(graph(sign=sign, Sign=sign)),
        "attributes 'sign' and 'Sign' may both hold the sign; rename one of them",
    ),
    "key.graphml": (
        xml(graph(sign=sign, weight=float)).replace('"weight"', '"sign"'),
        "edge attribute 'sign' is listed twice",
    ),
    "stray.graphml": (
        GRAPHML.replace("</graph>", '</graph><edge source="a" target="b"/>'),
        "lists 6 edges, of which 5 stand where",
    ),
    "undirected.gexf": (
        xml(graph(sign=sign), nx.generate_gexf).replace('"directed"', '"undirected"'),
        "is undirected",
    ),
    "type.gexf": (
        xml(graph(sign=sign), nx.generate_gexf).replace("<edge ", '<edge type="odd" '),
        "edge 1 is of type 'odd'",
    ),
    "unsigned.gexf": (xml(graph(), nx.generate_gexf), "edge 'a' -> 'b': it has no attribute sign"),
    "undirected.gml": (xml(nx.Graph(graph(sign=sign)), nx.generate_gml), "is undirected"),
    "nested.gml": (
        xml(graph(sign=sign), nx.generate_gml).replace("directed 1", "directed 1\n  graph [\n  ]"),
        "holds 'graph' within the graph",
    ),
    "cut.gml": ("graph [ node [", "cannot be read as GML"),
    "none.net": ("1 2 1\n", "line 1: '1' before *Vertices"),
    "empty.net": ("", "holds no line *Vertices"),
    "two.net": (f"{VERTICES}{VERTICES}", "line 6: a second network"),
    "outside.net": (f"{VERTICES}*Arcs\n1 5 1\n", "line 7: '5' is none of the vertices 1 to 4"),
    "relations.net": (
        f'{VERTICES}*Arcs :1 "x"\n1 2 1\n*Arcs :2 "y"\n1 2 1\n',
        "line 8: '*Arcs :2 \"y\"' is one of several relations",
    ),
    "partition.net": (f"{VERTICES}*Partition x\n1\n", "line 6: section '*Partition x' is not read"),
    "rows.net": (f"{VERTICES}*Matrix\n0 1 1 1\n", "has 1 rows of a matrix instead of 4"),
    "labels.net": ('*Vertices 2\n1 "a"\n2 "a"\n*Arcs\n1 2 1\n', "two nodes are both called 'a'"),
    "undirected.net": (f"{VERTICES}*Edges\n1 2 1\n", "is undirected"),
    "two.sif": ("a b\n", "line 1: 2 fields; a line holds a source, the interaction"),
    "word.sif": ("a + b\na pp c\n", "line 2: 'pp' is neither a sign"),
    "oblong.mtx": (
        saved(mmwrite, WEIGHTS[:3]),
        "weights must be a square matrix (N, N), got shape",
    ),
    "claim.mtx": (
        "%%MatrixMarket matrix array real general\n90000 90000\n1\n",
        "cannot be read as MatrixMarket (ValueError: 1 lines of values where 8100000000 are claimed",
    ),
    "complex.mtx": (saved(mmwrite, WEIGHTS * 1j), "a 'complex' matrix is not read"),
    "twice.mtx": (
        "%%MatrixMarket matrix coordinate real general\n2 2 2\n1 2 1\n1 2 -1\n",
        "entry (1, 2): 0 -> 1 repeats entry (1, 2) with the other sign",
    ),
    "more.mtx": (
        "%%MatrixMarket matrix array real general\n2 2\n0\n1\n1\n0\n1\n",
        "5 lines of values where 4 are claimed",
    ),
    "text.mtx": ("a b 1\n", "cannot be read as MatrixMarket"),
    "new.mat": (
        b"MATLAB 7.3 MAT-file" + bytes(600),
        "is a MATLAB file of version 7.3; save it with",
    ),
    "several.mat": (
        saved(savemat, {"W": WEIGHTS, "V": WEIGHTS}),
        "holds several square matrices ('W', 'V'); say which (--attribute NAME)",
    ),
    "scalar.mat": (saved(savemat, {"x": 1.0}), "holds no square matrix of real numbers; its var"),
    "text.mat": (b"a b 1\n", "cannot be read as MATLAB file"),
    "text.parquet": (b"a b 1\n", "cannot be read as Parquet"),
    "columns.parquet": (
        saved(lambda f: pd.DataFrame({"x": ["a"], "y": ["b"], "z": [1]}).to_parquet(f)),
        "columns: ",
    ),
    "names.csv": (",a,b,c\na,0,1,0\nb,1,0,0\nx,0,0,-1\n", "names of rows and columns differ: 'c'"),
    "nan.csv": (",a,b\na,0,nan\nb,1,0\n", "entry ('a', 'b'): sign nan is unknown"),
    "gap.csv": (",a,b\na,0,\nb,1,0\n", "entry ('a', 'b'): sign nan is unknown"),
    "word.csv": (
        ",a,b\na,0,x\nb,1,0\n",
        "line 2: 'x' is neither a sign (+ or -) nor a number, in col",
    ),
    "oblong.matrix": ("0,2\n1,0\n0,0\n0,1\n", "2 entries in one of 4 rows; a matrix is square"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_whole_is_refused_with_the_reason(read, tmp_path, name):
    content, message = REFUSED[name]
    with pytest.raises(ValueError) as caught:
        read(name, content)
    assert str(caught.value).startswith(f"{tmp_path / name} ")
    assert message in str(caught.value)


def test_what_is_unknown_in_a_matrix_may_be_left_out(read):
    network = read("net.csv", ",a,b\na,0,nan\nb,1,\n", unknown="drop")
    assert links_of(network.graph) == [(1, 0, 1)]
    assert network.left_out.unknown == 1


def test_parquet_without_pyarrow_tells_how_to_install_it(read, monkeypatch):
    content = SAME["parquet"][1]
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ValueError, match=r"pip install '\.\[parquet\]' in the checkout"):
        read("net.parquet", content)


@pytest.mark.parametrize("layout", [np.asarray, sp.coo_array], ids=["array", "coordinate"])
@pytest.mark.parametrize(("symmetry", "turned"), [("symmetric", 1), ("skew-symmetric", -1)])
def test_a_symmetric_matrix_is_read_whole(read, layout, symmetry, turned):
    whole = np.triu(WEIGHTS, 1) + turned * np.triu(WEIGHTS, 1).T
    text = saved(mmwrite, layout(whole), symmetry=symmetry)
    assert symmetry.encode() in text.splitlines()[0]
    assert (read("net.mtx", text).graph.to_weights() == np.sign(whole)).all()


MIXED = {
    "graphml": (
        "net.graphml",
        xml(graph(sign=sign)).replace('target="c"', 'target="c" directed="false"', 1),
    ),
    "pajek": ("net.net", f"{VERTICES}*Arcs\n1 2 1\n*Edges\n2 3 -1\n"),
}


@pytest.mark.parametrize("form", MIXED)
def test_links_with_and_without_direction_can_all_be_taken_in_both(read, form):
    assert any("taken in both: 1" in note for note in read(*MIXED[form]).notes)
    network = read(*MIXED[form], undirected=True, conflicts="last")
    weights = network.graph.to_weights()
    assert (weights == weights.T).all() and weights[1, 2] == -1
