"""Structures that never change: dense, random sparse, or given."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from sparse_rnn.sparsify.base import Draws, Strategy, Structure, choose
from sparse_rnn.sparsify.schedules import link_count


def sparse_start(weights: Tensor, sparsity: float, draws: Draws) -> Tensor:
    """Return a uniformly random mask with the exact number of links; cut all other weights."""
    everything = torch.ones_like(weights[0], dtype=torch.bool)
    links = link_count(weights.shape[-1], sparsity)
    mask = torch.stack([choose(everything, links, draw) for draw in draws])
    weights.mul_(mask)
    return mask


@dataclass(frozen=True)
class Dense(Strategy):
    """All links, always; the sparsity must be 0."""

    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Return a structure of all links."""
        if self.sparsity:
            raise ValueError(f"dense networks have sparsity 0, got {self.sparsity}")
        return Structure(torch.ones_like(weights, dtype=torch.bool))


@dataclass(frozen=True)
class Static(Strategy):
    """A random sparse structure, drawn once."""

    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Return a random structure and cut all other weights."""
        return Structure(sparse_start(weights, self.sparsity, draws))


@dataclass(frozen=True)
class Given(Strategy):
    """Networks given from outside; the sparsity is theirs.

    Parameters
    ----------
    weights : Tensor
        Recurrent weights of each replica, ``(R, N, N)``; zero where no link is.
    """

    weights: Tensor

    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Put the given weights in place of the drawn ones."""
        if weights.shape != self.weights.shape:
            shapes = f"{tuple(self.weights.shape)}, the ensemble's {tuple(weights.shape)}"
            raise ValueError(f"the given weights have shape {shapes}")
        weights.copy_(self.weights)
        return Structure(weights != 0)
