"""Verdicts follow from the archived tables, or the difference is told."""

import shutil
from pathlib import Path

import pytest

from sparse_rnn.archive.__main__ import main
from sparse_rnn.archive.rejudge import changed_verdicts
from sparse_rnn.base.artifacts import load_table, save_table

TABLES = Path(__file__).parents[2] / "data" / "reference" / "tables"


@pytest.fixture
def archive(tmp_path):
    shutil.copytree(TABLES, tmp_path / "tables")
    return tmp_path


def change(archive, name, column, value):
    path = archive / "tables/claims.csv"
    table = load_table(path)
    row = table.index[table["verdict"] == name][0]
    table.loc[row, column] = value(table.loc[row, column])
    save_table(path, table)


def test_the_archive_and_two_faults_in_it(archive, capsys):
    assert main(["verdicts", "--archive", str(archive)]) == 0
    assert "follow from the tables" in capsys.readouterr().out
    change(archive, "partly", "verdict", lambda _: "reproduced")
    change(archive, "contradicted", "estimate", lambda number: number * 1.001)
    verdict, estimate = changed_verdicts(archive)
    assert "verdict is partly, the table says reproduced" in verdict
    assert "estimate is" in estimate
    assert main(["verdicts", "--archive", str(archive)]) == 1


def test_a_lost_row_is_told(archive):
    path = archive / "tables/claims.csv"
    save_table(path, load_table(path).iloc[1:])
    assert "has other rows" in changed_verdicts(archive)[0]
