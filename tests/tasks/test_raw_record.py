"""Whether a record still answers for the files of a data set."""

import os
import shutil

import pytest

from sparse_rnn.base.artifacts import save_record
from sparse_rnn.tasks.raw_files import raw_files
from sparse_rnn.tasks.raw_record import error_on, why_fetch_again


@pytest.fixture
def fetched(tmp_path):
    """A folder with files of the names of hgs, and after them their record."""
    for file in raw_files("hgs"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text(file)
    save_record(tmp_path / "hgs.json", {"files": {}})
    return tmp_path


def why(folder):
    return why_fetch_again("hgs", folder, folder / "hgs.json")


def test_files_that_stayed_as_they_are_need_no_fetch(fetched):
    assert (why(fetched), error_on(fetched / "hgs.json")) == ("", "")


def test_without_a_record_nothing_is_said(tmp_path):
    assert (why(tmp_path), error_on(tmp_path / "hgs.json")) == ("", "")


def test_what_could_not_be_had_is_tried_again(fetched):
    save_record(fetched / "hgs.json", {"error": "no good copy"})
    assert (why(fetched), error_on(fetched / "hgs.json")) == ("no good copy",) * 2


def test_a_missing_file_is_named(fetched):
    (fetched / "hgs/b1_va3.csv").unlink()
    assert why(fetched) == f"{fetched}/hgs/b1_va3.csv is missing"


def test_a_changed_file_is_named_though_its_time_be_set_back(fetched, tmp_path_factory):
    other = tmp_path_factory.mktemp("other") / "a1_va3.csv"
    other.write_text("other")
    os.utime(other, (0, 0))
    shutil.copy2(other, fetched / "hgs/a1_va3.csv")
    assert why(fetched) == f"{fetched}/hgs/a1_va3.csv has changed"
