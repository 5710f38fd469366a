import numpy as np
import pytest

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.config import Condition
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.controls.balance_by_size import (
    ages,
    by_age,
    less_any,
    mean_over_draws,
    measure_by_size,
    parts_of,
)

N = 30
DENSE, SPARSE = Condition("mg", "rnn", "dense", 0.0), Condition("mg", "rnn", "set", 0.5)
SETTINGS = {"shares": [1.0, 0.5], "draws": 3}


@pytest.fixture
def weights():
    """Half of all links; the strong ones, |w| > 1, are balanced: w_ij has the sign of s_i s_j."""
    rng = np.random.default_rng(0)
    links = rng.random((2, N, N)) < 0.5
    faction = rng.choice([-1, 1], N)
    strong = rng.random((2, N, N)) < 0.5
    size = np.where(strong, rng.uniform(1, 2, (2, N, N)), rng.uniform(0, 1, (2, N, N)))
    sign = np.where(strong, np.outer(faction, faction), rng.choice([-1, 1], (2, N, N)))
    return np.where(links, size * sign, 0)


@pytest.fixture
def measured(weights, tmp_path):
    keys = {"epochs": np.array([0, 9]), "seeds": np.array([1, 2]), "diverged": np.array([0, 7])}
    stacked = np.stack([np.where(np.abs(weights) > 1, weights, 0), weights])
    save_arrays(tmp_path / "set.npz", weights=stacked, **keys)
    pairs = [DENSE, SPARSE], [tmp_path / "no.npz", tmp_path / "set.npz"]
    measure_by_size(*pairs, SETTINGS, tmp_path / "by_size.csv")
    return read_table("balance_by_size", tmp_path / "by_size.csv")


def test_the_strongest_links_are_kept_or_any(weights):
    whole = np.where(np.eye(N, dtype=bool), 0, weights[0])
    count = round(0.5 * np.count_nonzero(whole))
    least = np.sort(np.abs(whole), axis=None)[-count]
    parts = {(k["kept"], k["share"], k["draw"]): g for k, g in parts_of(weights[:1], SETTINGS, 1)}
    assert len(parts) == 2 * (1 + 3 + 3)
    strongest = parts["strongest", 0.5, 0]
    expected = SignedGraph.from_weights(np.where(np.abs(whole) >= least, whole, 0))
    assert strongest.digest() == expected.digest()
    drawn = [parts["random", 0.5, draw] for draw in range(3)]
    assert len({graph.digest() for graph in drawn}) == 3
    for graph in drawn:
        assert graph.edges == count
        assert (np.sign(whole)[graph.source, graph.target] == graph.sign).all()
    entire = SignedGraph.from_weights(whole).digest()
    assert {parts["random", 1.0, d].digest() for d in range(3)} == {entire}


def test_the_table_has_each_part_of_each_sparse_network(measured, weights):
    assert len(measured) == 2 * 2 * (1 + 3 + 3)
    assert set(measured["strategy"]) == {"set"}
    row = measured[(measured["seed"] == 2) & (measured["share"] == 1)].iloc[0]
    assert row["eta"] == global_balance(SignedGraph.from_weights(weights[1])).eta
    assert measured.groupby("seed")["diverged"].first().to_dict() == {1: 0, 2: 7}


def test_balance_of_the_strong_links_is_found(measured):
    eta = mean_over_draws(measured)
    assert set(eta["seed"]) == {1}  # the other one diverged
    kept = eta.set_index(["kept", "share"])["eta"]
    assert kept["strongest", 0.5] > 0.9 > 0.7 > kept["strongest", 1.0] == kept["random", 1.0]
    oldest, strongest = less_any(eta).itertuples()
    for row, part in (oldest, "oldest"), (strongest, "strongest"):
        assert (row.kept, row.share, row.n) == (part, 0.5, 1)
        assert row.mean == pytest.approx(kept[part, 0.5] - kept["random", 0.5])


def test_the_oldest_links_are_those_that_have_had_their_sign_longest(measured):
    """The strong links of these networks were there before, the weak ones came last."""
    kept = mean_over_draws(measured).set_index(["kept", "share"])["eta"]
    assert kept["oldest", 0.5] > 0.9 > 0.7 > kept["random", 0.5]


def test_a_link_is_as_old_as_its_sign():
    course = np.array([[1, 1, 1], [1, -1, 0], [2, 1, 1], [3, 1, 1]])
    snapshots = np.array([np.tile(row, (3, 1)) for row in course])
    age = by_age(ages(snapshots), np.random.default_rng(0))
    assert (np.floor(age) == [4, 2, 2]).all()
    assert len(np.unique(age)) == age.size


def test_dense_networks_alone_are_refused(tmp_path):
    with pytest.raises(ValueError, match="no sparse networks to take links from"):
        measure_by_size([DENSE], [tmp_path / "no.npz"], SETTINGS, tmp_path / "by_size.csv")
