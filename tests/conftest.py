import json
import os
import shutil
from itertools import product
from math import exp
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from sparse_rnn.cli import main
from sparse_rnn.config import load_yaml, overlay
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.schema.tables import SCHEMA

ROOT = Path(__file__).parents[1]
CONFIGS = ROOT / "workflow" / "config"
FANMOD = ROOT / "tests" / "golden" / "fanmod"
PUBLISHED = ROOT / "tests" / "golden" / "signed_networks"
WORKFLOW = (
    "Snakefile",
    "workflow",
    "notebooks",
    "profiles",
    "data/connectome",
)

# A make that a test starts is nobody's child: with these it would say which folders it enters.
for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session", autouse=True)
def matplotlibs_own_style():
    """What tests draw themselves has no setting of whoever runs them."""
    with mpl.rc_context():
        mpl.rcdefaults()
        yield


@pytest.fixture(scope="session")
def make_checkout(tmp_path_factory):
    """Copy what the workflow consists of, so that its output touches nobody else's."""

    def make():
        folder = tmp_path_factory.mktemp("checkout")
        for part in WORKFLOW:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            (folder / part).parent.mkdir(exist_ok=True)
            copy(ROOT / part, folder / part)
        return folder

    return make


@pytest.fixture(scope="session")
def schema():
    return load_yaml(CONFIGS / "schema.yaml")


@pytest.fixture(scope="session")
def load_profile():
    """Load a profile as the workflow does: its values laid over the paper's."""

    def load(name):
        paper = load_yaml(CONFIGS / "paper.yaml")
        return paper if name == "paper" else overlay(paper, load_yaml(CONFIGS / f"{name}.yaml"))

    return load


def filled(name, table):
    """Return a made-up table with the columns that it lacks, each with one legal value."""
    words = {"string": "any", "integer": 0, "number": 0.5, "boolean": True}
    columns = SCHEMA[name].columns
    lacking = {c.name: (*c.values, words[c.type])[0] for c in columns if c.name not in table}
    return table.assign(**lacking)[SCHEMA[name].names]


@pytest.fixture(scope="session")
def whole():
    """Fill up a made-up table, see `filled`."""
    return filled


@pytest.fixture
def synthetic_tables():
    """Make small synthetic tables in the format of data/<profile>/tables; the numbers mean nothing.

    A run's numbers follow from its seed alone: the metric approaches 0.9 + seed / 100 (Mackey-Glass
    0.001 * (1 + seed)), eta rises from 0.5 to 0.8 + seed / 100, |z| after training is 4 + seed.
    """

    def make(
        tasks=("mg", "mtc"), strategies=("pruning_2", "set", "static", "dense"), seeds=(0, 1, 2)
    ):
        history, balance, motifs = [], [], []
        for task, strategy, seed in product(tasks, strategies, seeds):
            sparsity = 0.0 if strategy == "dense" else 0.9
            run = dict(task=task, model="rnn", strategy=strategy, sparsity=sparsity, seed=seed)
            end = 0.001 * (1 + seed) if task == "mg" else 0.9 + seed / 100
            valid = end if task in ("hgs", "har", "har_part") else None
            for epoch in (0, 5, 10, 15, 20):
                cut = sparsity * (min(1, epoch / 10) if strategy == "pruning_2" else 1)
                test = end + (0.1 - end) * 0.5**epoch
                values = dict(loss=1.0, valid=valid, test=test, density=1 - cut)
                history.append(run | dict(epoch=epoch) | values | dict(diverged=0))
                eta = 0.5 + (0.3 + seed / 100) * epoch / 20
                balance.append(run | dict(epoch=epoch, eta=eta, diverged=0))
            for epoch, (place, signs) in product((0, 20), enumerate(product("+-", repeat=3))):
                sign = 1 if signs.count("-") % 2 == 0 else -1
                z = 0.1 * place - 0.4 if epoch == 0 else sign * (4.0 + seed)
                signs = "".join(signs)
                loop = dict(null_model="global-const", signs=signs, balanced=sign > 0)
                motifs.append(run | dict(epoch=epoch, **loop, sd=5.0, z=z, diverged=0))
        tables = {"history": history, "balance": balance, "motifs": motifs}
        return {name: filled(name, pd.DataFrame(rows)) for name, rows in tables.items()}

    return make


@pytest.fixture
def published_tables():
    """Return made-up tables of a published run of Mackey-Glass by SET, and of a series of two networks.

    Its eta ends at 0.9 with all links and at 0.95 with the core, |z| at 4; the series goes from 0.5
    to 0.75, which the name of its last network has as 0.7.
    """
    run = dict(task="mg", model="rnn", strategy="set", sparsity=0.9, kind="trained", series="run")
    ends = [
        run | dict(file=listed, listed=listed, step=100, eta=eta, T_030T=eta)
        for listed, eta in (("all", 0.9), ("core", 0.95))
    ]
    generated = dict(task="mg", kind="generated", series="trial 1", listed="all")
    series = [
        generated | dict(file="ER", step=0, eta=0.5, T_030T=0.5),
        generated | dict(file="BN", step=1, eta=0.75, T_030T=0.6, named_eta=0.7),
    ]
    loops = []
    for end, signs in product(ends, map("".join, product("+-", repeat=3))):
        sign = 1 if signs.count("-") % 2 == 0 else -1
        loop = dict(null_model="global-const", signs=signs, balanced=sign > 0, sd=5.0, z=4.0 * sign)
        loops.append({k: end[k] for k in end if k not in ("eta", "T_030T")} | loop)
    tables = {"published_balance": [*series, *ends], "published_motifs": loops}
    return {name: filled(name, pd.DataFrame(rows)) for name, rows in tables.items()}


@pytest.fixture
def balanced_tables():
    """Return made-up results of two trials of three networks, two seeds, and a trace of each trial.

    The logarithm of the error is 1 + seed / 10 + trial * eta where weights are fixed, and twice
    that if trained.
    """
    results = [
        dict(task="mg", arm=arm, trial=trial, level=level, seed=seed, eta=0.5 + level / 5)
        | dict(T_030T=0.5 + level / 10, diverged=0)
        | dict(metric=exp((1 + seed / 10 + trial * (0.5 + level / 5)) * (1 + (arm == "trained"))))
        for arm, trial, seed, level in product(("fixed", "trained"), (1, 2), (1, 2), range(3))
    ]
    traces = [
        dict(task="mg", trial=trial, proposals=10 * step, eta=0.5 + step / 8, energy=trial - step)
        for trial, step in product((1, 2), range(4))
    ]
    results, traces = pd.DataFrame(results), pd.DataFrame(traces)
    return filled("balanced_networks", results), filled("annealing", traces)


@pytest.fixture
def lesion_table():
    """Return made-up lesions: two networks, two orders, whose log errors change by a slope.

    The slope is -1 for unbalanced loops, 1 for balanced ones, 0 for random links, times the network.
    """
    slopes = {"unbalanced": -1, "balanced": 1, "random": 0}
    rows = [
        dict(task="mg", network=network, kind=kind, order=order, removed=removed)
        | dict(size=1.5 * removed, metric=exp(network * slopes[kind] * removed))
        for network, kind, order, removed in product((1, 2), slopes, (1, 2), range(4))
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def networks():
    """Networks of our own by name: one that was trained, and three with figures of FANMOD."""
    paths = {path.stem: path for path in FANMOD.glob("*.tsv")}
    paths["trained"] = ROOT / "notebooks" / "example_network.tsv"
    return {name: read_network(path).graph for name, path in paths.items()}


@pytest.fixture(scope="session")
def fanmod_runs():
    """FANMOD's figures for networks of our own: network, the null model's name here, a table.

    The table has a row per feed-forward loop: ``count``, ``mean``, ``sd`` and ``z``, the last three
    over 2,000 random networks.
    """
    runs = []
    for network, known in json.loads((FANMOD / "fanmod.json").read_text()).items():
        for run in known["runs"]:
            own = "fanmod-" if run["model"] == "global_const" else ""
            signed = "-signed" if run["regard_signs"] else ""
            table = {"count": known["counts"], **{key: run[key] for key in ("mean", "sd", "z")}}
            name = f"{own}{run['model'].replace('_', '-')}{signed}"
            runs.append((network, name, pd.DataFrame(table).loc[list(FFL_SIGNS)]))
    return runs


@pytest.fixture(scope="session")
def published_figures():
    return pd.read_csv(PUBLISHED / "networks.csv").set_index("file")


@pytest.fixture(scope="session")
def published(published_figures):
    """The 78 published networks by name, from the data mirror; they are not ours to keep."""
    mirror = os.environ.get("DATA_MIRROR")
    if not mirror:
        pytest.skip("DATA_MIRROR is not set")
    root = Path(mirror) / "published"
    if not root.is_dir():
        pytest.skip("DATA_MIRROR has no published networks")
    return {name: published_graph(root / path) for name, path in published_figures["path"].items()}


def published_graph(path):
    """Return a network as its authors write it: source, target, and 1 for positive, 2 for negative."""
    source, target, colour = np.loadtxt(path, dtype=np.int64).T
    assert set(colour) == {1, 2}
    return SignedGraph.from_edges(source, target, np.where(colour == 1, 1, -1))


@pytest.fixture(scope="session")
def published_fanmod_figures():
    return pd.read_csv(PUBLISHED / "fanmod_signed_ffl.csv", dtype={"signs_ij_jk_ik": str})


@pytest.fixture(scope="session")
def random_graph():
    """Make a directed Erdos-Renyi graph with random signs."""

    def make(n, p, seed):
        rng = np.random.default_rng(seed)
        weights = (rng.random((n, n)) < p) * rng.choice([-1.0, 1.0], (n, n))
        return SignedGraph.from_weights(weights)

    return make


@pytest.fixture
def run(capsys, monkeypatch, tmp_path):
    """Run the command line in a folder of its own; returns exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*words):
        try:
            code = main([str(word) for word in words])
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return run
