"""What goes into the archive: what git keeps, what was made, and nothing from a changed checkout."""

import subprocess

import pytest

from sparse_rnn.release.contents import (
    PARTS_OF_RELEASE,
    absent_parts,
    commit_time,
    members,
    present_parts,
)


@pytest.fixture
def checkout(tmp_path):
    """A checkout with two kept files and one that git ignores."""

    def git(*words):
        names = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", tmp_path, *names, *words], check=True, capture_output=True)

    files = {".gitignore": "/site/\nscratch\n", "data/reference/tables/a.csv": "a\n", "scratch": ""}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "first", "--date", "2001-02-03T04:05:06Z")
    return tmp_path


def test_members_are_what_git_keeps_and_what_was_made(checkout):
    assert list(members(checkout)) == [".gitignore", "data/reference/tables/a.csv"]
    (checkout / "site/pages").mkdir(parents=True)
    (checkout / "site/pages/a.html").write_text("a")
    assert list(members(checkout))[-1] == "site/pages/a.html"


def test_a_changed_checkout_is_refused_and_the_file_named(checkout):
    (checkout / "data/reference/tables/a.csv").write_text("b\n")
    with pytest.raises(RuntimeError, match=r"commit or undo your changes first[^$]*a\.csv"):
        members(checkout)


def test_a_folder_without_git_is_refused(tmp_path):
    with pytest.raises(RuntimeError, match="a release is made in a checkout with git"):
        commit_time(tmp_path)


def test_what_was_not_made_is_told(checkout):
    made = [part.folder for part in PARTS_OF_RELEASE if part.made_by]
    assert [part.folder for part in absent_parts(checkout)] == made
    assert set(made) == {"site", "data/reference/models"}
    model = checkout / "data/reference/models/mg/1.safetensors"
    model.parent.mkdir(parents=True)
    model.write_text("w")
    assert [part.folder for part in absent_parts(checkout)] == ["site"]


def test_only_parts_with_files_are_described():
    found = present_parts({"data/reference/tables/a.csv", "docs.md"})
    assert [part.folder for part in found] == ["data/reference/tables"]
