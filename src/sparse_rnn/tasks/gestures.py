"""Phases of gestures from hand movements (Gesture Phase Segmentation, Madeo et al. 2013).

Source: UCI data set 302, doi 10.24432/C5Z32C.  Each row of a processed file is one video frame:
32 velocities and accelerations of hands and wrists, and the phase a specialist gave it.
"""

from __future__ import annotations

from collections.abc import Mapping
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

GESTURE_CLASSES = {"D": 0, "P": 1, "S": 2, "H": 3, "R": 4}
"""Rest ("descanso"), preparation, stroke, hold, retraction."""
FEATURES = 32
HEADER = [*map(str, range(1, FEATURES + 1)), "Phase"]


class Gestures(SegmentTask):
    """Name the phase of every frame of 32-frame sequences."""

    name = "hgs"
    n_inputs = FEATURES
    n_outputs = len(GESTURE_CLASSES)

    @classmethod
    def build(cls, settings: Mapping, raw: str | Path, seed: int) -> Gestures:
        """Return the task made from the seven recordings in ``raw``.

        For arguments and errors see :func:`~sparse_rnn.tasks.registry.make_task`, for the settings
        :meth:`~sparse_rnn.tasks.segments.SegmentTask.from_recordings`.
        """
        recordings = [parse_recording(read(path, raw), path) for path in raw_files(cls.name)]
        return cls.from_recordings(recordings, settings, seed)


def parse_recording(content: bytes, name: str) -> Recording:
    """Return the features ``(n, 32)`` and the phases ``(n,)`` of one processed file.

    Raises
    ------
    ValueError
        If the file is empty, its header or a line has another form, a value is not finite or a
        phase unknown; the message names file and line.
    """
    lines = fields_of_lines(content, name, len(HEADER))
    place, header = next(lines)
    if header != HEADER:
        raise ValueError(f"{place}: expected the header 1,2,...,32,Phase, got {','.join(header)}")
    features, phases = [], []
    for place, fields in lines:
        features.append(numbers(fields[:-1], place))
        phases.append(known(fields[-1], GESTURE_CLASSES, "phase", place))
    if not phases:
        raise ValueError(f"{name} is empty but for its header")
    return np.array(features), np.array(phases)
