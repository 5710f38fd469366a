import shutil

import pandas as pd
import pytest

from sparse_rnn.archive.agreement import compare, compare_means, costs
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.networks import read_links, save_links
from sparse_rnn.artifacts import load_record, load_table, save_record, save_table

LINKS = "networks/mg/rnn/pruning_2/0.8.tsv.gz"


@pytest.fixture
def archives(data, tmp_path, config):
    """Two archives of the same run."""
    collect(data, tmp_path / "a", config)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    return tmp_path / "a", tmp_path / "b"


def change(archive, kind, **columns):
    path = archive / "tables" / f"{kind}.csv"
    table = load_table(path)
    for name, factor in columns.items():
        table[name] *= factor
    save_table(path, table)


def on_another_machine(archive):
    record = load_record(archive / "provenance.json")
    for environment in record["environments"].values():
        environment["processor"] = "another"
    label = record["jobs"]["training/mg/rnn/dense/0.0"]["environment"]
    record["environments"] = {"other": record["environments"][label]}
    for job in record["jobs"].values():
        job["environment"] = "other"
    save_record(archive / "provenance.json", record)


def seeds(*values):
    return pd.Series(values, dtype=float)


def agreement(table):
    return dict(zip(table["quantity"], table["agree"], strict=True))


def test_the_same_run_agrees_to_the_last_byte(archives, conditions):
    for condition, parts in zip(conditions, (3, 4), strict=True):
        table = compare(*archives, condition)
        assert agreement(table) == {"equal bytes": True}
        assert table["archived"].tolist() == table["fresh"].tolist() == [parts]
        assert table["same_origin"].all()


def test_a_digit_is_a_disagreement_on_the_same_machine(archives, conditions):
    change(archives[1], "motifs", z=1 + 1e-15)
    table = compare(*archives, conditions[1])
    assert agreement(table) == {"equal bytes": False, "metric": True, "eta": True, "density": True}
    assert (table["archived"][0], table["fresh"][0]) == (4, 3)


def test_a_link_is_a_disagreement_on_the_same_machine(archives, conditions):
    all_but_one, _, _ = read_links(archives[1] / LINKS).rstrip().rpartition("\n")
    save_links(archives[1] / LINKS, f"{all_but_one}\n")
    assert not agreement(compare(*archives, conditions[1]))["equal bytes"]


def test_on_another_machine_means_over_seeds_are_compared(archives, conditions):
    on_another_machine(archives[1])
    change(archives[1], "history", test=1.01)
    table = compare(*archives, conditions[0])
    assert agreement(table) == {"equal bytes": True, "metric": True, "eta": True, "density": True}
    assert not table["same_origin"].any()


@pytest.mark.parametrize(
    ("kind", "column", "quantity"),
    [("history", "test", "metric"), ("balance", "eta", "eta"), ("history", "density", "density")],
)
def test_gross_differences_are_found_on_any_machine(archives, conditions, kind, column, quantity):
    on_another_machine(archives[1])
    change(archives[1], kind, **{column: 1000})
    found = agreement(compare(*archives, conditions[1]))
    assert [name for name, agree in found.items() if not agree] == [quantity]


def test_the_tolerance_is_the_interval_for_as_many_further_seeds():
    """The 99 % t quantile of four degrees of freedom is 4.604; the mean's s.e. is 1 here."""
    old = seeds(5.0, 2.0, 3.0, 6.0, 9.0)
    row = compare_means("eta", old, old + 1)
    assert row["tolerance"] == pytest.approx(4.604 * 2**0.5 * old.std() / 5**0.5, rel=1e-3)
    assert row["agree"]
    assert not compare_means("eta", old, old + 1.01 * row["tolerance"])["agree"]


def test_seeds_that_happen_to_agree_have_a_slack():
    for old in (seeds(50.0, 50.0), seeds(50.0)):
        assert compare_means("metric", old, old + 0.99)["agree"]
        assert not compare_means("metric", old, old + 1.01)["agree"]
        assert compare_means("eta", old, old + 0.019)["agree"]
        assert not compare_means("eta", old, old + 0.021)["agree"]


def test_networks_that_all_diverged_agree_with_such_alone():
    none, some = seeds(), seeds(1.0, 2.0)
    assert compare_means("metric", none, none)["agree"]
    assert not compare_means("metric", some, none)["agree"]
    assert not compare_means("metric", none, some)["agree"]


def test_a_condition_costs_training_and_census(archives):
    assert costs(archives[0]) == {"mg/rnn/dense/0.0": 150, "mg/rnn/pruning_2/0.8": 150}


def test_costs_that_are_missing_are_told(archives):
    (archives[0] / "budget/jobs.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"budget/jobs.csv is missing: .* make archive"):
        costs(archives[0])
