import numpy as np
import pytest

from sparse_rnn.experiments.mechanism import link_sizes, loop_effects
from sparse_rnn.experiments.weight_dynamics import END, PHASES, Course
from sparse_rnn.networks.loop_weights import LINK_KINDS, loop_table

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
