"""The noise on the drive of an ensemble's recurrent units."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.models.compiled.kernels import block_width
from sparse_rnn.models.compiled.vectors import padded
from sparse_rnn.numerics.gaussian_noise import add_noise


class Noise(NamedTuple):
    """Normal noise, independent over steps, units, trials and replicas.

    Attributes
    ----------
    draws : ndarray
        Where each replica is in its stream, ``(R,)`` uint64; what draws from it moves it on.
    std : float
        Standard deviation.
    """

    draws: np.ndarray
    std: float

    def drawn(self, r: int, steps: int, batch: int, units: int) -> Tensor:
        """Return the noise of a replica's next batch, ``(T, B, N)``: what `kernels` adds to it."""
        width = block_width(units)
        noise = np.zeros((steps, units, padded(batch)), np.float32)
        for step in noise:
            for start in range(0, step.shape[1], width):
                block = np.zeros_like(step[:, start : start + width], order="C")
                add_noise(block.reshape(-1), self.draws[r : r + 1], np.float32(self.std))
                step[:, start : start + width] = block
        return torch.from_numpy(noise)[..., :batch].transpose(1, 2)
