import numpy as np
import pandas as pd
import pytest

from sparse_rnn.results.runs import (
    BEST_VALIDATION,
    LOWER_IS_BETTER,
    RUN,
    difference_to_dense,
    final_metric,
    higher_is_better,
    log_errors,
    mean_z,
    start_and_end,
)


def history(task, rows, strategy="pruning_2", seed=0):
    """Rows of (epoch, valid, test, density) of one run."""
    table = pd.DataFrame(rows, columns=["epoch", "valid", "test", "density"])
    return table.assign(task=task, model="rnn", strategy=strategy, sparsity=0.9, seed=seed)


def test_the_final_metric_is_that_of_the_last_epoch():
    rows = [(0, 0.1, 0.1, 1.0), (20, 0.5, 0.7, 0.1), (10, 0.9, 0.8, 0.1)]
    (final,) = final_metric(history("mnist", rows)).to_dict("records")
    assert (final["epoch"], final["metric"]) == (20, 0.7)


@pytest.mark.parametrize("task", ["hgs", "har", "har_part"])
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


def test_errors_are_turned_or_taken_to_their_logarithm_and_accuracies_left_alone():
    table = pd.DataFrame({"task": ["mg", "mg", "mnist"], "metric": [np.e, 0.0, 0.5]})
    assert higher_is_better(table)["metric"].to_list() == [-np.e, 0.0, 0.5]
    logs = log_errors(table)["metric"]
    assert logs[[0, 2]].to_list() == [1.0, 0.5]
    assert np.isnan(logs[1])


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


def test_the_rules_of_the_tasks_are_those_of_the_paper():
    assert BEST_VALIDATION == ("hgs", "har", "har_part")
    assert LOWER_IS_BETTER == ("mg",)


@pytest.fixture
def motifs():
    """Two runs, the second diverged; of the first one loop without a scale, under two null models."""
    keys = dict(task="mg", model="rnn", strategy="set", sparsity=0.9)
    rows = [
        keys
        | dict(seed=seed, null_model=null, balanced=balanced, z=sign * (loop + shift), sd=loop % 4)
        | dict(diverged=seed)
        for seed in (1, 0)
        for null, shift in (("paper's", 0.0), ("other", 10.0))
        for balanced, sign in ((True, 1), (False, -1))
        for loop in range(4)
    ]
    return pd.DataFrame(rows)


def test_mean_z_of_each_kind_of_loops(motifs):
    table = mean_z(motifs, "null_model")
    assert list(table.columns) == [*RUN, "null_model", "balanced", "z"]
    assert table["seed"].eq(0).all(), "the other run diverged"
    assert table["null_model"].to_list() == ["paper's", "paper's", "other", "other"]
    assert table["z"].to_list() == [2.0, -2.0, 12.0, -12.0], "loop 0 has no z-score: sd is 0"


def test_an_infinite_z_enters_no_mean(motifs):
    endless = motifs.assign(z=motifs["z"].where(motifs["sd"] > 0, np.inf))
    assert np.isinf(endless["z"]).sum() == 8
    pd.testing.assert_frame_equal(mean_z(endless, "null_model"), mean_z(motifs, "null_model"))


def test_mean_z_is_undefined_without_any_scale(motifs):
    table = mean_z(motifs[motifs["null_model"] == "other"].assign(sd=0.0))
    assert table["balanced"].to_list() == [True, False]
    assert table["z"].isna().all()
