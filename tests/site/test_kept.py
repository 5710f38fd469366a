"""What is written again, and what is not."""

import pytest

from sparse_rnn.site.kept import key_of, made
from sparse_rnn.site.shelf import Shelf


def test_a_file_of_the_same_bytes_keeps_its_date(tmp_path):
    path = Shelf(tmp_path).write("a/b.md", "text")
    before = path.stat().st_mtime_ns
    Shelf(tmp_path).write("a/b.md", "text")
    assert path.stat().st_mtime_ns == before
    Shelf(tmp_path).write("a/b.md", "other")
    assert path.read_text() == "other"


def test_what_nobody_wrote_goes(tmp_path):
    Shelf(tmp_path).write("old/gone.md", "text")
    shelf = Shelf(tmp_path)
    kept = shelf.write("kept.md", "text")
    shelf.clear()
    assert list(tmp_path.rglob("*")) == [kept]


def test_work_is_done_once_for_a_key(tmp_path):
    done = []

    def make(folder):
        done.append(folder)
        (folder / "result").write_text("x")

    assert made(tmp_path / "kept", "one", make)
    assert not made(tmp_path / "kept", "one", make)
    assert made(tmp_path / "kept", "two", make)
    assert len(done) == 2


def test_work_that_failed_is_done_again(tmp_path):
    def fail(folder):
        raise OSError("no room")

    assert made(tmp_path, "one", lambda folder: None)
    with pytest.raises(OSError, match="no room"):
        made(tmp_path, "two", fail)
    assert made(tmp_path, "one", lambda folder: None)


def test_a_key_depends_on_contents_and_words(tmp_path):
    (tmp_path / "a").write_text("a")
    first = key_of([tmp_path / "a"], "code")
    assert key_of([tmp_path / "a"], "other") != first
    (tmp_path / "a").write_text("b")
    assert key_of([tmp_path / "a"], "code") != first
