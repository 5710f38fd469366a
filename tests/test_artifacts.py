import numpy as np
import pandas as pd
import pytest

from sparse_rnn.artifacts import (
    atomic,
    load_arrays,
    load_record,
    load_table,
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
    pd.testing.assert_frame_equal(load_table(tmp_path / "t.csv", ["signs"]), table)


def test_bad_tables_are_named(tmp_path):
    (tmp_path / "t.csv").write_text("")
    with pytest.raises(ValueError, match=r"t\.csv is not a csv table"):
        load_table(tmp_path / "t.csv")
    (tmp_path / "t.csv").write_text("a\n1\n")
    with pytest.raises(ValueError, match=r"no column \['b'\]; it has \['a'\]"):
        load_table(tmp_path / "t.csv", ["b"])


def test_folder_that_is_a_file_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"cannot write into .*file"):
        save_record(tmp_path / "file" / "a.json", {})
