import json

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.archive import documents
from sparse_rnn.archive.__main__ import main
from sparse_rnn.archive.documents import (
    intervals,
    intervals_of,
    rounds_to,
    unfounded,
    with_table,
    write_documents,
)
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.claims.markdown import plain_table

OLD = "before\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter\n\nmore\n"
NEW = "| a | b |\n|---|---|\n| 5 | 6 |"
README = "before\n\n| | claim | verdict | conditions | notebook |\n|---|---|---|---|---|\n\nafter\n"
CLAIM = {"claim": "C1", "n": 3, "estimate": 1.0, "limit": 3.0} | {
    "verdict": "not shown",
    "scope": "overall",
    "see": "01_x",
}


def test_a_table_takes_the_place_of_the_one_with_its_head():
    fresh = "before\n\n| a | b |\n|---|---|\n| 5 | 6 |\n\nafter\n\nmore\n"
    assert with_table(OLD, NEW) == fresh
    assert with_table(fresh, NEW) == fresh
    assert with_table(OLD.partition("\n\nafter")[0], NEW) == f"before\n\n{NEW}\n"


def test_a_table_without_a_place_is_named():
    with pytest.raises(ValueError, match=r"no table that begins with '\| c \|'"):
        with_table(OLD, "| c |\n|---|\n| 1 |")


def test_each_document_gets_its_tables_and_nothing_else(tmp_path, monkeypatch, made_up_table):
    def first(table):
        return NEW.replace("5", str(table.iat[0, 0]))

    named = {"README.md": {("jobs",): first}, "docs/costs.md": {("jobs",): lambda _: NEW}}
    monkeypatch.setattr(documents, "DOCUMENTS", named)
    costs = tmp_path / "budget/jobs.csv"
    write_table("jobs", costs, made_up_table("jobs", [{"job": "7"}]))
    (tmp_path / "docs").mkdir()
    paths = [tmp_path / name for name in named]
    for path in paths:
        path.write_text(OLD)
    assert write_documents(tmp_path, tmp_path) == paths
    expected = [with_table(OLD, NEW.replace("5", "7")), with_table(OLD, NEW)]
    assert [path.read_text() for path in paths] == expected
    costs.unlink()
    with pytest.raises(FileNotFoundError, match=r"jobs\.csv"):
        write_documents(tmp_path, tmp_path)


@pytest.fixture
def only_readme(tmp_path, monkeypatch, made_up_table):
    """A folder that is archive and repository at once, whose only document is the README."""
    monkeypatch.setattr(documents, "DOCUMENTS", {"README.md": documents.DOCUMENTS["README.md"]})
    monkeypatch.setattr(documents, "QUOTING", ("README.md",))
    claims = made_up_table("claims", [CLAIM])
    write_table("claims", tmp_path / "tables/claims.csv", claims)
    (tmp_path / "README.md").write_text(README)
    return tmp_path


def command(folder):
    options = ("--archive", "--root", "--figures")
    return ["documents", *(word for option in options for word in (option, str(folder)))]


def test_the_command_writes_the_table_of_the_readme(only_readme, capsys):
    assert main(command(only_readme)) == 0
    lines = (only_readme / "README.md").read_text().splitlines()
    (row,) = [line for line in lines if "C1" in line]
    words = "Networks with 5 or 10 % of their links perform like dense ones"
    assert row == f"| C1 | {words} | **not shown** | 1 of 3 | [01](notebooks/01_x.ipynb) |"
    (only_readme / "tables" / "claims.csv").unlink()
    assert main(command(only_readme)) == 2
    assert "claims.csv" in capsys.readouterr().err


def test_the_command_tells_which_intervals_are_unfounded(only_readme, capsys):
    (only_readme / "README.md").write_text(README + "\nη is 0.7 [0.6, 0.8].\n")
    assert main(command(only_readme)) == 1
    assert "not in the archive: README.md: 0.7 [0.6, 0.8]" in capsys.readouterr().err
    (only_readme / "x.json").write_text('{"mean": 0.7, "low": 0.6, "high": 0.8}')
    assert main(command(only_readme)) == 0


def test_intervals_are_found_wherever_a_record_has_them(tmp_path, made_up_table):
    record = {
        "a": [{"mean": 1.0, "low": 0.5, "high": 1.5, "n": 3}, {"mean": 2.0, "low": None}],
        "b": {"c": {"estimate": -0.1, "low": -0.2, "high": 0.0}},
        "d": 7,
    }
    found = [(1.0, 0.5, 1.5), (-0.1, -0.2, 0.0)]
    assert list(intervals_of(record)) == found
    (tmp_path / "x.json").write_text(json.dumps(record))
    assert intervals(tmp_path, tmp_path) == found
    row = made_up_table("deviations", [{"difference": 0.25, "low": 0.0, "high": 0.5}])
    write_table("deviations", tmp_path / "tables/deviations.csv", row)
    assert intervals(tmp_path, tmp_path) == [*found, (0.25, 0.0, 0.5)]


def test_only_intervals_that_nothing_gives_are_unfounded():
    known = [(0.9612, 0.8449, 0.999), (-0.1, -0.2, -0.04)]
    assert unfounded("it is 0.96\n[0.84, 1.00], or −0.10 [−0.20, −0.04]; 22 [11, 47]", known) == [
        "22 [11, 47]"
    ]
    for wrong in ("0.97 [0.84, 1.00]", "0.96 [0.85, 1.00]", "0.96 [0.84, 0.99]", "0.1 [0.2, 0.0]"):
        assert unfounded(wrong, known) == [wrong]
    assert unfounded("no number [at all, none]", known) == []


@pytest.mark.parametrize(
    ("number", "quoted", "same"),
    [
        (0.126, "+0.13", True),
        (-0.0004, "0.000", True),
        (-0.126, "−0.13", True),
        (0.126, "0.12", False),
    ],
)
def test_rounding_is_to_the_decimals_of_the_quotation(number, quoted, same):
    assert rounds_to(number, quoted) is same


def test_a_claim_that_has_no_plain_words_or_no_network_says_so():
    claim = CLAIM | {"claim": "C99", "statement": "s", "n": 0, "verdict": "not run"}
    claim["estimate"] = np.nan
    row = plain_table(pd.DataFrame([claim]))
    assert (
        row.splitlines()[2] == "| C99 | s | **not run** | none ran | [01](notebooks/01_x.ipynb) |"
    )
    row = plain_table(pd.DataFrame([claim | {"n": 4, "verdict": "cannot judge"}]))
    assert "| **cannot judge** | 4 ran |" in row
