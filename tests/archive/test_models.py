"""The files of archived networks: where they lie, their checksums, and that none is lost."""

import hashlib
import shutil
import subprocess

import pytest

import sparse_rnn as sr
from sparse_rnn.archive.collect import collect
from sparse_rnn.archive.models import CHECKSUMS, checksums, drop_models
from sparse_rnn.archive.networks import load_weights
from sparse_rnn.config import Condition

CONDITION = Condition("mg", "rnn", "pruning_2", 0.8)
NAME = "models/mg/rnn/pruning_2/0.8/{}.safetensors"


@pytest.fixture
def archive(data, tmp_path, config):
    collect(data, tmp_path, config)
    return tmp_path


def test_every_network_has_its_file_and_checksum(data, archive):
    names = [
        f"models/mg/rnn/{c}/{s}.safetensors" for c in ("dense/0.0", "pruning_2/0.8") for s in "12"
    ]
    assert list(checksums(archive)) == names
    for name, digest in checksums(archive).items():
        *place, seed = name.split("/")[1:]
        content = (archive / name).read_bytes()
        assert content == (data / "train" / "/".join(place) / "1-2/models" / seed).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_sha256sum_checks_them(archive):
    words = ["sha256sum", "-c", "--quiet", CHECKSUMS]
    assert subprocess.run(words, cwd=archive, check=False).returncode == 0
    with (archive / NAME.format(1)).open("ab") as file:
        file.write(b"x")
    assert subprocess.run(words, cwd=archive, check=False, capture_output=True).returncode == 1


def test_they_are_the_networks_of_the_list(archive):
    weights = load_weights(archive / "networks/mg/rnn/pruning_2/0.8.tsv.gz")
    assert sorted(weights) == [1, 2]
    for seed, listed in weights.items():
        assert (sr.load_model(archive / NAME.format(seed)).weights == listed).all()


def test_checksums_of_files_that_are_elsewhere_stay(data, archive, tmp_path, config):
    """As in a fresh clone, which has the list alone."""
    before = (archive / CHECKSUMS).read_bytes()
    shutil.rmtree(archive / "models")
    run = tmp_path / "run"
    shutil.copytree(data, run)
    for stage in ("train", "structure"):
        shutil.rmtree(run / stage / "mg/rnn/dense")
    collect(run, archive, config)
    assert (archive / CHECKSUMS).read_bytes() == before
    assert (archive / NAME.format(1)).is_file()
    assert not (archive / "models/mg/rnn/dense").exists()


def test_a_run_without_such_files_is_archived_nevertheless(data, tmp_path, config):
    run = tmp_path / "run"
    shutil.copytree(data, run, ignore=shutil.ignore_patterns("models"))
    found = collect(run, tmp_path / "archive", config)
    assert found["train"] == ["mg/rnn/dense/0.0/1-2", "mg/rnn/pruning_2/0.8/1-2"]
    assert not (tmp_path / "archive" / CHECKSUMS).exists()


def test_what_is_dropped_leaves_the_other_seeds(archive):
    drop_models(archive, CONDITION, [2, 7])
    assert not (archive / NAME.format(2)).exists()
    assert (archive / NAME.format(1)).is_file()
    assert NAME.format(1) in checksums(archive) and NAME.format(2) not in checksums(archive)
    assert len(checksums(archive)) == 3


def test_a_damaged_list_is_told(archive, data, config):
    (archive / CHECKSUMS).write_text("half")
    with pytest.raises(ValueError, match=r"models\.sha256, line 1: expected a sha256"):
        collect(data, archive, config)
