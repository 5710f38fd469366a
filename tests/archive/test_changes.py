"""Verdicts that a former archive had otherwise are told, with what else is new."""

import json
import shutil
from pathlib import Path

import pytest

from sparse_rnn.archive.__main__ import main
from sparse_rnn.archive.changes import changed_since
from sparse_rnn.base.artifacts import load_table, save_table

ARCHIVE = Path(__file__).parents[2] / "data" / "reference"


@pytest.fixture
def former(tmp_path):
    """A checkout whose archive is that of this one; its path is returned."""
    archive = tmp_path / "data/reference"
    shutil.copytree(ARCHIVE / "tables", archive / "tables")
    shutil.copy(ARCHIVE / "provenance.json", archive)
    return archive


def other_claim(former, which, /, **new):
    """Give the first deciding row of a claim other values; return its place in words."""
    path = former / "tables/claims.csv"
    table = load_table(path)
    row = table.index[(table["claim"] == which) & (table["scope"] == "condition")][0]
    for column, value in new.items():
        table.loc[row, column] = value
    save_table(path, table)
    return table.loc[row]


def other_origin(former, name, **new):
    path = former / "provenance.json"
    record = json.loads(path.read_text())
    record["jobs"][name] |= new
    path.write_text(json.dumps(record))


def single(table):
    (row,) = table[table["scope"] == "condition"].to_dict("records")
    return row


def test_the_same_archive_has_changed_no_verdict(former):
    table = changed_since(former, ARCHIVE)
    assert (table["scope"] == "overall").all()
    assert (table["before"] == table["now"]).all()
    assert list(table["claim"]) == sorted(table["claim"])


def test_what_is_new_beside_a_verdict(former):
    row = other_claim(former, "C3", verdict="contradicted", n=3)
    job = "/".join(["train", *row[["task", "model", "strategy"]], str(row["sparsity"]), "1-5"])
    other_origin(former, job, settings="others")
    found = single(changed_since(former, ARCHIVE))
    assert (found["before"], found["why"]) == ("contradicted", "settings")
    assert found["former_seeds"] == found["now"]  # n is not the reason


def test_more_networks_alone_changed_a_verdict(former):
    """By the seeds that the former archive has, two of five, the new one gives its verdict too."""
    for name in ("balance", "history"):
        path = former / f"tables/{name}.csv"
        table = load_table(path)
        save_table(path, table[table["seed"] < 3])
    row = other_claim(former, "C4", verdict="cannot judge", n=2)
    job = "/".join(["train", *row[["task", "model", "strategy"]], str(row["sparsity"]), "1-5"])
    other_origin(former, job, settings="others")
    found = single(changed_since(former, ARCHIVE))
    assert (found["before"], found["former_seeds"]) == ("cannot judge", "cannot judge")
    assert found["why"] == "n 2 to 5"


def test_a_claim_judged_by_series_of_networks(former):
    row = other_claim(former, "C5", verdict="reproduced")
    name = next(n for n in json.loads((former / "provenance.json").read_text())["jobs"]
                if n.startswith(f"balanced_networks/{row['task']}/fixed"))  # fmt: skip
    other_origin(former, name, code="other")
    found = single(changed_since(former, ARCHIVE))
    assert (found["claim"], found["before"], found["why"]) == ("C5", "reproduced", "code")


def test_nothing_new_but_the_rule(former, capsys):
    row = other_claim(former, "C4", verdict="not shown")
    assert main(["changes", str(former.parents[1]), "--archive", str(ARCHIVE)]) == 0
    printed = capsys.readouterr().out
    place = " ".join(map(str, row[["task", "model", "strategy", "sparsity"]]))
    assert (
        f"| C4 | {place} | not shown | {row_now(row)} | {row_now(row)} | a rule of judgement |"
        in printed
    )


def row_now(row):
    table = load_table(ARCHIVE / "tables/claims.csv")
    return table.loc[row.name, "verdict"]


def test_a_condition_that_the_former_archive_lacks(former):
    path = former / "tables/claims.csv"
    table = load_table(path)
    first = table.index[(table["claim"] == "C3") & (table["scope"] == "condition")][0]
    save_table(path, table.drop(index=first))
    found = single(changed_since(former, ARCHIVE))
    assert found["before"] != found["before"]  # none
    assert found["why"].startswith("n none to 5")


def test_a_folder_that_is_no_archive(tmp_path, capsys):
    assert main(["changes", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_a_claim_that_is_not_judged_any_more(former, capsys):
    row = other_claim(former, "C1", claim="C99")
    assert main(["changes", str(former.parents[1]), "--archive", str(ARCHIVE)]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if row["task"] in line]
    gone, new = sorted(line for line in lines if "C99" in line or "C1 " in line)[::-1]
    assert gone.endswith("|  | not run | the claim is not judged any more |")
    assert "| not run | " in new
