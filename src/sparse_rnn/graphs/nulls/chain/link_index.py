"""The table in which kernels look up whether a link is there: dense or hashed.

A small graph has a byte for each pair of nodes.  A large one has an open-address table of 64-bit
words, a word for each link.  Kernels call the functions below on either kind, and Numba compiles
each for the kind at hand.
"""

from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import overload

from sparse_rnn.numerics.instructions import prefetch
from sparse_rnn.numerics.jit import compiled, inlined
from sparse_rnn.numerics.randomness import STEP, U1, U32

DENSE_BYTES = 2**20
EMPTY = np.uint64(2**64 - 1)
CODE, SELF = np.uint8(3), np.uint8(4)


@inlined
def _home(keys, key):
    """Return where the search for a key begins in the open-address table."""
    return np.int64((key * STEP) >> U32) & (len(keys) - 1)


@compiled
def _place(keys, key):
    """Return where the key is in the open-address table, or the free place where it would go."""
    mask = len(keys) - 1
    place = _home(keys, key)
    while keys[place] != EMPTY and keys[place] >> U1 != key:
        place = (place + 1) & mask
    return place


@compiled
def _code_at(keys, place):
    """Return the code of the link at a place of the open-address table, 0 if it is free."""
    if keys[place] == EMPTY:
        return np.int64(0)
    return 1 + np.int64(keys[place] & U1)


def look_up(table, n, a, b):
    """Return the code of the link a -> b: 0 for none, 1 for positive, 2 for negative."""
    raise NotImplementedError("compiled by Numba for each kind of table")


def taken_up(table, n, a, b):
    """Return other than 0 where a link a -> b cannot be entered: it is there, or is a self-loop."""
    raise NotImplementedError("compiled by Numba for each kind of table")


def fetch_ahead(table, n, a, b):
    """Have the memory fetched where the link a -> b will be looked up soon."""
    raise NotImplementedError("compiled by Numba for each kind of table")


def put(table, n, a, b, code):
    """Enter the link a -> b, which must be absent."""
    raise NotImplementedError("compiled by Numba for each kind of table")


def erase(table, n, a, b):
    """Take out the link a -> b, which must be present."""
    raise NotImplementedError("compiled by Numba for each kind of table")


@overload(look_up, inline="always")
def _look_up(table, n, a, b):
    def dense(table, n, a, b):
        return np.int64(table[np.uint64(a * n + b)] & CODE)

    def hashed(table, n, a, b):
        return _code_at(table, _place(table, np.uint64(a * n + b)))

    return dense if table.dtype == types.uint8 else hashed


@overload(taken_up, inline="always")
def _taken_up(table, n, a, b):
    def dense(table, n, a, b):
        return np.int64(table[np.uint64(a * n + b)])

    def hashed(table, n, a, b):
        return np.int64(a == b) | look_up(table, n, a, b)

    return dense if table.dtype == types.uint8 else hashed


@overload(fetch_ahead, inline="always")
def _fetch_ahead(table, n, a, b):
    def dense(table, n, a, b):
        prefetch(table, a * n + b)

    def hashed(table, n, a, b):
        prefetch(table, _home(table, np.uint64(a * n + b)))

    return dense if table.dtype == types.uint8 else hashed


@overload(put, inline="always")
def _put(table, n, a, b, code):
    def dense(table, n, a, b, code):
        table[np.uint64(a * n + b)] = code

    def hashed(table, n, a, b, code):
        key = np.uint64(a * n + b)
        table[_place(table, key)] = (key << U1) | np.uint64(code - 1)

    return dense if table.dtype == types.uint8 else hashed


@overload(erase, inline="always")
def _erase(table, n, a, b):
    def dense(table, n, a, b):
        table[np.uint64(a * n + b)] = 0

    def hashed(table, n, a, b):
        _close_gap(table, _place(table, np.uint64(a * n + b)))

    return dense if table.dtype == types.uint8 else hashed


@compiled
def _close_gap(keys, gap):
    """Empty a place of the open-address table, moving up later entries that it would cut off."""
    mask = len(keys) - 1
    here = gap
    while True:
        here = (here + 1) & mask
        if keys[here] == EMPTY:
            break
        home = _home(keys, keys[here] >> U1)
        if ((here - home) & mask) >= ((here - gap) & mask):
            keys[gap] = keys[here]
            gap = here
    keys[gap] = EMPTY


@compiled
def _enter_all(table, n, source, target, code):
    """Enter all the links into an empty table."""
    for e in range(len(source)):
        put(table, n, np.int64(source[e]), np.int64(target[e]), code[e])


def lookup_table(n: int, source: np.ndarray, target: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Return the table in which the kernels look links up.

    Parameters
    ----------
    n : int
        Number of nodes.
    source, target : ndarray, (E,)
        The links.
    code : ndarray, (E,)
        Their signs, 1 or 2.

    Returns
    -------
    ndarray
        Small graphs: the codes ``(n * n,)`` uint8, 4 for self-loops.  Others: an open-address
        table of uint64, at most an eighth to a quarter full (32 to 64 bytes per link).
    """
    n = int(n)  # of any width: n * n must not overflow
    if n * n <= max(DENSE_BYTES, 32 * len(source)):
        table = np.zeros(n * n, dtype=np.uint8)
        table[:: n + 1] = SELF
    else:
        table = np.full(1 << (4 * len(source)).bit_length(), EMPTY)
    _enter_all(table, n, source, target, code)
    return table
