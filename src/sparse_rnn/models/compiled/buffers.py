"""A pool of large arrays, used again and again: fresh memory costs more than the work in it."""

from __future__ import annotations

from collections import OrderedDict
from threading import RLock

import numpy as np

MOST_IDLE_BYTES = 2**30  # bytes that lie idle at most

_idle: OrderedDict[tuple, list[np.ndarray]] = OrderedDict()
_lock = RLock()  # arrays may come back while others do: when the garbage collector finds them


def take(shape: tuple[int, ...], dtype: np.dtype) -> np.ndarray:
    """Return an array with arbitrary content, one that was given back if there is any."""
    with _lock:
        key = shape, np.dtype(dtype)
        return _taken(key) if key in _idle else np.empty(shape, dtype)


def _taken(key: tuple) -> np.ndarray:
    """Take an idle array out of the pool."""
    array = _idle[key].pop()
    if not _idle[key]:
        del _idle[key]
    return array


def give_back(*arrays: np.ndarray) -> None:
    """Let arrays from :func:`take` be used again; whoever gives them back must not keep them.

    Where too many lie idle, the arrays that nobody has taken for longest go for good.
    """
    with _lock:
        for array in arrays:
            if array.nbytes:
                key = array.shape, array.dtype
                _idle.setdefault(key, []).append(array)
                _idle.move_to_end(key)
        while idle_bytes() > MOST_IDLE_BYTES:
            _drop_one()


def _drop_one() -> None:
    """Drop an idle array of the kind that nobody has taken for longest."""
    _taken(next(iter(_idle)))


def idle_bytes() -> int:
    """Return how much memory lies idle."""
    with _lock:
        return sum(array.nbytes for arrays in _idle.values() for array in arrays)
