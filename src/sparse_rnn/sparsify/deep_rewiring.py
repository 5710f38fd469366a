"""Deep rewiring, DeepR (Bellec et al. 2018, arXiv:1711.05136)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from sparse_rnn.sparsify.base import Draws, Strategy, Structure, choose
from sparse_rnn.sparsify.fixed import sparse_start

# A link comes back with its own sign and a magnitude that training cannot tell from zero.
NEWBORN = 1e-12
PERIODS = ("update", "epoch")


@dataclass(frozen=True)
class DeepRewiring(Strategy):
    """A fixed number of links, each potential link with a fixed sign.

    Active links drift towards zero and are jittered; one whose sign would flip goes dormant, and
    as many dormant ones, drawn at random, become active with value ~ 0 and their own sign.

    Parameters
    ----------
    drift : float
        Pull towards zero per rewiring step (L1), in units of the weights.
    noise : float
        Standard deviation of the Gaussian jitter per rewiring step, in units of the weights.
    period : str
        ``"update"``: after every update of the weights, as published; ``"epoch"``: once per
        epoch, as the code of the paper does.
    """

    drift: float = 1e-5
    noise: float = 1e-5
    period: str = "update"

    def __post_init__(self) -> None:
        if self.period not in PERIODS:
            raise ValueError(f"unknown period {self.period!r}; legal: {', '.join(PERIODS)}")
        if self.drift < 0 or self.noise < 0:
            raise ValueError(f"drift {self.drift} and noise {self.noise} must not be negative")

    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Return a random structure; every potential link keeps its initial weight's sign."""
        signs = torch.where(weights < 0, -1.0, 1.0)
        return Structure(sparse_start(weights, self.sparsity, draws), signs)

    def change(self, weights: Tensor, structure: Structure, epoch: int, draws: Draws) -> bool:
        """Rewire once per epoch, where that is the period."""
        if self.period == "epoch":
            self.rewire(weights, structure, draws)
        return self.period == "epoch"

    def after_update(self, weights: Tensor, structure: Structure, draws: Draws) -> Tensor | None:
        """Rewire after an update, where that is the period."""
        return self.rewire(weights, structure, draws) if self.period == "update" else None

    def rewire(self, weights: Tensor, structure: Structure, draws: Draws) -> Tensor | None:
        """Let links drift, replace a link whose sign would flip; return the mask of both."""
        mask, signs = structure.mask, structure.signs
        jitter = torch.stack(
            [torch.randn(w.shape, generator=d) for w, d in zip(weights, draws, strict=True)]
        )
        weights += mask * (self.noise * jitter - self.drift * signs)
        flipped = mask & (weights * signs < 0)
        if not flipped.any():
            return None
        newborn = torch.zeros_like(mask)
        counts = flipped.flatten(1).sum(1)
        mask &= ~flipped
        for r in counts.nonzero().flatten().tolist():  # no draw where another replica rewires
            newborn[r] = choose(~mask[r], int(counts[r]), draws[r])
        mask |= newborn
        weights[flipped] = 0
        weights[newborn] = NEWBORN * signs[newborn]
        return flipped | newborn
