"""From the parameters of cognitive trials to the arrays that a network sees, without noise.

Arrays have the replicas first, then time: ``(R, T, B, ...)`` float32.  Everything is piecewise
constant in time, so each piece is computed once, in float64, and then repeated.

Source of layout and constants: G. R. Yang et al., Nature Neuroscience 22:297 (2019),
doi 10.1038/s41593-018-0310-2.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sparse_rnn.tasks.trial_parameters import TrialPlan, Trials
from sparse_rnn.tasks.trial_rules import FIXATE, FULL_TURN, RULES

N_RING = 32
PREFERRED = FULL_TURN * np.arange(N_RING) / N_RING
"""Preferred angle of each ring unit, of the input rings and the output ring alike."""
BUMP_HEIGHT, BUMP_WIDTH = 0.8, np.pi / 8

FIXATION = 0
INPUT_RINGS = {1: slice(1, 1 + N_RING), 2: slice(1 + N_RING, 1 + 2 * N_RING)}
FIRST_RULE_UNIT = 1 + 2 * N_RING
OUTPUT_RING = slice(1, 1 + N_RING)
N_INPUTS = FIRST_RULE_UNIT + len(RULES)
N_OUTPUTS = 1 + N_RING

OUTPUT_OFF, FIXATION_ON = 0.05, 0.8
GRACE = 5
"""Steps (100 ms) at the start of the trial and of the response at which errors do not count."""


class Arrays(NamedTuple):
    """The arrays of a batch of trials.

    Attributes
    ----------
    inputs : ndarray
        Noise-free input, ``(R, T, B, 85)``.
    targets : ndarray
        Target output, ``(R, T, B, 33)``.
    mask : ndarray
        Factor on the output error, ``(T, 33)``; the same in all trials.
    directions : ndarray
        Right response angle, ``(R, T, B)``; ``FIXATE`` (-1) while fixation is right.
    """

    inputs: NDArray[np.float32]
    targets: NDArray[np.float32]
    mask: NDArray[np.float32]
    directions: NDArray[np.float32]


def render(trials: Trials) -> Arrays:
    """Return the noise-free arrays of a batch of trials."""
    targets, directions = render_targets(trials)
    return Arrays(render_inputs(trials), targets, loss_mask(trials.plan), directions)


def circular_distance(first: NDArray, second: NDArray) -> NDArray[np.float64]:
    """Return the distance of two angles of ``[0, 2 pi)`` along the circle, at most pi."""
    difference = np.abs(first - second)
    return np.minimum(difference, FULL_TURN - difference)


def bump(angles: NDArray) -> NDArray[np.float64]:
    """Return the activity of a ring, ``(..., 32)``, that peaks with 0.8 at each angle."""
    distance = circular_distance(angles[..., None], PREFERRED)
    return BUMP_HEIGHT * np.exp(-((distance / BUMP_WIDTH) ** 2) / 2)


def render_inputs(trials: Trials) -> NDArray[np.float32]:
    """Return fixation, the two rings and the rule units, ``(R, T, B, 85)``."""
    plan = trials.plan
    replicas, _, batch = trials.locations.shape
    bumps = trials.strengths[..., None] * bump(trials.locations)
    inputs = np.empty((replicas, plan.n_steps, batch, N_INPUTS), np.float32)
    changes = {0, plan.fixation_off, plan.n_steps}.union(*plan.windows)
    for start, stop in pairwise(sorted(changes)):
        piece = np.zeros((replicas, batch, N_INPUTS))
        piece[..., FIXATION] = start < plan.fixation_off
        piece[..., FIRST_RULE_UNIT + list(RULES).index(plan.name)] = 1
        for row, (on, off) in enumerate(plan.windows):
            if on <= start < off:
                piece[..., INPUT_RINGS[plan.rings[row]]] += bumps[:, row]
        inputs[:, start:stop] = piece.astype(np.float32)[:, None]
    return inputs


def render_targets(trials: Trials) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the target output ``(R, T, B, 33)`` and the right response angle ``(R, T, B)``."""
    plan, responses = trials.plan, trials.responses
    replicas, batch = responses.shape
    due = responses != FIXATE
    response = np.full((replicas, batch, N_OUTPUTS), OUTPUT_OFF)
    response[~due, FIXATION] = FIXATION_ON
    response[..., OUTPUT_RING] += bump(responses) * due[..., None]

    targets = np.full((replicas, plan.n_steps, batch, N_OUTPUTS), OUTPUT_OFF, np.float32)
    targets[:, : plan.go, :, FIXATION] = FIXATION_ON
    targets[:, plan.go :] = response.astype(np.float32)[:, None]
    directions = np.full((replicas, plan.n_steps, batch), FIXATE, np.float32)
    directions[:, plan.go :] = responses[:, None]
    return targets, directions


def loss_mask(plan: TrialPlan) -> NDArray[np.float32]:
    """Return the factor on the output error at each step, ``(T, 33)``.

    It is 1 before and 5 during the response, twice that for the fixation output, and 0 in the
    first 100 ms of either.
    """
    mask = np.ones((plan.n_steps, N_OUTPUTS), np.float32)
    mask[plan.go :] = 5
    mask[:, FIXATION] *= 2
    mask[:GRACE] = 0
    mask[plan.go : plan.go + GRACE] = 0
    return mask
