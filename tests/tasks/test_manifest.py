import re

import pytest

from sparse_rnn.tasks import raw_files
from sparse_rnn.tasks.manifest import parse_manifest

LINE = "0" * 64 + "  a folder/with blanks.txt\n"


def test_a_manifest_is_a_hash_by_path():
    text = LINE + "f" * 64 + "  LICENSE\n"
    assert parse_manifest(text, "x") == {"a folder/with blanks.txt": "0" * 64, "LICENSE": "f" * 64}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "x lists no file"),
        (LINE + "LICENSE\n", "x, line 2: expected a sha256, two spaces and a path, got 'LICENSE'"),
        (LINE[1:], "x, line 1: expected a sha256"),
        (LINE.upper().replace("0", "A"), "x, line 1: expected a sha256"),
        (LINE * 2, "x, line 2: a folder/with blanks.txt stands twice"),
        ("0" * 64 + "  ../evil\n", "x, line 1: ../evil leaves the folder"),
        ("0" * 64 + "  /evil\n", "x, line 1: /evil leaves the folder"),
    ],
)
def test_a_damaged_manifest_is_refused(text, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        parse_manifest(text, "x")


def test_the_manifest_of_what_the_authors_published_is_whole():
    paths = raw_files.raw_files("published")
    assert len(paths) == 956
    assert "published/LICENSE" in paths
    assert "published/SHA256SUMS" not in paths
    assert raw_files.lookup("published/LICENSE").content is raw_files.WHOLE


def test_addresses_hold_the_commit_and_no_blank():
    path = "published/model/network/generated/MNIST/Trial 1/ER_n_150_p_0.05_0_0.519.txt"
    archive, single = raw_files.lookup(path).urls
    assert archive.endswith("/739428a487dead322ac9a5f849abb27544386839.zip")
    assert single.endswith("/Trial%201/ER_n_150_p_0.05_0_0.519.txt")


def test_a_file_without_an_entry_is_refused_in_one_line(tmp_path):
    (tmp_path / "published").mkdir()
    (tmp_path / "published/more.txt").write_text("0 1 1\n")
    with pytest.raises(ValueError) as caught:
        raw_files.read("published/more.txt", tmp_path)
    assert "published.sha256 lists 956 files, and not this one" in str(caught.value)
    assert len(str(caught.value)) < 300
