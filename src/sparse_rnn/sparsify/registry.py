"""The classes of the strategies by name."""

from __future__ import annotations

from collections.abc import Mapping

from sparse_rnn.sparsify.balanced_growth import BalancedGrowth, UnbalancedGrowth
from sparse_rnn.sparsify.base import Strategy
from sparse_rnn.sparsify.deep_rewiring import DeepRewiring
from sparse_rnn.sparsify.fixed import Dense, Static
from sparse_rnn.sparsify.gradient_growth import GradientGrowth
from sparse_rnn.sparsify.pruning import PruningI, PruningII, RandomPruning
from sparse_rnn.sparsify.sparse_evolution import SparseEvolution

STRATEGY_CLASSES: dict[str, type[Strategy]] = {
    "dense": Dense,
    "static": Static,
    "pruning_1": PruningI,
    "pruning_2": PruningII,
    "deep_r": DeepRewiring,
    "set": SparseEvolution,
    "random_pruning": RandomPruning,
    "rigl": GradientGrowth,
    "balanced_set": BalancedGrowth,
    "unbalanced_set": UnbalancedGrowth,
}
"""Class of each strategy; what tables and figures call it stands in `catalog.STRATEGIES`."""


def make_strategy(name: str, sparsity: float, epochs: int, settings: Mapping) -> Strategy:
    """Build a strategy from its name.

    Parameters
    ----------
    name : str
        Key of `STRATEGY_CLASSES`.
    sparsity : float
        Final share of absent links, in [0, 1).
    epochs : int
        Length of training.
    settings : Mapping
        The strategy's own parameters, e.g. ``{"zeta": 0.2}``.

    Raises
    ------
    ValueError
        If the name is unknown; the message lists the legal ones.
    """
    if name not in STRATEGY_CLASSES:
        raise ValueError(f"unknown strategy {name!r}; legal: {', '.join(STRATEGY_CLASSES)}")
    return STRATEGY_CLASSES[name](sparsity, epochs, **settings)
