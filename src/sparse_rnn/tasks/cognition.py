"""The 20 cognitive tasks as one supervised task, with trials made as they are needed.

A network is told by its rule units which of the tasks a batch is about.  Trials follow G. R. Yang
et al., "Task representations in neural networks trained to perform many cognitive tasks", Nature
Neuroscience 22:297 (2019), doi 10.1038/s41593-018-0310-2; ``trial_rules`` says what is drawn,
``trial_arrays`` what it looks like.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from sparse_rnn.base.seeding import noise_state, stream
from sparse_rnn.numerics.gaussian_noise import add_noise
from sparse_rnn.tasks.base import Batch, Task, replica_by_replica
from sparse_rnn.tasks.trial_arrays import (
    FIXATION,
    N_INPUTS,
    N_OUTPUTS,
    OUTPUT_RING,
    PREFERRED,
    render,
)
from sparse_rnn.tasks.trial_parameters import TrialPlan, draw_plan, draw_trials
from sparse_rnn.tasks.trial_rules import RULES, get_rule
from sparse_rnn.tasks.trial_timing import DT

TAU = 100
"""Time constant of the units in milliseconds; the noise is scaled to it."""
TOLERANCE = 0.2 * math.pi
"""A response counts as right if it is less than this (radians) away from the right angle."""
FIXATING = 0.5
"""The network keeps fixation while its fixation output is above this."""

REQUIRED = (
    "batch_size",
    "batches_per_epoch",
    "eval_batches_per_rule",
    "eval_batch_size",
    "sigma_x",
)
OPTIONAL = ("rules", "rule_weights")


class Cognition(Task):
    """Batches of one rule each, drawn anew for every epoch.

    The rule, the durations and the rings of a batch come from a stream of the task's own seed, so
    that replicas can train as one computation; what happens in its trials, and the noise, come
    from streams of each replica.

    Parameters
    ----------
    seed : int
        Root seed, of the curriculum and of the evaluation trials.
    batch_size : int
        Trials per training batch.
    batches_per_epoch : int
        Training batches that make an epoch.
    eval_batches_per_rule : int
        Evaluation batches per rule, each with its own timing.
    eval_batch_size : int
        Trials per evaluation batch.
    sigma_x : float
        Input noise; its standard deviation per step is ``sigma_x sqrt(2 TAU / DT)``.
    rules : sequence of str
        The rules in use; the inputs have units for all 20 nevertheless.
    rule_weights : mapping of str to float, optional
        Relative frequency of rules in training, 1 for a rule that it leaves out.  Rules that
        are not in use may have one.

    Raises
    ------
    ValueError
        If a number is out of range, a rule is unknown or named twice, or no rule has a weight.
    """

    name = "mtc"
    n_inputs = N_INPUTS
    n_outputs = N_OUTPUTS
    reads_every_step = True
    splits: ClassVar[tuple[str, ...]] = ("test",)

    def __init__(
        self,
        seed: int,
        *,
        batch_size: int,
        batches_per_epoch: int,
        eval_batches_per_rule: int,
        eval_batch_size: int,
        sigma_x: float,
        rules: Sequence[str] = tuple(RULES),
        rule_weights: Mapping[str, float] | None = None,
    ) -> None:
        self.seed = seed
        self.batch_size = _positive("batch_size", batch_size)
        self.batches_per_epoch = _positive("batches_per_epoch", batches_per_epoch)
        self.eval_batches_per_rule = _positive("eval_batches_per_rule", eval_batches_per_rule)
        self.eval_batch_size = _positive("eval_batch_size", eval_batch_size)
        if not (sigma_x >= 0 and math.isfinite(sigma_x)):
            raise ValueError(f"mtc: sigma_x must be a number of at least 0, got {sigma_x}")
        self.noise_std = sigma_x * math.sqrt(2 * TAU / DT)
        self.rules = _checked_rules(rules)
        self.rule_probabilities = _probabilities(self.rules, rule_weights or {})

    @classmethod
    def build(cls, settings: Mapping[str, Any], raw: str | Path, seed: int) -> Cognition:
        """Return the task for the settings of a configuration.

        Parameters
        ----------
        settings : mapping
            The parameters above other than the seed, by name.
        raw : path
            Not used: there is no raw file.
        seed : int
            Root seed.

        Raises
        ------
        ValueError
            If a setting is missing, unknown or out of range.
        """
        missing = [key for key in REQUIRED if key not in settings]
        unknown = [key for key in settings if key not in REQUIRED + OPTIONAL]
        if missing or unknown:
            raise ValueError(
                f"mtc: settings missing: {missing}, unknown: {unknown}; "
                f"required: {', '.join(REQUIRED)}; optional: {', '.join(OPTIONAL)}"
            )
        return cls(seed, **settings)

    def train_batches(self, seeds: Sequence[int], epoch: int) -> Iterator[Batch]:
        """Yield the batches of one epoch, one row of the leading axis per replica seed."""
        curriculum = stream(self.seed, "curriculum", epoch)
        trials = [stream(seed, "trials", epoch) for seed in seeds]
        noise = np.array([noise_state(seed, "input-noise", epoch) for seed in seeds])
        for _ in range(self.batches_per_epoch):
            rule = self.rules[curriculum.choice(len(self.rules), p=self.rule_probabilities)]
            yield self._batch(draw_plan(rule, curriculum), self.batch_size, trials, noise)

    def eval_batches_of(self, rule: str) -> Iterator[Batch]:
        """Yield the evaluation batches of one rule, the same whichever rules are in use.

        Raises
        ------
        ValueError
            If there is no such rule.
        """
        draws = stream(self.seed, "evaluation", rule)
        noise = np.array([noise_state(self.seed, "evaluation-noise", rule)])
        for _ in range(self.eval_batches_per_rule):
            yield self._batch(draw_plan(rule, draws), self.eval_batch_size, [draws], noise)

    def eval_batches(self, split: str) -> Iterator[Batch]:
        """Yield the evaluation batches rule by rule; they are the same in every epoch.

        Raises
        ------
        ValueError
            If there is no such split.
        """
        if split not in self.splits:
            raise ValueError(f"mtc: no split {split!r}; legal: {', '.join(self.splits)}")
        for rule in self.rules:
            yield from self.eval_batches_of(rule)

    @replica_by_replica
    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Return the masked squared error per replica, ``(R,)``.

        The mean is over all steps, trials and outputs, masked ones included; the mask is inside
        the square.  ``outputs`` are linear, ``(R, T, B, 33)``; the sigmoid is applied here.
        """
        error = batch.weights * (batch.targets - torch.sigmoid(outputs))
        return error.square().flatten(1).mean(1)

    def score(self, outputs: Tensor, batch: Batch) -> tuple[Tensor, int]:
        """Return the number of right trials per replica ``(R,)`` and the number of trials.

        Only the last step counts.  Where fixation is right the network must fixate; where a
        response is due it must not, and its population vector must point within ``TOLERANCE``.
        """
        last, direction = torch.sigmoid(outputs[:, -1].double()), batch.extra[:, -1].double()
        ring, preferred = last[..., OUTPUT_RING], torch.from_numpy(PREFERRED).to(last.device)
        pointed = torch.atan2(ring @ preferred.sin(), ring @ preferred.cos())
        # The cosine spares the wrapping: it falls all the way from distance 0 to pi.
        close = torch.cos(pointed - direction) > math.cos(TOLERANCE)
        fixating = last[..., FIXATION] > FIXATING
        right = torch.where(direction < 0, fixating, close & ~fixating)
        return right.sum(1).double(), right.shape[1]

    def _batch(
        self,
        plan: TrialPlan,
        size: int,
        draws: Sequence[np.random.Generator],
        noise: NDArray[np.uint64],
    ) -> Batch:
        """Draw and render a batch, with one row of the leading axis per pair of streams."""
        arrays = render(draw_trials(plan, size, draws))
        for r, inputs in enumerate(arrays.inputs):
            add_noise(inputs.reshape(-1), noise[r : r + 1], np.float32(self.noise_std))
        return Batch(
            torch.from_numpy(arrays.inputs),
            torch.from_numpy(arrays.targets),
            torch.from_numpy(arrays.mask)[None, :, None].expand(1, -1, size, -1),
            torch.from_numpy(arrays.directions),
        )


def _positive(name: str, value: int) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(f"mtc: {name} must be a whole number of at least 1, got {value!r}")
    return value


def _checked_rules(rules: Sequence[str]) -> tuple[str, ...]:
    for rule in rules:
        get_rule(rule)
    if not rules or len(set(rules)) < len(rules):
        raise ValueError(f"mtc: rules must name at least one rule and none twice, got {rules}")
    return tuple(rules)


def _probabilities(rules: Sequence[str], weights: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the probability of each rule, ``(len(rules),)``."""
    for rule, weight in weights.items():
        get_rule(rule)
        if not (weight >= 0 and math.isfinite(weight)):
            raise ValueError(f"mtc: the weight of {rule} must be at least 0, got {weight}")
    used = np.array([weights.get(rule, 1) for rule in rules], dtype=np.float64)
    if not used.any():
        raise ValueError(f"mtc: rule_weights are 0 for every rule in use: {', '.join(rules)}")
    return used / used.sum()
