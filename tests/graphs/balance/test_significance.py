import numpy as np
import pytest

from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.balance.significance import balance_table, bootstrap_interval
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.nulls.sample import NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph

BALANCED, RANDOM = "trained", "dense"


@pytest.mark.parametrize(("network", "above"), [(BALANCED, True), (RANDOM, False)])
def test_a_balanced_network_stands_out_of_its_null_interval(network, above, networks):
    graph = networks[network]
    table = balance_table(signed_triad_census(graph), null_sample(graph, networks=200))
    eta = table.loc["eta"]
    assert eta["value"] == pytest.approx(global_balance(graph).eta)
    assert (eta["value"] > eta["high"]) == above
    assert (eta["z"] > 4) == above
    assert eta["p_more"] == 1 / 201 if above else eta["p_more"] > 0.05
    assert (table["networks"].drop("300") == 200).all()
    assert (table["low"] <= table["high"]).drop("300").all()


def test_ratios_that_do_not_exist_have_no_significance():
    graph = SignedGraph.from_edges([0, 1, 0], [1, 2, 2], [1, 1, 1])
    census = signed_triad_census(graph)
    sample = NullSample(np.stack([census] * 3), np.zeros(3, dtype=np.int64), 0)
    table = balance_table(census, sample)
    assert table.loc["eta", ["value", "mean", "sd", "z", "p"]].tolist() == [1, 1, 0, 0, 1]
    assert table.loc["300", ["value", "mean", "z", "p"]].isna().all()
    assert table["networks"].tolist() == [3, 3, 0, 0, 0]


def test_a_ratio_that_differs_from_equal_ones_has_an_infinite_z():
    balanced = signed_triad_census(SignedGraph.from_edges([0, 1, 0], [1, 2, 2], [1, 1, 1]))
    unbalanced = signed_triad_census(SignedGraph.from_edges([0, 1, 0], [1, 2, 2], [1, 1, -1]))
    for given, others, z in ((balanced, unbalanced, np.inf), (unbalanced, balanced, -np.inf)):
        sample = NullSample(np.stack([others] * 3), np.zeros(3, dtype=np.int64), 0)
        assert balance_table(given, sample).loc["eta", "z"] == z


def test_a_ratio_that_only_random_networks_have_keeps_its_interval():
    loop = signed_triad_census(SignedGraph.from_edges([0, 1, 0], [1, 2, 2], [1, 1, 1]))
    sample = NullSample(np.stack([loop] * 2), np.zeros(2, dtype=np.int64), 0)
    eta = balance_table(np.zeros(132, dtype=np.int64), sample).loc["eta"]
    assert (eta["low"], eta["high"]) == (1, 1)
    assert np.isnan(eta["z"])


def test_the_bootstrap_interval_contains_eta_and_narrows_with_the_triads(networks):
    census = signed_triad_census(networks[BALANCED])
    eta = global_balance(networks[BALANCED]).eta
    low, high = bootstrap_interval(census)
    assert low < eta < high
    narrow = bootstrap_interval(100 * census)
    assert narrow[1] - narrow[0] == pytest.approx((high - low) / 10, rel=0.2)
    assert bootstrap_interval(census) == (low, high)
    assert np.isnan(bootstrap_interval(np.zeros(132, dtype=np.int64))).all()


def test_bad_settings_are_named(networks):
    census = signed_triad_census(networks[RANDOM])
    with pytest.raises(
        ValueError, match=r"level of an interval must lie between 0 and 1, got 1\.0"
    ):
        balance_table(census, NullSample(census[None], np.zeros(1), 0), level=1.0)
    with pytest.raises(ValueError, match="need 1 or more draws and a level between 0 and 1: 0"):
        bootstrap_interval(census, draws=0)
