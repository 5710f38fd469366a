import numpy as np
import pytest

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.config import Condition
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.weights.measure import (
    BINS,
    WEIGHT_TABLES,
    last_cut,
    read_courses,
    save_weight_tables,
    sign_survival,
    weight_histograms,
    weight_shapes,
)
from sparse_rnn.studies.weights.unimodality import dip_test

CONDITION = Condition("mg", "rnn", "pruning_2", 0.8)


@pytest.fixture
def write(tmp_path):
    """Write networks as training does; returns the path."""

    def write(weights, epochs, seeds, diverged=None):
        lists = {"epochs": epochs, "seeds": seeds, "diverged": diverged or [0] * len(seeds)}
        arrays = {name: np.array(values) for name, values in lists.items()}
        save_arrays(tmp_path / "networks.npz", weights=weights.astype(np.float32), **arrays)
        return tmp_path / "networks.npz"

    return write


@pytest.fixture
def pruned(write):
    """Two networks of 10 nodes: dense, half cut, cut to 20 links, trained on."""
    weights = np.random.default_rng(0).normal(size=(4, 2, 10, 10))
    weights[1, :, 5:] = 0
    weights[2:, :, 2:] = 0
    return write(weights, [0, 5, 10, 15], [3, 4], [0, 15]), weights.astype(np.float32).astype(float)


def test_the_phases_of_pruning(pruned):
    path, weights = pruned
    courses = read_courses(CONDITION, path)
    assert [course.keys for course in courses] == [
        {**CONDITION.label, "seed": seed, "diverged": lost} for seed, lost in ((3, 0), (4, 15))
    ]
    for r, course in enumerate(courses):
        assert course.epochs == {"start": 0, "pruned": 10, "end": 15}
        for phase, s in (("start", 0), ("pruned", 2), ("end", 3)):
            assert (course.weights[phase] == weights[s, r]).all()


def test_the_last_cut():
    links = np.zeros((5, 20, 20))
    for s, count in enumerate((400, 300, 101, 100, 100)):
        links[s].flat[:count] = 1
    assert last_cut(links) == 2  # one link in a hundred is slack
    links[2].flat[:103] = 1
    assert last_cut(links) == 3
    assert last_cut(links[-2:]) == 0  # a constant number of links


def test_histograms_count_every_weight_once(pruned):
    path, weights = pruned
    table = weight_histograms(read_courses(CONDITION, path))
    assert len(table) == 2 * 3 * BINS
    counts = table.groupby(["seed", "phase"])["count"].sum()
    assert counts.to_dict() == {
        (seed, phase): count
        for seed in (3, 4)
        for phase, count in (("start", 100), ("pruned", 20), ("end", 20))
    }
    largest = np.abs(weights[[0, 2, 3]]).max()
    assert (table["low"].min(), table["high"].max()) == (-largest, largest)
    one = table[(table["seed"] == 4) & (table["phase"] == "end")]
    values = weights[3, 1][weights[3, 1] != 0]
    for row in one.itertuples():
        assert row.count == ((values >= row.low) & (values < row.high)).sum() or row.high == largest


def test_sizes_and_dips(pruned):
    path, weights = pruned
    table = weight_shapes(read_courses(CONDITION, path)).set_index(["seed", "phase"])
    values = weights[2, 0][weights[2, 0] != 0]
    row = table.loc[3, "pruned"]
    assert (row["epoch"], row["links"]) == (10, 20)
    assert row["mean_abs"] == pytest.approx(np.abs(values).mean())
    assert row["sd"] == pytest.approx(values.std())
    assert (row["dip"], row["p"]) == dip_test(values)


def test_cutting_by_magnitude_leaves_two_modes(write):
    weights = np.random.default_rng(0).normal(size=(2, 1, 60, 60))
    weights[1][np.abs(weights[1]) < 1.5] = 0
    table = weight_shapes(read_courses(CONDITION, write(weights, [0, 5], [0]))).set_index("phase")
    assert table.loc["start", "p"] > 0.05
    assert table.loc["end", "p"] < 1e-3


def test_sign_survival_by_hand(write):
    weights = np.zeros((3, 1, 3, 3))
    weights[0] = 1.0
    weights[1, 0] = [[0, 1, -1], [2, 0, 0], [0, 0, -3]]  # after the last cut, here of rewiring
    weights[2, 0] = [[0, 2, 1], [3, 0, 1], [0, 0, 0]]  # two signs stay, one turns, one link is new
    (row,) = sign_survival(read_courses(CONDITION, write(weights, [0, 5, 9], [7]))).to_dict(
        "records"
    )
    assert row == {
        **CONDITION.label, "seed": 7, "diverged": 0, "epoch": 5, "links": 4, "present": 3,
        "same_sign": 2, "share": 0.5, "share_of_present": 2 / 3,
    }  # fmt: skip


def test_a_network_without_links_has_no_figures(write):
    courses = read_courses(CONDITION, write(np.zeros((2, 1, 3, 3)), [0, 5], [0]))
    assert weight_shapes(courses)[["mean_abs", "sd", "dip", "p"]].isna().all(None)
    assert sign_survival(courses)[["share", "share_of_present"]].isna().all(None)
    assert (weight_histograms(courses)["count"] == 0).all()


def test_weights_that_are_not_finite_are_refused(write):
    weights = np.ones((2, 1, 3, 3))
    weights[1, 0, 0, 1] = np.nan
    path = write(weights, [0, 5], [0])
    with pytest.raises(ValueError, match=r"networks.npz holds weights that are not finite; train"):
        read_courses(CONDITION, path)


def test_the_tables_of_several_conditions(pruned, tmp_path):
    path, weights = pruned
    other = Condition("mg", "rnn", "set", 0.8)
    save_arrays(
        tmp_path / "other.npz",
        weights=10 * weights,
        **{name: np.array(v) for name, v in (("epochs", [0, 5, 10, 15]), ("seeds", [3, 4]))},
        diverged=np.zeros(2, dtype=int),
    )
    paths = {name: tmp_path / f"{name}.csv" for name in WEIGHT_TABLES}
    save_weight_tables([CONDITION, other], [path, tmp_path / "other.npz"], **paths)
    histograms, shapes, survival = (read_table(*pair) for pair in paths.items())
    size = shapes.groupby(["strategy", "seed", "phase"])["mean_abs"].first()
    assert (10 * size["pruning_2"]).tolist() == pytest.approx(size["set"].tolist())
    widest = histograms.groupby("strategy")["high"].max()
    assert widest["set"] == pytest.approx(10 * widest["pruning_2"])  # bins of its own
    assert survival[["strategy", "seed"]].to_numpy().tolist() == [
        ["pruning_2", 3], ["pruning_2", 4], ["set", 3], ["set", 4],
    ]  # fmt: skip
