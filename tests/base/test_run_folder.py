import os

import pytest

from sparse_rnn.base import run_folder
from sparse_rnn.base.run_folder import hindrance


@pytest.fixture(autouse=True)
def no_cache_is_named(monkeypatch):
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)


def test_nothing_hinders_a_run_in_a_folder_with_room(tmp_path):
    assert hindrance(tmp_path, tmp_path) is None


def test_names_that_are_no_text_are_told(tmp_path):
    folder = tmp_path / os.fsdecode(b"a\xff")
    for folders in ((folder, tmp_path), (tmp_path, folder)):
        assert r"a\udcff'; set PYTHONUTF8=1, or rename it" in hindrance(*folders)


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(run_folder, "ROOM", 1 << 62)
    assert hindrance(tmp_path, tmp_path).startswith(f"the disk of {tmp_path} is full; make room")


def test_a_kernel_cache_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "file"))
    told = f"NUMBA_CACHE_DIR: cannot write into {tmp_path}/file: it is a file; name a folder"
    assert hindrance(tmp_path, tmp_path).startswith(told)
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "new"))
    assert hindrance(tmp_path, tmp_path) is None
