import json

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.results.intervals import mean_interval, summarise, to_records


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


def test_records_spell_infinities_as_text_and_csv_do():
    table = pd.DataFrame({"z": [np.inf, -np.inf, 1.5], "signs": ["inf", "+", "-"]})
    records = to_records(table)
    assert [row["z"] for row in records] == ["inf", "-inf", 1.5]
    assert [float(row["z"]) for row in records] == table["z"].to_list()
    assert json.dumps(records, allow_nan=False)
    assert table.to_csv(index=False).split()[1:] == ["inf,inf", "-inf,+", "1.5,-"]
