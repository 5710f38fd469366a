import os
import resource
from contextlib import contextmanager

import numpy as np
import pandas as pd
import pytest

from sparse_rnn.base.artifacts import (
    atomic,
    load_arrays,
    load_record,
    load_table,
    remove_leftovers,
    require_folder,
    save_arrays,
    save_record,
    save_table,
)


def test_arrays_survive_and_give_the_same_bytes(tmp_path):
    array = np.arange(6.0).reshape(2, 3)
    for name in ("a", "b"):
        save_arrays(tmp_path / name, weights=array)
    assert np.array_equal(load_arrays(tmp_path / "a")["weights"], array)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_block_that_fails_leaves_the_former_file_and_nothing_else(tmp_path):
    save_record(tmp_path / "a.json", {"x": 1})
    with pytest.raises(RuntimeError), atomic(tmp_path / "a.json") as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert load_record(tmp_path / "a.json") == {"x": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_truncated_npz_is_named(tmp_path, share):
    path = tmp_path / "a.npz"
    save_arrays(path, weights=np.random.default_rng(0).random(500))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    with pytest.raises(ValueError, match=r"a\.npz is not a whole npz file"):
        load_arrays(path)


def test_missing_array_is_named(tmp_path):
    save_arrays(tmp_path / "a.npz", x=np.zeros(1))
    with pytest.raises(ValueError, match=r"no array \['y'\]; it has \['x'\]"):
        load_arrays(tmp_path / "a.npz", "y")


def test_objects_are_refused(tmp_path):
    with pytest.raises(ValueError, match="'x' holds Python objects"):
        save_arrays(tmp_path / "a.npz", x=np.array([{}]))


def test_pickles_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", x=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle=False"):
        load_arrays(tmp_path / "a.npz")


def test_missing_file_stays_a_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_arrays(tmp_path / "none.npz")


def test_tables_survive_to_the_last_digit(tmp_path):
    table = pd.DataFrame({"signs": ["+--", "---"], "z": [0.1 + 0.2, np.nan]})
    save_table(tmp_path / "t.csv", table)
    pd.testing.assert_frame_equal(load_table(tmp_path / "t.csv"), table)


def test_words_are_read_as_they_stand(tmp_path):
    table = pd.DataFrame({"name": ["1e5", "NA", None], "z": [1.0, np.nan, 2.0]})
    save_table(tmp_path / "t.csv", table)
    read = load_table(tmp_path / "t.csv", texts=["name"])
    assert read["name"].tolist()[:2] == ["1e5", "NA"]
    assert read.isna().to_numpy().tolist() == [[False, False], [False, True], [True, False]]


def test_bad_tables_are_named(tmp_path):
    (tmp_path / "t.csv").write_text("")
    with pytest.raises(ValueError, match=r"t\.csv is not a csv table"):
        load_table(tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text("a\n1,2\n1,2,3\n")
    with pytest.raises(ValueError, match=r"t\.csv is not a csv table"):
        load_table(tmp_path / "t.csv")


def test_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"cannot write into .*file: .*; make it a folder"):
        save_record(tmp_path / "file" / "a.json", {})


@pytest.fixture
def folder_of_another(tmp_path):
    """A folder that this process may not write into, not even as the superuser."""
    folder = tmp_path / "theirs"
    folder.mkdir(mode=0o555)
    root = os.geteuid() == 0
    if root:
        for part in (tmp_path, *tmp_path.parents[:2]):
            part.chmod(0o755)
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)


def test_a_folder_without_permission_is_named(folder_of_another):
    message = r"cannot write into .*theirs: Permission denied; make it a folder with room that you"
    with pytest.raises(PermissionError, match=message):
        save_record(folder_of_another / "a.json", {})


@contextmanager
def room_for(size):
    """Let no file grow beyond a number of bytes: the operating system stops the writing."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


NOISE = np.random.default_rng(0).random(5000)
WRITERS = {
    "a.npz": lambda path: save_arrays(path, noise=NOISE),
    "a.csv": lambda path: save_table(path, pd.DataFrame({"noise": NOISE})),
    "a.json": lambda path: save_record(path, {"noise": NOISE.tolist()}),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_leaves_the_former_file_and_nothing_else(tmp_path, name):
    (tmp_path / name).write_bytes(b"former")
    message = rf"cannot write .*{name}: File too large; the file is as it was before, make room"
    with room_for(10_000), pytest.raises(OSError, match=message):
        WRITERS[name](tmp_path / name)
    assert [p.name for p in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_bytes() == b"former"
    WRITERS[name](tmp_path / name)
    assert (tmp_path / name).stat().st_size > 10_000


def test_only_the_leftovers_of_one_file_are_removed(tmp_path):
    for name in ("[a].npz", ".[a].npz.1x", ".[a].npz.2y", ".a.npz.3z", ".[a].npzz"):
        (tmp_path / name).write_text("")
    remove_leftovers(tmp_path / "[a].npz")
    assert sorted(p.name for p in tmp_path.iterdir()) == [".[a].npzz", ".a.npz.3z", "[a].npz"]
    remove_leftovers(tmp_path / "no folder" / "a.npz")


def test_a_folder_in_the_way_of_a_file_is_named(tmp_path):
    (tmp_path / "x").mkdir()
    with pytest.raises(IsADirectoryError, match=r"cannot write .*x: it is a folder; name a file"):
        save_record(tmp_path / "x", {})
    assert list(tmp_path.iterdir()) == [tmp_path / "x"]


def test_a_file_in_the_way_of_a_folder_is_named(tmp_path):
    (tmp_path / "x").touch()
    with pytest.raises(OSError, match=r"cannot write into .*x: it is a file; name a folder"):
        require_folder(tmp_path / "x")
    require_folder(tmp_path / "a" / "b")
    assert list((tmp_path / "a" / "b").iterdir()) == []
