"""Neural ordinary differential equation, integrated by a fourth-order Runge-Kutta method."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import torch
from torch import Tensor

from sparse_rnn.models.compiled.scheme import Scheme, runge_kutta_coefficients
from sparse_rnn.models.continuous import check_solver, integrate


@dataclass(frozen=True)
class NeuralODE:
    """``dh/dt = tanh(x W_in + b + h W)`` (Chen et al. 2018, arXiv:1806.07366).

    torchdiffeq's ``"rk4"`` is the 3/8 rule, a fourth-order Runge-Kutta tableau.

    Parameters
    ----------
    steps : int
        Runge-Kutta steps per input step (paper: 6).
    duration : float
        Units of time that an input step takes (paper: 1, so that a Runge-Kutta step takes 1/6).
    """

    steps: int = 6
    duration: float = 1.0
    own: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        check_solver(self.steps, self.duration)

    @cached_property
    def scheme(self) -> Scheme:
        """The Runge-Kutta step, for the compiled network."""
        return Scheme(
            "tanh", self.steps, runge_kutta_coefficients("rk4", self.duration / self.steps)
        )

    def __call__(self, drive: Tensor, weights: Tensor) -> Tensor:
        """Return the states ``(R, T, B, N)``; see :class:`sparse_rnn.models.elman.Elman`."""

        def field(state: Tensor, held: Tensor) -> Tensor:
            return torch.baddbmm(held, state, weights).tanh()

        return integrate(field, drive, "rk4", self.steps, self.duration)
