import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.published.training_claim import authors_networks_help
from sparse_rnn.studies.published.training_effect import effect_along
from sparse_rnn.verdicts.findings import REPORTED
from sparse_rnn.verdicts.words import (
    CHANGE_OF_AUTHORS,
    CORRELATION_OF_AUTHORS,
)


def networks(task="mg", trials=3, levels=6):
    """Networks whose T_030T falls as eta rises, two draws of weights each."""
    rows = [
        {
            "task": task,
            "protocol": "theirs",
            "trial": trial,
            "level": level,
            "seed": seed,
            "eta": 0.4 + 0.1 * level,
            "T_030T": 0.9 - 0.1 * level,
            "diverged": 0,
        }
        for trial in range(1, trials + 1)
        for level in range(levels)
        for seed in (1, 2)
    ]
    return pd.DataFrame(rows)


def histories(table, test, valid=None):
    """A history of epochs 0 and 5, from the test metric as a function of eta and epoch."""
    parts = [
        table.assign(
            epoch=epoch,
            loss=1.0,
            test=test(table["eta"], epoch),
            valid=np.nan if valid is None else valid[epoch],
            density=0.05,
        )
        for epoch in (0, 5)
    ]
    return pd.concat(parts, ignore_index=True)


def test_an_error_that_falls_with_eta_is_an_effect_of_eta_and_not_of_the_other_measure():
    table = networks()
    effect = effect_along(
        table, histories(table, lambda eta, epoch: 1 + (eta if not epoch else -eta))
    )
    found = effect.set_index(["measure", "epoch"])["rho"].groupby(level=[0, 1]).agg(["min", "max"])
    for measure, sign in (("eta", 1), ("T_030T", -1)):
        assert found.loc[measure, 0].tolist() == pytest.approx([-sign, -sign])
        assert found.loc[measure, 5].tolist() == pytest.approx([sign, sign])
    assert effect["trial"].tolist() == [1] * 4 + [2] * 4 + [3] * 4
    assert (effect["n"] == 6).all()


def test_with_validation_the_best_epoch_so_far_counts():
    table = networks("hgs")
    accuracy = histories(table, lambda eta, epoch: -eta if epoch else eta, valid={0: 0.9, 5: 0.1})
    effect = effect_along(table, accuracy).query("measure == 'eta'")
    assert effect["rho"].tolist() == pytest.approx([1.0] * 6)


def test_claims_are_reported_by_protocol_and_measure():
    table = networks().assign(metric=lambda rows: 1 - rows["eta"] + 0.001 * rows["seed"])
    table = pd.concat([table, table.assign(protocol="ours")])
    found = list(authors_networks_help({"published_training": table}))
    assert [f.variant for f in found] == [
        f"the authors' networks, protocol {protocol}, by {measure}"
        for protocol in ("theirs", "ours")
        for measure in ("eta", "T_030T")
        for _ in range(2)
    ]
    assert {f.scope for f in found} == {REPORTED}
    by_eta = {f.statistic: f for f in found[:2]}
    assert by_eta[CORRELATION_OF_AUTHORS].interval.mean == pytest.approx(0.999)
    assert by_eta[CHANGE_OF_AUTHORS].interval.mean > 0
    assert {f.interval.n for f in found} == {3}
    assert {f.verdict for f in found[:2]} == {"reproduced"}
    assert found[2].interval.mean == pytest.approx(-0.999)


def test_the_interval_over_series_is_students():
    steep = {1: 1.0, 2: 2.0, 3: 3.0}
    table = networks("mnist").assign(metric=lambda rows: rows["trial"].map(steep) * rows["eta"])
    found = {f.statistic: f.interval for f in authors_networks_help({"published_training": table})}
    _, mean, low, high = found[CHANGE_OF_AUTHORS]
    # by T_030T, the last: the changes are 0.5, 1 and 1.5 as well; t(0.975, 2) = 4.302653
    assert (mean, high - low) == pytest.approx((1.0, 2 * 4.302653 * 0.5 / np.sqrt(3)), rel=1e-6)


def test_without_the_table_nothing_is_reported():
    assert list(authors_networks_help({})) == []


def test_without_a_network_that_came_through_it_is_not_run():
    table = networks().assign(metric=np.nan, diverged=3)
    found = list(authors_networks_help({"published_training": table}))
    assert {f.verdict for f in found} == {"not run"}
    assert all(np.isnan(f.interval.mean) for f in found)
