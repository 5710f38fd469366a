"""The public face: its names, that it needs little to load, and that it is what lies behind it."""

import doctest
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import sparse_rnn
from sparse_rnn import api
from sparse_rnn.graphs.annealing.run import anneal_graph
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.nulls.sample import null_network
from sparse_rnn.graphs.significance import motif_significance

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "notebooks" / "example_network.tsv"
PUBLIC = ["anneal", "balance", "census", "load_network", "random_network"]
HEAVY = ("torch", "numba", "numpy", "pandas", "networkx", "matplotlib")


@pytest.fixture(scope="module")
def graph():
    return read_network(EXAMPLE).graph


def test_the_public_names_are_these():
    assert sorted(sparse_rnn.__all__) == PUBLIC
    assert sorted(dir(sparse_rnn)) == sorted(["__version__", *PUBLIC])
    defined = [
        name
        for name, value in vars(api).items()
        if getattr(value, "__module__", "") == api.__name__
    ]
    assert sorted(defined) == PUBLIC
    assert all(getattr(sparse_rnn, name) is getattr(api, name) for name in PUBLIC)
    with pytest.raises(AttributeError, match="module 'sparse_rnn' has no attribute 'train'"):
        _ = sparse_rnn.train


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_function_tells_what_it_takes_gives_and_refuses(name):
    text = getattr(sparse_rnn, name).__doc__
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


def test_the_public_functions_need_no_torch():
    calls = "sparse_rnn.balance({0!r}), sparse_rnn.census({0!r}, networks=3)".format(str(EXAMPLE))
    code = f"import sys, sparse_rnn; print({calls}, 'torch' in sys.modules)"
    words = python(code)
    assert words[0].startswith("Balance(eta=0.8826")
    assert words[-1] == "False"


def test_load_network_is_read_network(graph, tmp_path):
    assert sparse_rnn.load_network(EXAMPLE).digest() == graph.digest()
    (tmp_path / "net.csv").write_text("a,b,1\na,b,2.5\n")
    assert sparse_rnn.load_network(tmp_path / "net.csv", merge=True).edges == 1
    with pytest.raises(ValueError, match="repeats line 1 with the same sign"):
        sparse_rnn.load_network(tmp_path / "net.csv")


def test_census_is_motif_significance_whatever_form_the_network_has(graph):
    expected = motif_significance(graph, "no-regard", 20, 3)
    for network in (graph, graph.to_weights(), graph.to_networkx(), EXAMPLE, str(EXAMPLE)):
        table = sparse_rnn.census(network, null_model="no-regard", networks=20, seed=3)
        pd.testing.assert_frame_equal(table, expected, check_exact=True)
    few = sparse_rnn.census(graph, networks=3, swaps_per_edge=1.0, threads=2)
    pd.testing.assert_frame_equal(few, motif_significance(graph, networks=3, swaps_per_edge=1.0))
    every = sparse_rnn.census(graph, networks=3, every_motif=True)
    assert len(every) == 132


def test_balance_is_global_balance(graph):
    assert sparse_rnn.balance(EXAMPLE) == global_balance(graph)


def test_random_network_is_null_network(graph):
    drawn = sparse_rnn.random_network(EXAMPLE, null_model="no-regard", seed=4, index=2)
    assert drawn.digest() == null_network(graph, "no-regard", 4, 2).digest()
    still = sparse_rnn.random_network(graph, swaps_per_edge=0.0)
    assert still.degrees("out").tolist() == graph.degrees("out").tolist()


def test_anneal_is_anneal_graph(graph):
    found = sparse_rnn.anneal(EXAMPLE, target=0.6, seed=1, levels=2)
    expected = anneal_graph(graph, 0.6, 1, levels=2)
    assert found.graph.digest() == expected.graph.digest()
    assert (found.eta, found.reached, len(found.series)) == (
        expected.eta,
        expected.reached,
        len(expected.series),
    )


@pytest.mark.parametrize("name", ["anneal", "balance", "census", "random_network"])
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
        getattr(sparse_rnn, name)(network, **more)


@pytest.mark.parametrize("name", ["census", "random_network"])
def test_an_unknown_null_model_is_told(name, graph):
    with pytest.raises(ValueError, match="no null model 'chance'; there are sign-permutation, "):
        getattr(sparse_rnn, name)(graph, null_model="chance")
