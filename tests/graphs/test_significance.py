import runpy
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sparse_rnn.graphs.motifs import FFL, FFL_SIGNS, MOTIFS
from sparse_rnn.graphs.nulls.sample import NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import (
    motif_significance,
    motif_table,
    significance_profile,
    spread,
    z_interval,
    z_scores,
)

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
difference_in_errors = runpy.run_path(str(BENCHMARKS / "agreement.py"))["difference_in_errors"]
NETWORKS = 1000
FANMOD_NETWORKS = 2000
FIGURES = ["mean", "sd", "z"]


def published_runs(figures):
    """Each run of FANMOD: its network, the same null model here, its number of networks, figures."""
    keys = ["network", "bidirectional_edges", "regard_edge_signs", "random_networks", "seed"]
    figures = figures.rename(columns={"signs_ij_jk_ik": "signs", "z_count": "z"})
    for (network, pairs, regard, networks, _), rows in figures.groupby(keys):
        own = "fanmod-" if pairs == "global const" else ""
        null = own + pairs.replace(" ", "-") + ("-signed" if regard else "")
        yield network, null, networks, rows.set_index("signs").loc[list(FFL_SIGNS)]


@cache
def ours(graph, null):
    return motif_significance(graph, null, NETWORKS, seed=1).set_index("signs")


def ours_and_fanmods(networks, runs):
    """Each run of FANMOD on networks of ours: its network, the same null model here, two tables.

    FANMOD draws each network from the one before, and so far from the given one: ours take 30 swaps
    per link.
    """
    for network, null, theirs in runs:
        table = motif_significance(networks[network], null, NETWORKS, 1, 30.0).set_index("signs")
        assert (table["count"] == theirs["count"]).all()
        yield network, null, table, theirs.assign(z_frequency=np.nan)  # FANMOD's was not kept


def test_every_figure_of_fanmod_is_met(networks, fanmod_runs):
    """Means, sds and z-scores agree within 4.5 Monte Carlo standard errors."""
    compared = 0
    exact = [run for run in fanmod_runs if run[0] != "heavy_tail" or run[1].startswith("fanmod")]
    for network, null, table, theirs in ours_and_fanmods(networks, exact):
        apart = difference_in_errors(table, NETWORKS, theirs, FANMOD_NETWORKS).abs()
        assert (apart[FIGURES] < 4.5).all(axis=None), (network, null, apart.max())
        compared += apart[FIGURES].size
    assert compared == 14 * 8 * 3


def test_where_few_nodes_have_most_links_fanmod_is_near_the_uniform_null_models(
    networks, fanmod_runs
):
    """There FANMOD's other walks are off by up to 0.14 sd, measured on 10,000 networks of ours."""
    others = [run for run in fanmod_runs if run[0] == "heavy_tail" and "fanmod" not in run[1]]
    assert len(others) == 4
    for _, null, table, theirs in ours_and_fanmods(networks, others):
        apart = (table[FIGURES] - theirs[FIGURES]).abs()
        assert (apart["mean"] / theirs["sd"] < 0.25).all(), (null, apart)
        assert (apart["sd"] / theirs["sd"] < 0.1).all(), (null, apart)
        assert (apart["z"] < 0.3).all(), (null, apart)


def test_every_figure_of_fanmod_is_met_for_published_networks(published, published_fanmod_figures):
    """Means, sds and both z-scores agree within 4.5 Monte Carlo standard errors.

    Of 1024 comparisons of normal deviates one exceeds 4.5 once in 140 runs of the test.
    """
    compared = 0
    for network, null, networks, theirs in published_runs(published_fanmod_figures):
        table = ours(published[network], null)
        assert (table["count"] == theirs["original"]).all()
        apart = difference_in_errors(table, NETWORKS, theirs, networks).abs()
        assert (apart < 4.5).all(axis=None), (network, null, networks, apart.max())
        compared += apart.size
    assert compared == 32 * 8 * 4


@pytest.mark.parametrize(("network", "excess"), [("trained", 7), ("dense", 10)])
def test_the_uniform_null_model_has_fewer_loops_than_the_walk_of_fanmod(networks, network, excess):
    """FANMOD's "global const" is not uniform: 7 of 183 and 10 of 585 loops too many (sd 13, 18)."""
    walk, uniform = (
        null_sample(networks[network], null, NETWORKS, seed=1).counts[:, FFL].sum(1)
        for null in ("fanmod-global-const", "global-const")
    )
    error = np.sqrt((walk.var() + uniform.var()) / NETWORKS)
    assert walk.mean() - uniform.mean() == pytest.approx(excess, abs=3 + 3 * error)
    assert walk.mean() - uniform.mean() > 4.5 * error


def test_the_table_by_hand():
    census = np.zeros(132, dtype=np.int64)
    counts = np.zeros((3, 132), dtype=np.int64)
    loop = [motif.signs == "++-" and motif.triad == "030T" for motif in MOTIFS].index(True)
    path = [motif.signs == "++" and motif.triad == "021C" for motif in MOTIFS].index(True)
    census[[loop, path]] = 5, 5
    counts[:, loop], counts[:, path] = (1, 2, 3), (9, 8, 7)
    sample = NullSample(counts, np.zeros(3, dtype=np.int64), 0)
    row = motif_table(census, sample).set_index("signs").loc["++-"]
    assert (row["triad"], row["count"], row["mean"], row["sd"], row["z"]) == ("030T", 5, 2, 1, 3)
    assert row["z_frequency"] == pytest.approx((0.5 - 0.2) / 0.1)
    assert not row["balanced"]
    assert (row["p_more"], row["p_fewer"], row["p"]) == (1 / 4, 1, 1 / 2)
    assert row["q"] == 1, "the other seven have p = 1"


def test_balanced_loops_are_marked(random_graph):
    table = motif_significance(random_graph(20, 0.2, 0), networks=5)
    assert tuple(table["signs"]) == FFL_SIGNS
    assert table.loc[table["balanced"], "signs"].tolist() == ["+++", "+--", "-+-", "--+"]


def test_where_all_random_networks_agree_z_keeps_its_direction():
    sample = np.array([[2, 2, 2, 0.1, 0.1]] * 3)
    assert spread(sample).tolist() == [0] * 5
    z = z_scores(np.array([2, 3, 1, 0.1, np.nan]), sample)
    assert z[:4].tolist() == [0, np.inf, -np.inf, 0]
    assert np.isnan(z[4])


def test_a_single_random_network_has_no_spread():
    assert spread(np.array([[2.0, 3.0]])).tolist() == [0, 0]
    assert np.isnan(z_scores(np.array([2, 4]), np.array([[2, 3]]))).all()


def test_motifs_that_cannot_occur_have_z_zero():
    path = SignedGraph.from_edges([0, 1], [1, 2], [1, -1], n=4)
    table = motif_significance(path, "sign-permutation", networks=10)
    assert (table[["count", "mean", "sd", "z", "z_frequency"]] == 0).all(axis=None)


def test_all_motifs_can_be_asked_for(random_graph):
    table = motif_significance(random_graph(30, 0.1, 0), networks=10, motifs=np.arange(132))
    assert table["triad"].nunique() == 13
    assert len(table) == 132


def skewed(rng, shape):
    """Counts with a skewed distribution, as those of rare motifs have."""
    return rng.poisson(3.0, shape).astype(float)


@pytest.mark.parametrize("observed", [3.0, 12.0])
def test_the_interval_of_z_holds_the_true_z_as_often_as_it_says(observed):
    rng, trials = np.random.default_rng(0), 2000
    sample = skewed(rng, (400, trials))
    low, high = z_interval(np.full(trials, observed), sample, 0.9)
    true = (observed - 3.0) / np.sqrt(3.0)
    held = ((low <= true) & (true <= high)).mean()
    assert held == pytest.approx(0.9, abs=0.03)


def test_the_interval_of_z_is_as_wide_as_resampling_the_networks_makes_it():
    rng = np.random.default_rng(1)
    sample, observed = skewed(rng, (500, 3)), np.array([3.0, 10.0, 0.0])
    draws = rng.integers(0, 500, (2000, 500))
    resampled = np.array([z_scores(observed, sample[rows]) for rows in draws])
    low, high = z_interval(observed, sample)
    np.testing.assert_allclose((high - low) / (2 * 1.959964), resampled.std(0), rtol=0.1)
    np.testing.assert_allclose((high + low) / 2, z_scores(observed, sample))


def test_without_spread_the_interval_of_z_is_not_known():
    sample = np.array([[2.0, 1.0], [2.0, 3.0], [2.0, 4.0]])
    interval = z_interval(np.array([3.0, 3.0]), sample)
    assert np.isnan(interval[:, 0]).all()
    assert np.isfinite(interval[:, 1]).all()
    assert np.isnan(z_interval(np.array([3.0]), np.array([[2.0]]))).all()
    assert z_interval(np.zeros(0), np.zeros((5, 0))).shape == (2, 0)
    with pytest.raises(ValueError, match="level must lie between 0 and 1, got 95"):
        z_interval(np.array([3.0]), sample[:, :1], 95)


def test_a_significance_profile_has_length_one_and_keeps_the_directions():
    assert significance_profile(np.array([3.0, -4.0])).tolist() == [0.6, -0.8]
    z = np.array([[3.0, np.nan, -4.0], [0.0, 0.0, 0.0], [np.inf, 5.0, 12.0], [np.nan] * 3])
    np.testing.assert_allclose(
        significance_profile(z),
        [[0.6, np.nan, -0.8], [0, 0, 0], [np.nan, 5 / 13, 12 / 13], [np.nan] * 3],
    )
    assert significance_profile(np.zeros(0)).shape == (0,)
