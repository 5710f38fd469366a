"""When links are cut, and how many are left: thresholds and sparsities by epoch."""

from __future__ import annotations

import math
from dataclasses import dataclass


def link_count(n: int, sparsity: float) -> int:
    """Return the number of links of an ``(n, n)`` matrix at this sparsity, ``(1 - s) n^2``.

    Raises
    ------
    ValueError
        If the sparsity lies outside [0, 1) or leaves no link.
    """
    if not 0 <= sparsity < 1:
        raise ValueError(f"sparsity must lie in [0, 1), got {sparsity}")
    links = round((1 - sparsity) * n * n)
    if links == 0:
        raise ValueError(f"sparsity {sparsity} leaves no link among {n} units; lower it")
    return links


@dataclass(frozen=True)
class PruningWindow:
    """Epochs ``start`` to ``end`` (both included) in which the structure is pruned.

    Raises
    ------
    ValueError
        If the window is empty or starts before any training (epoch 1).
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 1 <= self.start < self.end:
            raise ValueError(
                f"pruning must start at epoch 1 or later and end after it starts (half of "
                f"training), got start {self.start}, end {self.end}; use more epochs"
            )

    def __contains__(self, epoch: int) -> bool:
        """Tell whether the structure changes after ``epoch`` epochs of training."""
        return self.start <= epoch <= self.end


@dataclass(frozen=True)
class RampThreshold:
    """Threshold of Narang et al. 2017 (arXiv:1704.05119) for one structural change per epoch.

    It rises with slope ``theta`` until half of the window and with ``1.5 theta`` after, and
    ``theta = 2 q / (2 (ramp - start) + 3 (end - ramp))`` makes it end at ``q``.
    """

    window: PruningWindow

    def __call__(self, epoch: int, q: float) -> float:
        """Return the threshold on ``|w|`` after ``epoch`` epochs, ``q`` the final quantile."""
        start, end = self.window.start, self.window.end
        ramp = max(start, end / 2)
        theta = 2 * q / (2 * (ramp - start) + 3 * (end - ramp))
        return theta * ((min(epoch, ramp) - start) + 1.5 * max(epoch - ramp, 0))


@dataclass(frozen=True)
class CubicSparsity:
    """Sparsity of Zhu & Gupta 2017 (arXiv:1710.01878): ``s_f (1 - (1 - t)^gamma)``.

    Parameters
    ----------
    window : PruningWindow
        ``t`` rises from 0 at its start to 1 at its end.
    final : float
        Final sparsity ``s_f``.
    gamma : float
        Exponent, 3 in the paper.
    """

    window: PruningWindow
    final: float
    gamma: float = 3.0

    def __call__(self, epoch: int) -> float:
        """Return the sparsity due after ``epoch`` epochs of training."""
        start, end = self.window.start, self.window.end
        progress = min(max((epoch - start) / (end - start), 0.0), 1.0)
        return self.final * (1 - (1 - progress) ** self.gamma)


@dataclass(frozen=True)
class CosineShare:
    """Share of links that RigL replaces (Evci et al. 2020, arXiv:1911.11134, section 3).

    ``alpha / 2 (1 + cos(pi t / end))`` while ``t < end``, and 0 from then on.

    Parameters
    ----------
    alpha : float
        Share at the start, in [0, 1].
    end : float
        Epoch in which the last change is over.

    Raises
    ------
    ValueError
        If alpha is no share or nothing is left to train.
    """

    alpha: float
    end: float

    def __post_init__(self) -> None:
        if not 0 <= self.alpha <= 1 or self.end <= 0:
            raise ValueError(
                f"alpha must lie in [0, 1] and the end after the start, got alpha {self.alpha}, "
                f"end {self.end}"
            )

    def __call__(self, epoch: int) -> float:
        """Return the share of the links due after ``epoch`` epochs of training."""
        if epoch >= self.end:
            return 0.0
        return self.alpha / 2 * (1 + math.cos(math.pi * epoch / self.end))
