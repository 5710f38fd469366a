"""The discrete-time recurrent network of the paper (Elman), with an optional leak."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import torch
from torch import Tensor

from sparse_rnn.models.activations import activation
from sparse_rnn.models.compiled.scheme import Scheme, runge_kutta_coefficients


@dataclass(frozen=True)
class Elman:
    """``h_t = (1 - leak) h_{t-1} + leak f(x_t W_in + b + h_{t-1} W)``.

    Parameters
    ----------
    activation : str
        ``"tanh"`` (the paper's), ``"relu"`` or ``"softplus"``.
    leak : float
        Share of the state that is renewed at each step, in (0, 1]; 1 is the paper's network,
        0.2 the cognitive tasks' (dt / tau = 20 ms / 100 ms).
    """

    activation: str = "tanh"
    leak: float = 1.0
    own: ClassVar[tuple[str, ...]] = ()

    def __post_init__(self) -> None:
        activation(self.activation)
        if not 0 < self.leak <= 1:
            raise ValueError(f"leak must lie in (0, 1], got {self.leak}")

    @cached_property
    def scheme(self) -> Scheme:
        """A leak is an Euler step of ``dh/dt = f - h``."""
        return Scheme(self.activation, 1, runge_kutta_coefficients("euler", self.leak, decay=1.0))

    def __call__(self, drive: Tensor, weights: Tensor) -> Tensor:
        """Return the states ``(R, T, B, N)``, step by step under autograd.

        Parameters
        ----------
        drive : Tensor
            ``x_t W_in + b``, shape ``(R, T, B, N)``.
        weights : Tensor
            Recurrent weights ``(R, N, N)``, ``W[r, i, j]`` the link ``i -> j``.
        """
        rate, state, states = activation(self.activation), torch.zeros_like(drive[:, 0]), []
        for held in drive.unbind(1):
            fresh = rate(torch.baddbmm(held, state, weights))
            state = fresh if self.leak == 1 else torch.lerp(state, fresh, self.leak)
            states.append(state)
        return torch.stack(states, 1)
