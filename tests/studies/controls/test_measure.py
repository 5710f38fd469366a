import numpy as np
import pytest

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.base.seeding import stream
from sparse_rnn.config import Condition
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.schema import read_table
from sparse_rnn.sparsify.schedules import link_count
from sparse_rnn.studies.controls.measure import (
    AS_TRAINED,
    CORE,
    CUTS,
    SIGN_CONTROLS,
    at_random,
    control_networks,
    measure_controls,
    thin,
)

DENSE, SPARSE = Condition("mg", "rnn", "dense", 0.0), Condition("mg", "rnn", "set", 0.8)
SETTINGS = {"draws": 3, "null_model": "global-const", "networks": 10, "swaps_per_edge": 3}
N = 20


@pytest.fixture
def dense():
    return np.random.default_rng(0).normal(size=(3, N, N))


@pytest.fixture
def sparse(dense):
    return np.where(np.abs(dense) > 1.3, dense, 0)


def controls(condition, weights, seed=4):
    settings = SETTINGS | {"sparsities": [0.8, 0.9]}
    return list(control_networks(condition, settings, weights, seed))


def links(graph):
    return set(zip(graph.source.tolist(), graph.target.tolist(), strict=True))


def test_dense_networks_are_cut_before_and_after_training_by_size_and_at_random(dense):
    found = {}
    for keys, graph in controls(DENSE, dense):
        found.setdefault((keys["control"], keys["sparsity"]), []).append(graph)
    assert set(found) == {(name, sparsity) for name in CUTS for sparsity in (0.8, 0.9)}
    for name, s in (("untrained_magnitude_cut", 0), ("trained_magnitude_cut", 2)):
        (graph,) = found[name, 0.9]
        smallest = np.sort(np.abs(dense[s]), axis=None)[-40]  # 40 of 400 links are left
        expected = SignedGraph.from_weights(np.where(np.abs(dense[s]) >= smallest, dense[s], 0))
        assert graph.digest() == expected.digest()
    for name, s in (("untrained_random_cut", 0), ("trained_random_cut", 2)):
        graphs = found[name, 0.9]
        assert len({graph.digest() for graph in graphs}) == len(graphs) == 3
        for graph in graphs:
            assert (np.sign(dense[s])[graph.source, graph.target] == graph.sign).all()


def test_what_is_left_of_a_cut(dense):
    for sparsity in (0.5, 0.95):
        for cut in CUTS.values():
            left = thin(dense[0], sparsity, cut, stream(0, "test"))
            assert (left != 0).sum() == link_count(N, sparsity)
            assert (left[left != 0] == dense[0][left != 0]).all()
    tied = thin(np.ones((4, 4)), 0.75, CUTS["trained_magnitude_cut"], stream(0, "test"))
    assert np.flatnonzero(tied).tolist() == [0, 1, 2, 3]  # the lower index stays, as in pruning


def test_random_cuts_leave_every_link_alike():
    cut = CUTS["trained_random_cut"]
    assert cut.score is at_random
    weights = np.logspace(-9, 0, 16).reshape(4, 4)
    left = sum(thin(weights, 0.75, cut, stream(seed, "test")) != 0 for seed in range(800))
    assert ((left - 200) ** 2 / 200).sum() < 37.7  # 15 degrees of freedom, p = 0.001


def test_sign_controls_keep_links_and_the_number_of_signs(sparse):
    graphs = controls(SPARSE, sparse)
    (own,) = [graph for keys, graph in graphs if keys["control"] == "as_trained"]
    assert own.digest() == SignedGraph.from_weights(sparse[-1]).digest()
    for name in SIGN_CONTROLS:
        drawn = [graph for keys, graph in graphs if keys["control"] == name]
        assert len({graph.digest() for graph in [own, *drawn]}) == 1 + len(drawn) == 4
        for graph in drawn:
            assert links(graph) == links(own)
            assert (graph.sign == 1).sum() == (own.sign == 1).sum()
            same = all(
                (graph.degrees(side, 1) == own.degrees(side, 1)).all() for side in ("out", "in")
            )
            assert same == (name == "signs_exchanged")


def test_a_control_is_fixed_by_seed_and_condition(dense, sparse):
    for condition, weights in ((DENSE, dense), (SPARSE, sparse)):
        first, again, other = (
            [graph.digest() for _, graph in controls(condition, weights, seed)]
            for seed in (4, 4, 5)
        )
        assert first == again
        assert first != other


def test_shuffling_takes_the_balance_of_a_balanced_network_away(tmp_path):
    rng = np.random.default_rng(1)
    camp = np.sign(rng.normal(size=60))
    weights = np.outer(camp, camp) * (rng.random((60, 60)) < 0.1)  # all loops are balanced
    arrays = {"epochs": [0, 5], "seeds": [4, 5], "diverged": [0, 3]}
    save_arrays(
        tmp_path / "networks.npz",
        weights=np.broadcast_to(weights, (2, 2, 60, 60)),
        **{name: np.array(value) for name, value in arrays.items()},
    )
    paths = {kind: tmp_path / f"{kind}.csv" for kind in ("balance", "motifs")}
    measure_controls([SPARSE], [tmp_path / "networks.npz"], SETTINGS, **paths)
    balance, motifs = (read_table(f"control_{name}", path) for name, path in paths.items())
    eta = balance.groupby("control")["eta"].agg(["min", "max"])
    assert eta.loc["as_trained"].tolist() == [1, 1]
    assert eta.loc["signs_shuffled", "max"] < 0.75
    own = balance[balance["control"] == "as_trained"].iloc[0]
    assert own["n_030T"] == global_balance(SignedGraph.from_weights(weights)).triads["030T"]
    z = (
        motifs[motifs["null_model"] == "sign-permutation"]
        .groupby(["control", "balanced"])["z"]
        .mean()
    )
    assert z["as_trained", True] > 3
    assert z["as_trained", False] < -3
    assert abs(z["signs_shuffled", True]) < 1
    assert set(motifs["null_model"]) == {"sign-permutation", "global-const"}
    assert (motifs["decides"] == (motifs["null_model"] == SETTINGS["null_model"])).all()
    assert len(balance) == 2 * (1 + 3 + 3)
    assert len(motifs) == 2 * 3 * 2 * 8  # seeds, first draw of each control, nulls, loops
    assert (motifs["draw"] == 0).all()
    assert (balance.groupby("seed")["diverged"].first() == [0, 3]).all()


def test_the_core_lacks_the_links_that_were_added_last(sparse, tmp_path):
    added = (sparse != 0) & (np.random.default_rng(2).random(sparse.shape) < 0.2)
    arrays = {"epochs": np.arange(3), "seeds": np.array([4]), "diverged": np.array([0])}
    paths = tmp_path / "balance.csv", tmp_path / "motifs.csv"
    found = {}
    for file, more in (("without", {}), ("with", {"added": added[-1:]})):
        save_arrays(tmp_path / f"{file}.npz", weights=sparse[:, None], **arrays, **more)
        measure_controls([SPARSE], [tmp_path / f"{file}.npz"], SETTINGS, *paths)
        found[file] = read_table("control_balance", paths[0])
        motifs = read_table("control_motifs", paths[1])
    core = found["with"][found["with"]["control"] == CORE]
    left = SignedGraph.from_weights(np.where(added[-1], 0, sparse[-1]))
    assert core["eta"].tolist() == [global_balance(left).eta]
    assert len(motifs[motifs["control"] == CORE]) == 2 * 8
    others = found["with"][found["with"]["control"] != CORE].reset_index(drop=True)
    assert others.equals(found["without"])


def test_dense_networks_are_cut_to_the_sparsities_of_the_others(dense, tmp_path):
    sparser = Condition("mg", "rnn", "set", 0.9)
    arrays = {"epochs": np.arange(3), "seeds": np.array([4]), "diverged": np.array([0])}
    save_arrays(tmp_path / "networks.npz", weights=dense[:, None], **arrays)
    conditions = [DENSE, SPARSE, sparser]
    paths = tmp_path / "balance.csv", tmp_path / "motifs.csv"
    measure_controls(conditions, [tmp_path / "networks.npz"] * 3, SETTINGS, *paths)
    balance = read_table("control_balance", paths[0])
    found = balance.groupby(["strategy", "sparsity"])["control"].unique().map(set).to_dict()
    signs = {AS_TRAINED, *SIGN_CONTROLS}
    assert found == {
        ("dense", 0.8): set(CUTS), ("dense", 0.9): set(CUTS), ("set", 0.8): signs,
        ("set", 0.9): signs,
    }  # fmt: skip


def test_dense_networks_alone_have_no_controls():
    message = "no sparse networks to compare controls with: all conditions are dense"
    with pytest.raises(ValueError, match=message):
        measure_controls([DENSE], ["x.npz"], SETTINGS, "b.csv", "m.csv")
