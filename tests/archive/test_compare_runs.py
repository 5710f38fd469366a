import math
import shutil

import pandas as pd
import pytest

from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.compare_runs import compare_group, compare_means, costs
from sparse_rnn.archive.networks import read_links, save_links
from sparse_rnn.base.artifacts import load_record, load_table, save_record, save_table

DENSE, SPARSE = "mg/rnn/dense/0.0/1-2", "mg/rnn/pruning_2/0.8/1-2"
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
    label = record["jobs"]["train/mg/rnn/dense/0.0/1-2"]["environment"]
    record["environments"] = {"other": record["environments"][label]}
    for job in record["jobs"].values():
        job["environment"] = "other"
    save_record(archive / "provenance.json", record)


def counted(archive, census):
    """Tell of all networks how they were counted; None if that is not known."""
    record = load_record(archive / "provenance.json")
    for job in record["jobs"].values():
        del job["structure"]
        job |= {"structure": census} if census else {}
    save_record(archive / "provenance.json", record)


BYTES = {"train, equal bytes": True, "structure, equal bytes": True}
MEANS = dict.fromkeys(["metric", "eta", "z balanced", "z unbalanced", "density"], True)


def seeds(*values):
    return pd.Series(values, dtype=float)


def agreement(table):
    return dict(zip(table["quantity"], table["agree"], strict=True))


def test_the_same_run_agrees_to_the_last_byte(archives):
    for place, parts in ((DENSE, [1, 2]), (SPARSE, [2, 2])):
        table = compare_group(*archives, place)
        assert agreement(table) == BYTES
        assert table["archived"].tolist() == table["fresh"].tolist() == parts
        assert table["same_origin"].all()


def test_a_digit_is_a_disagreement_on_the_same_machine(archives):
    change(archives[1], "motifs", z=1 + 1e-15)
    table = compare_group(*archives, SPARSE)
    assert agreement(table) == BYTES | MEANS | {"structure, equal bytes": False}
    assert (table["archived"][1], table["fresh"][1]) == (2, 1)


def test_a_link_is_a_disagreement_on_the_same_machine(archives):
    all_but_one, _, _ = read_links(archives[1] / LINKS).rstrip().rpartition("\n")
    save_links(archives[1] / LINKS, f"{all_but_one}\n")
    assert not agreement(compare_group(*archives, SPARSE))["train, equal bytes"]


@pytest.mark.parametrize("censuses", [("one", "another"), (None, "one"), (None, None)])
def test_bytes_need_not_be_equal_where_they_were_counted_otherwise(archives, censuses):
    """Nor where it is not known how; the training was the same."""
    for archive, census in zip(archives, censuses, strict=True):
        counted(archive, census)
    change(archives[1], "motifs", z=1.001)
    table = compare_group(*archives, SPARSE)
    assert agreement(table) == BYTES | MEANS
    assert table["same_origin"].tolist()[:2] == [True, False]
    assert table["note"][1] == "structure was not alike, or this is not known"
    change(archives[1], "history", test=1 + 1e-15)
    assert not agreement(compare_group(*archives, SPARSE))["train, equal bytes"]


def test_on_another_machine_means_over_seeds_are_compared(archives):
    on_another_machine(archives[1])
    change(archives[1], "history", test=1.01)
    table = compare_group(*archives, DENSE)
    assert agreement(table) == BYTES | MEANS
    assert not table["same_origin"].any()


def test_z_scores_that_are_defined_nowhere_agree(archives):
    """A dense network has none."""
    on_another_machine(archives[1])
    change(archives[1], "history", test=1.01)
    table = compare_group(*archives, DENSE).set_index("quantity")
    assert table.loc[["z balanced", "z unbalanced"], "note"].tolist() == ["not defined"] * 2
    assert table.loc["metric", "note"] == "seeds too few (2) for an interval, the slack alone"


@pytest.mark.parametrize(
    ("kind", "column", "quantity"),
    [
        ("history", "test", {"metric"}),
        ("balance", "eta", {"eta"}),
        ("history", "density", {"density"}),
        ("motifs", "z", {"z balanced", "z unbalanced"}),
    ],
)
def test_gross_differences_are_found_on_any_machine(archives, kind, column, quantity):
    on_another_machine(archives[1])
    change(archives[1], kind, **{column: 1000})
    found = agreement(compare_group(*archives, SPARSE))
    assert {name for name, agree in found.items() if not agree} == quantity


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


def test_an_interval_of_two_seeds_does_not_accept_anything():
    """At 99 % it reaches 64 standard deviations to either side."""
    old, new = seeds(0.5, 0.6), seeds(0.9, 0.9)
    assert not compare_means("eta", old, new)["agree"]
    assert compare_means("eta", old, new)["tolerance"] == 0.02
    assert compare_means("eta", seeds(0.5, 0.6, 0.55), seeds(0.7, 0.7, 0.7))["agree"]


def test_what_is_not_defined_is_counted_before_means_are_compared():
    nan = float("nan")
    assert compare_means("eta", seeds(nan, nan), seeds(nan, nan))["agree"]
    row = compare_means("eta", seeds(0.5, 0.5), seeds(nan, 0.5))
    assert (row["agree"], row["note"]) == (False, "defined for 2 and 1 networks")


def test_networks_that_all_diverged_agree_with_such_alone():
    none, some = seeds(), seeds(1.0, 2.0)
    assert compare_means("metric", none, none)["agree"]
    assert not compare_means("metric", some, none)["agree"]
    assert not compare_means("metric", none, some)["agree"]


def test_a_condition_costs_training_and_census(archives):
    assert costs(archives[0]) == {"mg/rnn/dense/0.0/1-2": 150, "mg/rnn/pruning_2/0.8/1-2": 150}


def test_a_condition_without_a_benchmark_costs_no_one_knows_what(archives):
    path = archives[0] / "budget/jobs.csv"
    jobs = load_table(path)
    save_table(path, jobs[jobs["job"] != "train/mg/rnn/dense/0.0/1-2"])
    found = costs(archives[0])
    assert math.isnan(found["mg/rnn/dense/0.0/1-2"])
    assert found["mg/rnn/pruning_2/0.8/1-2"] == 150


def test_a_condition_that_an_archive_lacks_is_told(archives):
    with pytest.raises(ValueError, match=r"a has no train/mg/rnn/set/0.8/1-2: it was not finished"):
        compare_group(*archives, "mg/rnn/set/0.8/1-2")


def test_costs_that_are_missing_are_told(archives):
    (archives[0] / "budget/jobs.csv").unlink()
    with pytest.raises(FileNotFoundError, match=r"budget/jobs.csv is missing: .* make archive"):
        costs(archives[0])
