import numpy as np
import pandas as pd
import pytest

from sparse_rnn.graphs.census.sparse import signed_ffl_counts
from sparse_rnn.graphs.motifs import FFL, FFL_SIGNS
from sparse_rnn.graphs.nulls import mixing
from sparse_rnn.graphs.nulls.mixing import ALL, SWAPS, has_spread, mixing_table, settled_at, summary
from sparse_rnn.graphs.nulls.models import NULL_MODELS
from sparse_rnn.graphs.nulls.sample import network_source, null_sample
from sparse_rnn.graphs.significance import z_scores


@pytest.fixture(scope="module")
def graph(networks):
    return networks["trained"]


@pytest.fixture(scope="module")
def table(graph):
    return mixing_table(graph, "no-regard", networks=100)


def at(table, swaps):
    return table[table["swaps"] == swaps].set_index("signs")


def test_there_is_a_row_for_each_number_of_swaps_and_each_loop(table):
    assert list(table["swaps"]) == [swaps for swaps in SWAPS for _ in range(9)]
    assert list(table["signs"]) == [*FFL_SIGNS, ALL] * len(SWAPS)
    assert set(table["null_model"]) == {"no-regard"}


def test_without_swaps_all_of_the_given_network_is_left(table, graph):
    none = at(table, 0.0)
    assert (none["overlap"] == 1).all()
    assert (none["autocorrelation"] - 1).abs().max() < 1e-12
    assert list(none["mean"][:8]) == list(signed_ffl_counts(graph))
    assert none["mean"][ALL] == signed_ffl_counts(graph).sum()
    assert (none["mean_se"] == 0).all()
    assert none["z"].isna().all()


def test_in_the_long_run_nothing_is_left(table):
    last = at(table, SWAPS[-1])
    density = 760 / (128 * 127)
    assert last["overlap"].iloc[0] == pytest.approx(density, abs=0.02)
    assert last["autocorrelation"].abs().max() < 5 / np.sqrt(100)
    assert summary(table)[["all", "means", "z"]].iloc[-1].abs().max() < 4


def test_means_and_z_scores_are_those_of_the_null_sample(table, graph):
    counts = null_sample(graph, "no-regard", 100, swaps_per_edge=2.0).counts[:, FFL]
    rows = at(table, 2.0)[:8]
    np.testing.assert_allclose(rows["mean"], counts.mean(0))
    np.testing.assert_allclose(rows["sd"], counts.std(0, ddof=1))
    np.testing.assert_allclose(rows["mean_se"], rows["sd"] / 10)
    np.testing.assert_allclose(rows["z"], z_scores(signed_ffl_counts(graph), counts))
    long = [
        null_sample(graph, "no-regard", 100, swaps_per_edge=30 + swaps).counts[:, FFL]
        for swaps in SWAPS[1:]
    ]
    end = np.mean([sample.mean(0) for sample in long], axis=0)
    np.testing.assert_allclose(rows["mean_difference"], counts.mean(0) - end)
    end = np.mean([z_scores(signed_ffl_counts(graph), sample) for sample in long], axis=0)
    np.testing.assert_allclose(rows["z_difference"], rows["z"] - end)


@pytest.mark.parametrize(
    "null", ["no-regard-signed", "global-const-signed", "local-const-travelling"]
)
def test_chains_mix_where_most_links_are_there_too(null, random_graph):
    graph = random_graph(20, 0.9, 0)
    few, enough, many = (mixing.overlap(graph, null, 0, swaps, 20) for swaps in (0.5, 30.0, 90.0))
    assert enough < many + 0.05 < few


@pytest.mark.parametrize("null", [n for n in NULL_MODELS if NULL_MODELS[n].signs != "shuffle"])
def test_a_chain_with_more_swaps_is_the_one_with_fewer_gone_on(null, random_graph):
    graph = random_graph(60, 0.2, 0)
    dealt = NULL_MODELS[null].signs == "scatter"  # signs, after the chain
    sweep = 2 / 3 if "fanmod" in null else 0.01
    links = []
    for swaps in (30.0, 30.0 + sweep, 45.0):
        target, code, _ = network_source(graph, null, 0, swaps).draw(0)
        links.append(mixing._keys(graph, target, np.ones_like(code) if dealt else code))
    near, far = (np.isin(links[0], later).mean() for later in links[1:])
    assert near > far + 0.05


def test_standard_errors_are_the_spread_of_repeated_runs():
    rng = np.random.default_rng(0)
    observed, runs = np.array([12.0, 3.0]), []
    for _ in range(400):
        now = rng.gamma(4.0, 2.0, (200, 2))
        then, later = 0.6 * now + rng.gamma(2.0, 2.0, (200, 2)), rng.normal(0, 1, (200, 2))
        runs.append(pd.DataFrame(mixing.differences(observed, now, [then, then + later])))
    runs = np.stack([run.to_numpy() for run in runs])
    names = list(pd.DataFrame(mixing.differences(observed, now, [then, then + later])).columns)
    for name in ("mean", "z", "mean_difference", "z_difference"):
        value, error = (runs[:, :, names.index(column)] for column in (name, f"{name}_se"))
        np.testing.assert_allclose(value.std(0) / error.mean(0), 1, atol=0.12)


def test_a_fixed_number_has_no_z_and_no_correlation(graph):
    table = mixing_table(graph, "sign-permutation", networks=5)
    fixed = table[table["signs"] == ALL]
    assert fixed[["z", "z_se", "autocorrelation"]].isna().all(axis=None)
    assert (fixed["mean_difference"] == 0).all()
    assert summary(table)["all"].isna().all()


def test_where_nothing_is_drawn_nothing_breaks(random_graph):
    table = mixing_table(random_graph(5, 0.0, 0), networks=2)
    assert table[["overlap", "accepted", "z"]].isna().all(axis=None)
    assert settled_at(table) is None and not has_spread(table)


def differing(errors):
    """A table whose mean of all loops differs by so many standard errors."""
    rows = [
        {"swaps": float(swaps), "signs": signs, "mean_difference": error, "z_difference": 0.0}
        for swaps, error in enumerate(errors)
        for signs in ("+++", ALL)
    ]
    known = {"mean_difference_se": 1.0, "z_difference_se": 1.0}
    return pd.DataFrame(rows).assign(**known, accepted=1.0, overlap=0.0, autocorrelation=0.0)


@pytest.mark.parametrize(
    ("errors", "expected"),
    [([9, -5, 2, -1], 2), ([9, 0, -4.5, 1], 3), ([0, 1, 2], 0), ([9, 1, 5], None)],
)
def test_it_is_settled_when_no_later_difference_is_large(errors, expected):
    assert settled_at(differing(errors)) == expected


def test_the_default_number_of_swaps_is_enough_for_a_trained_network(graph):
    table = mixing_table(graph, networks=200)
    assert settled_at(table) <= 9


def test_a_single_chain_is_refused(graph):
    with pytest.raises(ValueError, match="mixing needs 2 or more networks, got 1"):
        mixing_table(graph, networks=1)
