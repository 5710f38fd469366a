"""Activation functions by name."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softplus": functional.softplus,
}


def activation(name: str) -> Callable[[Tensor], Tensor]:
    """Return an activation by name; an unknown name raises ValueError and lists the legal ones."""
    if name not in ACTIVATIONS:
        raise ValueError(f"unknown activation {name!r}; legal: {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]
