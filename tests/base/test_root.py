from pathlib import Path

import pytest

from sparse_rnn.base.root import enter_root


def test_from_any_folder_of_a_checkout_one_comes_to_its_root(tmp_path, monkeypatch):
    (tmp_path / "Snakefile").touch()
    (tmp_path / "notebooks" / "own").mkdir(parents=True)
    for folder in (tmp_path, tmp_path / "notebooks", tmp_path / "notebooks" / "own"):
        monkeypatch.chdir(folder)
        enter_root()
        assert Path.cwd() == tmp_path


def test_a_run_in_a_folder_of_its_own_stays_there(tmp_path, monkeypatch):
    (tmp_path / "Snakefile").touch()
    (tmp_path / "own" / ".snakemake").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "own")
    enter_root()
    assert Path.cwd() == tmp_path / "own"


def test_outside_of_a_checkout_it_says_so(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError, match="lies in no checkout of the repository"):
        enter_root()
