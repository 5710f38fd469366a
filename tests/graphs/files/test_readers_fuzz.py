"""Whatever the bytes of a file, reading it gives a graph, a ValueError or an OSError."""

import gzip
import io
import zipfile

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.io import mmwrite, savemat

from sparse_rnn.graphs.files.edge_lists import write_edge_list
from sparse_rnn.graphs.files.readers import READERS, read_network
from sparse_rnn.graphs.files.reading_options import (
    AS_IT_STANDS,
    CONFLICTS,
    DOUBTS,
    ReadingOptions,
)
from sparse_rnn.graphs.signed_graph import SignedGraph

WEIGHTS = np.array([[0.5, 1.0, 0, 0], [0, 0, -2.5, 0], [1.0, 0, 0, -1], [0, 3, 0, 0]])
quickly = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def saved(write, *arguments, **named):
    file = io.BytesIO()
    write(file, *arguments, **named)
    return file.getvalue()


def sparse(layout):
    matrix = sp.coo_array(WEIGHTS).asformat(layout)
    return saved(sp.save_npz, matrix), saved(sp.save_npz, matrix, compressed=False)


def saved_table(source, target, sign):
    file = io.BytesIO()
    pd.DataFrame({"source": source, "target": target, "sign": sign}).to_parquet(file)
    return file.getvalue()


PAJEK = """*Vertices 3
1 "a"
2 "b" 0.1 0.2
3 "c"
*Arcs
1 2 0.5
2 1 -1
*Edges
2 3 1
*Arcslist
3 1
"""


def valid_files():
    table = '# links\nsource,target,sign\n0,1,+\n"a, b",1,-0.5\n1,0,1\n\n0,0,2\n2,0,0\n'
    graph = nx.DiGraph([("0", "1", {"weight": 0.5}), ("1", "2", {"weight": -1.0})])
    xml = "\n".join(nx.generate_graphml(graph)).encode()
    yield from (
        (suffix, table.replace(",", "\t").encode()) for suffix in (".tsv", ".txt", ".edgelist")
    )
    yield ".csv", table.encode()
    yield ".graphml", xml
    yield ".gexf", "\n".join(nx.generate_gexf(graph)).encode()
    yield ".gml", "\n".join(nx.generate_gml(graph)).encode()
    yield ".net", PAJEK.encode()
    yield ".net", b'*Vertices 3\n1 "a"\n2 "b"\n*Matrix\n0 1 0\n-1 0 0\n0 0.5 0\n'
    yield ".sif", b"a + b c\nb - c\nd\n"
    yield ".matrix", b",a,b,c\na,0,1,0\nb,-1,0,0.5\nc,,0,0\n".replace(b",,", b",+,")
    yield ".csv", b"0,1,0,1\n-1,0,0,0\n0,1,0,-1\n1,0,0,nan\n"
    yield ".mtx", saved(mmwrite, sp.coo_array(WEIGHTS))
    yield ".mtx", saved(mmwrite, WEIGHTS)
    named = {"W": WEIGHTS, "names": np.array(["a", "b", "c", "d"], dtype=object)}
    yield ".mat", saved(savemat, named)
    yield ".mat", saved(savemat, {"W": sp.csc_array(WEIGHTS)}, do_compression=True)
    yield ".parquet", saved_table(["a", "b"], ["b", "c"], [1.0, -1.0])
    yield ".npy", saved(np.save, WEIGHTS)
    yield ".npy", saved(np.save, WEIGHTS.astype(np.int8))
    yield from ((".npz", data) for layout in ("csr", "csc", "coo") for data in sparse(layout))


VALID = list(valid_files())
assert {suffix for suffix, _ in VALID} == set(READERS)


@pytest.fixture
def survives(tmp_path):
    """Read bytes as a network; whether they were one, where any other exception is a failure."""

    def survives(suffix, data, options=AS_IT_STANDS):
        path = tmp_path / f"net{suffix}"
        path.write_bytes(data)
        try:
            network = read_network(path, options)
        except OSError:
            return False
        except ValueError as error:
            assert str(error).startswith(str(path))
            return False
        assert isinstance(network.graph, SignedGraph)
        assert network.graph.edges > 0
        return True

    return survives


@pytest.mark.parametrize(("suffix", "data"), VALID)
def test_the_seeds_of_the_mutations_are_valid(survives, suffix, data):
    assert survives(suffix, data)


@quickly
@given(st.sampled_from(list(READERS)), st.binary(max_size=200))
def test_random_bytes(survives, suffix, data):
    survives(suffix, data)


@st.composite
def mutated(draw):
    """A valid file with a few of its bytes replaced, removed or put in."""
    suffix, data = draw(st.sampled_from(VALID))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        removed = draw(st.sampled_from([0, 1, 1, 2, 8, 1000]))
        put = draw(st.binary(max_size=4) | st.sampled_from(list(PIECES)))
        data = data[:start] + put + data[start + removed :]
    return suffix, data


PIECES = tuple(b'" , # + - nan inf 1e999 -1 9999999999999999999 <a> </graph> &x; (4,4) O'.split())


places = st.sampled_from([*"012345", "source", "SIGN", "weight", "b", ""])
any_options = st.builds(
    ReadingOptions,
    columns=st.none() | st.tuples(places, places, places),
    signs=st.none()
    | st.dictionaries(st.sampled_from(["1", "-1", "+", "a", ""]), st.integers(-1, 2)),
    unknown=st.sampled_from(DOUBTS),
    conflicts=st.sampled_from(CONFLICTS),
    merge=st.booleans(),
    undirected=st.booleans(),
    transpose=st.booleans(),
)


@settings(quickly, max_examples=300)
@given(mutated(), st.just(AS_IT_STANDS) | any_options)
def test_mutated_files(survives, file, options):
    survives(*file, options)


@quickly
@given(st.sampled_from(VALID), st.integers(0, 60), st.binary(max_size=3))
def test_mutated_gzip(survives, file, start, put):
    suffix, data = file
    packed = gzip.compress(data, mtime=0)
    assert survives(f"{suffix}.gz", packed)
    survives(f"{suffix}.gz", packed[:start] + put + packed[start + len(put) :])
    survives(f"{suffix}.gz", packed[: -start - 1])


FIELDS = [
    "up",
    "?",
    "%",
    "\u2212",
    "a;b",
    "a",
    "b",
    "0",
    "1",
    "-1",
    "+",
    "nan",
    "",
    " ",
    '"',
    '"a"',
    "#",
    "sign",
    "source",
    "\x00",
]


@quickly
@given(
    st.sampled_from([(".tsv", "\t"), (".tsv", " "), (".csv", ",")]),
    st.lists(st.lists(st.sampled_from(FIELDS) | st.text(max_size=3), max_size=4), max_size=6),
    st.just(AS_IT_STANDS) | any_options,
)
def test_text_of_any_fields(survives, kind, rows, options):
    suffix, separator = kind
    text = "\n".join(separator.join(row) for row in rows)
    survives(suffix, text.encode("utf-8", "surrogatepass"), options)


anything = hnp.arrays(
    hnp.scalar_dtypes() | hnp.byte_string_dtypes() | hnp.unicode_string_dtypes(),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=5),
)
indices = hnp.arrays(np.int64, st.integers(0, 8), elements=st.integers(-2, 6)) | hnp.arrays(
    np.int64, st.integers(0, 8), elements=st.integers(-(2**63), 2**63 - 1)
)


@quickly
@given(anything)
def test_any_array_in_a_npy_file(survives, array):
    survives(".npy", saved(np.save, array))


@settings(quickly, max_examples=150)
@given(
    st.sampled_from(["csr", "csc", "coo"]),
    st.dictionaries(
        st.sampled_from(["format", "shape", "data", "indices", "indptr", "row", "col"]),
        indices | anything | st.none(),
        min_size=1,
        max_size=3,
    ),
)
def test_a_sparse_matrix_whose_arrays_are_wrong(survives, layout, changed):
    """Wrong indices must not reach compiled code, which would not raise but crash."""
    with np.load(io.BytesIO(sparse(layout)[0])) as archive:
        arrays = {**archive, **changed}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            if array is not None:
                archive.writestr(f"{name}.npy", saved(np.save, array))
    survives(".npz", file.getvalue())


names = st.text(min_size=1, max_size=6)


@quickly
@given(st.lists(names, min_size=2, max_size=6, unique=True), st.integers(0, 2**30))
def test_what_is_written_is_read_back_or_refused(tmp_path, names, bits):
    n = len(names)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
    links = [(*pair, 1 - 2 * (bits >> e & 1)) for e, pair in enumerate(pairs) if bits >> e & 2]
    links = links or [(0, 1, 1)]
    graph = SignedGraph.from_edges(*np.array(links).T, n=n, names=names)
    path = tmp_path / "net.tsv"
    try:
        write_edge_list(path, graph)
    except ValueError:
        return
    again = read_network(path).graph
    assert sorted(map(str, again.names or range(again.n))) == sorted(names)
    as_text = {(str(i), str(j), s) for i, j, s in again.to_networkx().edges(data="weight")}
    assert as_text == set(graph.to_networkx().edges(data="weight"))
