from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.config import load_yaml, overlay
from sparse_rnn.graphs.signed_graph import SignedGraph

ROOT = Path(__file__).parents[1]
CONFIGS = ROOT / "workflow" / "config"
GOLDEN = ROOT / "tests" / "golden" / "signed_networks"


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
            valid = end if task in ("hgs", "har") else None
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
        return {name: pd.DataFrame(rows) for name, rows in tables.items()}

    return make


@pytest.fixture
def balanced_tables():
    """Return made-up results of two trials of three networks, two seeds, and a trace of each trial.

    The metric is 1 + seed / 10 + trial * eta where weights are fixed, and twice that if trained.
    """
    results = [
        dict(task="mg", arm=arm, trial=trial, level=level, seed=seed, eta=0.5 + level / 5)
        | dict(T_030T=0.5 + level / 10, diverged=0)
        | dict(metric=(1 + seed / 10 + trial * (0.5 + level / 5)) * (1 + (arm == "trained")))
        for arm, trial, seed, level in product(("fixed", "trained"), (1, 2), (1, 2), range(3))
    ]
    traces = [
        dict(task="mg", trial=trial, proposals=10 * step, eta=0.5 + step / 8, energy=trial - step)
        for trial, step in product((1, 2), range(4))
    ]
    return pd.DataFrame(results), pd.DataFrame(traces)


@pytest.fixture
def lesion_table():
    """Return made-up lesions: two networks, two orders, the metric changes by a slope of its kind.

    The slope is -1 for unbalanced loops, 1 for balanced ones, 0 for random links, times the network.
    """
    slopes = {"unbalanced": -1, "balanced": 1, "random": 0}
    rows = [
        dict(task="mg", network=network, kind=kind, order=order, removed=removed)
        | dict(size=1.5 * removed, metric=5.0 + network * slopes[kind] * removed)
        for network, kind, order, removed in product((1, 2), slopes, (1, 2), range(4))
    ]
    return pd.DataFrame(rows)


@pytest.fixture(scope="session")
def published():
    """The 78 published networks by file name, self-loops included in the weights."""
    with np.load(GOLDEN / "links.npz") as archive:
        return {name: SignedGraph.from_edges(*archive[name].T) for name in archive.files}


@pytest.fixture(scope="session")
def published_figures():
    return pd.read_csv(GOLDEN / "networks.csv").set_index("file")


@pytest.fixture(scope="session")
def fanmod_figures():
    return pd.read_csv(GOLDEN / "fanmod_signed_ffl.csv", dtype={"signs_ij_jk_ik": str})


@pytest.fixture(scope="session")
def random_graph():
    """Make a directed Erdos-Renyi graph with random signs."""

    def make(n, p, seed):
        rng = np.random.default_rng(seed)
        weights = (rng.random((n, n)) < p) * rng.choice([-1.0, 1.0], (n, n))
        return SignedGraph.from_weights(weights)

    return make
