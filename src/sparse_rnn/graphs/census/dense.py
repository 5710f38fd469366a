"""The census of a small graph, whose dyads fit a table: a row of bits tells each node's others."""

from __future__ import annotations

import numpy as np

from sparse_rnn.numerics.instructions import lowest_bit
from sparse_rnn.numerics.jit import compiled

DENSE_NODES = 1024  # a table of 1 MiB
ONE, U6, U63 = np.uint64(1), np.uint64(6), np.uint64(63)
U9, U81 = np.uint64(9), np.uint64(81)


@compiled
def _dyad_table(n, words, indptr, target, code):
    """Return the dyad codes ``(n * n,)`` uint8 and bits of later neighbours ``(n * words,)``."""
    dyad = np.zeros(n * n, dtype=np.uint8)
    later = np.zeros(n * words, dtype=np.uint64)
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            v = np.int64(target[e])
            dyad[np.uint64(u * n + v)] += code[e]
            dyad[np.uint64(v * n + u)] += 3 * code[e]
            low, high = min(u, v), max(u, v)
            later[np.uint64(low * words + (high >> 6))] |= ONE << (np.uint64(high) & U63)
    return dyad, later


@compiled
def add_pairs(tally, pairs):
    """Add the pairs of dyads at a node that has ``tally[c]`` dyads of code c."""
    for c in range(1, 9):
        if tally[c]:
            pairs[c, c] -= tally[c]
            for d in range(1, 9):
                pairs[c, d] += tally[c] * tally[d]


@compiled
def count_closed_and_pairs(n, indptr, target, code, closed, pairs):
    """Add closed triads by code ``(729,)`` and pairs of dyads at a node ``(9, 9)``.

    Places are unsigned numbers: Numba would ask of others whether they count from the end.
    """
    words = (n + 63) >> 6
    dyad, later = _dyad_table(n, words, indptr, target, code)
    tally = np.zeros(9 * n, dtype=np.int64)
    for u in range(n):
        row_u, bits_u, tally_u = np.uint64(u * n), u * words, np.uint64(9 * u)
        for i in range(u >> 6, words):
            near = later[np.uint64(bits_u + i)]
            while near:
                v = (np.uint64(i) << U6) + lowest_bit(near)
                near &= near - ONE
                row_v, bits_v = v * np.uint64(n), np.int64(v) * words
                uv = np.uint64(dyad[row_u + v])
                tally[tally_u + uv] += 1
                tally[U9 * v + np.uint64(dyad[row_v + np.uint64(u)])] += 1
                for j in range(np.int64(v) >> 6, words):
                    shared = later[np.uint64(bits_u + j)] & later[np.uint64(bits_v + j)]
                    while shared:
                        w = (np.uint64(j) << U6) + lowest_bit(shared)
                        shared &= shared - ONE
                        uw, vw = np.uint64(dyad[row_u + w]), np.uint64(dyad[row_v + w])
                        closed[uv + U9 * uw + U81 * vw] += 1
        add_pairs(tally[9 * u : 9 * u + 9], pairs)
