"""Sparse evolutionary training, SET (Mocanu et al. 2018, doi 10.1038/s41467-018-04316-3)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from sparse_rnn.sparsify.base import Draws, Strategy, Structure, choose, largest
from sparse_rnn.sparsify.fixed import sparse_start


@dataclass(frozen=True)
class SparseEvolution(Strategy):
    """Once per epoch the weakest links of either sign give way to random new ones.

    Parameters
    ----------
    zeta : float
        Share of the positive and of the negative links that is replaced, in [0, 1].
    """

    zeta: float = 0.2

    def __post_init__(self) -> None:
        if not 0 <= self.zeta <= 1:
            raise ValueError(f"zeta must lie in [0, 1], got {self.zeta}")

    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Return a random structure and cut all other weights."""
        return Structure(sparse_start(weights, self.sparsity, draws))

    def change(self, weights: Tensor, structure: Structure, epoch: int, draws: Draws) -> bool:
        """Remove the smallest positive and largest negative links, add as many with value 0."""
        structure.added = torch.zeros_like(structure.mask)
        parts = zip(weights, structure.mask, structure.added, draws, strict=True)
        for replica, present, added, draw in parts:
            removed = self.weakest(replica, present)
            sizes = replica[removed].abs()
            present &= ~removed
            kept = present.clone()
            replica[removed] = 0
            self.grow(replica, present, sizes, draw)
            added |= present & ~kept
        return True

    def grow(self, weights: Tensor, present: Tensor, sizes: Tensor, draw: Generator) -> None:
        """Add random links of value 0 to one replica, as many as were removed.

        Parameters
        ----------
        weights, present : Tensor
            Weights and mask ``(N, N)`` without the removed links; changed in place.
        sizes : Tensor
            ``|w|`` of the removed links, ``(K,)``.
        draw : Generator
            Of the replica.
        """
        present |= choose(~present, len(sizes), draw)

    def weakest(self, weights: Tensor, present: Tensor) -> Tensor:
        """Return the mask of the links to remove, a share ``zeta`` of each sign, ``(N, N)``.

        A link that is still exactly 0 has learnt nothing and counts as the weakest positive one.
        """
        removed = present & False
        for one_sign in (present & (weights >= 0), present & (weights < 0)):
            count = int(self.zeta * int(one_sign.sum()))
            removed |= largest((-weights.abs()).masked_fill(~one_sign, -float("inf")), count)
        return removed
