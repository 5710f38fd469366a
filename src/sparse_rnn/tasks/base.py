"""What every task offers: its shapes, batches for many replicas at once, loss and metric."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks.cross_entropy import CrossEntropy


@dataclass(frozen=True)
class Batch:
    """One batch for ``R`` replicas; a leading axis of 1 means that all replicas share it.

    Attributes
    ----------
    inputs : Tensor
        ``(R or 1, T, B, n_inputs)`` float32, or ``(R or 1, T, B)`` int64 word numbers for a task
        with a vocabulary.
    targets : Tensor
        ``(R or 1, B, ...)`` where the last state is read out, ``(R or 1, T, B, ...)`` where every
        step is; int64 class numbers or float32 values.
    weights : Tensor or None
        Factor on the output error, ``(R or 1, T, B, n_outputs)`` (masked least squares).
    extra : Tensor or None
        What the metric needs beyond the targets (cognition: correct response direction).
    """

    inputs: Tensor
    targets: Tensor
    weights: Tensor | None = None
    extra: Tensor | None = None

    def replica(self, r: int) -> Batch:
        """Return the batch of one replica, with a leading axis of 1."""
        tensors = (self.inputs, self.targets, self.weights, self.extra)
        return Batch(*(t if t is None or len(t) == 1 else t[r : r + 1] for t in tensors))


class Task(ABC):
    """A supervised sequence task.

    Attributes
    ----------
    name : str
        Key in the registry, in the configuration and in the catalog, which has its metric's name.
    n_inputs, n_outputs : int
        Width of one input step and of the readout.
    reads_every_step : bool
        Whether the readout is applied at every step (else to the last state only).
    vocabulary : int or None
        Number of words where inputs are word numbers (a trained embedding turns them into
        ``n_inputs`` values), else None.
    splits : tuple of str
        Which of ``"valid"`` and ``"test"`` exist for evaluation.
    """

    name: ClassVar[str]
    n_inputs: int
    n_outputs: int
    reads_every_step: ClassVar[bool] = False
    vocabulary: int | None = None
    splits: ClassVar[tuple[str, ...]] = ("test",)

    @abstractmethod
    def train_batches(self, seeds: Sequence[int], epoch: int) -> Iterator[Batch]:
        """Yield the batches of one epoch, one row of the leading axis per replica seed.

        What a replica gets depends on its seed and the epoch alone, not on the other replicas.
        """

    @abstractmethod
    def eval_batches(self, split: str) -> Iterator[Batch]:
        """Yield the whole of a split once, in a fixed order, shared by all replicas."""

    @abstractmethod
    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Return the mean loss per replica ``(R,)``; outputs have the width as their last axis.

        A replica's loss and its gradient are bitwise the same alone and among others.
        """

    @abstractmethod
    def score(self, outputs: Tensor, batch: Batch) -> tuple[Tensor, int]:
        """Return the summed test metric per replica ``(R,)`` and the number of scored items."""


def replica_by_replica(loss: Callable[[Task, Tensor, Batch], Tensor]) -> Callable:
    """Make a loss take one replica after the other.

    How a vectorised loop rounds its last elements depends on where they lie, and a replica must be
    the same network alone and among others.
    """

    @wraps(loss)
    def one_by_one(task: Task, outputs: Tensor, batch: Batch) -> Tensor:
        singles = enumerate(outputs.split(1))
        return torch.cat([loss(task, own, batch.replica(r)) for r, own in singles])

    return one_by_one


class Classification(Task):
    """A task with cross-entropy loss and accuracy, at the last step or at every step."""

    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Return the mean cross-entropy (nats) per replica, ``(R,)``."""
        return CrossEntropy.apply(outputs, batch.targets)

    def score(self, outputs: Tensor, batch: Batch) -> tuple[Tensor, int]:
        """Return the number of right answers per replica ``(R,)`` and the number of answers."""
        right = outputs.argmax(-1) == batch.targets
        return right.flatten(1).sum(1).double(), right[0].numel()


class ArrayTask(Classification):
    """A classification task whose splits are arrays in memory.

    Parameters
    ----------
    splits : dict of str to (Tensor, Tensor)
        For ``"train"``, ``"test"`` and perhaps ``"valid"``: inputs ``(n, T, n_inputs)`` (or
        ``(n, T)`` word numbers) and targets ``(n,)`` or ``(n, T)``.
    batch_size : int
        Sequences per training batch.
    batches_per_epoch : int or None
        Training batches that make an epoch; None for one pass over the training split.
    """

    eval_size: ClassVar[int] = 250  # sequences at a time, so that their states stay in the cache

    def __init__(
        self,
        splits: dict[str, tuple[Tensor, Tensor]],
        batch_size: int,
        batches_per_epoch: int | None = None,
    ) -> None:
        self.data = splits
        self.batch_size = batch_size
        n = len(splits["train"][0])
        if not 1 <= batch_size <= n:
            raise ValueError(f"{self.name}: batch size {batch_size} must lie between 1 and {n}")
        self.batches_per_epoch = batches_per_epoch or n // batch_size

    def order(self, seed: int, epoch: int) -> Tensor:
        """Return one epoch's training rows for one replica, ``(batches, batch_size)``.

        Epochs that are shorter or longer than a pass draw from passes end to end; each pass is a
        fresh permutation, so that every sequence is used once per pass.
        """
        n = len(self.data["train"][0])
        per_pass = n // self.batch_size
        first = (epoch - 1) * self.batches_per_epoch
        wanted = range(first, first + self.batches_per_epoch)
        passes = {
            p: stream(seed, "batches", p).permutation(n)
            for p in range(wanted.start // per_pass, wanted[-1] // per_pass + 1)
        }
        rows = [
            passes[b // per_pass][b % per_pass * self.batch_size :][: self.batch_size]
            for b in wanted
        ]
        return torch.from_numpy(np.stack(rows))

    def train_batches(self, seeds: Sequence[int], epoch: int) -> Iterator[Batch]:
        """Yield shuffled batches, each replica in its own order."""
        inputs, targets = self.data["train"]
        orders = torch.stack([self.order(seed, epoch) for seed in seeds], 1)
        for rows in orders:
            yield self._batch(inputs[rows], targets[rows])

    def eval_batches(self, split: str) -> Iterator[Batch]:
        """Yield the split in order, in chunks that every replica shares."""
        inputs, targets = self.data[split]
        for start in range(0, len(inputs), self.eval_size):
            rows = slice(start, start + self.eval_size)
            yield self._batch(inputs[rows][None], targets[rows][None])

    def _batch(self, inputs: Tensor, targets: Tensor) -> Batch:
        """Turn ``(R, B, T, ...)`` into the time-major batch that the models read."""
        targets = targets.transpose(1, 2) if self.reads_every_step else targets
        return Batch(inputs.transpose(1, 2), targets)
