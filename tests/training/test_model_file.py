"""Files of trained networks: the same bytes for the same network, and clear words for other files."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest
from safetensors.numpy import save_file

from sparse_rnn.training.model_file import read_model_file, write_model_file

TENSORS = {
    "recurrent": np.array([[0, 0.5], [-0.25, 0]], np.float32),
    "mask": np.array([[False, True], [True, False]]),
    "bias": np.zeros((1, 2), np.float32),
}
METADATA = {"task": "mg", "seed": 3, "settings": {"b": [1, 2.5], "a": {"x": None}}}
SCRIPT = """
import sys, runpy
from pathlib import Path
here = runpy.run_path(sys.argv[1])
for name, turn in (("a", list), ("b", lambda items: list(items)[::-1])):
    tensors, metadata = (dict(turn(here[key].items())) for key in ("TENSORS", "METADATA"))
    here["write_model_file"](Path(sys.argv[2]) / name, metadata, tensors)
"""


@pytest.fixture
def path(tmp_path):
    write_model_file(tmp_path / "3.safetensors", METADATA, TENSORS)
    return tmp_path / "3.safetensors"


def test_what_was_written_is_read(path):
    metadata, tensors = read_model_file(path)
    assert metadata == METADATA
    assert {name: t.tolist() for name, t in tensors.items()} == {
        name: t.tolist() for name, t in TENSORS.items()
    }
    assert {name: t.dtype for name, t in tensors.items()} == {
        name: t.dtype for name, t in TENSORS.items()
    }
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_the_same_network_gives_the_same_bytes_in_any_process_and_order(path, tmp_path):
    digests = {hashlib.sha256(path.read_bytes()).hexdigest()}
    for seed in ("1", "2"):
        folder = tmp_path / seed
        words = [sys.executable, "-c", SCRIPT, __file__, str(folder)]
        subprocess.run(words, check=True, env=os.environ | {"PYTHONHASHSEED": seed})
        digests |= {hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir()}
    assert len(digests) == 1


@pytest.mark.parametrize("left", [0, 5, 40, 300, -1])
def test_a_truncated_file_is_told(path, left):
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(ValueError, match=r"3.safetensors is no whole safetensors file .*; restore"):
        read_model_file(path)


@pytest.mark.parametrize("content", [b"seed\tsource\n1\t2\n" * 9, b"\x00" * 100, b"\xff" * 100])
def test_another_kind_of_file_is_told(path, content):
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"3.safetensors is no whole safetensors file"):
        read_model_file(path)


def test_a_changed_number_is_told(path):
    content = bytearray(path.read_bytes())
    content[-3] ^= 1
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"3.safetensors is damaged: its tensors are not those"):
        read_model_file(path)


@pytest.mark.parametrize(
    "metadata",
    [None, {"format": "pt"}, {"sparse_rnn": "{"}, {"sparse_rnn": "[]"}, {"sparse_rnn": "{}"}],
)
def test_tensors_of_another_program_are_told(path, metadata):
    save_file(TENSORS, path, metadata)
    with pytest.raises(ValueError, match=r"3.safetensors holds tensors, but is no model that"):
        read_model_file(path)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_number_that_is_not_finite_is_told(path, value):
    spoilt = TENSORS | {"bias": np.array([[0, value]], np.float32)}
    write_model_file(path, METADATA, spoilt)
    with pytest.raises(
        ValueError, match=r"3.safetensors holds numbers that are not finite in bias"
    ):
        read_model_file(path)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"4\.safetensors"):
        read_model_file(tmp_path / "4.safetensors")
    with pytest.raises(IsADirectoryError):
        read_model_file(tmp_path)
