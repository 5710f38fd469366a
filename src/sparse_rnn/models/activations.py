"""Activation functions with their slope written in terms of their own output."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional


@dataclass(frozen=True)
class Activation:
    """A function ``y = f(u)`` and its derivative as a function of ``y``."""

    apply: Callable[[Tensor], Tensor]
    slope: Callable[[Tensor], Tensor]


ACTIVATIONS = {
    "tanh": Activation(torch.tanh, lambda y: 1 - y * y),
    "relu": Activation(torch.relu, lambda y: (y > 0).to(y.dtype)),
    # softplus: y = log(1 + e^u), dy/du = e^u / (1 + e^u) = 1 - e^-y
    "softplus": Activation(functional.softplus, lambda y: -torch.expm1(-y)),
}


def activation(name: str) -> Activation:
    """Return an activation by name; an unknown name raises ValueError and lists the legal ones."""
    if name not in ACTIVATIONS:
        raise ValueError(f"unknown activation {name!r}; legal: {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]
