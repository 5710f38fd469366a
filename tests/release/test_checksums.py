"""A changed byte is found, and its file named."""

import shutil
import subprocess

import pytest

from sparse_rnn.release.checksums import SUMS, changed_files, sums_of, wrong_files


@pytest.fixture
def folder(tmp_path):
    for name in ("a.csv", "b/c.bin"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(name.encode())
    files = {"a.csv": tmp_path / "a.csv", "b/c.bin": b"b/c.bin"}
    (tmp_path / SUMS).write_text(sums_of(files))
    return tmp_path


def test_sound_files_are_sound(folder):
    assert wrong_files(folder) == changed_files(folder) == []


def test_a_changed_byte_is_found_by_the_name_of_its_file(folder):
    (folder / "b/c.bin").write_bytes(b"b/c.bim")
    (line,) = wrong_files(folder)
    assert line.startswith("b/c.bin: changed, its sha256 is ")


def test_a_missing_and_an_added_file_are_found(folder):
    (folder / "a.csv").rename(folder / "d.csv")
    assert changed_files(folder) == []
    assert wrong_files(folder) == ["a.csv: missing", f"d.csv: not in {SUMS}"]


def test_a_damaged_list_is_refused(folder):
    (folder / SUMS).write_text("a.csv\n")
    with pytest.raises(ValueError, match=f"{SUMS}, line 1"):
        wrong_files(folder)


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not here")
def test_the_usual_program_reads_the_list(folder):
    done = subprocess.run(["sha256sum", "--check", SUMS], cwd=folder, capture_output=True)
    assert done.returncode == 0
