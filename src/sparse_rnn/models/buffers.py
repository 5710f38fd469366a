"""Large arrays to be used again and again: fresh memory costs more than what is done in it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

_idle: dict[tuple, list[np.ndarray]] = defaultdict(list)


def take(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an array with arbitrary content, one that was given back if there is any."""
    idle = _idle[shape, np.dtype(dtype)]
    try:
        return idle.pop()
    except IndexError:
        return np.empty(shape, dtype)


def give_back(*arrays: np.ndarray) -> None:
    """Let arrays from :func:`take` be used again; whoever gives them back must not keep them."""
    for array in arrays:
        _idle[array.shape, array.dtype].append(array)
