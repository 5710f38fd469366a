"""The real file is too large to keep and not always to be had: these tests generate its format."""

import os

import numpy as np
import pytest
import torch

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks import activity
from sparse_rnn.tasks.activity import ACTIVITIES, ACTIVITY_CLASSES, TAGS, Activity, parse_recordings
from sparse_rnn.tasks.raw_files import raw_files, read

MIRROR = os.environ.get("DATA_MIRROR")
PAPER = dict(
    steps=32, valid_share=0.10, test_share=0.15, zscore="none", batch_size=64,
    batches_per_epoch=None,
)  # fmt: skip
LINE = "A01,010-000-024-033,633790226051280329,27.05.2009 14:03:25:127,4.0629,1.8924,0.5074,walking"
NAMES = [f"{person}0{take}" for person in "ABCDE" for take in range(1, 6)]


def synthetic_lines(name, rows):
    """Lines of the exact format for one recording, with numbers of no meaning."""
    rng = stream(0, name)
    for k in range(rows):
        tag = list(TAGS)[rng.integers(4)]
        x, y, z = rng.normal(size=3) + 100 * NAMES.index(name)
        what = list(ACTIVITIES)[rng.integers(11)]
        stamp, date = 633790226051280329 + 270000 * k, f"27.05.2009 14:03:25:{k % 1000:03d}"
        yield f"{name},{tag},{stamp},{date},{x:.16f},{y:.16f},{z:.16f},{what}"


@pytest.fixture(scope="module")
def synthetic_file():
    lines = [line for k, name in enumerate(NAMES) for line in synthetic_lines(name, 150 + k)]
    return ("\n".join(lines) + "\n").encode()


def test_a_line_becomes_tag_position_and_class():
    (features, labels) = parse_recordings(LINE.encode(), "x")["A01"]
    assert features.tolist() == [[1, 0, 0, 0, 4.0629, 1.8924, 0.5074]]
    assert ACTIVITY_CLASSES[labels[0]] == "walking"


@pytest.mark.parametrize(
    ("position", "tag"),
    enumerate(["010-000-024-033", "010-000-030-096", "020-000-033-111", "020-000-032-221"]),
)
def test_tags_are_one_hot(position, tag):
    line = LINE.replace("010-000-024-033", tag)
    features, _ = parse_recordings(line.encode(), "x")["A01"]
    assert features[0, :4].tolist() == np.eye(4)[position].tolist()


@pytest.mark.parametrize(
    ("words", "merged"),
    [
        (["lying down", "lying"], "lying"),
        (["sitting down", "sitting"], "sitting"),
        (
            [
                "standing up from lying",
                "standing up from sitting",
                "standing up from sitting on the ground",
            ],
            "standing up",
        ),
        (["walking"], "walking"),
        (["falling"], "falling"),
        (["on all fours"], "on all fours"),
        (["sitting on the ground"], "sitting on the ground"),
    ],
)
def test_eleven_activities_are_merged_into_seven(words, merged):
    content = "\n".join(LINE.replace("walking", word) for word in words).encode()
    _, labels = parse_recordings(content, "x")["A01"]
    assert {ACTIVITY_CLASSES[k] for k in labels} == {merged}
    assert len(ACTIVITIES) == 11
    assert len(ACTIVITY_CLASSES) == 7


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("A01", "A06", "x, line 2: unknown recording 'A06'; known: A01, A02"),
        ("010-000-024-033", "010-000-024-034", "x, line 2: unknown tag '010-000-024-034'; known"),
        ("walking", "flying", "x, line 2: unknown activity 'flying'; known: lying down, lying"),
        ("walking", "walk", "x, line 2: unknown activity 'walk'"),
        ("1.8924", "nan", "x, line 2: not a finite number among 4.0629,nan,0.5074"),
        ("1.8924", "", "x, line 2: could not convert string to float: ''"),
        (",0.5074,walking", "", "x, line 2: 6 fields instead of 8; is it cut short?"),
        ("walking", "walking,", "x, line 2: 9 fields instead of 8"),
        (LINE, "", "x, line 2: 1 fields instead of 8"),
    ],
)
def test_lines_of_another_form_are_refused(old, new, message):
    content = f"{LINE}\n{LINE.replace(old, new)}\n{LINE}\n"
    with pytest.raises(ValueError, match=message):
        parse_recordings(content.encode(), "x")


def test_an_empty_file_is_refused():
    with pytest.raises(ValueError, match="x is empty"):
        parse_recordings(b"", "x")


def test_recordings_are_told_apart_and_keep_the_order_of_the_file(synthetic_file):
    recordings = parse_recordings(synthetic_file, "x")
    assert list(recordings) == NAMES
    assert [len(y) for _, y in recordings.values()] == list(range(150, 175))
    lines = [line.split(",") for line in synthetic_lines("C02", 161)]
    features, labels = recordings["C02"]
    assert features[:, 4].tolist() == [float(line[4]) for line in lines]
    assert labels.tolist() == [ACTIVITIES[line[-1]] for line in lines]


def test_the_task_never_mixes_recordings(synthetic_file, monkeypatch):
    monkeypatch.setattr(activity, "read", lambda path, raw: synthetic_file)
    task = Activity.build(PAPER, "raw", 0)
    counts = {split: len(x) for split, (x, _) in task.data.items()}
    total = sum((150 + k - 32) // 16 + 1 for k in range(25))
    assert sum(counts.values()) == total
    assert counts["valid"] == round(0.1 * total)
    assert counts["test"] == round(0.15 * total)
    # the positions of a recording lie within 10 of 100 times its number
    for inputs, _ in task.data.values():
        numbers = inputs[..., 4:].div(100).round()
        assert torch.equal(numbers, numbers[:, :1, :1].expand_as(numbers))
    batch = next(task.train_batches([1], 1))
    assert batch.inputs.shape == (1, 32, 64, 7)
    assert batch.targets.shape == (1, 32, 64)
    assert (task.n_inputs, task.n_outputs, task.splits) == (7, 7, ("valid", "test"))


def test_a_missing_file_says_where_to_put_it(tmp_path):
    message = r"ConfLongDemo_JSI\.txt with md5 280a677ae0d673ec9a50ada480d8a529"
    with pytest.raises(FileNotFoundError, match=message):
        Activity.build(PAPER, tmp_path, 0)


@pytest.mark.skipif(not MIRROR, reason="DATA_MIRROR is not set")
def test_the_real_recordings():
    try:
        content = read(raw_files("har")[0], MIRROR)
    except FileNotFoundError:
        pytest.skip("DATA_MIRROR has no har")
    recordings = parse_recordings(content, "har")
    assert list(recordings) == NAMES
    assert sum(len(y) for _, y in recordings.values()) == 164860
