import subprocess
from importlib.metadata import version

import pytest

from sparse_rnn.base import origin


def test_the_record_of_a_job():
    record = origin.origin("abc", {"seeds": (3, 5), "task": {"hidden": 4}})
    assert (record["code"], record["seeds"]) == ("abc", [3, 5])
    assert record["settings"] == origin.digest_of({"task": {"hidden": 4}, "seeds": [3, 5]})
    assert record["environment"]["packages"]["torch"] == version("torch")
    assert record == origin.origin("abc", {"task": {"hidden": 4}, "seeds": [3, 5]})


def test_rounding_asked_for_is_part_of_the_origin(monkeypatch):
    monkeypatch.delenv("OPENBLAS_CORETYPE", raising=False)
    usual = origin.environment()
    monkeypatch.setenv("OPENBLAS_CORETYPE", "Haswell")
    assert origin.environment() == {**usual, "openblas_coretype": "Haswell"}


def test_the_digest_depends_on_every_value_and_on_no_order():
    assert origin.digest_of({"a": 1, "b": [2]}) == origin.digest_of({"b": [2], "a": 1})
    assert origin.digest_of({"a": 1, "b": [2]}) != origin.digest_of({"a": 1, "b": [3]})


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """A git repository with one commit, which takes the place of the package's."""

    def git(*words):
        who = ["-c", "user.name=a", "-c", "user.email=a@b"]
        command = ["git", "-C", str(tmp_path), *who, *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "-q")
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "a.py").write_text("1\n")
    (tmp_path / "results.csv").write_text("1\n")
    git("add", ".")
    git("commit", "-q", "-m", "first")
    monkeypatch.setattr(origin, "PACKAGE", tmp_path / "package")
    return tmp_path, git("rev-parse", "HEAD")


def test_the_commit_says_whether_the_code_was_edited(repository):
    folder, head = repository
    assert origin.commit() == head
    (folder / "results.csv").write_text("2\n")
    assert origin.commit() == head
    (folder / "package" / "a.py").write_text("2\n")
    assert origin.commit() == f"{head}-dirty"


def test_outside_a_repository_there_is_no_commit(tmp_path, monkeypatch):
    monkeypatch.setattr(origin, "PACKAGE", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert origin.commit() is None


def test_without_git_there_is_no_commit(monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert origin.commit() is None
