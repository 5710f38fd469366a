"""Forecasting of the chaotic Mackey-Glass series: the next values from a window of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.base.seeding import stream
from sparse_rnn.tasks.base import Batch, Task, replica_by_replica
from sparse_rnn.tasks.delay_equation import MackeyGlass, make_series


class Forecast(Task):
    """Forecast the next values of the series from a window of it.

    The training part is cut into as many contiguous blocks as a batch has rows; a batch is one
    window of every block, the next batch the windows that follow.  All replicas share the data.

    Parameters
    ----------
    train, test : ndarray
        The two parts of the series, ``(points,)``.
    steps : int
        Values in a window; windows do not overlap.
    horizon : int
        Values to forecast from the last state.
    batch_size : int
        Rows of a batch.
    passes_per_epoch : int
        How often an epoch goes through the training part.

    Raises
    ------
    ValueError
        If a part is too short for one window and the values that follow it.
    """

    name = "mg"
    n_inputs = 1

    def __init__(
        self,
        train: np.ndarray,
        test: np.ndarray,
        steps: int,
        horizon: int,
        batch_size: int,
        passes_per_epoch: int,
    ) -> None:
        self.n_outputs = horizon
        self.passes_per_epoch = passes_per_epoch
        block = len(train) // batch_size
        blocks = train[: block * batch_size].reshape(batch_size, block)
        self.train = windows(blocks, steps, horizon)
        self.test = [_stacked(windows(test[None], steps, horizon))]

    @classmethod
    def build(cls, settings: Mapping, raw: str | Path, seed: int) -> Forecast:
        """Return the task on a freshly integrated series.

        Parameters
        ----------
        settings : mapping
            ``train_points``, ``test_points``, ``steps``, ``horizon``, ``batch_size``,
            ``passes_per_epoch`` as above; ``beta``, ``gamma``, ``power``, ``delay`` of the
            equation; ``integrator``, ``steps_per_unit``, ``washout`` of :func:`make_series`.
        raw : path
            Not used: there is no raw file.
        seed : int
            Fixes the random history of the equation.

        Raises
        ------
        ValueError
            If the settings are at odds with each other; the message says which.
        """
        equation = MackeyGlass(*(settings[key] for key in ("beta", "gamma", "power", "delay")))
        series = make_series(
            equation,
            settings["train_points"] + settings["test_points"],
            stream(seed, "series", cls.name),
            settings["steps_per_unit"],
            settings["washout"],
            settings["integrator"],
        )
        train, test = np.split(series, [settings["train_points"]])
        keys = ("steps", "horizon", "batch_size", "passes_per_epoch")
        return cls(train, test, *(settings[key] for key in keys))

    def train_batches(self, seeds: Sequence[int], epoch: int) -> Iterator[Batch]:
        """Yield the same batches for all replicas and epochs, in the order of the series."""
        for _ in range(self.passes_per_epoch):
            yield from self.train

    def eval_batches(self, split: str) -> Iterator[Batch]:
        """Yield all the windows of the test part as one batch."""
        yield from {"test": self.test}[split]

    @replica_by_replica
    def loss(self, outputs: Tensor, batch: Batch) -> Tensor:
        """Return the mean squared error per replica, ``(R,)``."""
        return (outputs - batch.targets).square().flatten(1).mean(1)

    def score(self, outputs: Tensor, batch: Batch) -> tuple[Tensor, int]:
        """Return the mean squared errors of the windows, summed ``(R,)``, and their number."""
        errors = (outputs - batch.targets).double().square().mean(-1)
        return errors.sum(1), errors.shape[1]


def windows(rows: np.ndarray, steps: int, horizon: int) -> list[Batch]:
    """Cut every row into non-overlapping windows, each with the values that follow it.

    Parameters
    ----------
    rows : ndarray
        ``(B, points)``.
    steps, horizon : int
        Values in a window, and values to forecast.

    Returns
    -------
    list of Batch
        One per window: inputs ``(1, steps, B, 1)``, targets ``(1, B, horizon)``.

    Raises
    ------
    ValueError
        If a row is too short for one window.
    """
    count = (rows.shape[1] - horizon) // steps
    if count < 1:
        raise ValueError(
            f"mg: {rows.shape[1]} points (of the test part, or of one of the batch_size blocks of "
            f"the training part) hold no window of {steps} and the {horizon} points after it"
        )
    values = torch.from_numpy(rows.astype(np.float32))
    ends = range(steps, count * steps + 1, steps)
    return [
        Batch(
            values[None, :, end - steps : end, None].transpose(1, 2),
            values[None, :, end : end + horizon],
        )
        for end in ends
    ]


def _stacked(batches: Sequence[Batch]) -> Batch:
    """Join batches row by row."""
    inputs = torch.cat([batch.inputs for batch in batches], 2)
    return Batch(inputs, torch.cat([batch.targets for batch in batches], 1))
