"""Pruning, from a dense network to a sparse one in the first half of training."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from sparse_rnn.sparsify.base import Draws, Strategy, Structure, largest
from sparse_rnn.sparsify.schedules import CubicSparsity, PruningWindow, RampThreshold, link_count


@dataclass(frozen=True)
class Pruning(Strategy):
    """Common part: masks are nested, the structure is final after half of training.

    Parameters
    ----------
    first : int
        Epochs of training before the first change.
    """

    first: int = 1

    def __post_init__(self) -> None:
        self.window  # noqa: B018  an impossible window is refused at once

    @property
    def window(self) -> PruningWindow:
        """Epochs in which links are cut."""
        return PruningWindow(self.first, self.epochs // 2)

    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Return a structure of all links."""
        link_count(weights.shape[-1], self.sparsity)
        return Structure(torch.ones_like(weights, dtype=torch.bool))

    def change(self, weights: Tensor, structure: Structure, epoch: int, draws: Draws) -> bool:
        """Cut the links that the schedule wants gone, lowest score first."""
        if epoch not in self.window:
            return False
        for replica, present, draw in zip(weights, structure.mask, draws, strict=True):
            # an absent link scores below any present one, zero or not: masks stay nested
            score = self.score(replica, draw).masked_fill(~present, -1)
            present.copy_(largest(score, self.links_at(score, epoch)))
        weights.mul_(structure.mask)
        return True

    def score(self, weights: Tensor, draw: Generator) -> Tensor:
        """Return what the links of one replica are ranked by, 0 or more: ``|w|``, ``(N, N)``."""
        return weights.abs()

    def links_at(self, score: Tensor, epoch: int) -> int:
        """Return how many links one replica keeps, given their score, -1 where absent."""
        raise NotImplementedError


@dataclass(frozen=True)
class PruningI(Pruning):
    """Pruning by a rising threshold (Narang et al. 2017, arXiv:1704.05119).

    Links with ``|w|`` below the threshold are cut; at its end the threshold is the quantile of
    ``|w|`` at the final sparsity, so that exactly the wanted number of links is left.
    """

    def links_at(self, score: Tensor, epoch: int) -> int:
        """Return the number of links at or above the threshold, and never fewer than wanted."""
        final = link_count(score.shape[-1], self.sparsity)
        if epoch == self.window.end:
            return final
        quantile = score.flatten().topk(final).values[-1].item()
        threshold = RampThreshold(self.window)(epoch, quantile)
        return max(final, int((score >= threshold).sum()))


@dataclass(frozen=True)
class PruningII(Pruning):
    """Gradual pruning to a given sparsity (Zhu & Gupta 2017, arXiv:1710.01878).

    Parameters
    ----------
    gamma : float
        Exponent of the schedule.
    """

    gamma: float = 3.0

    def links_at(self, score: Tensor, epoch: int) -> int:
        """Return the number of links that the cubic schedule leaves."""
        sparsity = CubicSparsity(self.window, self.sparsity, self.gamma)(epoch)
        return link_count(score.shape[-1], sparsity)


@dataclass(frozen=True)
class RandomPruning(PruningII):
    """Pruning II's schedule with links cut at random: a control, which the paper lacks.

    What a network lacks beside that of Pruning II is selection by size.
    """

    def score(self, weights: Tensor, draw: Generator) -> Tensor:
        """Return uniformly random numbers: any link is as likely to go as any other."""
        return torch.rand(weights.shape, generator=draw)
