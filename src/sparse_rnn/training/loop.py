"""The training loop of an ensemble under a sparsification strategy."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from sparse_rnn.models.ensemble import Ensemble
from sparse_rnn.sparsify.base import Strategy
from sparse_rnn.tasks.base import Batch, Task
from sparse_rnn.training.optimiser import ClippedAdam

COLUMNS = ("epoch", "loss", "valid", "test", "density")


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
    """

    epochs: int
    learning_rate: float
    evaluate_every: int = 1
    snapshot_every: int = 5

    def due(self, epoch: int, period: int) -> bool:
        """Tell whether something of this period happens after ``epoch`` epochs."""
        return epoch % period == 0 or epoch == self.epochs


class Loop:
    """The state of a run and the step from one epoch to the next.

    All randomness of an epoch comes from streams that its number names, so the state holds no
    generator and a run that resumes draws what an undisturbed one would.

    Attributes
    ----------
    epoch : int
        Epochs trained so far.
    history : list of Tensor
        One ``(R, 5)`` float64 row per evaluation; columns are ``COLUMNS``.
    snapshots : dict of int to Tensor
        Recurrent weights ``(R, N, N)`` by epoch.
    """

    def __init__(self, task: Task, ensemble: Ensemble, strategy: Strategy, plan: Plan) -> None:
        self.task, self.ensemble, self.strategy, self.plan = task, ensemble, strategy, plan
        with torch.no_grad():
            draws = ensemble.generators("structure", 0)
            self.structure = strategy.start(ensemble.recurrent, draws)
        self.optimiser = ClippedAdam(ensemble.parameters, plan.learning_rate)
        self.epoch, self.history, self.snapshots = 0, [], {}

    def start(self) -> None:
        """Record the untrained networks."""
        self.record(torch.full((len(self.ensemble.seeds),), math.nan, dtype=torch.float64))

    def advance(self) -> None:
        """Train one epoch and record what is due.

        Raises
        ------
        FloatingPointError
            If the loss of a replica is no longer finite; the message names its seed.
        """
        draws = self.ensemble.generators("structure", self.epoch + 1)
        if self.epoch > 0:
            self.change_structure(draws)
        self.epoch += 1
        losses = self.train_epoch(draws)
        for seed, loss in zip(self.ensemble.seeds, losses.tolist(), strict=True):
            if not math.isfinite(loss):
                raise FloatingPointError(
                    f"the loss of the replica with seed {seed} is {loss} in epoch {self.epoch}; "
                    "lower tasks.<task>.learning_rate"
                )
        self.record(losses)

    def change_structure(self, draws: list[torch.Generator]) -> None:
        """Let the strategy act on the trained weights; after a change Adam starts afresh."""
        with torch.no_grad():
            weights, structure = self.ensemble.recurrent, self.structure
            if self.strategy.change(weights, structure, self.epoch, draws):
                self.optimiser.restart()

    def train_epoch(self, draws: list[torch.Generator]) -> Tensor:
        """Go through the batches of one epoch; return the mean loss per replica ``(R,)``."""
        noise = self.ensemble.generators("recurrent noise", self.epoch)
        losses = []
        for batch in self.task.train_batches(self.ensemble.seeds, self.epoch):
            loss = self.losses(self.ensemble(batch.inputs, noise), batch)
            self.optimiser.step(loss, self.structure.mask)
            losses.append(loss.detach())
            with torch.no_grad():
                weights = self.ensemble.recurrent
                rewired = self.strategy.after_update(weights, self.structure, draws)
            if rewired is not None:
                self.optimiser.forget(rewired)
        return torch.stack(losses).double().mean(0)

    def losses(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Return the loss of each replica ``(R,)``, computed one by one.

        How a vectorised loop rounds its last elements depends on where they lie, and a replica must
        be the same network alone and among others.
        """
        singles = enumerate(outputs.split(1))
        return torch.cat([self.task.loss(own, batch.replica(r)) for r, own in singles])

    def record(self, losses: Tensor) -> None:
        """Evaluate and take a snapshot where they are due."""
        if self.plan.due(self.epoch, self.plan.evaluate_every):
            scores = [self.evaluate(split) for split in ("valid", "test")]
            density = self.structure.mask.flatten(1).double().mean(1)
            epoch = torch.full_like(losses, self.epoch)
            self.history.append(torch.stack([epoch, losses, *scores, density], 1))
        if self.plan.due(self.epoch, self.plan.snapshot_every):
            self.snapshots[self.epoch] = self.ensemble.recurrent.detach().clone()

    @torch.no_grad()
    def evaluate(self, split: str) -> Tensor:
        """Return the metric of each replica on a whole split, ``(R,)``; NaN if there is none."""
        total = torch.zeros(len(self.ensemble.seeds), dtype=torch.float64)
        if split not in self.task.splits:
            return total.fill_(math.nan)
        noise, items = self.ensemble.generators("evaluation noise"), 0
        for batch in self.task.eval_batches(split):
            score, count = self.task.score(self.ensemble(batch.inputs, noise), batch)
            total, items = total + score, items + count
        return total / items


def train(loop: Loop, after_epoch: Callable[[Loop], None]) -> None:
    """Bring a loop, new or resumed, to the end of its plan, calling ``after_epoch`` each epoch."""
    if not loop.history:
        loop.start()
    while loop.epoch < loop.plan.epochs:
        loop.advance()
        after_epoch(loop)
