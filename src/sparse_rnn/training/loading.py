"""Trained networks, read where torch may be missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sparse_rnn.training.trained_network import TrainedNetwork


def load_trained(path: str | Path) -> TrainedNetwork:
    """Read a network that the rule ``train`` wrote; ImportError if what it needs is not there."""
    try:
        from sparse_rnn.training.trained_network import read_trained_network
    except ModuleNotFoundError as error:
        raise ImportError(
            f"trained networks need {error.name}: pip install '.[training]' in the checkout"
        ) from None
    return read_trained_network(path)
