import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.performance.claim import comparable, improves_or_preserves
from sparse_rnn.verdicts.findings import DECIDING, REPORTED
from sparse_rnn.verdicts.words import LOSS, LOSS_RATIO


def judge(history, models=("rnn",)):
    return list(comparable({"history": history}, models))


@pytest.mark.parametrize(
    ("sparse", "mean", "half", "verdict"),
    [  # half of the interval: t(0.975, 2) = 4.302653 times 0.001 / sqrt(3)
        ([0.889, 0.890, 0.891], -0.010, 0.0024841, "reproduced"),
        ([0.880, 0.881, 0.882], -0.019, 0.0024841, "partly"),
        ([0.878, 0.879, 0.880], -0.021, 0.0024841, "not shown"),
        ([0.870, 0.871, 0.872], -0.029, 0.0024841, "contradicted"),
        ([0.949, 0.950, 0.951], 0.050, 0.0024841, "reproduced"),
    ],
)
def test_accuracies_are_compared_by_their_difference(history, sparse, mean, half, verdict):
    (finding,) = judge(history(sparse, [0.9] * 3))
    assert (finding.statistic, finding.limit, finding.verdict) == (LOSS, -0.02, verdict)
    assert finding.interval == pytest.approx((3, mean, mean - half, mean + half), abs=1e-6)
    assert finding.condition == dict(task="mnist", model="rnn", strategy="set", sparsity=0.9)


@pytest.mark.parametrize(
    ("ratios", "verdict"),
    [
        ((1.2, 1.25, 1.3), "reproduced"),
        ((1.0, 1.4, 1.9), "partly"),
        ((1.5, 1.6, 1.7), "not shown"),
        ((2, 2, 2), "contradicted"),
    ],
)
def test_errors_are_compared_by_their_ratio(history, ratios, verdict):
    dense = np.array([1e-3, 1e-2, 1e-1])  # pair by pair, so that their size is of no matter
    (finding,) = judge(history(dense * ratios, dense, "mg"))
    assert (finding.statistic, finding.limit, finding.verdict) == (LOSS_RATIO, 1.5, verdict)
    logs = np.log(ratios)
    half = 4.302653 * logs.std(ddof=1) / np.sqrt(3)
    expected = np.exp([logs.mean(), logs.mean() - half, logs.mean() + half])
    assert finding.interval == pytest.approx((3, *expected), rel=1e-6)


@pytest.mark.parametrize(
    ("task", "sparse", "dense", "limit", "verdict"),
    [
        ("mnist", [0.889, 0.890, 0.891], [0.9] * 3, 0, "contradicted"),
        ("mnist", [0.880, 0.900, 0.910], [0.9] * 3, 0, "not shown"),
        ("mnist", [0.909, 0.910, 0.911], [0.9] * 3, 0, "reproduced"),
        ("mnist", [0.900] * 3, [0.9] * 3, 0, "reproduced"),
        ("mg", [0.012, 0.012, 0.0121], [0.01] * 3, 1, "contradicted"),
        ("mg", [0.009, 0.0091, 0.009], [0.01] * 3, 1, "reproduced"),
    ],
)
def test_read_literally_no_loss_is_allowed(history, task, sparse, dense, limit, verdict):
    table = history(sparse, dense, task)
    (finding,) = improves_or_preserves({"history": table}, ["rnn"])
    assert (finding.limit, finding.verdict) == (limit, verdict)
    assert (finding.scope, finding.variant) == (REPORTED, "read literally")
    assert finding.interval == judge(table)[0].interval
    assert not list(improves_or_preserves({"history": table.replace("set", "static")}, ["rnn"]))


def test_diverged_replicas_are_left_out_with_their_partners(history):
    table = history([0.9, 0.9, 0.1, 0.9], [0.9, 0.9, 0.9, 0.1])
    lost = (table["strategy"] == "set") & (table["seed"] == 2)
    lost |= (table["strategy"] == "dense") & (table["seed"] == 3)
    (finding,) = judge(table.assign(diverged=lost.astype(int)))
    assert finding.interval == (2, 0, 0, 0)
    assert finding.note == "2 of 4 left out: diverged, or not defined"
    assert finding.verdict == "reproduced"


def test_without_a_dense_network_there_is_nothing_to_compare(history):
    table = history([0.9, 0.9], [0.9, 0.9])
    (finding,) = judge(table[table["strategy"] == "set"])
    assert (finding.interval.n, finding.verdict) == (0, "not run")
    assert finding.note == "2 of 2 left out: diverged, or not defined"
    (finding,) = judge(table.assign(diverged=3))
    assert finding.verdict == "not run"


def test_one_seed_is_reproduced_at_best_in_part(history):
    assert [f.verdict for f in judge(history([0.95], [0.9]))] == ["partly"]


def test_baselines_are_reported_and_other_models_left_out(history):
    parts = [history([0.9] * 2, [0.9] * 2, strategy=s) for s in ("set", "static")]
    parts.append(history([0.9] * 2, [0.9] * 2, model="ct_rnn"))
    table = pd.concat(parts).drop_duplicates()
    found = {f.condition["strategy"]: f.scope for f in judge(table)}
    assert found == {"set": DECIDING, "static": REPORTED}
    assert [f.condition["model"] for f in judge(table, ["ct_rnn", "neural_ode"])] == ["ct_rnn"]
