from functools import cache

import numpy as np
import pytest

from sparse_rnn.graphs.agreement import difference_in_errors
from sparse_rnn.graphs.motifs import FFL, FFL_SIGNS, MOTIFS
from sparse_rnn.graphs.nulls.sample import NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import motif_significance, motif_table, spread, z_scores

NETWORKS = 1000


def fanmod_runs(figures):
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


def test_every_figure_of_fanmod_is_met(published, fanmod_figures):
    """Means, sds and both z-scores agree within 4.5 Monte Carlo standard errors.

    Of 1024 comparisons of normal deviates one exceeds 4.5 once in 140 runs of the test.
    """
    compared = 0
    for network, null, networks, theirs in fanmod_runs(fanmod_figures):
        table = ours(published[network], null)
        assert (table["count"] == theirs["original"]).all()
        apart = difference_in_errors(table, NETWORKS, theirs, networks).abs()
        assert (apart < 4.5).all(axis=None), (network, null, networks, apart.max())
        compared += apart.size
    assert compared == 32 * 8 * 4


@pytest.mark.parametrize(
    "network", ["mnist_n150_balanced_0.807.tsv", "mnist_n150_random_0.519.tsv"]
)
def test_the_uniform_null_model_has_fewer_loops_than_the_walk_of_fanmod(published, network):
    """FANMOD's "global const" is not uniform: some 8 of 420 loops too many (the sd is 20)."""
    walk, uniform = (
        null_sample(published[network], null, NETWORKS, seed=1).counts[:, FFL].sum(1)
        for null in ("fanmod-global-const", "global-const")
    )
    error = np.sqrt((walk.var() + uniform.var()) / NETWORKS)
    assert walk.mean() - uniform.mean() == pytest.approx(8, abs=3 + 3 * error)
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


def test_where_all_random_networks_agree_there_is_no_z_but_a_defined_answer():
    sample = np.array([[2, 2, 0.1], [2, 2, 0.1], [2, 2, 0.1]])
    assert spread(sample).tolist() == [0, 0, 0]
    z = z_scores(np.array([2, 3, 0.1]), sample)
    assert (z[0], z[2]) == (0, 0)
    assert np.isnan(z[1])
    assert spread(sample[:1]).tolist() == [0, 0, 0]


def test_motifs_that_cannot_occur_have_z_zero():
    path = SignedGraph.from_edges([0, 1], [1, 2], [1, -1], n=4)
    table = motif_significance(path, "sign-permutation", networks=10)
    assert (table[["count", "mean", "sd", "z", "z_frequency"]] == 0).all(axis=None)


def test_all_motifs_can_be_asked_for(random_graph):
    table = motif_significance(random_graph(30, 0.1, 0), networks=10, motifs=np.arange(132))
    assert table["triad"].nunique() == 13
    assert len(table) == 132
