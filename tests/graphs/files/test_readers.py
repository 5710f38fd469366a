"""Every kind of file gives the same network; every doubtful or damaged one a message that tells."""

import hashlib
import io
import re

import networkx as nx
import numpy as np
import pytest
import scipy.sparse as sp

from sparse_rnn.graphs.files.edge_lists import write_edge_list
from sparse_rnn.graphs.files.link_list import LeftOut
from sparse_rnn.graphs.files.readers import READERS, read_network
from sparse_rnn.graphs.signed_graph import SignedGraph

WEIGHTS = np.array([[0.5, 1.0, 0, 0], [0, 0, -2.5, 0], [1e-9, 0, 0, -1], [0, 3, 0, 0]])
LINKS = [(0, 1, 1), (1, 2, -1), (2, 0, 1), (2, 3, -1), (3, 1, 1)]  # less the self-loop of 0
ONE = [(0, 0, 1), *LINKS]


def lines(rows, separator="\t"):
    return "".join(separator.join(map(str, row)) + "\n" for row in rows)


def graphml(rows, key="weight", **graph):
    network = nx.MultiDiGraph(**graph)
    network.add_edges_from((str(i), str(j), {key: value}) for i, j, value in rows)
    return "\n".join(nx.generate_graphml(network))


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def npz(matrix, **changed):
    file = io.BytesIO()
    sp.save_npz(file, matrix)
    if changed:
        file.seek(0)
        with np.load(file) as arrays:
            arrays = dict(arrays) | changed
        file = io.BytesIO()
        np.savez(file, **{name: a for name, a in arrays.items() if a is not None})
    return file.getvalue()


def links_of(graph):
    return list(zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("net.tsv", lines(ONE)),
        ("net.TSV", lines(reversed(ONE))),
        ("net.txt", lines(ONE, "  ")),
        ("crlf.tsv", lines(ONE).replace("\n", "\r\n")),
        ("mac.tsv", lines(ONE).replace("\n", "\r")),
        ("marked.tsv", b"\xef\xbb\xbf" + lines(ONE).encode()),
        ("signs.tsv", lines((i, j, "+" if s > 0 else "-") for i, j, s in ONE)),
        ("header.tsv", "# made by hand\n\nsource\ttarget\tsign\n" + lines(ONE) + "\n#end"),
        ("net.csv", "From,To,Weight\n" + lines(ONE, ",")),
        ("spaced.csv", lines(ONE, " , ")),
        ("quoted.csv", lines(((f'"{i}"', f'"{j}"', s) for i, j, s in ONE), ",")),
        ("quoted.txt", lines(((f'"{i}"', f'"{j}"', s) for i, j, s in ONE), " ")),
        ("net.graphml", graphml(ONE)),
        ("sign.graphml", graphml(ONE, "sign")),
        ("net.npy", npy(WEIGHTS)),
        ("columns.npy", npy(np.asfortranarray(WEIGHTS))),
        ("big_endian.npy", npy(WEIGHTS.astype(">f8"))),
        ("whole.npy", npy(np.sign(WEIGHTS).astype(np.int8))),
        ("csr.npz", npz(sp.csr_array(WEIGHTS))),
        ("csc.npz", npz(sp.csc_matrix(WEIGHTS))),
        ("coo.npz", npz(sp.coo_array(WEIGHTS.astype(np.float32)))),
    ],
)
def test_every_kind_of_file_gives_the_same_network(read, name, content):
    network = read(name, content)
    assert network.graph.n == 4
    assert links_of(network.graph) == LINKS
    assert network.graph.names is None
    assert network.left_out == LeftOut(self_loops=1, comments=2 * (name == "header.tsv"))
    assert network.notes == network.warnings == ()
    assert network.sha256 == hashlib.sha256(network.path.read_bytes()).hexdigest()


def test_names_are_kept_and_put_in_order_whatever_the_order_of_lines(read):
    rows = [("V1 left", "amacrine", 1), ("amacrine", "β-cell", -0.5), ("V1 left", "β-cell", "-")]
    graph = read("net.tsv", lines(rows)).graph
    assert graph.names == ("V1 left", "amacrine", "β-cell")
    assert links_of(graph) == [(0, 1, 1), (0, 2, -1), (1, 2, -1)]
    again = read("again.tsv", lines(reversed(rows))).graph
    assert again.digest() == graph.digest()
    assert again.names == graph.names


def test_whole_numbers_are_put_in_order_by_value_and_leave_no_gaps(read):
    graph = read("net.tsv", lines([(1000, 9, 1), (9, -3, -1)])).graph
    assert graph.names == (-3, 9, 1000)
    assert links_of(graph) == [(1, 0, -1), (2, 1, 1)]


def test_other_spellings_of_numbers_are_names(read):
    graph = read("net.tsv", lines([("01", "1", 1), ("1", "1.0", -1)])).graph
    assert graph.names == ("01", "1", "1.0")


def test_a_zero_is_no_link_but_its_nodes_are_there(read):
    network = read("net.tsv", "0 1 1\n1 2 0.0\n2 2 0\n2 2 -1\n1 2 -1\n3 1 -0\n")
    assert network.left_out == LeftOut(zeros=3, self_loops=1, repeats=0)
    assert network.graph.n == 4
    assert links_of(network.graph) == [(0, 1, 1), (1, 2, -1)]


def test_zeros_that_a_sparse_matrix_stores_are_counted(read):
    stored = sp.coo_array(([1.0, 0.0, -1.0], ([0, 1, 2], [1, 2, 2])), shape=(3, 3))
    network = read("net.npz", npz(stored))
    assert network.left_out == LeftOut(zeros=1, self_loops=1, repeats=0)
    assert links_of(network.graph) == [(0, 1, 1)]


def test_repeats_are_merged_on_request_if_their_signs_agree(read):
    network = read("net.tsv", "a b 1\nb a -1\na b 0.25\na b +\n", merge=True)
    assert network.left_out == LeftOut(zeros=0, self_loops=0, repeats=2)
    assert links_of(network.graph) == [(0, 1, 1), (1, 0, -1)]


def test_a_graphml_edge_without_a_weight_has_the_default_of_its_key(read):
    text = graphml([("a", "b", 1.0), ("b", "c", 2.0)])
    text = text.replace(" />", "><default>-1</default></key>", 1)
    text = re.sub(r'<data key="d.">2.0</data>', "", text)
    assert links_of(read("net.graphml", text).graph) == [(0, 1, 1), (1, 2, -1)]
    text = re.sub(r'<data key="d.">1.0</data>', "", text)
    assert links_of(read("net.graphml", text).graph) == [(0, 1, -1), (1, 2, -1)]


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ({"name": ["AVAL", "AVAR"]}, ("AVAL", "AVAR")),
        ({"label": ["AVAL", "AVAR"], "name": ["x", "x"]}, ("AVAL", "AVAR")),
        ({"name": ["AVAL", " "]}, ("n0", "n1")),
        ({}, ("n0", "n1")),
    ],
)
def test_nodes_of_a_graphml_file_have_their_names_if_these_tell_them_apart(
    read, attributes, expected
):
    network = nx.DiGraph([("n0", "n1", {"weight": -1})])
    for key, names in attributes.items():
        nx.set_node_attributes(network, dict(zip(network, names, strict=True)), key)
    graph = read("net.graphml", "\n".join(nx.generate_graphml(network))).graph
    assert tuple(graph.names) == expected


def test_data_of_a_graphml_file_may_have_any_name(read):
    text = graphml([("a", "b", -1)], mood="calm").replace('"mood"', '"edge_default"')
    assert links_of(read("net.graphml", text).graph) == [(0, 1, -1)]


def test_what_is_written_is_read_back(tmp_path):
    names = ["plain", "two words", 'a "quoted" one', "#5", "%7", "tab\there", "ä", "1", "lonely"]
    graph = SignedGraph.from_edges(range(7), range(1, 8), [1] * 6 + [-1], 9, names)
    write_edge_list(tmp_path / "net.tsv", graph)
    network = read_network(tmp_path / "net.tsv")
    assert network.left_out == LeftOut(zeros=1, self_loops=0, repeats=0)
    again = network.graph.to_networkx()
    assert nx.utils.edges_equal(again.edges(data=True), graph.to_networkx().edges(data=True))
    assert set(again) == set(names)


@pytest.mark.parametrize("name", ["trained", "dense", "heavy_tail", "self_loops"])
def test_a_network_goes_through_every_format(name, networks, tmp_path):
    graph = networks[name]
    write_edge_list(tmp_path / "net.tsv", graph)
    nx.write_graphml(graph.to_networkx(), tmp_path / "net.graphml")
    np.save(tmp_path / "net.npy", graph.to_weights())
    sp.save_npz(tmp_path / "net.npz", graph.to_sparse())
    for suffix in ("tsv", "graphml", "npy", "npz"):
        assert read_network(tmp_path / f"net.{suffix}").graph.digest() == graph.digest()


@pytest.mark.parametrize("name", ["", " x", "x ", "two\nlines", "bell\a", "\u2003x"])
def test_a_name_that_a_line_cannot_hold_is_not_written(tmp_path, name):
    graph = SignedGraph.from_edges([0], [1], [1], names=[name, "b"])
    message = re.escape(f"node name {name!r} cannot be written into an edge list")
    with pytest.raises(ValueError, match=message):
        write_edge_list(tmp_path / "net.tsv", graph)
    assert list(tmp_path.iterdir()) == []


FEW = "holds source, target and sign or weight, separated by tabs or spaces"
CSR = sp.csr_array(WEIGHTS)
COO = sp.coo_array(WEIGHTS)
MALFORMED = {
    "empty.tsv": ("", "line 1: nothing there; write a link per line: source, target, sign"),
    "empty.csv": ("\n\n", "line 1: nothing there; write a link per line: source, target, sign"),
    "comments.tsv": ("# nothing\n", "line 1: nothing there"),
    "header.tsv": ("source\ttarget\tsign\n", "has no links (zero weights: 0, self-loops: 0)"),
    "zeros.tsv": ("a b 0\nb b 1\n", "has no links (zero weights: 1, self-loops: 1)"),
    "two.tsv": ("a b 1\nb c\n", f"line 2: 2 fields instead of 3; a line {FEW}"),
    "one.csv": ("a:b:1\n", "line 1: 1 field instead of 3; a line holds source, target and sign or"),
    "four.tsv": ("# x\na b 1 2010\n", f"line 2: 4 fields instead of 3; a line {FEW}"),
    "missing.tsv": ("a\tb\t1\n\tb\t1\n", "line 2: a node has no name"),
    "unnamed.tsv": ('a\tb\t1\n""\tb\t1\n', "line 2: a node has no name"),
    "unnamed.csv": ("a,b,1\n ,b,1\n", "line 2: a node has no name"),
    "word.tsv": ("a b 1\nb c x\n", "line 2: 'x' is neither a sign (+ or -) nor a number"),
    "first.tsv": ("a b excited\n", "line 1: 'excited' is neither a sign (+ or -) nor a number"),
    "blank.csv": ("a,b,\n", "line 1: sign '' is unknown; leave such links out (--unknown drop)"),
    "comma.tsv": ("a b 0,5,\n", "line 1: '0,5,' is neither a sign (+ or -) nor a number"),
    "nan.tsv": (
        "a b 1\n\nb c NaN\n",
        "line 3: sign 'NaN' is unknown; leave such links out (--unknown drop)",
    ),
    "inf.csv": ("a,b,1\nb,c,-inf\n", "line 2: weight -inf is not finite"),
    "huge.tsv": ("a b 1e999\n", "line 1: weight 1e999 is not finite"),
    "turned.csv": (
        "sign,source,weight\na,b,1\n",
        "line 1: 'weight' is neither a sign (+ or -) nor a number; if this is a header, say which"
        " columns to read (--columns sign,source,weight)",
    ),
    "twice.tsv": (
        "a b 1\nb c 1\na b 2.5\n",
        "line 3: 'a' -> 'b' repeats line 1 with the same sign; leave one out, or merge repeats"
        " (--merge)",
    ),
    "opposed.tsv": (
        "a b 1\na b -2\n",
        "line 2: 'a' -> 'b' repeats line 1 with the other sign; leave one out",
    ),
    "quote.tsv": ('a b 1\n"b c 1\n', "line 2: unexpected end of data; are the quotes in pairs?"),
    "quote.csv": ('"a"b,c,1\n', "line 1: ',' expected after '\"'; are the quotes in pairs?"),
    "latin.csv": (
        b"a,b,1\nM\xfcl\x81er,b,1\n",
        "line 2: byte 0xfc is not UTF-8 text; save the file as UTF-8",
    ),
    "utf16.tsv": ("a\tb\t1\n".encode("utf-16-le"), "line 1: '\\x00' is no text; is this another"),
    "nul.tsv": ("a b 1\nb \0 1\n", "line 2: '\\x00' is no text; is this another format?"),
    "picture.tsv": (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "line 2: '\\x1a' is no text; is this another format?",
    ),
    "packed.tsv": (
        b"\x1f\x8b\x08\0",
        "cannot be read as gzip (EOFError: Compressed file ended before",
    ),
    "matrix.csv": (
        "0,1,0,1\n1,0,0,1\n",
        "line 1: 4 fields instead of 3; a line holds source, target and sign or weight, separated by"
        " commas; say which columns these are, by number or name (--columns 1,2,3); if this is a"
        " matrix of weights, save it as .npy (numpy.save)",
    ),
    "headed.csv": (
        "pre,post,syn_count\na,b,1\n",
        "line 1: 'syn_count' is neither a sign (+ or -) nor a number; if this is a header, say which"
        " columns to read (--columns pre,post,syn_count)",
    ),
    "archive.tsv": (b"PK\x03\x04\n\0\0", "line 1: '\\x03' is no text; is this another format?"),
    "empty.graphml": ("", "cannot be read as GraphML (ParseError: no element found: line 1"),
    "text.graphml": ("a b 1", "cannot be read as GraphML (ParseError: syntax error: line 1"),
    "cut.graphml": (graphml(ONE)[:-20], "cannot be read as GraphML (ParseError: no element found"),
    "page.graphml": ("<html></html>", "cannot be read as GraphML (it holds no graph)"),
    "undirected.graphml": (
        graphml(ONE).replace('"directed"', '"undirected"'),
        "is undirected; give each link its direction, or take each in both (--undirected)",
    ),
    "unsigned.graphml": (graphml(ONE, "length"), "edge '0' -> '0': it has no attribute sign or"),
    "partly.graphml": (
        re.sub(r'(target="2" id="0">\s*)<data.*?</data>', r"\1", graphml(ONE)),
        "edge '1' -> '2': it has no attribute weight",
    ),
    "nan.graphml": (graphml([("a", "b", np.nan)]), "edge 'a' -> 'b': sign nan is unknown"),
    "word.graphml": (
        graphml([("a", "b", "x")]),
        "edge 'a' -> 'b': 'x' is neither a sign (+ or -) nor a number",
    ),
    "twice.graphml": (
        graphml([("a", "b", 1), ("a", "b", -1)]),
        "edge 'a' -> 'b': 'a' -> 'b' repeats edge 'a' -> 'b' with the other sign; leave one out",
    ),
    "nameless.graphml": (
        graphml(ONE).replace('target="2"', ""),
        "cannot be read as GraphML (ValueError: a node without id, or an edge without source or",
    ),
    "empty.npy": (b"", "cannot be read as .npy (ValueError:"),
    "text.npy": ("a b 1", "cannot be read as .npy (ValueError:"),
    "cut.npy": (
        npy(WEIGHTS)[:-8],
        "cannot be read as .npy (ValueError: 120 bytes where (4, 4) of float64",
    ),
    "long.npy": (
        npy(WEIGHTS) + b"x",
        "cannot be read as .npy (ValueError: 129 bytes where (4, 4) of float64",
    ),
    "claim.npy": (
        npy(WEIGHTS).replace(b"(4, 4), }" + 8 * b" ", b"(400000000, 4), }"),
        "cannot be read as .npy (ValueError: 128 bytes where (400000000, 4) of float64 take 128000",
    ),
    "pickle.npy": (
        npy(np.array([[None]])),
        "cannot be read as .npy (ValueError: it holds Python objects, which only pickle could",
    ),
    "oblong.npy": (npy(np.ones((3, 4))), "holds an array of shape (3, 4), not a square matrix"),
    "flat.npy": (npy(np.ones(4)), "holds an array of shape (4,), not a square matrix (N, N)"),
    "none.npy": (npy(np.ones((0, 0))), "has no links (zero weights: 0, self-loops: 0)"),
    "words.npy": (npy(np.array([["a"]])), "holds <U1 where real numbers are needed"),
    "complex.npy": (npy(np.eye(2) * 1j), "holds complex128 where real numbers are needed"),
    "nan.npy": (npy(np.where(WEIGHTS == 3, np.nan, 1)), "entry (3, 1): sign nan is unknown"),
    "loops.npy": (npy(np.eye(3)), "has no links (zero weights: 0, self-loops: 3)"),
    "empty.npz": (b"", "cannot be read as .npz (BadZipFile: File is not a zip file)"),
    "cut.npz": (npz(CSR)[:-30], "cannot be read as .npz (BadZipFile: File is not a zip file)"),
    "flipped.npz": (
        npz(CSR, format=np.array(b"csr")).replace(b"csr", b"csx"),
        "cannot be read as .npz (BadZipFile: Bad CRC-32 for file 'format.npy')",
    ),
    "dense.npz": (
        npz(CSR, format=None, weights=WEIGHTS),
        "holds ['_is_array', 'data', 'indices', 'indptr', 'shape', 'weights'], not what"
        " scipy.sparse.save_npz writes",
    ),
    "block.npz": (npz(sp.bsr_array(WEIGHTS)), "is in the sparse format 'bsr'; save it as csr, csc"),
    "lacking.npz": (npz(CSR, indptr=None), "lacks the array 'indptr' of a sparse matrix in format"),
    "oblong.npz": (npz(CSR[:3]), "holds an array of shape (3, 4), not a square matrix (N, N)"),
    "negative.npz": (npz(COO, shape=np.array([-4, -4])), "holds an array of shape (-4, -4), not"),
    "huge.npz": (
        npz(COO, shape=np.array([2**40, 2**40])),
        "the number of nodes must lie between 0 and 2147483647, got 1099511627776",
    ),
    "outside.npz": (npz(COO, row=COO.row + 1), "entry 5 at (4, 1) lies outside 4 x 4"),
    "minus.npz": (npz(COO, col=COO.col - 1), "entry 0 at (0, -1) lies outside 4 x 4"),
    "pointer.npz": (
        npz(CSR, indptr=np.array([0, 5, 3, 5, 6])),
        "has an index pointer that does not divide 6 entries by 4",
    ),
    "overflow.npz": (
        npz(CSR, indptr=np.array([0, 2**63 - 1, -(2**63), 5, 6])),
        "has an index pointer that does not divide 6 entries by 4",
    ),
    "fraction.npz": (npz(CSR, indices=CSR.indices + 0.5), "holds float64 where whole numbers are"),
    "lengths.npz": (npz(CSR, data=CSR.data[1:]), "has 6 rows, 6 columns, 5 weights"),
    "words.npz": (npz(CSR, data=np.array(list("abcdef"))), "holds <U1 where real numbers are"),
    "nan.npz": (npz(CSR * np.nan), "entry 1 at (0, 1): sign nan is unknown"),
    "twice.npz": (
        npz(COO, row=COO.row * 0, col=COO.row * 0 + 1),
        "entry 1 at (0, 1): 0 -> 1 repeats entry 0 at (0, 1) with the same sign; leave one out",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_file_is_named_with_the_place_and_the_reason(read, tmp_path, name):
    content, message = MALFORMED[name]
    with pytest.raises(ValueError) as caught:
        read(name, content)
    told = str(caught.value)
    assert told.startswith(f"{tmp_path / name} {message}")
    assert "\n" not in told
    assert len(told) < len(str(tmp_path)) + 250


CODED = [(0, 1, 1), (1, 2, 2), (0, 2, 2), (2, 3, 1)]
CODED_MATRIX = sp.coo_array(
    ([c for *_, c in CODED], ([i for i, *_ in CODED], [j for _, j, _ in CODED])), shape=(4, 4)
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("net.tsv", lines(CODED)),
        ("net.csv", "source,target,weight\n" + lines(CODED, ",")),
        ("net.edgelist", lines(CODED, " ")),
        ("net.graphml", graphml(CODED)),
        ("text.graphml", graphml([(i, j, str(c)) for i, j, c in CODED])),
        ("net.npy", npy(CODED_MATRIX.toarray())),
        ("float.npy", npy(CODED_MATRIX.toarray().astype(float))),
        ("net.npz", npz(CODED_MATRIX)),
    ],
)
def test_codes_are_not_taken_for_weights_whatever_the_kind_of_file(read, name, content):
    with pytest.raises(ValueError, match=r"numbers 1 and 2, which .* --signs 1=\+,2=-\), or that"):
        read(name, content)
    coded = read(name, content, signs={1: "+", 2: "-"})
    assert links_of(coded.graph) == [(0, 1, 1), (0, 2, -1), (1, 2, -1), (2, 3, 1)]
    assert coded.warnings == ()
    weighed = read(name, content, signs={1: "+", 2: "+"})
    assert weighed.graph.sign.tolist() == [1] * 4
    assert weighed.warnings[0].startswith("all links are positive")


def test_merging_does_not_merge_opposite_signs(read):
    with pytest.raises(ValueError, match=r"line 3: 'a' -> 'b' repeats line 2 with the other sign"):
        read("net.tsv", "a b 1\na b 1\na b -1\n", merge=True)


def test_long_fields_are_quoted_in_short(read):
    with pytest.raises(ValueError) as caught:
        read("net.tsv", f"a b {'x' * 10_000}")
    assert len(str(caught.value)) < 300


def test_an_unknown_kind_of_file_is_refused(read):
    with pytest.raises(
        ValueError, match=r"net\.xls is of no known kind; name it \.tsv, \.txt, \.edgelist, "
    ):
        read("net.xls", "")


def test_a_missing_file_and_a_folder_are_errors_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_network(tmp_path / "net.tsv")
    (tmp_path / "folder.tsv").mkdir()
    with pytest.raises(IsADirectoryError):
        read_network(tmp_path / "folder.tsv")


def test_every_reader_is_tried_with_malformed_files():
    tried = {f".{name.split('.')[1]}" for name in MALFORMED} | {".txt", ".edgelist"}
    elsewhere = {".matrix", ".gexf", ".gml", ".net", ".sif", ".mtx", ".mat", ".parquet"}
    assert tried | elsewhere == set(READERS)  # see test_formats
