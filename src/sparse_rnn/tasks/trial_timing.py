"""When things happen in a cognitive trial: epochs, displays and the moment to respond.

Times are in steps of ``DT`` milliseconds.  The windows of a trial follow from the durations of its
epochs, which all trials of a batch have in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

DT = 20
"""Milliseconds per step."""

Window = tuple[int, int]
"""First step of a display, and the first step after it."""


@dataclass(frozen=True)
class Timing:
    """The course of a trial: epochs one after the other, and what is on when.

    Attributes
    ----------
    epochs : mapping of str to sequence of int
        The epochs in order, each with its possible durations in steps, all equally likely.  The
        response is due from the start of the epoch ``"go1"``, the last one.
    displays : tuple of (str, str)
        For each stimulus, the epoch whose start shows it and the one whose start hides it
        (``"end"``: shown to the last step).
    fixation_until : str
        The epoch whose start switches the fixation input off (``"end"``: never).
    """

    epochs: Mapping[str, Sequence[int]]
    displays: tuple[tuple[str, str], ...]
    fixation_until: str = "go1"

    def draw(self, rng: np.random.Generator) -> dict[str, int]:
        """Draw a duration in steps for every epoch."""
        return {name: steps[rng.integers(len(steps))] for name, steps in self.epochs.items()}

    def starts(self, durations: Mapping[str, int]) -> dict[str, int]:
        """Return the first step of every epoch; ``"end"`` gives the number of steps of the trial.

        Raises
        ------
        ValueError
            If the durations do not belong to the epochs of this timing.
        """
        if list(durations) != list(self.epochs):
            raise ValueError(f"durations of {list(durations)} given, need {list(self.epochs)}")
        edges = accumulate(durations.values(), initial=0)
        return dict(zip([*durations, "end"], edges, strict=True))

    def windows(self, durations: Mapping[str, int]) -> list[Window]:
        """Return for each stimulus the steps at which it comes on and goes off."""
        starts = self.starts(durations)
        return [(starts[shown], starts[hidden]) for shown, hidden in self.displays]


def _one_of(*milliseconds: int) -> tuple[int, ...]:
    return tuple(time // DT for time in milliseconds)


def _between(low: int, high: int) -> range:
    """Return the steps of a time that is uniform on ``[low, high)`` ms and then rounded down."""
    return range(low // DT, high // DT)


_SHORT = _one_of(200, 400, 600)
_DELAY = _one_of(200, 400, 800, 1600)
_RESPONSE = _one_of(500)
_MATCH_EPOCHS = {"fix1": _SHORT, "stim1": _SHORT, "delay1": _DELAY}
_MATCH_DISPLAYS = (("stim1", "delay1"), ("go1", "end"))

FIXED_DELAY = Timing(
    {"fix1": _between(300, 700), "stim1": _between(500, 1500), "go1": _RESPONSE},
    displays=(("stim1", "end"),),
)
REACTION = Timing(
    {"fix1": _between(500, 2500), "go1": _RESPONSE},
    displays=(("go1", "end"),),
    fixation_until="end",
)
MEMORY_DELAY = Timing(
    {"fix1": _one_of(300, 500, 700), "stim1": _SHORT, "delay1": _DELAY, "go1": _RESPONSE},
    displays=(("stim1", "delay1"),),
)
DECISION = Timing(
    {"fix1": _between(100, 400), "stim1": _one_of(400, 800, 1600), "go1": _RESPONSE},
    displays=(("stim1", "go1"), ("stim1", "go1")),
)
DELAYED_DECISION = Timing(
    {
        "fix1": _SHORT,
        "stim1": _SHORT,
        "delay1": _DELAY,
        "stim2": _SHORT,
        "delay2": _between(100, 300),
        "go1": _RESPONSE,
    },
    displays=(("stim1", "delay1"), ("stim2", "delay2")),
)
MATCH_TO_SAMPLE = Timing(_MATCH_EPOCHS | {"go1": _RESPONSE}, _MATCH_DISPLAYS, "end")
MATCH_TO_CATEGORY = Timing(_MATCH_EPOCHS | {"go1": _SHORT}, _MATCH_DISPLAYS, "end")
