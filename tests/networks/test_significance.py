import numpy as np
import pytest

from sparse_rnn.networks.motifs import FFL_SIGNS, MOTIFS
from sparse_rnn.networks.null_models import NullSample
from sparse_rnn.networks.signed_graph import SignedGraph
from sparse_rnn.networks.significance import motif_significance, motif_table, spread, z_scores

NETWORKS = 1000
# FANMOD's chain for "global const" moves mutual pairs by rules whose proposals are not as likely
# as their reverses, so that its ensemble is not uniform: it has 2 % more feed-forward loops than
# the uniform one (8 of 420, whose sd is 20).  Ours is uniform; see the test by enumeration.
EXCESS = {"global const": 0.03}


def comparisons(fanmod_figures):
    long = fanmod_figures[fanmod_figures.random_networks == 10_000]
    keys = ["network", "bidirectional_edges", "regard_edge_signs"]
    return [(key, rows.set_index("signs_ij_jk_ik")) for key, rows in long.groupby(keys)]


def test_means_and_spreads_are_those_of_fanmod(published, fanmod_figures):
    """Means within 4.5 and sds within 4.5 Monte Carlo standard errors of the two runs together.

    Of 192 comparisons of normal deviates one exceeds 4.5 once in 750 runs of the test.
    """
    compared = comparisons(fanmod_figures)
    assert len(compared) == 12
    for (network, pairs, regard), theirs in compared:
        null = pairs.replace(" ", "-") + ("-signed" if regard else "")
        ours = motif_significance(published[network], null, NETWORKS, seed=1).set_index("signs")
        theirs = theirs.loc[list(FFL_SIGNS)]
        assert (ours["count"] == theirs["original"]).all()
        error = np.sqrt(ours["sd"] ** 2 / NETWORKS + theirs["sd"] ** 2 / 10_000)
        bias = EXCESS.get(pairs, 0.0) * theirs["mean"]
        assert ((ours["mean"] - theirs["mean"]).abs() < 4.5 * error + bias).all(), (network, null)
        error = theirs["sd"] * np.sqrt(0.5 / NETWORKS + 0.5 / 10_000)
        assert ((ours["sd"] - theirs["sd"]).abs() < 4.5 * error).all(), (network, null)
        # z carries both errors, and z on frequencies those of the number of connected triads
        error = np.sqrt((1 + ours["z"] ** 2 / 2) * (1 / NETWORKS + 1 / 10_000))
        bias = bias / theirs["sd"]
        assert ((ours["z"] - theirs["z_count"]).abs() < 4.5 * error + bias).all(), (network, null)
        apart = (ours["z_frequency"] - theirs["z_frequency"]).abs()
        assert (apart < 4.5 * error + bias).all(), (network, null)


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
