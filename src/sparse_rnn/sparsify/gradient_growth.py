"""Growth by gradient, RigL (Evci et al. 2020, arXiv:1911.11134)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from sparse_rnn.sparsify.base import Draws, Strategy, Structure, largest
from sparse_rnn.sparsify.fixed import sparse_start
from sparse_rnn.sparsify.schedules import CosineShare


@dataclass(frozen=True)
class GradientGrowth(Strategy):
    """The smallest links give way to absent links with the largest gradients.

    As in the source, a link that has just been dropped may grow again: all are candidates but the
    links that stay.  A link that grows has the weight 0.  Ours: the structure changes once per
    epoch, as for all strategies here (the source: every 100 updates), and the gradient is that of
    the coming epoch's first batch, without clipping.

    Parameters
    ----------
    alpha : float
        Share of the links that the first change replaces, in [0, 1].
    until : float
        Share of training after which the structure stays, in (0, 1].
    """

    alpha: float = 0.3
    until: float = 0.75

    def __post_init__(self) -> None:
        if not 0 < self.until <= 1:
            raise ValueError(f"until must lie in (0, 1], got {self.until}")
        self.share  # noqa: B018  an impossible schedule is refused at once

    @property
    def share(self) -> CosineShare:
        """Share of the links that is replaced, by epoch."""
        return CosineShare(self.alpha, self.until * self.epochs)

    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Return a random structure and cut all other weights."""
        return Structure(sparse_start(weights, self.sparsity, draws))

    def needs_gradient(self, epoch: int) -> bool:
        """Ask for the gradient as long as the structure changes."""
        return self.share(epoch) > 0

    def change(
        self,
        weights: Tensor,
        structure: Structure,
        epoch: int,
        draws: Draws,
        gradient: Tensor | None = None,
    ) -> bool:
        """Drop the smallest links, grow as many by the gradient, ties by the lower index."""
        if not self.needs_gradient(epoch):
            return False
        if gradient is None:
            raise ValueError(f"links grow by the gradient after epoch {epoch}, but none is given")
        share = self.share(epoch)
        for replica, present, slope in zip(weights, structure.mask, gradient, strict=True):
            count = int(share * int(present.sum()))
            dropped = largest((-replica.abs()).masked_fill(~present, -torch.inf), count)
            present &= ~dropped
            grown = largest(slope.abs().masked_fill(present, -1), count)
            present |= grown
            replica[dropped | grown] = 0
        return True
