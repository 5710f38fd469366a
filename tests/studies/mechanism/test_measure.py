import numpy as np
import pytest

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.config import Condition
from sparse_rnn.results.schema import read_table
from sparse_rnn.studies.mechanism.loop_weights import LINK_KINDS, loop_table
from sparse_rnn.studies.mechanism.measure import CHUNK, link_sizes, loop_effects, save_mechanism
from sparse_rnn.studies.mechanism.triad_response import PULSES, linear_limit
from sparse_rnn.studies.weights.measure import END, PHASES, Course

KEYS = {"task": "mg", "model": "rnn", "strategy": "set", "sparsity": 0.9}


def course(weights, seed):
    keys = {**KEYS, "seed": seed, "diverged": 0}
    return Course(keys, dict.fromkeys(PHASES, 0), dict.fromkeys(PHASES, weights))


@pytest.fixture
def by_hand():
    """0 -> 1 -> 2 balanced, 0 -> 1 -> 3 not, 3 -> 4 in no loop; a self-loop that counts nowhere."""
    weights = np.zeros((5, 5))
    weights[0, 1], weights[1, 2], weights[0, 2] = 0.5, -0.4, -0.3
    weights[1, 3], weights[0, 3], weights[3, 4], weights[4, 4] = 2.0, -0.25, 0.1, 9.0
    return weights


def test_the_effects_of_loops_by_hand(by_hand):
    histogram, summary = loop_effects([course(by_hand, 3)])
    rows = summary.set_index("balanced")
    columns = ["loops", "mean_abs_effect", "mean_abs_direct", "mean_abs_indirect"]
    assert rows.loc[True, columns].tolist() == pytest.approx([1, 0.5, 0.3, 0.2])
    assert rows.loc[False, columns].tolist() == pytest.approx([1, 0.75, 0.25, 1.0])
    for balanced, effect in ((True, -0.5), (False, 0.75)):
        here = histogram[(histogram["balanced"] == balanced) & (histogram["count"] > 0)]
        assert here["count"].tolist() == [1]
        assert here["low"].item() <= effect <= here["high"].item()
    assert (histogram["seed"] == 3).all()


def test_all_loops_of_all_networks_are_counted():
    rng = np.random.default_rng(0)
    matrices = [rng.normal(size=(30, 30)) * (rng.random((30, 30)) < 0.2) for _ in range(3)]
    courses = [course(weights, seed) for seed, weights in enumerate(matrices)]
    histogram, summary = loop_effects(courses)
    for one, weights in zip(courses, matrices, strict=True):
        loops = loop_table(weights)
        for balanced in (True, False):
            wanted = (loops["balanced"] == balanced).sum()
            for table, column in ((histogram, "count"), (summary, "loops")):
                chosen = (table["seed"] == one.keys["seed"]) & (table["balanced"] == balanced)
                assert table.loc[chosen, column].sum() == wanted > 0
    assert courses[0].weights[END] is matrices[0]


def test_the_sizes_of_links_by_hand(by_hand):
    rows = link_sizes([course(by_hand, 0)]).set_index("kind")
    assert list(rows.index) == list(LINK_KINDS)
    assert rows["links"].tolist() == [1, 2, 2, 1]
    assert rows["mean_abs"].tolist() == pytest.approx([0.1, 0.35, 1.125, 0.5])
    assert rows["median_abs"].tolist() == pytest.approx([0.1, 0.35, 1.125, 0.5])


def test_a_network_without_loops():
    histogram, summary = loop_effects([course(np.zeros((4, 4)), 0)])
    assert (histogram["count"] == 0).all()
    assert summary["loops"].tolist() == [0, 0]
    assert summary["mean_abs_effect"].isna().all()
    assert link_sizes([course(np.zeros((4, 4)), 0)])["links"].tolist() == [0] * 4


def test_where_the_linear_formula_holds(by_hand):
    _, summary = loop_effects([course(by_hand, 0)], tolerance=0.05)
    for balanced, loop in ((True, [0.5, -0.4, -0.3]), (False, [0.5, 2.0, -0.25])):
        (rows,) = [summary[summary["balanced"] == balanced]]
        limit = linear_limit(np.array([loop]), 0.05).item()
        assert rows["median_limit"].item() == limit
        assert rows["always_linear"].item() == float(limit == PULSES[-1])
        assert rows["tolerance"].item() == 0.05
    weak = loop_effects([course(by_hand / 100, 0)], tolerance=0.05)[1]
    assert weak["always_linear"].tolist() == [1, 1]


def test_loops_are_simulated_in_chunks_with_the_same_result(monkeypatch):
    weights = np.random.default_rng(0).normal(size=(15, 15))
    whole = loop_effects([course(weights, 0)])[1]
    assert whole["loops"].sum() > CHUNK
    monkeypatch.setattr("sparse_rnn.studies.mechanism.measure.CHUNK", 7)
    assert loop_effects([course(weights, 0)])[1].equals(whole)


def test_the_tables_of_several_conditions(by_hand, tmp_path):
    found = [Condition("mg", "rnn", strategy, 0.9) for strategy in ("set", "static")]
    lists = {"epochs": [0, 5], "seeds": [3], "diverged": [0]}
    arrays = {name: np.array(values) for name, values in lists.items()}
    save_arrays(tmp_path / "a.npz", weights=np.stack([by_hand, by_hand])[:, None], **arrays)
    save_arrays(tmp_path / "b.npz", weights=np.stack([by_hand, 2 * by_hand])[:, None], **arrays)
    paths = {kind: tmp_path / f"{kind}.csv" for kind in ("effects", "loops", "links")}
    save_mechanism(found, [tmp_path / "a.npz", tmp_path / "b.npz"], 0.1, **paths)
    loops = read_table("loop_sizes", paths["loops"]).set_index(["strategy", "balanced"])
    direct = {key: size for key, size in loops["mean_abs_direct"].items() if key[1]}
    assert direct == pytest.approx({("set", True): 0.3, ("static", True): 0.6})
    for name, kind in (("loop_effects", "effects"), ("link_sizes", "links")):
        assert list(read_table(name, paths[kind])["strategy"].unique()) == ["set", "static"]


def test_dense_networks_are_refused(tmp_path):
    dense = [Condition("mg", "rnn", "dense", 0.0)]
    with pytest.raises(
        ValueError, match=r"strategy='dense'.* is dense: any three nodes form loops"
    ):
        save_mechanism(dense, ["x.npz"], 0.1, "a.csv", "b.csv", "c.csv")
