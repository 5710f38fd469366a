from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.networks.signed_graph import SignedGraph

GOLDEN = Path(__file__).parents[1] / "golden" / "signed_networks"


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
