"""Liquid time-constant network, which the paper's repository trains beside the paper's models."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Tensor

from sparse_rnn.models.continuous import check_solver


@dataclass(frozen=True)
class LiquidTimeConstant:
    """``dh/dt = -(1 / tau + f) h + f A`` with ``f = sigmoid(x W_in + b + h W)``.

    Hasani et al. (2021), Liquid time-constant networks, AAAI 35:7657, doi
    10.1609/aaai.v35i9.16936, equation 1, by its semi-implicit solver, equation 3:
    ``h(t + dt) = (h(t) + dt f A) / (1 + dt (1 / tau + f))``, which is stable at any step.

    Parameters
    ----------
    tau : float
        Time constant without input, in units of an input step.
    steps : int
        Solver steps per input step (Hasani et al.: 6).
    """

    tau: float = 1.0
    steps: int = 6
    scheme: ClassVar[None] = None  # the new state is not linear in f: no compiled network
    own: ClassVar[tuple[str, ...]] = ("reversal",)

    def __post_init__(self) -> None:
        if not self.tau > 0:
            raise ValueError(f"tau must be positive, got {self.tau}")
        check_solver(self.steps)

    def __call__(self, drive: Tensor, weights: Tensor, reversal: Tensor) -> Tensor:
        """Return the states ``(R, T, B, N)``; ``reversal`` is ``A``, trained, ``(R, 1, N)``.

        See :class:`sparse_rnn.models.elman.Elman` for the rest.
        """
        step, state, states = 1 / self.steps, torch.zeros_like(drive[:, 0]), []
        for held in drive.unbind(1):
            for _ in range(self.steps):
                rate = torch.baddbmm(held, state, weights).sigmoid()
                state = (state + step * rate * reversal) / (1 + step * (1 / self.tau + rate))
            states.append(state)
        return torch.stack(states, 1)
