import numpy as np
import pandas as pd
import pytest

from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.quote import quote, quoted, within, within_metric, without_logs


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((0.97612, 0.97134, 0.98089), "0.976 [0.971, 0.981]"),
        ((-4.25, -6.31, -2.19), "-4.25 [-6.31, -2.19]"),
        ((0.00110, 0.00105, 0.00116), "0.00110 [0.00105, 0.00116]"),
        ((-0.00001, -0.0485, 0.0485), "0.0000 [-0.0485, 0.0485]"),
        ((123.4, 99.6, 147.2), "123 [100, 147]"),
        ((0.5, np.nan, np.nan), "0.500"),
        ((0.0, 0.0, 0.0), "0.00 [0.00, 0.00]"),
        ((np.nan, np.nan, np.nan), "–"),
    ],
)
def test_a_number_is_quoted_with_its_interval(numbers, text):
    assert quote(*numbers) == text


def test_an_interval_ends_where_the_quantity_does():
    assert quote(0.97, 0.90, 1.04, bounds=(0, 1)) == "0.970 [0.900, 1.000]"
    assert quote(0.97, np.nan, np.nan, bounds=(0, 1)) == "0.970"
    summary = pd.DataFrame({"mean": [0.1, 0.9], "low": [-0.1, 0.8], "high": [0.3, 1.1]})
    assert within(summary)[["low", "high"]].to_numpy().tolist() == [[0.0, 0.3], [0.8, 1.0]]
    mg = pd.DataFrame(
        [{"task": task, "mean": 1.0, "low": 0.5, "high": 2.0} for task in ("mg", "sms")]
    )
    assert within_metric(mg)["high"].to_list() == [2.0, 1.0]


def test_the_table_has_readable_names_in_a_fixed_order(synthetic_tables):
    table = synthetic_tables(strategies=("set", "dense", "pruning_2"))["history"]
    last = summarise(table[table["epoch"] == 20], "test")
    part = last[last["strategy"] == "set"]
    shown = quoted({"all": last.iloc[::-1], "part": part})
    assert shown["task"].to_list() == ["Mackey–Glass"] * 3 + ["Cognitive tasks"] * 3
    assert shown["strategy"].to_list() == ["Dense", "Pruning II", "SET"] * 2
    assert shown["sparsity (%)"].to_list() == ["0", "90", "90"] * 2
    assert shown["n"].to_list() == [3] * 6
    assert shown["part"].to_list()[:3] == ["–", "–", shown["all"][2]]
    assert shown["all"][5].startswith("0.910 [0.885, 0.935]")


def test_a_dash_stands_for_what_is_undefined():
    table = pd.DataFrame(
        [("mg", "rnn", "set", 0.95, 0, np.nan)],
        columns=["task", "model", "strategy", "sparsity", "seed", "x"],
    )
    assert quoted({"x": summarise(table, "x")})["x"].to_list() == ["–"]


def test_errors_are_quoted_without_their_logarithms():
    numbers = {"n": 2, "mean": 0.0, "low": -np.log(2), "high": np.log(4)}
    summary = pd.DataFrame([{"task": "mg"} | numbers, {"task": "sms"} | numbers])
    error, accuracy = without_logs(summary)[["mean", "low", "high"]].to_numpy()
    np.testing.assert_allclose(error, [1, 0.5, 4])
    np.testing.assert_allclose(accuracy, [0, -np.log(2), np.log(4)])
