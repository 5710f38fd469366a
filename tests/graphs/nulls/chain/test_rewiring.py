import numba
import numpy as np
import pytest

from sparse_rnn.graphs.nulls.chain import rewiring
from sparse_rnn.graphs.nulls.models import find_null_model
from sparse_rnn.graphs.nulls.samplers import RewiredLinks
from sparse_rnn.graphs.signed_graph import SignedGraph

MODELS = "no-regard", "global-const", "global-const-signed"


@pytest.fixture
def given():
    rng = np.random.default_rng(0)
    weights = rng.normal(size=(60, 60)) * (rng.random((60, 60)) < 0.15)
    return SignedGraph.from_weights(weights)


def drawn(limit, given, monkeypatch):
    """Networks drawn by a chain to which memory beyond a limit, in bytes, is far."""
    monkeypatch.setattr(rewiring, "NEAR_BYTES", limit)
    monkeypatch.setattr(
        "sparse_rnn.graphs.nulls.samplers.rewire", numba.njit(rewiring.rewire.py_func)
    )
    samplers = [RewiredLinks(given, find_null_model(name), 5.3, given) for name in MODELS]
    return [sampler.draw(np.array([seed], np.uint64)) for sampler in samplers for seed in (1, 2)]


def test_memory_that_is_fetched_ahead_changes_no_network(given, monkeypatch):
    near, far = (drawn(limit, given, monkeypatch) for limit in (2**62, -1))
    for one, other in zip(near, far, strict=True):
        assert (one[0] == other[0]).all() and one[2] == other[2] > 0
    assert any((near[0][0] != links).any() for links, *_ in near[1:])
