import numpy as np
import pandas as pd
import pytest

from sparse_rnn.results.intervals import (
    RUN,
    difference_to_dense,
    final_metric,
    first_null_model,
    higher_is_better,
    log_errors,
    mean_interval,
    rank_correlation,
    start_and_end,
    summarise,
    to_records,
)


def history(task, rows, strategy="pruning_2", seed=0):
    """Rows of (epoch, valid, test, density) of one run."""
    table = pd.DataFrame(rows, columns=["epoch", "valid", "test", "density"])
    return table.assign(task=task, model="rnn", strategy=strategy, sparsity=0.9, seed=seed)


def test_the_interval_of_three_values_is_the_textbook_one():
    # t(0.975, 2 degrees of freedom) = 4.302653, sd = 1
    n, mean, low, high = mean_interval([1.0, 2.0, 3.0])
    assert (n, mean) == (3, 2.0)
    assert (low, high) == pytest.approx((2 - 4.302653 / 3**0.5, 2 + 4.302653 / 3**0.5), abs=1e-6)


def test_a_lower_level_gives_a_narrower_interval():
    # t(0.75, 2) = 0.816497
    assert mean_interval([1, 2, 3], 0.5).high == pytest.approx(2 + 0.816497 / 3**0.5, abs=1e-6)


def test_undefined_values_do_not_count():
    assert mean_interval([1.0, np.nan, 3.0])[:2] == (2, 2.0)


def test_one_value_has_a_mean_but_no_interval():
    n, mean, low, high = mean_interval([5.0])
    assert (n, mean) == (1, 5.0) and np.isnan([low, high]).all()


def test_no_value_has_no_mean():
    assert mean_interval([])[0] == 0 and np.isnan(mean_interval([np.nan]).mean)


@pytest.mark.parametrize("level", [0, 1, 95])
def test_an_impossible_level_is_named(level):
    with pytest.raises(ValueError, match=f"must lie between 0 and 1, got {level}"):
        mean_interval([1, 2], level)


def test_a_summary_has_one_row_per_condition_in_the_order_of_the_table():
    table = pd.DataFrame({"strategy": ["set", "set", "dense"], "x": [1.0, 3.0, 7.0]})
    summary = summarise(table, "x", ["strategy"])
    assert summary["strategy"].to_list() == ["set", "dense"]
    assert summary["mean"].to_list() == [2.0, 7.0]
    assert summary["n"].to_list() == [2, 1]


def test_records_hold_none_for_undefined_values():
    (row,) = to_records(pd.DataFrame({"n": [1], "low": [np.nan], "task": ["mg"]}))
    assert row == {"n": 1, "low": None, "task": "mg"}
    assert isinstance(row["n"], int)


def test_the_final_metric_is_that_of_the_last_epoch():
    rows = [(0, 0.1, 0.1, 1.0), (20, 0.5, 0.7, 0.1), (10, 0.9, 0.8, 0.1)]
    (final,) = final_metric(history("mnist", rows)).to_dict("records")
    assert (final["epoch"], final["metric"]) == (20, 0.7)


@pytest.mark.parametrize("task", ["hgs", "har"])
def test_the_final_metric_is_that_of_the_first_best_validation(task):
    rows = [(0, 0.1, 0.1, 0.1), (5, 0.9, 0.8, 0.1), (10, 0.9, 0.85, 0.1), (20, 0.5, 0.7, 0.1)]
    (final,) = final_metric(history(task, rows)).to_dict("records")
    assert (final["epoch"], final["metric"]) == (5, 0.8)


def test_the_best_validation_of_a_network_that_is_still_dense_does_not_count():
    rows = [(0, 0.1, 0.1, 1.0), (5, 0.99, 0.98, 0.6), (10, 0.8, 0.75, 0.101), (20, 0.7, 0.7, 0.1)]
    (final,) = final_metric(history("hgs", rows)).to_dict("records")
    assert (final["epoch"], final["metric"]) == (10, 0.75)


def test_a_run_without_the_validation_that_it_needs_is_named():
    rows = [(0, None, 0.1, 0.1), (5, None, 0.8, 0.1)]
    with pytest.raises(ValueError, match=r"'task': 'hgs'.*'seed': 3.*no validation accuracy"):
        final_metric(history("hgs", rows, seed=3))


def test_every_run_has_one_final_metric():
    rows = [(0, 0.1, 0.1, 0.1), (5, 0.9, 0.8, 0.1)]
    runs = [history(task, rows, seed=s) for task in ("mnist", "hgs") for s in (0, 1)]
    final = final_metric(pd.concat(runs, ignore_index=True))
    assert len(final) == 4
    assert not final.duplicated(RUN).any()


def test_the_difference_is_taken_to_the_dense_network_of_the_same_seed():
    def final(strategy, seed, metric):
        return dict(
            task="mg", model="rnn", strategy=strategy, sparsity=0.9, seed=seed, metric=metric
        )

    table = pd.DataFrame(
        [final("dense", 0, 1.0), final("dense", 1, 5.0), final("set", 1, 7.0), final("set", 2, 9.0)]
    )
    (row,) = difference_to_dense(table).to_dict("records")
    assert (row["strategy"], row["seed"], row["difference"]) == ("set", 1, 2.0)


def test_start_end_and_rise_of_each_run():
    rows = [(10, None, 0.7, 0.1), (0, None, 0.5, 0.1), (5, None, 0.6, 0.1)]
    runs = pd.concat([history("mg", rows, seed=0), history("mg", rows[1:], seed=1)])
    table = start_and_end(runs, "test").set_index("seed")
    assert table.loc[0, ["start", "end", "rise"]].to_list() == pytest.approx([0.5, 0.7, 0.2])
    assert table.loc[1, ["start", "end", "rise"]].to_list() == pytest.approx([0.5, 0.6, 0.1])


def test_the_first_null_model_is_that_of_the_first_row():
    table = pd.DataFrame({"null_model": ["b", "a", "b"], "z": [1, 2, 3]})
    assert first_null_model(table)["z"].to_list() == [1, 3]
    assert first_null_model(table.iloc[:0]).empty


def test_errors_are_turned_or_taken_to_their_logarithm_and_accuracies_left_alone():
    table = pd.DataFrame({"task": ["mg", "mg", "mnist"], "metric": [np.e, 0.0, 0.5]})
    assert higher_is_better(table)["metric"].to_list() == [-np.e, 0.0, 0.5]
    logs = log_errors(table)["metric"]
    assert logs[[0, 2]].to_list() == [1.0, 0.5]
    assert np.isnan(logs[1])


def test_rank_correlation():
    x, y = pd.Series([1.0, 2.0, 3.0, np.nan]), pd.Series([1.0, 8.0, 27.0, 0.0])
    assert rank_correlation(x, y) == pytest.approx(1)
    assert rank_correlation(x, -y) == pytest.approx(-1)
    # ranks 1, 2.5, 2.5 against 1, 2, 3
    tied = rank_correlation(pd.Series([1.0, 2.0, 2.0]), pd.Series([1.0, 2.0, 3.0]))
    assert tied == pytest.approx(np.sqrt(3) / 2)


@pytest.mark.parametrize("values", [[1.0], [1.0, np.nan], [2.0, 2.0, 2.0]])
def test_there_is_no_rank_correlation_of_one_value(values):
    other = pd.Series(range(len(values)), dtype=float)
    assert np.isnan(rank_correlation(pd.Series(values), other))


def test_runs_may_have_other_keys():
    rows = pd.DataFrame(
        [
            dict(task=task, arm=arm, epoch=epoch, valid=0.5 - epoch, test=epoch + bonus, density=1)
            for task in ("mnist", "hgs")
            for arm, bonus in (("a", 0.1), ("b", 0.2))
            for epoch in (0, 1)
        ]
    )
    final = final_metric(rows, ["task", "arm"]).set_index(["task", "arm"])["metric"]
    assert final.to_dict() == {
        ("hgs", "a"): 0.1, ("hgs", "b"): 0.2, ("mnist", "a"): 1.1, ("mnist", "b"): 1.2,
    }  # fmt: skip
