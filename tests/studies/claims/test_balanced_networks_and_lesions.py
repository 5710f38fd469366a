import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.balanced_networks.claim import balance_helps, beside_balance_helps
from sparse_rnn.studies.lesions.claim import authors_networks_lose, removal_is_harmless
from sparse_rnn.verdicts.findings import DECIDING, REPORTED
from sparse_rnn.verdicts.words import (
    CHANGE,
    CORRELATION,
    CORRELATION_OF_ALL,
    HARM,
    HARM_RATIO,
    MEDIAN_CHANGE,
    PER_LOOP,
    PER_WEIGHT,
)

ETA = np.linspace(0.5, 0.9, 9)
JITTER = (1.0, 1.1, 0.9)


def series(metric, task="mnist", arm="fixed", seed=1, diverged=0, trial=1):
    keys = dict(task=task, arm=arm, trial=trial, level=range(9), seed=seed, eta=ETA, T_030T=ETA)
    return pd.DataFrame(keys | dict(metric=metric, diverged=diverged))


def three(metric, **keys):
    """Three series that agree, with a little less or more of the metric each."""
    return pd.concat([series(metric * k, trial=t, **keys) for t, k in enumerate(JITTER, 1)])


def helps(*parts):
    return list(balance_helps({"balanced_networks": pd.concat(parts, ignore_index=True)}))


@pytest.mark.parametrize(
    ("task", "metric", "verdict"),
    [
        ("mnist", ETA, "reproduced"),
        ("mg", ETA, "contradicted"),  # an error that rises
        ("mg", 1 / ETA, "reproduced"),
        ("mnist", -ETA, "contradicted"),
    ],
)
def test_balance_helps_where_the_metric_gets_better_with_it(task, metric, verdict):
    found = helps(three(metric, task=task))
    assert [f.statistic for f in found] == [CORRELATION, CHANGE]
    assert {f.verdict for f in found} == {verdict}
    assert {f.interval.n for f in found} == {3}, "series, not networks"
    if (task, verdict) == ("mnist", "reproduced"):
        assert [f.interval.mean for f in found] == pytest.approx([0.999, 0.4])


def test_series_that_disagree_show_nothing_however_many_networks_they_have():
    found = helps(series(ETA), series(ETA, trial=2), series(-ETA, trial=3))
    assert {f.verdict for f in found} == {"not shown"}
    assert all(f.interval.low < 0 < f.interval.high for f in found)


def test_one_of_the_two_is_a_part():
    steps = np.array([0, 1, 2, 3, 4, 5, 6, 7, -60.0])
    rho, change = helps(three(steps))
    assert rho.interval.low > 0 > change.interval.high, "ranks rise, the line falls"
    assert {rho.verdict, change.verdict} == {"partly"}


def test_diverged_networks_do_not_count_and_trained_weights_are_reported():
    bad = series(-99 * ETA, seed=2, diverged=4)
    found = helps(three(ETA), bad, three(-ETA, arm="trained"))
    assert [(f.variant, f.scope, f.verdict) for f in found[::2]] == [
        ("weights fixed", DECIDING, "reproduced"),
        ("weights trained", REPORTED, "contradicted"),
    ]
    assert found[0].note == "9 of 36 left out: diverged"
    (finding, _) = helps(bad)
    assert (finding.interval.n, finding.verdict) == (0, "not run")


def beside(*parts):
    return list(beside_balance_helps({"balanced_networks": pd.concat(parts, ignore_index=True)}))


def test_read_literally_a_median_above_0_is_enough():
    for metric, verdict in ((ETA, "reproduced"), (-ETA, "not shown")):
        literal, _ = beside(three(metric), three(ETA, arm="trained"))
        assert (literal.statistic, literal.scope) == (MEDIAN_CHANGE, REPORTED)
        assert (literal.verdict, literal.interval.n) == (verdict, 3)
        assert literal.variant == "weights fixed, read literally"


def test_the_series_of_all_tasks_are_taken_together():
    parts = [series(s * ETA, task=task) for task, s in (("mnist", 1), ("sms", 1), ("hgs", -1))]
    *_, over = beside(*parts, series(ETA, arm="trained"))
    assert (over.statistic, over.scope) == (CORRELATION_OF_ALL, REPORTED)
    assert (over.interval.n, over.verdict, dict(over.condition)) == (3, "partly", {})
    literal, over = beside(series(ETA, diverged=4))
    assert over.verdict == literal.verdict == "not run"


def lesions(unbalanced, balanced, task="mnist", whole=0.9, loops=2):
    """Metrics of networks after all loops of a kind are gone; two orders, which agree in the end."""
    rows = [
        dict(task=task, network=network, kind=kind, order=order, removed=removed)
        | dict(size=0.9 * removed)
        | dict(metric=whole if removed == 0 else end if removed == loops else order * 1e-3)
        for kind, ends in (("unbalanced", unbalanced), ("balanced", balanced))
        for network, end in enumerate(ends)
        for order in (1, 2)
        for removed in range(loops + 1)
        if end is not None or removed == 0
    ]
    return list(removal_is_harmless({"lesions": pd.DataFrame(rows)}))


@pytest.mark.parametrize(
    ("unbalanced", "balanced", "verdict"),
    [
        ([0.899, 0.8991], [0.7, 0.7], "reproduced"),
        ([0.899, 0.8991], [0.9, 0.9], "partly"),  # harmless, but so are the balanced
        ([0.80, 0.8001], [0.7, 0.7], "partly"),  # harmful, but less than the balanced
        ([0.80, 0.8001], [0.9, 0.9], "contradicted"),
        ([0.88, 0.94], [0.9, 0.9], "not shown"),  # nobody knows
    ],
)
def test_lesions_of_accuracy(unbalanced, balanced, verdict):
    harm, per_loop, *_ = lesions(unbalanced, balanced)
    change = np.array(unbalanced) - 0.9
    half = 12.706205 * np.ptp(change) / 2
    assert (harm.statistic, harm.limit) == (HARM, -0.01)
    expected = (2, change.mean(), change.mean() - half, change.mean() + half)
    assert harm.interval == pytest.approx(expected, abs=1e-6)
    assert (per_loop.statistic, per_loop.limit) == (PER_LOOP, 0)
    assert per_loop.interval.mean == pytest.approx(np.mean(np.subtract(unbalanced, balanced)) / 2)
    assert harm.verdict == per_loop.verdict == verdict


@pytest.mark.parametrize(
    ("unbalanced", "balanced", "verdict"),
    [
        ([0.0101, 0.0102], [0.05, 0.0501], "reproduced"),
        ([0.0101, 0.0102], [0.01, 0.01], "partly"),
        ([0.0120, 0.0121], [0.05, 0.0501], "partly"),
        ([0.0120, 0.0121], [0.01, 0.01], "contradicted"),
    ],
)
def test_lesions_of_errors(unbalanced, balanced, verdict):
    harm, per_loop, *_ = lesions(unbalanced, balanced, "mg", 0.01)
    assert (harm.statistic, harm.limit) == (HARM_RATIO, 1.1)
    assert harm.interval.mean == pytest.approx(np.sqrt(np.prod(unbalanced)) / 0.01)
    gain = np.mean(np.log(np.divide(balanced, unbalanced))) / 2
    assert per_loop.interval.mean == pytest.approx(gain)
    assert harm.verdict == per_loop.verdict == verdict


def test_networks_without_such_a_loop_are_left_out():
    harm, per_loop, *_ = lesions([0.9, 0.9, None], [0.7, None, 0.7])
    assert (harm.interval.n, per_loop.interval.n) == (2, 1)
    assert harm.note == "1 of 3 left out: no such loop"
    assert (harm.verdict, per_loop.note) == ("partly", "2 of 3 left out: no such loop")
    harm, *_ = lesions([None, None], [None, None])
    assert (harm.interval.n, harm.verdict) == (0, "not run")


def test_beside_it_as_many_loops_of_either_kind_are_compared():
    """Three balanced loops: harm grows with each, and the third would make the mean worse."""
    metrics = {"unbalanced": [0.9, 0.8], "balanced": [0.9, 0.8, 0.7, 0.1]}
    rows = [
        dict(task="mnist", network=network, kind=kind, order=1, removed=removed, size=0.5)
        | dict(metric=metric - 1e-3 * network * removed * (kind == "balanced"))
        for kind, curve in metrics.items()
        for network in (1, 2)
        for removed, metric in enumerate(curve)
    ]
    _, all_of_them, matched, first, per_w = removal_is_harmless({"lesions": pd.DataFrame(rows)})
    assert all_of_them.interval.mean == pytest.approx(-0.1 + 0.8 / 3 + 1.5e-3)
    assert (matched.scope, matched.variant) == (REPORTED, "as many of each")
    assert (matched.statistic, matched.limit, matched.interval.n) == (PER_LOOP, 0, 2)
    assert matched.interval.mean == pytest.approx(1.5e-3)
    assert matched.verdict == "partly"
    assert (first.statistic, first.variant) == (PER_LOOP, "the first of each")
    assert first.interval.mean == pytest.approx(-0.1 + 0.1 + 1.5e-3)
    assert (per_w.statistic, per_w.variant) == (PER_WEIGHT, "as many of each")
    assert per_w.interval.mean == pytest.approx(1.5e-3 / 0.5)


def test_the_authors_networks_are_reported_beside_ours(lesion_table):
    theirs = lesion_table.assign(task="mnist", metric=np.log(lesion_table["metric"]) / 50)
    harm, per_loop, matched, *_ = authors_networks_lose({"published_lesions": theirs})
    assert {f.scope for f in (harm, per_loop, matched)} == {REPORTED}
    assert harm.variant == per_loop.variant == "the authors' networks"
    assert matched.variant == "the authors' networks, as many of each"
    assert (harm.statistic, harm.limit) == (HARM, -0.01)
    assert harm.interval.mean == pytest.approx(-4.5 / 50)
    assert per_loop.interval.mean == pytest.approx(-3 / 50)
    assert not list(authors_networks_lose({"published_lesions": theirs[:0]}))
    assert not list(authors_networks_lose({"lesions": lesion_table}))
