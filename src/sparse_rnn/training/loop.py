"""The training loop of an ensemble under a sparsification strategy."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import compress

import torch
from torch import Tensor

from sparse_rnn.models.ensemble import Ensemble
from sparse_rnn.sparsify.base import Strategy
from sparse_rnn.tasks.base import Task
from sparse_rnn.training.best_epoch import BestEpoch
from sparse_rnn.training.last_good import LastGood
from sparse_rnn.training.optimiser import ClippedAdam

log = logging.getLogger(__name__)

EVALUATION_COLUMNS = ("epoch", "loss", "valid", "test", "density")


@dataclass(frozen=True)
class Plan:
    """How long to train and how often to look; all in epochs.

    Attributes
    ----------
    epochs : int
        Length of training.
    learning_rate : float
        Adam's step size.
    evaluate_every, snapshot_every : int
        Period of evaluation and of snapshots; both also happen before training and at its end.
    keep_best : bool
        Whether to keep the parameters of each replica's best validation epoch, see `BestEpoch`.
    """

    epochs: int
    learning_rate: float
    evaluate_every: int = 1
    snapshot_every: int = 5
    keep_best: bool = False

    def due(self, epoch: int, period: int) -> bool:
        """Tell whether something of this period happens after ``epoch`` epochs."""
        return epoch % period == 0 or epoch == self.epochs


class Loop:
    """The state of a run and the step from one epoch to the next.

    All randomness of an epoch comes from streams that its number names, so the state holds no
    generator and a run that resumes draws what an undisturbed one would.

    A replica diverges in the first epoch that ends with a loss or a parameter that is not finite.
    It is taken out of the ensemble, and the others train on as if it had never been there: a
    replica is the same network alone and among others.

    Attributes
    ----------
    epoch : int
        Epochs trained so far.
    seeds : list of int
        Seeds of all ``R`` replicas; ``ensemble.seeds`` names the ones that still train.
    diverged : Tensor
        Epoch in which each replica diverged, 0 if it did not, ``(R,)`` int64.
    last_good : LastGood
        All replicas at the end of each one's last good epoch.
    latest_losses : Tensor
        Mean loss over the latest epoch of the replicas that still train, float64.
    history : list of Tensor
        One ``(R, 5)`` float64 row per evaluation, NaN once diverged; columns are
        `EVALUATION_COLUMNS`.
    snapshots : dict of int to Tensor
        Recurrent weights ``(R, N, N)`` by epoch; of a diverged replica the last good ones.
    best : BestEpoch or None
        Where each replica was best on the validation data, if the plan keeps that.
    """

    def __init__(self, task: Task, ensemble: Ensemble, strategy: Strategy, plan: Plan) -> None:
        self.task, self.ensemble, self.strategy, self.plan = task, ensemble, strategy, plan
        with torch.no_grad():
            draws = ensemble.generators("structure", 0)
            self.structure = strategy.start(ensemble.recurrent, draws)
        self.optimiser = ClippedAdam(ensemble.trained, plan.learning_rate)
        self.seeds = list(ensemble.seeds)
        self.diverged = torch.zeros(len(self.seeds), dtype=torch.int64)
        self.last_good = LastGood(ensemble, self.structure.mask)
        self.epoch, self.history, self.snapshots = 0, [], {}
        self.best = BestEpoch(task, ensemble) if plan.keep_best else None

    @property
    def alive(self) -> Tensor:
        """Which of all replicas still train, boolean ``(R,)``."""
        return self.diverged == 0

    def start(self) -> None:
        """Record the untrained networks."""
        self.record(torch.full((len(self.seeds),), math.nan, dtype=torch.float64))

    def advance(self) -> None:
        """Train one epoch, drop the replicas that diverged in it and record what is due."""
        draws = self.ensemble.generators("structure", self.epoch + 1)
        if self.epoch > 0:
            self.change_structure(draws)
        self.epoch += 1
        losses = self.train_epoch(draws)
        good = self.are_finite(losses)
        for seed in compress(self.ensemble.seeds, (~good).tolist()):
            log.warning("the replica with seed %d diverged in epoch %d and stops", seed, self.epoch)
        self.diverged[self.alive] = torch.where(good, 0, self.epoch)
        if not good.any():
            self.keep_last_good()
            return
        if not good.all():
            self.keep(good)
        self.record(losses[good])

    def keep_last_good(self) -> None:
        """Take the snapshots that are left, as of replicas that diverged while others train on."""
        for epoch in range(self.epoch, self.plan.epochs + 1):
            if self.plan.due(epoch, self.plan.snapshot_every):
                self.snapshots[epoch] = self.last_good.recurrent.clone()

    def are_finite(self, losses: Tensor) -> Tensor:
        """Tell which of the training replicas have only finite parameters and a finite loss."""
        good = losses.isfinite()
        for parameter in self.ensemble.parameters.values():
            good &= parameter.detach().flatten(1).isfinite().all(1)
        return good

    def keep(self, chosen: Tensor) -> None:
        """Go on with some of the training replicas only, which a boolean mask selects."""
        self.ensemble.keep(chosen)
        self.optimiser.keep(chosen)
        self.structure.keep(chosen)

    def change_structure(self, draws: list[torch.Generator]) -> None:
        """Let the strategy act on the trained weights; after a change Adam starts afresh."""
        further = [self.dense_gradient()] if self.strategy.needs_gradient(self.epoch) else []
        with torch.no_grad():
            weights, structure = self.ensemble.recurrent, self.structure
            if self.strategy.change(weights, structure, self.epoch, draws, *further):
                self.optimiser.restart()

    def dense_gradient(self) -> Tensor:
        """Return the gradient by all potential recurrent links, ``(R, N, N)``.

        The batch is the first of the coming epoch.  Without a mask absent links get a gradient too.
        """
        seeds, noise = self.ensemble.seeds, self.ensemble.noise_states("growth noise", self.epoch)
        batch = next(iter(self.task.train_batches(seeds, self.epoch + 1)))
        loss = self.task.loss(self.ensemble(batch.inputs, noise), batch)
        (gradient,) = torch.autograd.grad(loss.sum(), [self.ensemble.recurrent])
        return gradient

    def train_epoch(self, draws: list[torch.Generator]) -> Tensor:
        """Go through the batches of one epoch; return the mean loss per replica ``(R,)``."""
        noise = self.ensemble.noise_states("recurrent noise", self.epoch)
        losses = []
        for batch in self.task.train_batches(self.ensemble.seeds, self.epoch):
            outputs = self.ensemble(batch.inputs, noise, self.structure.mask)
            loss = self.task.loss(outputs, batch)
            self.optimiser.step(loss)
            losses.append(loss.detach())
            with torch.no_grad():
                weights = self.ensemble.recurrent
                rewired = self.strategy.after_update(weights, self.structure, draws)
            if rewired is not None:
                self.optimiser.forget(rewired)
        return torch.stack(losses).double().mean(0)

    def record(self, losses: Tensor) -> None:
        """Keep the good state that an epoch ended in; evaluate and take a snapshot where due."""
        self.latest_losses = losses
        self.last_good.note(self.alive, self.ensemble, self.structure.mask)
        if self.plan.due(self.epoch, self.plan.evaluate_every):
            scores = [self.evaluate(split) for split in ("valid", "test")]
            density = self.structure.mask.flatten(1).double().mean(1)
            epoch = torch.full_like(losses, self.epoch)
            shape = (len(self.seeds), len(EVALUATION_COLUMNS))
            rows = torch.full(shape, math.nan, dtype=torch.float64)
            rows[self.alive] = torch.stack([epoch, losses, *scores, density], 1)
            self.history.append(rows)
            if self.best:
                self.best.note(self.epoch, self.alive, scores[0], self.ensemble)
        if self.plan.due(self.epoch, self.plan.snapshot_every):
            self.snapshots[self.epoch] = self.last_good.recurrent.clone()

    def evaluate(self, split: str) -> Tensor:
        """Return the metric of each replica on a whole split, ``(R,)``; NaN if there is none."""
        return evaluate(self.task, self.ensemble, self.structure.mask, split)


@torch.no_grad()
def evaluate(task: Task, ensemble: Ensemble, mask: Tensor, split: str) -> Tensor:
    """Return the metric of each replica on a whole split, ``(R,)`` float64; NaN if there is none.

    Parameters
    ----------
    task : Task
        What is asked.
    ensemble : Ensemble
        Who answers.
    mask : Tensor
        Where recurrent links are, bool ``(R, N, N)``.
    split : {"valid", "test"}
        Which data.
    """
    total = torch.zeros(len(ensemble.seeds), dtype=torch.float64)
    if split not in task.splits:
        return total.fill_(math.nan)
    noise, items = ensemble.noise_states("evaluation noise"), 0
    for batch in task.eval_batches(split):
        score, count = task.score(ensemble(batch.inputs, noise, mask), batch)
        total, items = total + score, items + count
    return total / items


def train(loop: Loop, *after_epoch: Callable[[Loop], None]) -> None:
    """Bring a loop, new or resumed, to the end of its plan or to where all replicas have diverged.

    Parameters
    ----------
    loop : Loop
        The run.
    *after_epoch : callable
        Called with the loop after each epoch, in this order.
    """
    if not loop.history:
        loop.start()
    while loop.epoch < loop.plan.epochs:
        loop.advance()
        if not loop.alive.any():
            return
        for act in after_epoch:
            act(loop)
