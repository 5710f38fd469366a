"""Neural ordinary differential equation, integrated by a fourth-order Runge-Kutta method."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from sparse_rnn.models.continuous import integrate


@dataclass(frozen=True)
class NeuralODE:
    """``dh/dt = tanh(x W_in + b + h W)`` (Chen et al. 2018, arXiv:1806.07366).

    torchdiffeq's ``"rk4"`` is the 3/8 rule, a fourth-order Runge-Kutta tableau.

    Parameters
    ----------
    steps : int
        Runge-Kutta steps per input step (paper: 6).
    """

    steps: int = 6

    def __call__(self, drive: Tensor, weights: Tensor) -> Tensor:
        """Return the states ``(R, T, B, N)``; see :class:`sparse_rnn.models.elman.Elman`."""

        def field(state: Tensor, held: Tensor) -> Tensor:
            return torch.baddbmm(held, state, weights).tanh()

        return integrate(field, drive, "rk4", self.steps)
