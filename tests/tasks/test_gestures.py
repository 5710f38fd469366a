import os

import numpy as np
import pytest

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks import gestures
from sparse_rnn.tasks.gestures import GESTURE_CLASSES, HEADER, Gestures, parse_recording
from sparse_rnn.tasks.raw_files import raw_files

MIRROR = os.environ.get("DATA_MIRROR")
PAPER = dict(
    steps=32, valid_share=0.10, test_share=0.15, zscore="before_split", batch_size=32,
    batches_per_epoch=None,
)  # fmt: skip
HEAD = ",".join(HEADER)
ROW = ",".join(["0.5"] * 32)


def synthetic_file(name, rows=200):
    """A file of the exact format with numbers of no meaning."""
    rng = stream(0, name)
    values, phases = rng.normal(size=(rows, 32)), rng.choice(list("DPSHR"), rows)
    lines = [",".join(f"{v:.8f}" for v in x) + f",{p}" for x, p in zip(values, phases, strict=True)]
    return ("\n".join([HEAD, *lines]) + "\n").encode(), values, phases


def test_a_file_becomes_features_and_phases():
    content, values, phases = synthetic_file("a")
    features, labels = parse_recording(content, "x")
    assert features == pytest.approx(values, abs=1e-8)
    assert [list(GESTURE_CLASSES)[k] for k in labels] == list(phases)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "x is empty"),
        (HEAD, "x is empty but for its header"),
        (f"{ROW},D\n", "x, line 1: expected the header 1,2,...,32,Phase, got 0.5"),
        (f"{HEAD}\n{ROW},D\n{ROW}", "x, line 3: 32 fields instead of 33; is it cut short?"),
        (f"{HEAD}\n{ROW},\n", "x, line 2: unknown phase ''; known: D, P, S, H, R"),
        (f"{HEAD}\n{ROW},Z\n", "x, line 2: unknown phase 'Z'"),
        (f"{HEAD}\nnan{ROW[3:]},D\n", "x, line 2: not a finite number"),
        (f"{HEAD}\n0.5.{ROW[3:]},D\n", "x, line 2: could not convert string to float: '0.5.'"),
    ],
)
def test_files_of_another_form_are_refused(content, message):
    with pytest.raises(ValueError, match=message):
        parse_recording(content.encode(), "x")


def test_the_task_reads_the_seven_files(monkeypatch):
    monkeypatch.setattr(gestures, "read", lambda path, raw: synthetic_file(path)[0])
    task = Gestures.build(PAPER, "raw", 0)
    # 11 sequences from each recording of 200 rows
    assert {split: len(x) for split, (x, _) in task.data.items()} == {
        "valid": 8,
        "test": 12,
        "train": 57,
    }
    batch = next(task.train_batches([1, 2], 1))
    assert batch.inputs.shape == (2, 32, 32, 32)
    assert batch.targets.shape == (2, 32, 32)
    assert (task.n_inputs, task.n_outputs) == (32, 5)


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"a1_va3\.csv is missing\. Put a1_va3\.csv"):
        Gestures.build(PAPER, tmp_path, 0)


@pytest.mark.skipif(not MIRROR, reason="DATA_MIRROR is not set")
def test_the_real_recordings():
    recordings = [parse_recording(gestures.read(path, MIRROR), path) for path in raw_files("hgs")]
    # the description counts four more frames each (b3: three), which have no velocity
    assert [len(y) for _, y in recordings] == [1743, 1260, 1830, 1069, 1420, 1107, 1444]
    labels = np.concatenate([y for _, y in recordings])
    assert np.bincount(labels).tolist() == [2741, 2097, 2950, 998, 1087]
    task = Gestures.build(PAPER, MIRROR, 0)
    assert {split: len(x) for split, (x, _) in task.data.items()} == {
        "valid": 61,
        "test": 91,
        "train": 454,
    }
    assert task.batches_per_epoch == 14
