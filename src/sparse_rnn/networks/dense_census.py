"""The census of a small graph, whose dyads fit a table: a row of bits tells each node's others."""

from __future__ import annotations

import numpy as np

from sparse_rnn.jit import compiled, inlined

DENSE_NODES = 1024  # a table of 1 MiB
DE_BRUIJN = np.uint64(0x03F79D71B4CB0A89)
ONE, U6, U58, U63 = np.uint64(1), np.uint64(6), np.uint64(58), np.uint64(63)
BIT_OF = np.zeros(64, dtype=np.int64)
BIT_OF[[int((int(DE_BRUIJN) << bit) % 2**64 >> 58) for bit in range(64)]] = np.arange(64)


@inlined
def _lowest(word):
    """Return the number of the lowest bit that is set."""
    return BIT_OF[((word & (~word + ONE)) * DE_BRUIJN) >> U58]


@compiled
def _dyad_table(n, words, indptr, target, code):
    """Return the dyad codes ``(n, n)`` uint8 and bits of later neighbours ``(n, words)``."""
    dyad = np.zeros((n, n), dtype=np.uint8)
    later = np.zeros((n, words), dtype=np.uint64)
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            v = np.int64(target[e])
            dyad[u, v] += code[e]
            dyad[v, u] += 3 * code[e]
            low, high = min(u, v), max(u, v)
            later[low, high >> 6] |= ONE << (np.uint64(high) & U63)
    return dyad, later


@compiled
def count_closed_and_pairs(n, indptr, target, code, closed, pairs):
    """Add closed triads by code ``(729,)`` and pairs of dyads at a node ``(9, 9)``."""
    words = (n + 63) >> 6
    dyad, later = _dyad_table(n, words, indptr, target, code)
    tally = np.zeros((n, 9), dtype=np.int64)
    for u in range(n):
        for i in range(u >> 6, words):
            near = later[u, i]
            while near:
                v = (i << 6) + _lowest(near)
                near &= near - ONE
                uv = np.int64(dyad[u, v])
                tally[u, uv] += 1
                tally[v, np.int64(dyad[v, u])] += 1
                for j in range(v >> 6, words):
                    shared = later[u, j] & later[v, j]
                    while shared:
                        w = (j << 6) + _lowest(shared)
                        shared &= shared - ONE
                        closed[uv + 9 * np.int64(dyad[u, w]) + 81 * np.int64(dyad[v, w])] += 1
        for c in range(1, 9):
            times = tally[u, c]
            if times:
                pairs[c, c] -= times
                for d in range(1, 9):
                    pairs[c, d] += times * tally[u, d]
