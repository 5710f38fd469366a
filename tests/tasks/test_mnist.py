import gzip
import hashlib
import os
import struct
from dataclasses import replace

import numpy as np
import pytest
import torch

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks import raw_files
from sparse_rnn.tasks.mnist import Mnist, images_and_digits, parse_idx

MIRROR = os.environ.get("DATA_MIRROR")
PATHS = raw_files.raw_files("mnist")


def idx(array):
    head = struct.pack(f">HBB{array.ndim}I", 0, 8, array.ndim, *array.shape)
    return head + array.astype(np.uint8).tobytes()


@pytest.mark.parametrize("shape", [(7,), (2, 3, 4)])
def test_idx_round_trip(shape):
    array = stream(0, "idx").integers(256, size=shape)
    assert np.array_equal(parse_idx(idx(array), "x"), array)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x is not an IDX file of unsigned bytes: it starts with ''"),
        (b"\0\0\x08", "x is not an IDX file"),
        (b"\0\0\x0d\x01\0\0\0\0", "it starts with '00 00 0d 01' instead of '00 00 08'"),
        (idx(np.zeros(5))[:6], "x is cut short in its header: 6 of 8 bytes"),
        (
            idx(np.zeros((2, 3)))[:-1],
            r"x is cut short: shape \(2, 3\) needs 18 bytes, it has 17",
        ),
        (idx(np.zeros(2)) + b"\0", r"x is too long: shape \(2,\) needs 10 bytes, it has 11"),
    ],
)
def test_idx_files_that_are_none_or_not_whole_are_refused(content, message):
    with pytest.raises(ValueError, match=message):
        parse_idx(content, "x")


@pytest.mark.parametrize(
    ("images", "digits", "message"),
    [
        ((3, 2, 2), [1, 2], r"images of shape \(3, 2, 2\) and labels of shape \(2,\) do not match"),
        ((3, 4), [1, 2, 3], r"images of shape \(3, 4\)"),
        ((0, 2, 2), [], r"images of shape \(0, 2, 2\)"),
        ((3, 2, 2), [1, 10, 3], "label 10 at 1 is not a digit"),
    ],
)
def test_images_and_labels_that_do_not_fit_are_refused(images, digits, message):
    with pytest.raises(ValueError, match=message):
        images_and_digits(np.zeros(images, np.uint8), np.array(digits, np.uint8))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Four small files in place of the real ones."""
    rng, files = stream(0, "images"), []
    for path, shape in zip(PATHS, [(8, 28, 28), (8,), (5, 28, 28), (5,)], strict=True):
        content = idx(rng.integers(256 if len(shape) == 3 else 10, size=shape))
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(gzip.compress(content))
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        files.append(replace(raw_files.lookup(path), hash=digest))
    monkeypatch.setattr(raw_files, "FILES", tuple(files))
    return tmp_path


def test_the_files_become_rows_of_grey_values(folder):
    task = Mnist.build({"batch_size": 4, "batches_per_epoch": 3}, folder, 0)
    images = parse_idx(raw_files.read(PATHS[2], folder), "x")
    digits = parse_idx(raw_files.read(PATHS[3], folder), "x")
    (test,) = task.eval_batches("test")
    assert test.inputs.shape == (1, 28, 5, 28)
    assert np.array_equal(test.inputs[0, 9, 3].numpy(), images[3, 9].astype(np.float32) / 255)
    assert test.targets[0].tolist() == digits.tolist()
    train = list(task.train_batches([1, 2], 1))
    assert [batch.inputs.shape for batch in train] == [(2, 28, 4, 28)] * 3
    assert [batch.targets.shape for batch in train] == [(2, 4)] * 3
    assert (task.n_inputs, task.n_outputs, task.reads_every_step) == (28, 10, False)


def test_a_file_cut_short_is_refused(folder):
    path = folder / PATHS[0]
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ValueError, match=r"train-images-idx3-ubyte\.gz is corrupt or cut short"):
        Mnist.build({"batch_size": 4, "batches_per_epoch": 3}, folder, 0)


@pytest.mark.skipif(not MIRROR, reason="DATA_MIRROR is not set")
def test_the_real_images():
    task = Mnist.build({"batch_size": 128, "batches_per_epoch": 50}, MIRROR, 0)
    assert {split: len(x) for split, (x, _) in task.data.items()} == {"train": 60000, "test": 10000}
    inputs, digits = task.data["train"]
    # the published mean and deviation of the training pixels, and its first labels
    assert inputs.mean().item() == pytest.approx(0.1307, abs=5e-5)
    assert inputs.std().item() == pytest.approx(0.3081, abs=5e-5)
    assert digits[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert digits.bincount().tolist() == [
        5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]  # fmt: skip
    assert torch.equal(task.data["test"][1][:4], torch.tensor([7, 2, 1, 0]))
    assert task.batches_per_epoch == 50
