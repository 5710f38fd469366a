"""Continuous-time networks: the input is held while torchdiffeq takes fixed solver steps.

This defines the models; `fused` computes the same much faster where it can.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torchdiffeq import odeint


def check_solver(steps: int, duration: float = 1.0) -> None:
    """Raise ValueError unless there are a solver step and some time for each input step."""
    if steps < 1:
        raise ValueError(f"solver steps per input step must be at least 1, got {steps}")
    if not duration > 0:
        raise ValueError(f"the duration of an input step must be positive, got {duration}")


def integrate(
    field: Callable[[Tensor, Tensor], Tensor],
    drive: Tensor,
    method: str,
    steps: int,
    duration: float = 1.0,
) -> Tensor:
    """Integrate ``dh/dt = field(h, drive_t)`` while the drive of each input step is held.

    Parameters
    ----------
    field : callable
        Maps the state ``(R, B, N)`` and the held drive ``(R, B, N)`` to ``dh/dt``.
    drive : Tensor
        ``x_t W_in + b``, shape ``(R, T, B, N)``.
    method : str
        Name of a fixed-step solver of torchdiffeq, e.g. ``"euler"`` or ``"rk4"``.
    steps : int
        Solver steps per input step.
    duration : float
        Units of time that an input step takes.

    Returns
    -------
    Tensor
        State at the end of each input step, ``(R, T, B, N)``.
    """
    grid = torch.linspace(0, duration, steps + 1, dtype=drive.dtype)
    state, states = torch.zeros_like(drive[:, 0]), []
    for held in drive.unbind(1):
        state = odeint(lambda _t, h, held=held: field(h, held), state, grid, method=method)[-1]
        states.append(state)
    return torch.stack(states, 1)
