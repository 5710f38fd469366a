"""Activities from four body tags (Localization Data for Person Activity, Kaluza et al. 2010).

Source: UCI data set 196, doi 10.24432/C57G8X.  Each row of the file is one reading of one tag:
``sequence,tag,timestamp,date,x,y,z,activity``.  The first column, A01 to E05, names the recording
(five persons, five recordings each); within a recording the readings of the four tags alternate
in the order of time, and this order, as it stands in the file, is the sequence the network sees.

A public copy of the first three recordings has other columns; it is a task of its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np

from sparse_rnn.tasks.raw_files import raw_files, read
from sparse_rnn.tasks.segments import (
    Recording,
    SegmentTask,
    fields_of_lines,
    known,
    numbers,
)

FIELDS = ("sequence", "tag", "timestamp", "date", "x", "y", "z", "activity")
RECORDINGS = tuple(f"{person}0{take}" for person in "ABCDE" for take in range(1, 6))
PART_FIELDS = (
    "id",
    "sequence_name",
    "tag_indicator",
    "timestamp",
    "x_coordinate",
    "y_coordinate",
    "z_coordinate",
    "activity",
)
"""Header of the copy of three recordings; it counts its rows from 0 and has no date."""
PART_RECORDINGS = RECORDINGS[:3]
TAGS = {
    "010-000-024-033": "left ankle",
    "010-000-030-096": "right ankle",
    "020-000-033-111": "chest",
    "020-000-032-221": "belt",
}
ACTIVITY_CLASSES = (
    "lying",
    "sitting",
    "standing up",
    "walking",
    "falling",
    "on all fours",
    "sitting on the ground",
)
ACTIVITIES = {
    "lying down": 0,
    "lying": 0,
    "sitting down": 1,
    "sitting": 1,
    "standing up from lying": 2,
    "standing up from sitting": 2,
    "standing up from sitting on the ground": 2,
    "walking": 3,
    "falling": 4,
    "on all fours": 5,
    "sitting on the ground": 6,
}
"""The 11 activities of the file and the class each belongs to."""


class Activity(SegmentTask):
    """Name the activity at every reading of 32-reading sequences."""

    name = "har"
    n_inputs = len(TAGS) + 3
    n_outputs = len(ACTIVITY_CLASSES)

    @classmethod
    def build(cls, settings: Mapping, raw: str | Path, seed: int) -> Activity:
        """Return the task made from the file in ``raw``.

        For arguments and errors see :func:`~sparse_rnn.tasks.registry.make_task`, for the settings
        :meth:`~sparse_rnn.tasks.segments.SegmentTask.from_recordings`.
        """
        (path,) = raw_files(cls.name)
        recordings = cls.parse(read(path, raw), path)
        return cls.from_recordings(list(recordings.values()), settings, seed)

    @staticmethod
    def parse(content: bytes, name: str) -> dict[str, Recording]:
        """Return the recordings in the file of this task, see :func:`parse_recordings`."""
        return parse_recordings(content, name)


class ActivityPart(Activity):
    """The same from three of the 25 recordings: not the paper's data, and never called so."""

    name = "har_part"

    @staticmethod
    def parse(content: bytes, name: str) -> dict[str, Recording]:
        """Return the recordings in the file of this task, see :func:`parse_part`."""
        return parse_part(content, name)


Reading = tuple[str, str, str, list[str], str]
"""Place in the file, recording, tag, position and activity, in the words of the file."""


def parse_recordings(content: bytes, name: str) -> dict[str, Recording]:
    """Return features ``(n, 7)`` and classes ``(n,)`` of every recording, by its name.

    The features are the one-hot of the tag (in the order of :data:`TAGS`) and x, y, z in metres.

    Raises
    ------
    ValueError
        If the file is empty, a line has another form, a value is not finite, or a recording, tag
        or activity is unknown; the message names file and line.
    """
    lines = fields_of_lines(content, name, len(FIELDS))
    return by_recording(((place, f[0], f[1], f[4:7], f[7]) for place, f in lines), RECORDINGS)


def parse_part(content: bytes, name: str) -> dict[str, Recording]:
    """Return the recordings A01 to A03 from the copy that has these alone.

    Raises
    ------
    ValueError
        As :func:`parse_recordings`, and if the header is another one, a row is missing or twice
        there, or there is a header only.
    """
    return by_recording(readings_of_part(content, name), PART_RECORDINGS)


def readings_of_part(content: bytes, name: str) -> Iterator[Reading]:
    """Yield the readings below the header, whose first column counts them."""
    lines = fields_of_lines(content, name, len(PART_FIELDS))
    place, header = next(lines)
    if tuple(map(str.strip, header)) != PART_FIELDS:
        raise ValueError(f"{place}: header {','.join(header)!r} instead of {','.join(PART_FIELDS)}")
    number = -1
    for number, (place, (count, recording, tag, _, *position, activity)) in enumerate(lines):
        if count != str(number):
            raise ValueError(f"{place}: id {count!r} instead of {number}; is a line missing?")
        yield place, recording, tag, position, activity
    if number < 0:
        raise ValueError(f"{place}: no reading below the header; is it cut short?")


def by_recording(readings: Iterable[Reading], recordings: Iterable[str]) -> dict[str, Recording]:
    """Return features and classes of the readings of each recording that has any."""
    one_hot = dict(zip(TAGS, np.eye(len(TAGS)).tolist(), strict=True))
    rows: dict[str, tuple[list, list]] = {recording: ([], []) for recording in recordings}
    for place, recording, tag, position, activity in readings:
        features, classes = known(recording, rows, "recording", place)
        features.append(known(tag, one_hot, "tag", place) + numbers(position, place))
        classes.append(known(activity, ACTIVITIES, "activity", place))
    return {key: (np.array(x), np.array(y)) for key, (x, y) in rows.items() if y}
