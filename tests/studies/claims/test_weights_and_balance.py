import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.continuous_time.claim import holds_in_continuous_time
from sparse_rnn.studies.structure.rise_claim import rises
from sparse_rnn.studies.weights.claim import bimodal_and_settled
from sparse_rnn.verdicts.findings import DECIDING, REPORTED


def two_modes(runs, p, strategy="pruning_1", **keys):
    shapes = runs(strategy=strategy, p=p, **keys)
    tables = {
        "weight_shapes": pd.concat([shapes.assign(phase="start", p=0.0), shapes.assign(phase="end")]),
        "sign_survival": runs(strategy=strategy, share=[1.0] * len(p)),
    }  # fmt: skip
    return [f for f in bimodal_and_settled(tables) if f.variant == "two modes"]


@pytest.mark.parametrize(
    ("p", "number", "verdict"),
    [
        ([0.0, 0.001, 0.009, 0.0099, 0.0, 0.0], 6, "reproduced"),
        ([0.0, 0.001, 0.009, 0.0099, 0.0], 5, "partly"),
        ([0.0, 0.001, 0.01, 0.5], 2, "partly"),
        ([0.0, 0.2, 0.01, 0.5], 1, "not shown"),
        ([0.9] * 9, 0, "not shown"),
        ([0.0], 1, "partly"),
        ([0.9], 0, "not shown"),
        ([0.0] * 9 + [0.9], 9, "reproduced"),
    ],
)
def test_how_many_networks_have_two_modes(runs, p, number, verdict):
    (finding,) = two_modes(runs, p)
    n = len(p)
    assert (finding.interval[:2], finding.limit, finding.verdict) == ((n, number), n / 2, verdict)


def test_the_number_of_networks_with_two_modes_has_its_exact_interval(runs):
    (finding,) = two_modes(runs, [0.0] * 4 + [0.9])
    low, high = (share / 5 for share in finding.interval[2:])
    tail = 0.025  # P(4 or 5 of 5) at the low end, P(at most 4 of 5) at the high end
    assert 5 * low**4 * (1 - low) + low**5 == pytest.approx(tail)
    assert 1 - high**5 == pytest.approx(tail)
    (finding,) = two_modes(runs, [0.0] * 5)
    assert finding.interval[2:] == pytest.approx((5 * tail**0.2, 5))


@pytest.mark.parametrize("network", [0.0, 0.9])
def test_networks_that_are_left_out_make_no_verdict_surer(runs, network):
    """As many networks in which all is as in the first ones, and then fewer and fewer of them."""
    sure = ["not shown", "partly", "reproduced"]
    verdicts = [sure.index(two_modes(runs, [network] * n)[0].verdict) for n in range(1, 12)]
    assert verdicts == sorted(verdicts)


def test_networks_without_a_dip_do_not_count(runs):
    (finding,) = two_modes(runs, [0.001, 0.9, 0.001, np.nan], diverged=[0, 5, 0, 0])
    assert (finding.interval[:2], finding.verdict) == ((2, 2), "partly")
    assert finding.note == "2 of 4 left out: diverged, or not defined"
    (finding,) = two_modes(runs, [np.nan] * 2)
    assert finding.verdict == "not run"
    assert two_modes(runs, [0.001], strategy="set") == [], "SET does not cut by size"


@pytest.mark.parametrize(
    ("share", "verdict"),
    [
        ([0.98, 0.98], "reproduced"),
        ([0.94, 0.97], "partly"),
        ([0.94, 0.95], "not shown"),
        ([0.9, 0.9], "contradicted"),
    ],
)
def test_signs_settle(runs, share, verdict):
    tables = {
        "weight_shapes": runs(strategy="pruning_2", p=[0.0] * 2).assign(phase="end"),
        "sign_survival": runs(strategy="pruning_2", share=share),
    }
    (finding,) = [f for f in bimodal_and_settled(tables) if f.variant == "signs settle"]
    assert (finding.interval.n, finding.limit, finding.verdict) == (2, 0.95, verdict)


def balance(runs, end, **keys):
    parts = [
        runs(eta=eta, **keys).assign(epoch=epoch)
        for epoch, eta in ((0, [0.5] * len(end)), (5, [0.0] * len(end)), (9, end))
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize(
    ("end", "verdict"),
    [
        ([0.8, 0.9], "partly"),
        ([0.84, 0.86], "reproduced"),
        ([0.5, 0.5], "not shown"),
        ([0.4, 0.5], "not shown"),
        ([0.4, 0.41], "contradicted"),
    ],
)
def test_eta_rises(runs, end, verdict):
    finding, at_end = rises({"balance": balance(runs, end)}, ["rnn"])
    half = 12.706205 * abs(end[1] - end[0]) / 2  # t of one degree of freedom
    rise = np.mean(end) - 0.5
    assert finding.interval == pytest.approx((2, rise, rise - half, rise + half), abs=1e-6)
    assert (finding.limit, finding.verdict) == (0, verdict)
    assert at_end.interval[1:3] == pytest.approx((rise + 0.5, rise + 0.5 - half), abs=1e-6)
    assert (at_end.limit, at_end.verdict, at_end.scope) == (0.5, verdict, REPORTED)


def test_eta_of_diverged_networks_and_of_those_without_triads_does_not_count(runs):
    table = balance(runs, [0.8, 0.8, 0.1, np.nan], diverged=[0, 0, 4, 0])
    finding, _ = rises({"balance": table}, ["rnn"])
    assert finding.interval[:2] == (2, pytest.approx(0.3))
    assert finding.note == "2 of 4 left out: diverged, or not defined"
    assert not list(rises({"balance": balance(runs, [0.8], strategy="static")}, ["rnn"]))


def test_both_in_continuous_time(runs, history):
    keys = {"model": "ct_rnn"}
    tables = {
        "history": pd.concat([history([0.9] * 2, [0.9] * 2, **keys), history([0.1] * 2, [0.9] * 2)]),
        "balance": pd.concat([balance(runs, [0.2] * 2, **keys), balance(runs, [0.9] * 2)]),
    }  # fmt: skip
    found = [f for f in holds_in_continuous_time(tables) if f.scope == DECIDING]
    found = {f.variant: (f.condition["model"], f.verdict) for f in found}
    assert found == {"performance": ("ct_rnn", "reproduced"), "balance": ("ct_rnn", "contradicted")}
