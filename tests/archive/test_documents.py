import json

import pandas as pd
import pytest

from sparse_rnn.archive import documents as readme
from sparse_rnn.archive.__main__ import main
from sparse_rnn.archive.documents import intervals, intervals_of, rounds_to, unfounded, with_table
from sparse_rnn.base.artifacts import save_table

OLD = "before\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter\n\nmore\n"
NEW = "| a | b |\n|---|---|\n| 5 | 6 |"


def test_a_table_takes_the_place_of_the_one_with_its_head():
    fresh = "before\n\n| a | b |\n|---|---|\n| 5 | 6 |\n\nafter\n\nmore\n"
    assert with_table(OLD, NEW) == fresh
    assert with_table(fresh, NEW) == fresh
    assert with_table(OLD.partition("\n\nafter")[0], NEW) == f"before\n\n{NEW}\n"


def test_a_table_without_a_place_is_named():
    with pytest.raises(ValueError, match=r"no table that begins with '\| c \|'"):
        with_table(OLD, "| c |\n|---|\n| 1 |")


def test_the_command_writes_the_tables_and_nothing_else(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(
        readme, "TABLES", {"t.csv": lambda table: NEW.replace("5", str(table.iat[0, 0]))}
    )
    save_table(tmp_path / "t.csv", pd.DataFrame({"x": ["7"]}))
    (tmp_path / "README.md").write_text(OLD)
    command = ["readme", "--archive", str(tmp_path), "--readme", str(tmp_path / "README.md")]
    assert main(command) == 0
    assert (tmp_path / "README.md").read_text() == with_table(OLD, NEW.replace("5", "7"))
    (tmp_path / "t.csv").unlink()
    assert main(command) == 2
    assert "t.csv" in capsys.readouterr().err


def test_intervals_are_found_wherever_a_record_has_them(tmp_path):
    record = {
        "a": [{"mean": 1.0, "low": 0.5, "high": 1.5, "n": 3}, {"mean": 2.0, "low": None}],
        "b": {"c": {"estimate": -0.1, "low": -0.2, "high": 0.0}},
        "d": 7,
    }
    found = [(1.0, 0.5, 1.5), (-0.1, -0.2, 0.0)]
    assert list(intervals_of(record)) == found
    (tmp_path / "x.json").write_text(json.dumps(record))
    assert intervals(tmp_path, tmp_path) == found
    row = {"difference": 0.25, "low": 0.0, "high": 0.5}
    save_table(tmp_path / readme.DEVIATIONS, pd.DataFrame([row]))
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
