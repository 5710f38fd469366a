"""An archive has the same bytes wherever and whenever it is written."""

import os
import tarfile

import pytest

from sparse_rnn.release.bundle import unpack, write_bundle


def written(path, members):
    write_bundle(path, "top", members, 1_000_000_000)
    return path.read_bytes()


def test_order_times_and_rights_of_the_files_change_no_byte(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    for number, file in enumerate((one, two)):
        file.write_text("a")
        file.chmod(0o600 if number else 0o664)
        os.utime(file, (number, number))
    first = written(tmp_path / "1.tar.gz", {"b/a": one, "a": b"x"})
    assert first == written(tmp_path / "2.tar.gz", {"a": b"x", "b/a": two})
    assert first != written(tmp_path / "3.tar.gz", {"a": b"y", "b/a": two})


def test_files_belong_to_nobody_and_keep_what_makes_them_programs(tmp_path):
    program = tmp_path / "run"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    written(tmp_path / "1.tar.gz", {"run": program, "a": b"x"})
    with tarfile.open(tmp_path / "1.tar.gz") as archive:
        entries = archive.getmembers()
    assert [entry.name for entry in entries] == ["top/a", "top/run"]
    assert [oct(entry.mode) for entry in entries] == ["0o644", "0o755"]
    owners = {(e.uid, e.gid, e.uname, e.gname, e.mtime) for e in entries}
    assert owners == {(0, 0, "", "", 1_000_000_000)}


def test_what_was_written_is_unpacked(tmp_path):
    written(tmp_path / "1.tar.gz", {"a/b": b"x"})
    top = unpack(tmp_path / "1.tar.gz", tmp_path / "out")
    assert top == tmp_path / "out/top"
    assert (top / "a/b").read_bytes() == b"x"


def test_a_truncated_archive_is_refused_by_name(tmp_path):
    path = tmp_path / "1.tar.gz"
    path.write_bytes(written(path, {"a": os.urandom(5000)})[:-900])
    with pytest.raises(ValueError, match=r"1\.tar\.gz is no whole archive"):
        unpack(path, tmp_path / "out")


def test_an_archive_cannot_write_elsewhere(tmp_path):
    written(tmp_path / "1.tar.gz", {"../../evil": b"x"})
    with pytest.raises(ValueError, match="no whole archive"):
        unpack(tmp_path / "1.tar.gz", tmp_path / "out")
    assert not (tmp_path / "evil").exists()
