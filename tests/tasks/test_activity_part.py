"""Three recordings in columns of their own: a stand-in for the format, the real file for the rest."""

import os
from pathlib import Path

import pytest
import torch

from sparse_rnn.config import Condition, training_settings
from sparse_rnn.tasks import activity
from sparse_rnn.tasks.activity import (
    ACTIVITIES,
    PART_FIELDS,
    TAGS,
    Activity,
    ActivityPart,
    parse_part,
    parse_recordings,
)
from sparse_rnn.tasks.raw_files import raw_files, read

MIRROR = os.environ.get("DATA_MIRROR")
HEADER = ", ".join(PART_FIELDS)
STAND_IN = (
    "0,A01,010-000-024-033,633790226051280329,4.0629,1.8924,0.5074,walking",
    "1,A01,020-000-033-111,633790226051820913,4.2919,1.7811,1.3445,lying down",
    "2,A02,020-000-032-221,633790226052091205,4.3591,1.8264,0.9688,falling",
)
"""Lines of the exact format, with the positions of nobody."""
READINGS = {"A01": 5830, "A02": 5691, "A03": 4965}
CLASSES = {
    "train": [10253, 4576, 2609, 3345, 419, 1085, 2321],
    "valid": [1315, 690, 375, 394, 89, 170, 263],
    "test": [1858, 1114, 642, 709, 32, 221, 352],
}


def stand_in_file(*lines):
    return ("\n".join((HEADER, *lines)) + "\n").encode()


def long_stand_in_file(rows=100):
    """Three recordings; the position tells the recording and the reading."""
    places = [(recording, row) for recording in ("A01", "A02", "A03") for row in range(rows)]
    words = list(ACTIVITIES)
    return stand_in_file(
        *(
            f"{k},{recording},{list(TAGS)[k % 4]},{k},{recording[-1]},{row},0,{words[k % 11]}"
            for k, (recording, row) in enumerate(places)
        )
    )


def settings(load_profile):
    """The paper's settings of the task, as its `build` takes them."""
    task = load_profile("paper")["tasks"]["har_part"]
    return task["data"] | {"batch_size": task["batch_size"]}


def test_the_columns_become_the_features_and_classes_of_har():
    part = parse_part(stand_in_file(*STAND_IN), "x")
    as_whole = []
    for line in STAND_IN:
        _, recording, tag, time, *rest = line.split(",")
        as_whole.append(",".join((recording, tag, time, "27.05.2009 14:03:25:127", *rest)))
    whole = parse_recordings("\n".join(as_whole).encode(), "x")
    assert list(part) == list(whole) == ["A01", "A02"]
    for name, (features, classes) in part.items():
        assert features.tolist() == whole[name][0].tolist()
        assert classes.tolist() == whole[name][1].tolist()
    assert part["A01"][0][0].tolist() == [1, 0, 0, 0, 4.0629, 1.8924, 0.5074]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1,A01", "1,A04", "x, line 3: unknown recording 'A04'; known: A01, A02, A03$"),
        ("033-111", "033-112", "x, line 3: unknown tag '020-000-033-112'; known: 010-000-024-033"),
        ("lying down", "lyin", "x, line 3: unknown activity 'lyin'; known: lying down, lying"),
        ("1.7811", "nan", "x, line 3: not a finite number among 4.2919,nan,1.3445"),
        ("1.7811", "", "x, line 3: could not convert string to float: ''"),
        (",1.3445,lying down", "", "x, line 3: 6 fields instead of 8; is it cut short"),
        ("1,A01,020", "2,A01,020", "x, line 3: id '2' instead of 1; is a line missing"),
        (STAND_IN[1] + "\n", "", "x, line 3: id '2' instead of 1; is a line missing"),
        ("timestamp", "date", "x, line 1: header 'id, sequence_name, tag_indicator, date, "),
        (HEADER + "\n", "", "x, line 1: header '0,A01"),
    ],
)
def test_lines_of_another_form_are_refused(old, new, message):
    content = stand_in_file(*STAND_IN).decode()
    assert content.count(old) == 1
    with pytest.raises(ValueError, match=message):
        parse_part(content.replace(old, new).encode(), "x")


def test_a_file_without_readings_is_refused():
    with pytest.raises(ValueError, match="x is empty"):
        parse_part(b"", "x")
    with pytest.raises(ValueError, match="x, line 1: no reading below the header; is it cut short"):
        parse_part(stand_in_file(), "x")


def test_the_file_of_one_task_is_not_read_as_that_of_the_other():
    with pytest.raises(ValueError, match="x, line 1: unknown recording 'id'; known: A01"):
        parse_recordings(stand_in_file(*STAND_IN), "x")
    assert raw_files("har") != raw_files("har_part")


def test_sequences_never_cross_two_recordings(monkeypatch, load_profile):
    monkeypatch.setattr(activity, "read", lambda path, raw: long_stand_in_file())
    task = ActivityPart.build(settings(load_profile) | {"batch_size": 8}, "raw", 0)
    inputs = torch.cat([x for x, _ in task.data.values()])
    assert len(inputs) == 3 * ((100 - 32) // 16 + 1)
    assert torch.equal(inputs[..., 4], inputs[:, :1, 4].expand(-1, 32))
    assert torch.equal(inputs[..., 5].diff(dim=1), torch.ones(len(inputs), 31))


@pytest.mark.parametrize("strategy", ["dense", "pruning_1", "pruning_2", "deep_r", "set"])
@pytest.mark.parametrize("model", ["rnn", "ct_rnn", "neural_ode"])
def test_all_settings_are_those_of_har(load_profile, model, strategy):
    paper = load_profile("paper")
    part, whole = (
        training_settings(paper, Condition(task, model, strategy, 0.95))
        for task in ("har_part", "har")
    )
    assert part == whole
    assert (ActivityPart.n_inputs, ActivityPart.n_outputs, ActivityPart.splits) == (
        Activity.n_inputs,
        Activity.n_outputs,
        Activity.splits,
    )


def test_a_missing_file_says_where_to_put_it(tmp_path, load_profile):
    message = r"har_part/ConfLongDemo_JSI\.txt is missing\. .* with sha256 fbed2baaf8b796"
    with pytest.raises(FileNotFoundError, match=message):
        ActivityPart.build(settings(load_profile), tmp_path, 0)


real = pytest.mark.skipif(
    not MIRROR or not Path(MIRROR, *raw_files("har_part")).exists(),
    reason="DATA_MIRROR is not set or has no har_part",
)


@real
def test_the_real_recordings():
    recordings = parse_part(read(raw_files("har_part")[0], MIRROR), "har_part")
    assert {name: len(classes) for name, (_, classes) in recordings.items()} == READINGS
    first, _ = recordings["A01"]
    assert first[0].tolist() == [1, 0, 0, 0, 4.0629310607910165, 1.892434239387512, 0.5074254274368286]  # fmt: skip


@real
def test_every_class_occurs_in_every_part_of_the_real_split(load_profile):
    """These are the counts of docs/data.md; a class without support would make accuracy mute."""
    task = ActivityPart.build(settings(load_profile), MIRROR, load_profile("paper")["seed"])
    counts = {name: torch.bincount(y.flatten(), minlength=7) for name, (_, y) in task.data.items()}
    assert {name: count.tolist() for name, count in counts.items()} == CLASSES
    assert sum(len(x) for x, _ in task.data.values()) == sum((n - 32) // 16 + 1 for n in READINGS.values())  # fmt: skip
    falling = (task.data["test"][1] == 4).any(1)
    assert (falling.sum().item(), len(falling)) == (1, 154)
