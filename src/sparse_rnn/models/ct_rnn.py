"""Continuous-time recurrent network, integrated by the explicit Euler method."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from sparse_rnn.models.continuous import integrate


@dataclass(frozen=True)
class CTRNN:
    """``dh/dt = -h / tau + tanh(x W_in + b + h W)``.

    Parameters
    ----------
    tau : float
        Time constant in units of an input step (paper: 1 for hgs, 0.5 for har).
    steps : int
        Euler steps per input step (paper: 6).
    """

    tau: float = 1.0
    steps: int = 6

    def __post_init__(self) -> None:
        if not self.tau > 0:
            raise ValueError(f"tau must be positive, got {self.tau}")

    def __call__(self, drive: Tensor, weights: Tensor) -> Tensor:
        """Return the states ``(R, T, B, N)``; see :class:`sparse_rnn.models.elman.Elman`."""

        def field(state: Tensor, held: Tensor) -> Tensor:
            return torch.baddbmm(held, state, weights).tanh() - state / self.tau

        return integrate(field, drive, "euler", self.steps)
