"""The parameters of a batch of cognitive trials: all that is random in it except the noise.

They come in two parts.  A *plan* is drawn once for a batch and gives all its replicas the same
rule and number of steps; the stimuli are drawn per trial, and per replica from its own stream.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sparse_rnn.tasks.trial_rules import Rule, get_rule
from sparse_rnn.tasks.trial_timing import Window


@dataclass(frozen=True)
class TrialPlan:
    """What all trials of a batch have in common.

    Attributes
    ----------
    name : str
        The rule, by name.
    durations : mapping of str to int
        Steps of every epoch, in order.
    rings : tuple of int
        Input ring (1 or 2) of each stimulus row, ``(S,)``.
    """

    name: str
    durations: Mapping[str, int]
    rings: tuple[int, ...]

    @property
    def rule(self) -> Rule:
        """The rule of the batch."""
        return get_rule(self.name)

    @property
    def n_steps(self) -> int:
        """Number of steps ``T``."""
        return self._start("end")

    @property
    def go(self) -> int:
        """First step of the response epoch, also where no response is due."""
        return self._start("go1")

    @property
    def fixation_off(self) -> int:
        """First step without fixation input (``T``: it stays on)."""
        return self._start(self.rule.timing.fixation_until)

    @property
    def windows(self) -> list[Window]:
        """Steps at which each stimulus row comes on and goes off, ``S`` of them."""
        windows = self.rule.timing.windows(self.durations)
        return [windows[row % len(windows)] for row in range(len(self.rings))]

    def _start(self, epoch: str) -> int:
        return self.rule.timing.starts(self.durations)[epoch]


@dataclass(frozen=True)
class Trials:
    """A batch of trials of ``R`` replicas, as drawn.

    Attributes
    ----------
    plan : TrialPlan
        What they have in common.
    locations : ndarray
        Angle of each stimulus row in radians, ``(R, S, B)`` float64.
    strengths : ndarray
        Its strength, ``(R, S, B)`` float64.
    """

    plan: TrialPlan
    locations: NDArray[np.float64]
    strengths: NDArray[np.float64]

    @property
    def responses(self) -> NDArray[np.float64]:
        """Right response angle of each trial, ``(R, B)``; ``FIXATE`` where none is due."""
        return self.plan.rule.respond(self.locations, self.strengths)


def draw_plan(name: str, rng: np.random.Generator) -> TrialPlan:
    """Draw the epochs' durations and the rings of a batch of the rule called ``name``."""
    rule = get_rule(name)
    return TrialPlan(name, rule.timing.draw(rng), rule.draw_rings(rng))


def draw_trials(plan: TrialPlan, batch_size: int, streams: Sequence[np.random.Generator]) -> Trials:
    """Draw ``batch_size`` trials for each replica, each from its own stream."""
    drawn = [plan.rule.draw_stimuli(rng, batch_size) for rng in streams]
    locations, strengths = (np.stack(part) for part in zip(*drawn, strict=True))
    return Trials(plan, locations, strengths)
