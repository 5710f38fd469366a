"""The 20 rules of the cognitive tasks: what is drawn for a trial and which response is right.

The tasks come from G. R. Yang et al., "Task representations in neural networks trained to
perform many cognitive tasks", Nature Neuroscience 22:297 (2019), doi 10.1038/s41593-018-0310-2.

A stimulus row is one bump of activity in one of the two input rings: it has a ring, an angle in
``[0, 2 pi)`` and a strength.  Stimulus 1 and stimulus 2 take turns along the rows, and where both
rings are used the rows of ring 1 come first.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sparse_rnn.tasks.trial_timing import (
    DECISION,
    DELAYED_DECISION,
    FIXED_DELAY,
    MATCH_TO_CATEGORY,
    MATCH_TO_SAMPLE,
    MEMORY_DELAY,
    REACTION,
    Timing,
)

FULL_TURN = 2 * np.pi
FIXATE = -1.0
"""Stands in for the response angle where keeping fixation is right."""

Stimuli = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Angles and strengths of the stimulus rows, each ``(S, n)`` for ``n`` trials."""


def _signs(rng: np.random.Generator, shape: int | tuple[int, ...]) -> NDArray[np.float64]:
    return rng.choice([-1.0, 1.0], shape)


def draw_pair(
    rng: np.random.Generator, n: int, closest: float, farthest: float
) -> NDArray[np.float64]:
    """Draw two angles per trial, ``(2, n)``, the second turned from the first either way.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of the draws.
    n : int
        Number of trials.
    closest, farthest : float
        Range in radians of the uniform turn; beyond pi the turn brings them closer again.
    """
    first = rng.uniform(0, FULL_TURN, n)
    turn = rng.uniform(closest, farthest, n) * _signs(rng, n)
    return np.stack([first, (first + turn) % FULL_TURN])


@dataclass(frozen=True)
class Reach:
    """One stimulus, in a ring drawn per batch; respond towards it or to the opposite side."""

    timing: Timing
    opposite: bool

    def draw_rings(self, rng: np.random.Generator) -> tuple[int, ...]:
        """Draw the ring of each stimulus row, once for a batch."""
        return (int(rng.integers(1, 3)),)

    def draw_stimuli(self, rng: np.random.Generator, n: int) -> Stimuli:
        """Draw angles and strengths of ``n`` trials, ``(1, n)`` each."""
        return rng.uniform(0, FULL_TURN, (1, n)), np.ones((1, n))

    def respond(self, locations: NDArray, strengths: NDArray) -> NDArray[np.float64]:
        """Return the right angle per trial, ``(..., n)``, for rows ``(..., 1, n)``."""
        return (locations[..., 0, :] + np.pi * self.opposite) % FULL_TURN


@dataclass(frozen=True)
class Decide:
    """Two stimuli of unequal strength; respond towards the stronger.

    Attributes
    ----------
    timing : Timing
        Course of the trial.
    coherences : tuple of float
        Half the possible differences in strength.
    rings : tuple of int
        The rings in which the pair is shown, at the same two angles.
    judged : tuple of int
        The rings over which a stimulus' strengths are summed before the two are compared.
    split : bool
        Whether the two rings share out a common strength unequally (else each ring has strengths
        of its own).
    """

    timing: Timing
    coherences: tuple[float, ...]
    rings: tuple[int, ...]
    judged: tuple[int, ...]
    split: bool = False

    def draw_rings(self, rng: np.random.Generator) -> tuple[int, ...]:
        """Return the ring of each stimulus row; nothing is random here."""
        return tuple(ring for ring in self.rings for _ in range(2))

    def draw_stimuli(self, rng: np.random.Generator, n: int) -> Stimuli:
        """Draw angles and strengths of ``n`` trials, two rows for each ring."""
        locations = np.tile(draw_pair(rng, n, np.pi / 2, 3 * np.pi / 2), (len(self.rings), 1))
        if not self.split:
            return locations, np.concatenate([self._draw_strengths(rng, n) for _ in self.rings])
        strengths = self._draw_strengths(rng, n)
        share = rng.uniform(0.2, 0.8, (2, n)) * _signs(rng, (2, n)) / 2
        return locations, np.concatenate([strengths * (1 + share), strengths * (1 - share)])

    def respond(self, locations: NDArray, strengths: NDArray) -> NDArray[np.float64]:
        """Return the right angle per trial, ``(..., n)``, for rows ``(..., S, n)``."""
        rows = [2 * self.rings.index(ring) for ring in self.judged]
        first = strengths[..., rows, :].sum(-2)
        second = strengths[..., [row + 1 for row in rows], :].sum(-2)
        return np.where(first > second, locations[..., 0, :], locations[..., 1, :])

    def _draw_strengths(self, rng: np.random.Generator, n: int) -> NDArray[np.float64]:
        mean = rng.uniform(0.8, 1.2, n)
        half = rng.choice(self.coherences, n) * _signs(rng, n)
        return np.stack([mean + half, mean - half])


@dataclass(frozen=True)
class Compare:
    """Two stimuli in turn, in rings drawn per batch; respond to the second or keep fixation.

    Attributes
    ----------
    timing : Timing
        Course of the trial.
    by_category : bool
        Whether a match is the same half of the circle (else the same angle).
    respond_to_match : bool
        Whether a match calls for the response (else a mismatch does).
    """

    timing: Timing
    by_category: bool
    respond_to_match: bool

    def draw_rings(self, rng: np.random.Generator) -> tuple[int, ...]:
        """Draw the ring of each stimulus row, once for a batch."""
        return tuple(rng.integers(1, 3, 2).tolist())

    def draw_stimuli(self, rng: np.random.Generator, n: int) -> Stimuli:
        """Draw angles and strengths of ``n`` trials, ``(2, n)`` each."""
        if self.by_category:
            locations = np.pi * rng.integers(10, size=(2, n)) / 5 + np.pi / 10
        else:
            locations = draw_pair(rng, n, np.pi / 9, 17 * np.pi / 9)
            locations[1] = np.where(rng.random(n) < 0.5, locations[0], locations[1])
        return locations, np.ones((2, n))

    def matches(self, locations: NDArray) -> NDArray[np.bool_]:
        """Return which trials show a match, ``(..., n)``, for rows ``(..., 2, n)``."""
        compared = locations < np.pi if self.by_category else locations
        return compared[..., 0, :] == compared[..., 1, :]

    def respond(self, locations: NDArray, strengths: NDArray) -> NDArray[np.float64]:
        """Return the right angle per trial, ``(..., n)``, or ``FIXATE`` where none is due."""
        due = self.matches(locations) == self.respond_to_match
        return np.where(due, locations[..., 1, :], FIXATE)


Rule = Reach | Decide | Compare

_FAINT = (0.01, 0.02, 0.04, 0.08)
_CLEAR = (0.08, 0.16, 0.32)

RULES: dict[str, Rule] = {
    "fdgo": Reach(FIXED_DELAY, opposite=False),
    "reactgo": Reach(REACTION, opposite=False),
    "delaygo": Reach(MEMORY_DELAY, opposite=False),
    "fdanti": Reach(FIXED_DELAY, opposite=True),
    "reactanti": Reach(REACTION, opposite=True),
    "delayanti": Reach(MEMORY_DELAY, opposite=True),
    "dm1": Decide(DECISION, _FAINT, rings=(1,), judged=(1,)),
    "dm2": Decide(DECISION, _FAINT, rings=(2,), judged=(2,)),
    "contextdm1": Decide(DECISION, _FAINT, rings=(1, 2), judged=(1,)),
    "contextdm2": Decide(DECISION, _FAINT, rings=(1, 2), judged=(2,)),
    "multidm": Decide(DECISION, _FAINT, rings=(1, 2), judged=(1, 2), split=True),
    "delaydm1": Decide(DELAYED_DECISION, _CLEAR, rings=(1,), judged=(1,)),
    "delaydm2": Decide(DELAYED_DECISION, _CLEAR, rings=(2,), judged=(2,)),
    "contextdelaydm1": Decide(DELAYED_DECISION, _CLEAR, rings=(1, 2), judged=(1,)),
    "contextdelaydm2": Decide(DELAYED_DECISION, _CLEAR, rings=(1, 2), judged=(2,)),
    "multidelaydm": Decide(DELAYED_DECISION, _CLEAR, rings=(1, 2), judged=(1, 2), split=True),
    "dmsgo": Compare(MATCH_TO_SAMPLE, by_category=False, respond_to_match=True),
    "dmsnogo": Compare(MATCH_TO_SAMPLE, by_category=False, respond_to_match=False),
    "dmcgo": Compare(MATCH_TO_CATEGORY, by_category=True, respond_to_match=True),
    "dmcnogo": Compare(MATCH_TO_CATEGORY, by_category=True, respond_to_match=False),
}
"""The rules by name, in the order of their input units."""


def get_rule(name: str) -> Rule:
    """Return the rule called ``name``.

    Raises
    ------
    ValueError
        If there is no such rule; the message lists the legal names.
    """
    if name not in RULES:
        raise ValueError(f"mtc: unknown rule {name!r}; legal: {', '.join(RULES)}")
    return RULES[name]
