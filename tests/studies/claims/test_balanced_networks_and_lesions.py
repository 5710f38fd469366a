import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.balanced_networks.claim import balance_helps, beside_balance_helps
from sparse_rnn.studies.lesions.claim import authors_networks_lose, removal_is_harmless
from sparse_rnn.verdicts.findings import DECIDING, REPORTED
from sparse_rnn.verdicts.words import CHANGE, CORRELATION, HARM, HARM_RATIO, OVER_SERIES, PER_LOOP

ETA = np.linspace(0.5, 0.9, 9)


def series(metric, task="mnist", arm="fixed", seed=1, diverged=0):
    keys = dict(task=task, arm=arm, trial=1, level=range(9), seed=seed, eta=ETA, T_030T=ETA)
    return pd.DataFrame(keys | dict(metric=metric, diverged=diverged))


def helps(*parts):
    return list(balance_helps({"balanced_networks": pd.concat(parts, ignore_index=True)}))


FLAT = 0.1 * np.array([1, -1, 1, -1, 1, -1, 1, -1, 1.0])


@pytest.mark.parametrize(
    ("task", "metric", "verdict"),
    [
        ("mnist", ETA, "reproduced"),
        ("mg", ETA, "contradicted"),  # an error that rises
        ("mg", -ETA, "reproduced"),
        ("mnist", -ETA, "contradicted"),
        ("mnist", FLAT, "not shown"),
    ],
)
def test_balance_helps_where_the_metric_gets_better_with_it(task, metric, verdict):
    found = helps(series(metric, task))
    assert [f.statistic for f in found] == [CORRELATION, CHANGE]
    assert {f.verdict for f in found} == {verdict}
    assert {f.interval.n for f in found} == {9}
    if verdict == "reproduced":
        assert [f.interval.mean for f in found] == pytest.approx([1, 0.4])


def test_one_of_the_two_is_a_part():
    found = helps(series(10 * ETA, seed=1), series(-ETA, seed=2), series(-ETA, seed=3))
    rho, change = (f.interval for f in found)
    assert rho.low > 0 > change.high, "the mean rises with the first seed, the median falls"
    assert {f.verdict for f in found} == {"partly"}


def test_diverged_networks_do_not_count_and_trained_weights_are_reported():
    bad = series(-99 * ETA, seed=2, diverged=4)
    found = helps(series(ETA), bad, series(-ETA, arm="trained"))
    assert [(f.variant, f.scope, f.verdict) for f in found[::2]] == [
        ("weights fixed", DECIDING, "reproduced"),
        ("weights trained", REPORTED, "contradicted"),
    ]
    assert found[0].interval.n == 9
    assert found[0].note == "9 of 18 left out: diverged"
    (finding, _) = helps(bad)
    assert (finding.interval.n, finding.verdict) == (0, "not run")


def beside(*parts):
    return list(beside_balance_helps({"balanced_networks": pd.concat(parts, ignore_index=True)}))


def test_read_literally_a_median_above_0_is_enough():
    noisy = ETA + 20 * FLAT
    assert [f.verdict for f in helps(series(noisy))] == ["not shown"] * 2
    for metric, verdict in ((noisy, "reproduced"), (-noisy, "not shown"), (-ETA, "contradicted")):
        _, literal = beside(series(metric), series(ETA, arm="trained"))
        assert (literal.statistic, literal.verdict, literal.scope) == (CHANGE, verdict, REPORTED)
        assert literal.variant == "weights fixed, read literally"


def test_the_correlation_has_an_interval_over_series_too():
    parts = [series(s * ETA).assign(trial=k) for k, s in enumerate((1, 1, -1))]
    over, _ = beside(*parts)
    half = 4.302653 * np.std([1, 1, -1], ddof=1) / np.sqrt(3)
    assert (over.statistic, over.scope, over.verdict) == (OVER_SERIES, REPORTED, "partly")
    assert over.interval == pytest.approx((3, 1 / 3, 1 / 3 - half, 1 / 3 + half), abs=1e-6)
    over, literal = beside(series(ETA, diverged=4))
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
    harm, per_loop, _ = lesions(unbalanced, balanced)
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
    harm, per_loop, _ = lesions(unbalanced, balanced, "mg", 0.01)
    assert (harm.statistic, harm.limit) == (HARM_RATIO, 1.1)
    assert harm.interval.mean == pytest.approx(np.sqrt(np.prod(unbalanced)) / 0.01)
    assert per_loop.interval.mean == pytest.approx(np.mean(np.subtract(balanced, unbalanced)) / 2)
    assert harm.verdict == per_loop.verdict == verdict


def test_networks_without_such_a_loop_are_left_out():
    harm, per_loop, _ = lesions([0.9, 0.9, None], [0.7, None, 0.7])
    assert (harm.interval.n, per_loop.interval.n) == (2, 1)
    assert harm.note == "1 of 3 left out: no such loop"
    assert (harm.verdict, per_loop.note) == ("partly", "2 of 3 left out: no such loop")
    harm, *_ = lesions([None, None], [None, None])
    assert (harm.interval.n, harm.verdict) == (0, "not run")


def test_beside_it_as_many_loops_of_either_kind_are_compared():
    """Three balanced loops: harm grows with each, and the third would make the mean worse."""
    metrics = {"unbalanced": [0.9, 0.8], "balanced": [0.9, 0.8, 0.7, 0.1]}
    rows = [
        dict(task="mnist", network=network, kind=kind, order=1, removed=removed, size=1.0)
        | dict(metric=metric - 1e-3 * network * removed * (kind == "balanced"))
        for kind, curve in metrics.items()
        for network in (1, 2)
        for removed, metric in enumerate(curve)
    ]
    _, all_of_them, matched = removal_is_harmless({"lesions": pd.DataFrame(rows)})
    assert all_of_them.interval.mean == pytest.approx(-0.1 + 0.8 / 3 + 1.5e-3)
    assert (matched.scope, matched.variant) == (REPORTED, "as many of each")
    assert (matched.statistic, matched.limit, matched.interval.n) == (PER_LOOP, 0, 2)
    assert matched.interval.mean == pytest.approx(1.5e-3)
    assert matched.verdict == "partly"


def test_the_authors_networks_are_reported_beside_ours(lesion_table):
    theirs = lesion_table.assign(task="mnist", metric=lesion_table["metric"] / 50)
    harm, per_loop, matched = authors_networks_lose({"published_lesions": theirs})
    assert {f.scope for f in (harm, per_loop, matched)} == {REPORTED}
    assert harm.variant == per_loop.variant == "the authors' networks"
    assert matched.variant == "the authors' networks, as many of each"
    assert (harm.statistic, harm.limit) == (HARM, -0.01)
    assert harm.interval.mean == pytest.approx(-4.5 / 50)
    assert per_loop.interval.mean == pytest.approx(-3 / 50)
    assert not list(authors_networks_lose({"published_lesions": theirs[:0]}))
    assert not list(authors_networks_lose({"lesions": lesion_table}))
