"""The public face: its names, that it needs little to load, and that it is what lies behind it."""

import doctest
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import sparse_rnn as sr
from sparse_rnn import api
from sparse_rnn.graphs.annealing.run import Schedule, anneal_graph
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.balance.significance import balance_table
from sparse_rnn.graphs.census.four.classes import with_name, with_patterns
from sparse_rnn.graphs.census.four.count import four_node_census
from sparse_rnn.graphs.census.four.significance import FourNodeSample, counts_of, four_node_table
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.nulls.mixing import mixing_table, settled_at
from sparse_rnn.graphs.nulls.sample import null_sample
from sparse_rnn.graphs.significance import motif_significance

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "notebooks" / "example_network.tsv"
OF_NETWORKS = ["anneal", "balance", "census", "four_nodes", "mixing", "null_networks", "read"]
PUBLIC = sorted([*OF_NETWORKS, "load_model"])
HEAVY = ("torch", "numba", "numpy", "pandas", "networkx", "matplotlib")


@pytest.fixture(scope="module")
def graph():
    return read_network(EXAMPLE).graph


def test_the_public_names_are_these():
    assert sorted(sr.__all__) == PUBLIC
    assert sorted(dir(sr)) == sorted(["__version__", *PUBLIC])
    defined = [
        name
        for name, value in vars(api).items()
        if getattr(value, "__module__", "") == api.__name__
    ]
    assert sorted(defined) == PUBLIC
    assert all(getattr(sr, name) is getattr(api, name) for name in PUBLIC)
    with pytest.raises(AttributeError, match="module 'sparse_rnn' has no attribute 'train'"):
        _ = sr.train


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_function_tells_what_it_takes_gives_and_refuses(name):
    text = getattr(sr, name).__doc__
    for section in ("Parameters", "Returns", "Raises", "Examples"):
        assert f"    {section}\n    {'-' * len(section)}\n" in text


def test_the_examples_run(monkeypatch):
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testmod(api)
    assert (failed, tried > 5) == (0, True)


def python(code):
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=dict(os.environ))
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_to_import_the_package_loads_nothing_heavy():
    code = "import sys, sparse_rnn; print(*(set(sys.modules) & {}))"
    assert python(code.format(set(HEAVY))) == []


def test_the_public_functions_need_nothing_that_they_do_not_use():
    """Neither torch, nor matplotlib for a display, nor a library of graphs that was not given."""
    calls = f"""
import sys, sparse_rnn as sr
found = sr.census({str(EXAMPLE)!r}, networks=3), sr.balance({str(EXAMPLE)!r})
found += sr.mixing({str(EXAMPLE)!r}, networks=32), sr.anneal({str(EXAMPLE)!r}, 0.6)
found += (sr.four_nodes({str(EXAMPLE)!r}, networks=3),)
assert all(report._repr_html_() and report.to_json() for report in found)
print("loaded:", *({{"torch", "matplotlib", "igraph", "graph_tool", "IPython"}} & set(sys.modules)))
"""
    assert python(calls) == ["loaded:"]


def test_to_read_is_read_network(graph, tmp_path):
    assert sr.read(EXAMPLE).digest() == graph.digest()
    assert sr.read(graph) is graph
    (tmp_path / "net.csv").write_text("a,b,1\na,b,2\n")
    assert sr.read(tmp_path / "net.csv", merge=True, signs={"1": 1, "2": 1}).edges == 1
    with pytest.raises(ValueError, match="repeats line 1 with the same sign"):
        sr.read(tmp_path / "net.csv", signs={"1": 1, "2": 1})
    with pytest.raises(TypeError, match="no option 'sign' of reading; there are format, columns,"):
        sr.read(EXAMPLE, sign={"1": 1})


def test_census_is_motif_significance_whatever_form_the_network_has(graph):
    expected = motif_significance(graph, "no-regard", 20, 3)
    for network in (graph, graph.to_weights(), graph.to_networkx(), EXAMPLE, str(EXAMPLE)):
        found = sr.census(network, null_model="no-regard", networks=20, seed=3)
        pd.testing.assert_frame_equal(found.table, expected, check_exact=True)
    few = sr.census(graph, networks=3, swaps=1.0, threads=2).table
    pd.testing.assert_frame_equal(few, motif_significance(graph, networks=3, swaps_per_edge=1.0))
    assert len(sr.census(graph, networks=3, every_motif=True).table) == 132


def test_balance_is_global_balance(graph):
    found, expected = sr.balance(EXAMPLE), global_balance(graph)
    assert (found.eta, found.ratio, found.triads) == (
        expected.eta,
        expected.ratio,
        expected.triads,
    )
    against = sr.balance(graph, networks=20).table.set_index("ratio")
    rows = balance_table(signed_triad_census(graph), null_sample(graph, networks=20))
    pd.testing.assert_frame_equal(against[rows.columns], rows, check_names=False)


def four_nodes_by_parts(graph, classes, null):
    """The four-node motifs against random networks, put together from what the package counts."""
    sample = FourNodeSample(classes, counts_of(null.network, len(null.counts), 1, classes), null)
    return four_node_table(four_node_census(graph, classes), sample)


def test_four_nodes_is_four_node_table_whatever_form_the_network_has(graph):
    expected = four_nodes_by_parts(graph, with_name(), null_sample(graph, "no-regard", 20, 3))
    for network in (graph, graph.to_weights(), graph.to_networkx(), EXAMPLE):
        found = sr.four_nodes(network, "no-regard", networks=20, seed=3)
        pd.testing.assert_frame_equal(found.table, expected, check_exact=True)
    null = null_sample(graph, networks=3, swaps_per_edge=1.0)
    expected = four_nodes_by_parts(graph, with_patterns(), null)
    found = sr.four_nodes(graph, networks=3, swaps=1.0, threads=2, every_class=True)
    pd.testing.assert_frame_equal(found.table, expected)
    assert len(found.table) > len(with_name())


def test_mixing_is_mixing_table(graph):
    found = sr.mixing(graph, "no-regard", networks=40, seed=2)
    pd.testing.assert_frame_equal(found.table, mixing_table(graph, "no-regard", 40, 2))
    assert found.settled_at == settled_at(found.table)


def test_null_networks_are_those_of_the_null_model(graph):
    drawn = sr.null_networks(EXAMPLE, "no-regard", 3, seed=4)
    counted = null_sample(graph, "no-regard", 3, seed=4)
    expected = [counted.network(index).digest() for index in range(3)]
    for network, counts in zip(drawn, counted.counts, strict=True):
        assert (signed_triad_census(network) == counts).all()
    assert [network.digest() for network in drawn] == expected
    assert (len(drawn), drawn[-1].digest()) == (3, expected[-1])
    assert [network.digest() for network in drawn[1:]] == expected[1:]
    assert [network.digest() for network in drawn[::-2]] == expected[::-2]
    assert repr(drawn) == "<3 random networks of no-regard, seed 4: 128 nodes, 760 links>"
    threads = sr.null_networks(EXAMPLE, "no-regard", 3, seed=4, threads=1)
    assert threads[2].digest() == expected[2]
    with pytest.raises(IndexError, match="there are 3 random networks, not number 3"):
        _ = drawn[3]
    (still,) = sr.null_networks(graph, networks=1, swaps=0)
    assert still.degrees("out").tolist() == graph.degrees("out").tolist()


def test_names_of_nodes_reach_every_result(tmp_path):
    (tmp_path / "net.tsv").write_text("ann bob +\nbob cat -\nann cat -\ncat dan +\n")
    graph = sr.read(tmp_path / "net.tsv")
    found = sr.balance(graph)
    assert found.nodes["node"].tolist() == ["ann", "bob", "cat", "dan"]
    assert found.links[["source", "target"]].to_numpy().tolist()[0] == ["ann", "bob"]
    assert sr.null_networks(graph, networks=1)[0].names == ("ann", "bob", "cat", "dan")
    assert sr.anneal(graph, 0.5).graph.names == ("ann", "bob", "cat", "dan")


LINKS = [("ann", "bob", "+"), ("bob", "cat", "-"), ("ann", "cat", "-"), ("cat", "dan", "+")]


def forms():
    """One network in each form that names its nodes."""
    table = pd.DataFrame(LINKS, columns=["source", "target", "sign"])
    weights = np.zeros((4, 4))
    for source, target, sign in LINKS:
        weights["abcd".index(source[0]), "abcd".index(target[0])] = float(f"{sign}0.5")
    names = ["ann", "bob", "cat", "dan"]
    digraph = nx.DiGraph()
    digraph.add_edges_from((source, target, {"sign": sign}) for source, target, sign in LINKS)
    nested = {}
    for source, target, sign in LINKS:
        nested.setdefault(source, {})[target] = sign
    return {
        "edge list": table,
        "matrix with names": pd.DataFrame(weights, index=names, columns=names),
        "networkx": digraph,
        "tuples": LINKS,
        "mapping": nested,
        "signed graph": sr.read(table),
    }


@pytest.mark.parametrize("form", forms())
def test_every_form_of_a_network_keeps_its_names(form):
    network = forms()[form]
    assert sr.census(network, networks=5).table.set_index("signs").at["+--", "count"] == 1
    assert sr.balance(network).nodes["loops"].to_list() == [1, 1, 1, 0]
    assert sr.balance(network).nodes["node"].to_list() == ["ann", "bob", "cat", "dan"]
    assert sr.read(network).names == ("ann", "bob", "cat", "dan")


def test_columns_can_be_named():
    table = pd.DataFrame(LINKS, columns=["TF", "gene", "effect"]).assign(score=1.0)
    graph = sr.read(table, columns=("TF", "gene", "effect"))
    assert graph.digest() == sr.read(LINKS).digest()


@pytest.mark.parametrize("name", OF_NETWORKS)
def test_a_wrong_kind_of_object_is_told_what_is_taken(name):
    more = {"target": 0.5} if name == "anneal" else {}
    with pytest.raises(TypeError, match=r"is no network; give the name of a file, a NumPy array"):
        getattr(sr, name)(3.5, **more)


def test_what_looks_wrong_in_an_object_is_told_first():
    found = sr.balance(np.triu(np.ones((30, 30)), 1))
    assert found.warnings[0].startswith("all links are positive")
    assert json.loads(found.to_json())["warnings"] == list(found.warnings)
    assert str(found).startswith("all links are positive")


def test_anneal_is_anneal_graph(graph):
    found = sr.anneal(EXAMPLE, target=0.6, seed=1, levels=2)
    expected = anneal_graph(graph, 0.6, 1, levels=2)
    assert found.graph.digest() == expected.graph.digest()
    assert (found.eta, found.reached, len(found.series)) == (
        expected.eta,
        expected.reached,
        len(expected.series),
    )


@pytest.mark.parametrize("name", OF_NETWORKS)
@pytest.mark.parametrize(
    ("network", "message"),
    [
        (np.ones((2, 3)), r"square matrix \(N, N\), got shape \(2, 3\)"),
        (np.full((3, 3), np.nan), r"entry \(0, 1\): sign nan is unknown"),
        ("network.doc", "network.doc is of no known kind; name it .tsv"),
    ],
)
def test_what_is_no_network_is_told(name, network, message):
    more = {"target": 0.5} if name == "anneal" else {}
    with pytest.raises(ValueError, match=message):
        getattr(sr, name)(network, **more)


@pytest.mark.parametrize("name", ["balance", "census", "four_nodes", "mixing", "null_networks"])
def test_wrong_random_networks_are_told(name, graph):
    call = getattr(sr, name)
    with pytest.raises(ValueError, match="no null model 'chance'; there are sign-permutation, "):
        call(graph, null_model="chance")
    with pytest.raises(ValueError, match="networks must be 0 or more; got -1"):
        call(graph, networks=-1)
    with pytest.raises(ValueError, match="seed must be 0 or more; got -1"):
        call(graph, seed=-1)
    if name != "mixing":
        for swaps in (-1, "many"):
            with pytest.raises(
                ValueError, match="swaps per edge must be 0 or more, or 'auto', got"
            ):
                call(graph, swaps=swaps)


FEW = {"networks": 32, "seed": 3}


@pytest.mark.parametrize("kind", [np.int64, np.int32, np.uint8])
@pytest.mark.parametrize("name", ["balance", "census", "four_nodes", "mixing"])
def test_numbers_may_be_those_of_numpy(name, kind, graph):
    call, more = getattr(sr, name), {} if name == "mixing" else {"swaps": 1}
    given = {key: kind(value) for key, value in FEW.items()}
    swaps = {key: np.float32(value) for key, value in more.items()}
    text = call(graph, **given, **swaps, threads=kind(1)).to_json()
    assert text == call(graph, **FEW, **more, threads=1).to_json()


def test_numbers_of_annealing_may_be_those_of_numpy(graph):
    schedule = Schedule(np.float32(4), np.int64(32), np.int64(9), np.float64(0.5))
    found = sr.anneal(graph, np.float32(0.5), np.int64(1), schedule, np.int64(2))
    plain = sr.anneal(graph, 0.5, 1, Schedule(4, 32, 9, 0.5), 2)
    assert found.to_json() == plain.to_json()
    assert len(found.series) == len(plain.series)


@pytest.mark.parametrize("wrong", [10.5, "10", True, np.True_, np.float64(10.0), None, [10]])
def test_what_is_no_whole_number_is_told_before_anything_is_drawn(wrong, graph):
    for name in ("networks", "seed"):
        for call in (sr.balance, sr.census, sr.four_nodes, sr.mixing, sr.null_networks):
            with pytest.raises(ValueError, match=f"{name} must be a whole number; got "):
                call(graph, **{name: wrong})
    if wrong is not None:
        with pytest.raises(ValueError, match="threads must be a whole number; got "):
            sr.census(graph, threads=wrong)
    with pytest.raises(ValueError, match="seed must be a whole number; got "):
        sr.anneal(graph, 0.5, seed=wrong)


@pytest.mark.parametrize("wrong", ["0.5", True, None])
def test_a_target_that_is_no_number_is_told(wrong, graph):
    with pytest.raises(ValueError, match="target must be a number; got "):
        sr.anneal(graph, wrong)
    with pytest.raises(ValueError, match="swaps must be a number; got True"):
        sr.census(graph, swaps=True)
