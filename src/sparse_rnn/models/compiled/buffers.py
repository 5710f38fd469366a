"""A pool of large arrays, used again and again: fresh memory costs more than the work in it."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np

MOST_IDLE_BYTES = 2**30  # bytes that lie idle at most

_idle: OrderedDict[tuple, list[np.ndarray]] = OrderedDict()


def take(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an array with arbitrary content, one that was given back if there is any."""
    try:
        return _idle[shape, np.dtype(dtype)].pop()
    except (KeyError, IndexError):
        return np.empty(shape, dtype)


def give_back(*arrays: np.ndarray) -> None:
    """Let arrays from :func:`take` be used again; whoever gives them back must not keep them.

    Where too many lie idle, the arrays that nobody has taken for longest go for good.
    """
    for array in arrays:
        key = array.shape, array.dtype
        _idle.setdefault(key, []).append(array)
        _idle.move_to_end(key)
    while idle_bytes() > MOST_IDLE_BYTES and len(_idle) > 1:
        _idle.popitem(last=False)


def idle_bytes() -> int:
    """Return how much memory lies idle."""
    return sum(array.nbytes for arrays in list(_idle.values()) for array in arrays)
