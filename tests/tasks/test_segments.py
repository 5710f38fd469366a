import numpy as np
import pytest
import torch

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks.segments import (
    SegmentTask,
    cut,
    fields_of_lines,
    known,
    numbers,
    split_rows,
    standardised,
)

SETTINGS = dict(
    steps=4, valid_share=0.1, test_share=0.15, zscore="none", batch_size=5, batches_per_epoch=None
)


class Toy(SegmentTask):
    name = "toy"
    n_inputs = 2
    n_outputs = 3


def recording(first, rows):
    """Rows numbered on from ``first``; the label is the row number."""
    labels = np.arange(first, first + rows)
    return np.stack([labels, 3 * labels + 7], 1).astype(float), labels


@pytest.fixture
def recordings():
    return [recording(0, 40), recording(1000, 31), recording(5000, 52)]


def test_sequences_overlap_by_half_and_the_rest_is_left_out():
    features, labels = cut(*recording(0, 11), 4)
    assert labels.tolist() == [[0, 1, 2, 3], [2, 3, 4, 5], [4, 5, 6, 7], [6, 7, 8, 9]]
    assert features.shape == (4, 4, 2)
    assert np.array_equal(features[..., 0], labels)


def test_a_recording_of_one_sequence_is_kept():
    assert cut(*recording(0, 4), 4)[1].tolist() == [[0, 1, 2, 3]]


@pytest.mark.parametrize(("rows", "steps"), [(3, 4), (0, 4), (5, 1)])
def test_a_recording_that_is_too_short_is_refused(rows, steps):
    message = f"recording of {rows} rows cannot be cut into .* of {steps} steps"
    with pytest.raises(ValueError, match=message):
        cut(*recording(0, rows), steps)


def test_the_split_is_a_partition_with_the_shares_asked_for():
    parts = split_rows(606, {"valid": 0.1, "test": 0.15}, stream(0, "x"))
    assert {name: len(rows) for name, rows in parts.items()} == {
        "valid": 61,
        "test": 91,
        "train": 454,
    }
    assert sorted(np.concatenate(list(parts.values()))) == list(range(606))


def test_the_split_depends_on_its_stream_alone():
    first, again, other = (
        split_rows(40, {"test": 0.5}, stream(seed, "x"))["test"].tolist() for seed in (1, 1, 2)
    )
    assert first == again != other


def test_an_empty_split_is_refused():
    with pytest.raises(ValueError, match=r"3 sequences split by .* leave none for \['valid'\]"):
        split_rows(3, {"valid": 0.1, "test": 0.3}, stream(0, "x"))


def test_z_scores_are_those_of_the_reference():
    reference = np.array([[1.0, 5.0], [3.0, 5.0]])
    # mean 2, deviation 1; a constant is only centred
    assert standardised(np.array([[4.0, 6.0]]), reference).tolist() == [[2.0, 1.0]]
    assert standardised(np.full((2, 3, 2), 5.0), reference).shape == (2, 3, 2)


def test_sequences_never_mix_recordings(recordings):
    task = Toy.from_recordings(recordings, SETTINGS, 0)
    labels = torch.cat([task.data[split][1] for split in ("train", "valid", "test")])
    assert len(labels) == 19 + 14 + 25
    assert torch.equal(labels - labels[:, :1], torch.arange(4).expand(len(labels), 4))


def test_inputs_and_targets_stay_together(recordings):
    task = Toy.from_recordings(recordings, SETTINGS, 0)
    for inputs, targets in task.data.values():
        assert inputs.dtype == torch.float32
        assert torch.equal(inputs[..., 0].long(), targets)


def test_the_split_of_a_task_depends_on_the_seed(recordings):
    first, again, other = (
        Toy.from_recordings(recordings, SETTINGS, seed).data["test"][1] for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_standardising_before_the_split_uses_every_row_once(recordings):
    task = Toy.from_recordings(recordings, SETTINGS | {"zscore": "before_split"}, 0)
    rows = np.concatenate([features for features, _ in recordings])
    inputs, targets = task.data["test"]
    raw = np.stack([targets, 3 * targets + 7], -1)
    expected = (raw - rows.mean(0)) / rows.std(0)
    assert inputs.numpy() == pytest.approx(expected.astype(np.float32), abs=1e-6)


def test_standardising_after_the_split_uses_the_training_part_alone(recordings):
    task = Toy.from_recordings(recordings, SETTINGS | {"zscore": "after_split"}, 0)
    rows = task.data["train"][0].flatten(0, 1)
    assert rows.mean(0).numpy() == pytest.approx(0, abs=1e-6)
    assert rows.std(0, correction=0).numpy() == pytest.approx(1, abs=1e-6)


def test_every_step_is_read_and_there_are_two_evaluation_splits(recordings):
    task = Toy.from_recordings(recordings, SETTINGS, 0)
    batch = next(task.train_batches([1, 2], 1))
    assert batch.inputs.shape == (2, 4, 5, 2)
    assert batch.targets.shape == (2, 4, 5)
    assert torch.equal(batch.inputs[..., 0].long(), batch.targets)
    assert task.splits == ("valid", "test")
    assert task.reads_every_step


def test_an_unknown_standardisation_is_refused(recordings):
    with pytest.raises(ValueError, match=r"toy: zscore 'later' is not one of \('before_split'"):
        Toy.from_recordings(recordings, SETTINGS | {"zscore": "later"}, 0)


def test_lines_are_split_and_placed():
    assert list(fields_of_lines(b"a,b\r\nc,d", "x", 2)) == [
        ("x, line 1", ["a", "b"]),
        ("x, line 2", ["c", "d"]),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "x is empty"),
        (b"a,b\nc", "x, line 2: 1 fields instead of 2; is it cut short?"),
        (b"a,b\n\nc,d", "x, line 2: 1 fields instead of 2"),
        (b"a,b,c", "x, line 1: 3 fields instead of 2"),
    ],
)
def test_lines_of_another_width_are_refused(content, message):
    with pytest.raises(ValueError, match=message):
        list(fields_of_lines(content, "x", 2))


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("nan", "here: not a finite number among 1.5,nan"),
        ("-inf", "here: not a finite number"),
        ("", "here: could not convert string to float: ''"),
        ("1,5x", "here: could not convert"),
    ],
)
def test_fields_that_are_no_finite_numbers_are_refused(field, message):
    assert numbers(["1.5", "-2e3"], "here") == [1.5, -2000.0]
    with pytest.raises(ValueError, match=message):
        numbers(["1.5", field], "here")


def test_unknown_words_are_refused():
    assert known("a", {"a": 3}, "class", "here") == 3
    with pytest.raises(ValueError, match="here: unknown class 'c'; known: a, b"):
        known("c", {"a": 0, "b": 1}, "class", "here")
