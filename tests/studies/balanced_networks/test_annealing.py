import logging

import numpy as np
import pytest

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.random_graphs import erdos_renyi
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.balanced_networks.annealing import anneal_trials

SETTINGS = {
    "p": 0.1,
    "trials": 2,
    "levels": 4,
    "target": 0.85,
    "schedule": {"start": 2.0, "end": 50.0, "steps": 100, "sweeps": 0.2},
}


def annealed(folder, n=50, **own):
    files = folder / "networks.npz", folder / "annealing.csv"
    anneal_trials("mg", n, SETTINGS | own, 0, *files)
    return load_arrays(files[0]), read_table("annealing", files[1])


def test_a_series_from_a_random_network_to_a_balanced_one(tmp_path):
    arrays, trace = annealed(tmp_path)
    assert arrays["signs"].shape == (2, 5, 50, 50) and arrays["signs"].dtype == np.int8
    for trial in (0, 1):
        start = erdos_renyi(50, 0.1, 0, "balanced", "mg", trial + 1)
        assert (arrays["signs"][trial, 0] == start.to_weights()).all()
        asked, eta = arrays["level"][trial], arrays["eta"][trial]
        assert asked == pytest.approx(np.linspace(eta[0], 0.85, 5))
        assert np.abs(eta - asked).max() < 0.06
        assert eta[-1] == pytest.approx(0.85, abs=0.06)
        for signs, value, ratio in zip(
            arrays["signs"][trial], eta, arrays["ratio"][trial], strict=True
        ):
            balance = global_balance(SignedGraph.from_weights(signs))
            assert balance.eta == value
            assert [x for x in ratio if not np.isnan(x)] == [
                x for x in balance.ratio.values() if x is not None
            ]
    assert trace.groupby("trial")["eta"].first().tolist() == arrays["eta"][:, 0].tolist()
    assert (trace["task"] == "mg").all()


def test_degrees_are_those_of_the_random_network(tmp_path):
    signs = annealed(tmp_path)[0]["signs"]
    for sums in ((signs != 0).sum(2), (signs > 0).sum(3), (signs < 0).sum(3)):
        assert (sums == sums[:, :1]).all()
    assert (signs[:, 1:] != signs[:, :1]).any((2, 3)).all()


def test_levels_that_are_not_met_have_no_links_and_it_is_said(tmp_path, caplog):
    schedule = SETTINGS["schedule"] | {"steps": 1}
    with caplog.at_level(logging.WARNING):
        arrays, _ = annealed(tmp_path, target=1.0, levels=20, schedule=schedule)
    assert "trial 1: target eta 1 not reached" in caplog.text
    unmet = np.isnan(arrays["eta"])
    assert unmet[:, -1].all() and not unmet[:, 0].any()
    assert not arrays["signs"][unmet].any() and np.isnan(arrays["ratio"][unmet]).all()
    assert arrays["signs"][~unmet].any((1, 2)).all()


def test_the_same_bytes_again(tmp_path):
    for folder in ("a", "b"):
        annealed(tmp_path / folder)
    first, second = ((tmp_path / f / "networks.npz").read_bytes() for f in ("a", "b"))
    assert first == second


@pytest.mark.parametrize(
    ("own", "message"),
    [
        ({"p": 1e-9}, r"the network \(50 nodes\) has no links to rewire"),
        ({"p": 0.004}, "no transitive triad"),
        ({"target": 1.2}, "the target must be a share from 0 to 1, as eta is; got 1.2"),
    ],
)
def test_networks_that_cannot_be_annealed(tmp_path, own, message):
    with pytest.raises(ValueError, match=message):
        annealed(tmp_path, **own)
    assert not list(tmp_path.iterdir())
