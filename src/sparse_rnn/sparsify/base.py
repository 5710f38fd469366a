"""What every strategy does: an initial mask, and steps that move it during training.

Masks are data: a strategy changes them and the weights in place, at the start of an epoch
(:meth:`Strategy.change`) or after an update (:meth:`Strategy.after_update`).  It keeps no state
of its own, so a run can be resumed from weights and structure alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

Draws = Sequence[torch.Generator]


@dataclass
class Structure:
    """Which links exist, and for strategies that fix it, the sign each potential link has.

    Attributes
    ----------
    mask : Tensor
        Boolean ``(R, N, N)``, true where a link exists; weights are exactly zero elsewhere.
    signs : Tensor or None
        ``(R, N, N)`` of -1 and 1, the fixed sign of every potential link.
    added : Tensor or None
        Boolean ``(R, N, N)``, the links that the last change added, where a strategy tells them.
    """

    mask: Tensor
    signs: Tensor | None = None
    added: Tensor | None = None

    def keep(self, chosen: Tensor) -> None:
        """Go on with some replicas only, which a boolean mask ``(R,)`` selects."""
        self.mask = self.mask[chosen]
        self.signs = None if self.signs is None else self.signs[chosen]
        self.added = None if self.added is None else self.added[chosen]

    def state(self) -> dict[str, Tensor]:
        """Return the parts that there are, by name."""
        return {name: part for name, part in vars(self).items() if part is not None}


def largest(score: Tensor, count: int) -> Tensor:
    """Return the mask of the ``count`` largest scores of one replica; ties go to lower index."""
    order = torch.argsort(score.flatten(), descending=True, stable=True)
    mask = torch.zeros(score.numel(), dtype=torch.bool)
    mask[order[:count]] = True
    return mask.view_as(score)


def choose(candidates: Tensor, count: int, draw: torch.Generator) -> Tensor:
    """Return the mask of ``count`` true entries of ``candidates``, drawn uniformly."""
    where = candidates.flatten().nonzero()[:, 0]
    chosen = torch.zeros(candidates.numel(), dtype=torch.bool)
    chosen[where[torch.randperm(len(where), generator=draw)[:count]]] = True
    return chosen.view_as(candidates)


@dataclass(frozen=True)
class Strategy(ABC):
    """A way to make the recurrent matrix sparse.

    Parameters
    ----------
    sparsity : float
        Share of absent links at the end of training, ``1 - density``.
    epochs : int
        Length of training.
    """

    sparsity: float
    epochs: int

    @abstractmethod
    def start(self, weights: Tensor, draws: Draws) -> Structure:
        """Return the initial structure; the weights ``(R, N, N)`` are changed in place to fit."""

    def needs_gradient(self, epoch: int) -> bool:
        """Tell whether `change` after ``epoch`` epochs takes the gradient as one more argument.

        It is that of the loss by all potential links, absent ones too, ``(R, N, N)``.
        """
        return False

    def change(self, weights: Tensor, structure: Structure, epoch: int, draws: Draws) -> bool:
        """Change the structure after ``epoch`` epochs of training; tell whether it changed."""
        return False

    def after_update(self, weights: Tensor, structure: Structure, draws: Draws) -> Tensor | None:
        """Act after one update of the weights; return the mask of rewired links, if any."""
        return None
