"""SET whose new links close balanced loops, or unbalanced ones: the outlook of the paper, ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import torch
from torch import Generator, Tensor

from sparse_rnn.graphs.balance.closing import closing_balance
from sparse_rnn.sparsify.base import choose
from sparse_rnn.sparsify.sparse_evolution import SparseEvolution


@dataclass(frozen=True)
class BalancedGrowth(SparseEvolution):
    """SET that grows a share of its new links where, and with the sign with which, they balance.

    Such a link takes a random one of the absent places where a link would be in more loops of one
    kind, balanced or unbalanced, than of the other (`closing_balance`).  It has the sign that makes
    the majority balanced, and the size of a removed link: a new link of SET starts from 0, where
    the first update alone would decide on its sign.  All places of this kind are alike, however
    many loops a link would close there: the places with the most loops are those between hubs, and
    would draw all links into a few nodes.

    Parameters
    ----------
    zeta : float
        Share of the positive and of the negative links that is replaced, in [0, 1].
    strength : float
        Share of the new links that grow this way, in [0, 1]; 0 is SET, draw by draw.

    Attributes
    ----------
    towards : {1, -1}
        Whether the majority of a new link's loops is balanced or unbalanced.
    """

    strength: float = 1.0
    towards: ClassVar[int] = 1

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 0 <= self.strength <= 1:
            raise ValueError(f"strength must lie in [0, 1], got {self.strength}")

    def grow(self, weights: Tensor, present: Tensor, sizes: Tensor, draw: Generator) -> None:
        """Add as many links as were removed; see `SparseEvolution.grow`."""
        guided = round(self.strength * len(sizes))
        super().grow(weights, present, sizes[guided:], draw)
        if guided:
            moved = sizes[torch.randperm(len(sizes), generator=draw)[:guided]]
            self.close_loops(weights, present, moved, draw)

    def close_loops(self, weights: Tensor, present: Tensor, sizes: Tensor, draw: Generator) -> None:
        """Add a link of each size where it closes loops; where places lack, the rest as in SET."""
        balance = torch.from_numpy(closing_balance(weights.detach().numpy()))
        places = choose(~present & (balance != 0), len(sizes), draw)
        found = int(places.sum())
        weights[places] = self.towards * balance[places].sign() * sizes[:found]
        present |= places
        super().grow(weights, present, sizes[found:], draw)


@dataclass(frozen=True)
class UnbalancedGrowth(BalancedGrowth):
    """The mirror image: the same places, and the sign that makes the majority unbalanced."""

    towards: ClassVar[int] = -1
