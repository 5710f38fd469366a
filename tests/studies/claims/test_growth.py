import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.growth.claim import growth_towards_balance_helps
from sparse_rnn.verdicts.findings import DECIDING, REPORTED
from sparse_rnn.verdicts.words import ETA_GAIN, GAIN, GAIN_OVER_MIRROR

SEEDS = np.array([0.01, 0.0, -0.01])  # of the networks' metrics, the same for all strategies
HALF = 4.302653 * 0.001 / np.sqrt(3)  # t(0.975, 2) times the spread of the differences


@pytest.fixture
def tables(runs):
    """Made-up tables of SET and of strategies whose metric and eta differ from its by a number."""

    def make(task="mnist", base=0.9, **differences):
        shift = {"set": 0.0} | differences
        spread = {name: 0.0 if name == "set" else np.array([0.001, 0, -0.001]) for name in shift}
        if task == "mg":
            metric = {name: base * np.exp(SEEDS - shift[name] - spread[name]) for name in shift}
        else:
            metric = {name: base + SEEDS + shift[name] + spread[name] for name in shift}
        history = [runs(task, name, test=own) for name, own in metric.items()]
        balance = [runs(task, name, eta=0.6 + SEEDS + 2 * shift[name]) for name in shift]
        history = pd.concat(history).assign(epoch=9, valid=0.5, density=0.1)
        return {"history": history, "balance": pd.concat(balance).assign(epoch=9)}

    return make


def found(tables):
    return {(f.statistic, f.condition["strategy"]): f for f in growth_towards_balance_helps(tables)}


@pytest.mark.parametrize("task", ["mnist", "mg"])
@pytest.mark.parametrize(
    ("gain", "verdict"), [(0.01, "reproduced"), (0.002, "partly"), (-0.01, "fails")]
)
def test_pairs_of_one_seed_decide_and_errors_count_turned(tables, task, gain, verdict):
    finding = found(tables(task, balanced_set=gain))[GAIN, "balanced_set"]
    assert finding.interval == pytest.approx((3, gain, gain - HALF, gain + HALF), abs=1e-6)
    assert (finding.limit, finding.scope) == (0.0, DECIDING)
    if verdict == "fails":
        assert finding.verdict not in ("reproduced", "partly", "not run")
    else:
        assert finding.verdict == verdict
    assert finding.condition["task"] == task


def test_all_else_is_reported_and_nothing_is_claimed_of_other_strategies(tables):
    findings = found(tables(balanced_set=0.01, unbalanced_set=-0.02, rigl=0.03))
    assert [key for key, f in findings.items() if f.scope == DECIDING] == [(GAIN, "balanced_set")]
    means = {key: (f.interval.mean, f.verdict) for key, f in findings.items()}
    assert means == {
        (GAIN, "balanced_set"): (pytest.approx(0.01), "reproduced"),
        (GAIN, "unbalanced_set"): (pytest.approx(-0.02), ""),
        (GAIN, "rigl"): (pytest.approx(0.03), ""),
        (GAIN_OVER_MIRROR, "balanced_set"): (pytest.approx(0.03), "reproduced"),
        (ETA_GAIN, "balanced_set"): (pytest.approx(0.02), "reproduced"),
        (ETA_GAIN, "unbalanced_set"): (pytest.approx(-0.04), ""),
        (ETA_GAIN, "rigl"): (pytest.approx(0.06), ""),
    }


def test_a_diverged_network_is_left_out_with_its_partner(tables):
    made = tables(balanced_set=0.01)
    history = made["history"]
    lost = (history["strategy"] == "set") & (history["seed"] == 1)
    made["history"] = history.assign(diverged=lost.astype(int))
    finding = found(made)[GAIN, "balanced_set"]
    assert (finding.interval.n, finding.note) == (2, "1 of 3 left out: diverged, or not defined")


def test_without_set_there_is_nothing_to_compare(tables):
    made = tables(balanced_set=0.01)
    made = {name: table[table["strategy"] != "set"] for name, table in made.items()}
    assert found(made)[GAIN, "balanced_set"].verdict == "not run"
    assert found(made)[GAIN, "balanced_set"].scope != REPORTED
