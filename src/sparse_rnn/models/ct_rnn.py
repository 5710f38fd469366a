"""Continuous-time recurrent network, integrated by the explicit Euler method."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import torch
from torch import Tensor

from sparse_rnn.models.compiled.scheme import Scheme, runge_kutta_coefficients
from sparse_rnn.models.continuous import check_solver, integrate


@dataclass(frozen=True)
class CTRNN:
    """``dh/dt = -h / tau + tanh(x W_in + b + h W)``.

    Parameters
    ----------
    tau : float
        Time constant in units of time (paper: 1 for hgs, 0.5 for har).
    steps : int
        Euler steps per input step (paper: 6).
    duration : float
        Units of time that an input step takes (paper: 1, so that a Euler step takes 1/6).
    """

    tau: float = 1.0
    steps: int = 6
    duration: float = 1.0
    own: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        if not self.tau > 0:
            raise ValueError(f"tau must be positive, got {self.tau}")
        check_solver(self.steps, self.duration)

    @cached_property
    def scheme(self) -> Scheme:
        """The Euler step, for the compiled network."""
        step = self.duration / self.steps
        return Scheme("tanh", self.steps, runge_kutta_coefficients("euler", step, 1 / self.tau))

    def __call__(self, drive: Tensor, weights: Tensor) -> Tensor:
        """Return the states ``(R, T, B, N)``; see :class:`sparse_rnn.models.elman.Elman`."""

        def field(state: Tensor, held: Tensor) -> Tensor:
            return torch.baddbmm(held, state, weights).tanh() - state / self.tau

        return integrate(field, drive, "euler", self.steps, self.duration)
