import numpy as np
import pandas as pd
import pytest

from sparse_rnn.studies.performance.late_training import (
    changes_of_gap,
    epochs_ahead,
    late_changes,
    late_in_words,
    late_table,
    trend,
)

EPOCHS = np.arange(0, 13)  # the last sixth begins at 10


def curve(strategy, values, task="mtc", seed=1, **changes):
    """The history of one network: its test metric at each epoch."""
    keys = dict(task=task, model="rnn", strategy=strategy, seed=seed, diverged=0)
    keys |= {"sparsity": 0.0 if strategy == "dense" else 0.9, "density": 0.1, "valid": 0.5}
    return pd.DataFrame({"epoch": EPOCHS, "test": values} | keys | changes)


def pairs(late, task="mtc", dense=0.9, strategy="set", level=0.5):
    """Networks of one condition, a seed for each gain in the last sixth, and their dense ones."""
    parts = [
        part
        for seed, gain in enumerate(late)
        for part in (
            curve(strategy, np.where(EPOCHS > 10, level + gain, level), task, seed),
            curve("dense", np.where(EPOCHS > 3, dense, 0.1), task, seed),
        )
    ]
    return pd.concat(parts, ignore_index=True)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        ([0.10, 0.11, 0.10, 0.11, 0.10], "still catching up"),
        ([-0.10, -0.11, -0.10, -0.11, -0.10], "falling behind"),
        ([-0.1, 0.2, 0.1, -0.2, 0.1], "parallel: no sign of either"),
        ([0.1], "parallel: no sign of either"),
    ],
)
def test_what_the_gap_does_late(late, said):
    (row,) = late_changes(pairs(late)).itertuples()
    assert (row.trend, row.n, row.verdict) == (said, len(late), row.verdict)
    assert row.mean == pytest.approx(np.mean(late))


def test_the_change_is_that_of_the_gap_and_begins_before_the_last_sixth():
    sparse, dense = np.linspace(0.1, 0.7, 13), np.linspace(0.2, 0.8, 13) ** 2
    (change,) = changes_of_gap(pd.concat([curve("set", sparse), curve("dense", dense)])).difference
    assert change == pytest.approx((sparse[12] - sparse[10]) - (dense[12] - dense[10]))
    rare = pd.concat([curve("set", sparse), curve("dense", dense)]).query("epoch in (0, 9, 12)")
    assert changes_of_gap(rare).difference.item() == pytest.approx(
        (sparse[12] - sparse[9]) - (dense[12] - dense[9])
    )


def test_errors_are_compared_by_their_logarithms_turned():
    sparse = np.where(EPOCHS > 10, 0.2, 0.4)
    halved = pd.concat([curve("set", sparse, "mg"), curve("dense", 0.1, "mg")])
    assert changes_of_gap(halved).difference.item() == pytest.approx(np.log(2))


def test_when_a_dense_network_first_had_the_final_metric_of_its_sparse_one():
    table = pairs([0.0, 0.0])
    assert epochs_ahead(table).epoch.to_list() == [4, 4]
    assert epochs_ahead(pairs([0.0], level=0.95)).empty, "no dense network got there"
    errors = pairs([0.0], "mg", dense=0.01)  # dense: 0.1 up to epoch 3, then 0.01
    assert epochs_ahead(errors).epoch.to_list() == [0]
    errors = pairs([0.0], "mg", dense=0.01, level=0.05)
    assert epochs_ahead(errors).epoch.to_list() == [4]


def test_tasks_whose_conditions_are_all_reproduced_have_no_row():
    fine = pairs([0.0] * 5, "mnist", level=0.9)
    short = pd.concat(
        [pairs([0.0, 0.01, 0.0, 0.01, 0.0]), pairs([0.4] * 5, strategy="deep_r")]
    ).drop_duplicates()
    late = late_changes(pd.concat([fine, short], ignore_index=True))
    assert late[["task", "strategy", "verdict"]].to_numpy().tolist() == [
        ["mtc", "set", "contradicted"],
        ["mtc", "deep_r", "reproduced"],
    ]
    assert late_table(late)["dense there at epoch"].to_list() == ["4", "4"]
    assert late_in_words(late) == (
        "conditions that are not reproduced, late in training:\n\n"
        "- Cognitive tasks, RNN: 1 of 1 parallel: no sign of either."
        " Dense networks first had their final metric at epoch 4."
    )
    assert "too small to tell" in late_in_words(late, judge=False)
    nothing = late_changes(fine)
    assert nothing.empty and late_in_words(nothing) == "no condition of C1 falls short."


def test_a_diverged_network_and_one_without_a_partner_say_nothing():
    table = pairs([0.1, 0.1, 0.1])
    table.loc[(table["seed"] == 0) & (table["strategy"] == "set"), "diverged"] = 3
    table = table[(table["seed"] != 1) | (table["strategy"] != "dense")]
    (row,) = late_changes(table).itertuples()
    assert (row.n, row.reached) == (1, 1)


def test_an_interval_that_is_not_defined_shows_no_trend():
    assert trend(np.nan, np.nan) == "parallel: no sign of either"
