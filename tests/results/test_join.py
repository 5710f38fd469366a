import pandas as pd
import pytest

from sparse_rnn.base.artifacts import load_table, save_table
from sparse_rnn.results.join import join_tables


def test_rows_are_joined_in_order(tmp_path):
    save_table(tmp_path / "a.csv", pd.DataFrame({"x": [1, 2], "valid": [None, None]}))
    save_table(tmp_path / "b.csv", pd.DataFrame({"x": [3], "valid": [0.5]}))
    join_tables([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "all.csv")
    table = load_table(tmp_path / "all.csv")
    assert table["x"].tolist() == [1, 2, 3]
    assert table["valid"].isna().tolist() == [True, True, False]


def test_other_columns_are_named(tmp_path):
    save_table(tmp_path / "a.csv", pd.DataFrame({"x": [1]}))
    save_table(tmp_path / "b.csv", pd.DataFrame({"y": [1]}))
    with pytest.raises(ValueError, match=r"b\.csv has columns \['y'\], unlike .*a\.csv"):
        join_tables([tmp_path / "a.csv", tmp_path / "b.csv"], tmp_path / "all.csv")


def test_nothing_to_join_is_said(tmp_path):
    with pytest.raises(ValueError, match="no condition whose data could be had"):
        join_tables([], tmp_path / "all.csv")
