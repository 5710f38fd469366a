import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.config import Condition
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.connectome.measure import measure_connectome
from sparse_rnn.studies.controls.balance_by_size import measure_by_size
from sparse_rnn.studies.controls.measure import measure_controls
from sparse_rnn.studies.mechanism.measure import save_mechanism
from sparse_rnn.studies.mechanism.triad_response import response_table
from sparse_rnn.studies.weights.measure import save_weight_tables

ROOT = Path(__file__).parents[2]
PARTS = (
    "Snakefile",
    "workflow",
    "notebooks",
    "profiles",
    "data/connectome",
)
WIRING = ("chemical_signs", "neurons")


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of what the workflow consists of, so that its output touches nobody else's."""
    folder = tmp_path_factory.mktemp("checkout")
    for part in PARTS:
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        (folder / part).parent.mkdir(exist_ok=True)
        copy(ROOT / part, folder / part)
    return folder


@pytest.fixture(scope="module")
def snakemake(checkout):
    """Run snakemake in the copy or from elsewhere; returns the finished process with its output as text."""

    def run(*arguments, cwd=checkout, python=sys.executable, **environment):
        return subprocess.run(
            [python, "-m", "snakemake", *arguments],
            cwd=cwd,
            env=os.environ | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def made_up_networks(folder):
    """Write networks of two seeds; return the path of each condition's.

    Those of Pruning II are balanced and keep the signs they had after the last cut; those of the
    random sparse networks turn every sign.
    """
    rng = np.random.default_rng(0)
    camp = np.sign(rng.normal(size=(2, 24)))
    dense = rng.normal(size=(3, 2, 24, 24))
    links = rng.random((2, 24, 24)) < 0.2
    balanced = camp[:, :, None] * camp[:, None, :] * np.abs(dense[1:]) * links
    static = dense[0] * links
    found = {
        Condition("mg", "rnn", "dense", 0.0): dense,
        Condition("mg", "rnn", "pruning_2", 0.8): np.stack([dense[0], *balanced]),
        Condition("mg", "rnn", "static", 0.8): np.stack([static, -2 * static, -static]),
    }
    keys = {"epochs": np.array([0, 5, 10]), "seeds": np.array([1, 2]), "diverged": np.zeros(2, int)}
    for condition, weights in found.items():
        save_arrays(folder / f"{condition.strategy}.npz", weights=weights, **keys)
    return {condition: folder / f"{condition.strategy}.npz" for condition in found}


@pytest.fixture(scope="session")
def stage_tables(tmp_path_factory):
    """A folder of tables of the stages weights, mechanism and controls: made-up networks'.

    Those of the worm's wiring are there too, for three random networks.
    """
    found = made_up_networks(tmp_path_factory.mktemp("networks"))
    tables = tmp_path_factory.mktemp("tables")
    names = ("weight_histograms", "weight_shapes", "sign_survival")
    paths = {name: tables / f"{name}.csv" for name in names}
    save_weight_tables(list(found), list(found.values()), **paths)
    sparse = {condition: path for condition, path in found.items() if condition.sparsity}
    names = ("loop_effects", "loop_sizes", "link_sizes")
    paths = (tables / f"{name}.csv" for name in names)
    save_mechanism(list(sparse), list(sparse.values()), 0.1, *paths)
    write_table("triad_response", tables / "triad_response.csv", response_table([0.1, 1.0]))
    settings = {"draws": 2, "null_model": "global-const", "networks": 5, "swaps_per_edge": 3}
    paths = (tables / f"control_{kind}.csv" for kind in ("balance", "motifs"))
    measure_controls(list(found), list(found.values()), settings, *paths)
    wiring = [ROOT / f"data/connectome/celegans_{name}.tsv" for name in WIRING]
    paths = (tables / f"connectome_{kind}.csv" for kind in ("balance", "motifs", "neurons"))
    measure_connectome(*wiring, 3, *paths)
    settings = {"shares": [1.0, 0.5], "draws": 2}
    pairs = list(sparse), list(sparse.values())
    measure_by_size(*pairs, settings, tables / "balance_by_size.csv")
    return tables
