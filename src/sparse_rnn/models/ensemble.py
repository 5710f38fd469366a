"""An ensemble: replicas of one network that differ by seed, computed as one batch.

Every parameter has a leading replica axis.  A replica's initial values depend on its own seed
alone, so it is the same network whether it trains alone or among others.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.models.registry import Model
from sparse_rnn.seeding import stream, torch_seed
from sparse_rnn.tasks.base import Task


@dataclass(frozen=True)
class Initial:
    """How the parameters are drawn.

    Parameters
    ----------
    hidden : int
        Number of recurrent units ``N``.
    input_std : float or None
        Standard deviation of the input weights; None for ``1 / sqrt(n_inputs)``.
    recurrent : str
        ``"gaussian"``: ``W ~ N(0, 1/N)``; ``"orthogonal"``: half a random orthogonal matrix.
    """

    hidden: int
    input_std: float | None = None
    recurrent: str = "gaussian"

    def recurrent_weights(self, seed: int) -> np.ndarray:
        """Draw ``W`` of one replica, ``(N, N)``."""
        gauss = stream(seed, "recurrent weights").standard_normal((self.hidden, self.hidden))
        if self.recurrent == "gaussian":
            return gauss / math.sqrt(self.hidden)
        if self.recurrent == "orthogonal":
            q, r = np.linalg.qr(gauss)
            return 0.5 * q * np.sign(np.diag(r))  # the sign makes Q uniform (Mezzadri 2007)
        raise ValueError(
            f"unknown initial recurrent weights {self.recurrent!r}; legal: gaussian, orthogonal"
        )

    def parameters(self, task: Task, seed: int) -> dict[str, np.ndarray]:
        """Draw all parameters of one replica."""
        n_in, n, n_out = task.n_inputs, self.hidden, task.n_outputs
        std = 1 / math.sqrt(n_in) if self.input_std is None else self.input_std
        values = {
            "input": stream(seed, "input weights").standard_normal((n_in, n)) * std,
            "recurrent": self.recurrent_weights(seed),
            "bias": np.zeros((1, n)),
            "readout": stream(seed, "readout weights").standard_normal((n, n_out)) / math.sqrt(n),
            "readout_bias": np.zeros((1, n_out)),
        }
        if task.vocabulary:
            shape = (task.vocabulary, n_in)
            values["embedding"] = stream(seed, "embedding").standard_normal(shape)
        return values


class Ensemble:
    """``R`` replicas of one recurrent network with readout.

    Attributes
    ----------
    parameters : dict of str to Tensor
        Trainable tensors with leading axis ``R``; ``"recurrent"`` is ``(R, N, N)``.
    """

    def __init__(
        self,
        task: Task,
        model: Model,
        initial: Initial,
        seeds: Sequence[int],
        noise: float = 0.0,
    ) -> None:
        self.model, self.seeds, self.noise = model, list(seeds), noise
        self.reads_every_step = task.reads_every_step
        drawn = [initial.parameters(task, seed) for seed in seeds]
        self.parameters = {
            name: torch.tensor(np.stack([d[name] for d in drawn]), dtype=torch.float32)
            for name in drawn[0]
        }
        for parameter in self.parameters.values():
            parameter.requires_grad_()

    @property
    def recurrent(self) -> Tensor:
        """Recurrent weights ``(R, N, N)``; ``[r, i, j]`` is the link ``i -> j`` of replica r."""
        return self.parameters["recurrent"]

    def generators(self, *names: str | int) -> list[torch.Generator]:
        """Return one torch generator per replica for the stream called ``names``."""
        return [torch.Generator().manual_seed(torch_seed(seed, *names)) for seed in self.seeds]

    def __call__(self, inputs: Tensor, draws: list[torch.Generator]) -> Tensor:
        """Return the readout.

        Parameters
        ----------
        inputs : Tensor
            ``(R or 1, T, B, n_inputs)``, or ``(R or 1, T, B)`` word numbers.
        draws : list of torch.Generator
            One per replica, for the recurrent noise.

        Returns
        -------
        Tensor
            ``(R, T, B, n_outputs)``, or ``(R, B, n_outputs)`` where the last state is read.
        """
        states = self.model(self._drive(inputs, draws), self.recurrent)
        if not self.reads_every_step:
            states = states[:, -1]
        flat = states.flatten(1, -2)
        outputs = torch.baddbmm(self.parameters["readout_bias"], flat, self.parameters["readout"])
        return outputs.view(*states.shape[:-1], -1)

    def _drive(self, inputs: Tensor, draws: list[torch.Generator]) -> Tensor:
        """Return ``x_t W_in + b`` plus the recurrent noise, ``(R, T, B, N)``."""
        replicas, (steps, batch) = len(self.seeds), inputs.shape[1:3]
        if "embedding" in self.parameters:
            words = inputs.expand(replicas, -1, -1)
            rows = torch.arange(replicas)[:, None, None]
            inputs = self.parameters["embedding"][rows, words]
        flat = inputs.flatten(1, 2).expand(replicas, -1, -1)
        drive = torch.baddbmm(self.parameters["bias"], flat, self.parameters["input"])
        drive = drive.view(replicas, steps, batch, -1)
        if self.noise:
            shape = drive.shape[1:]
            drive = drive + self.noise * torch.stack(
                [torch.randn(shape, generator=generator) for generator in draws]
            )
        return drive
