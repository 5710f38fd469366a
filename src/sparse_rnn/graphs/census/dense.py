"""The triad census of a small graph: its dyads fit a table, its neighbours rows of bits.

The neighbours that two nodes share are the bits that two rows share, 64 nodes at a time.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.motifs import DYAD_CODES, LINK_CODES, UW_WEIGHT, VW_WEIGHT
from sparse_rnn.numerics.instructions import lowest_bit
from sparse_rnn.numerics.jit import compiled

DENSE_NODES = 1024  # a table of 1 MiB
_ONE, _U6, _U63 = np.uint64(1), np.uint64(6), np.uint64(63)
_CODES, _UW, _VW = np.uint64(DYAD_CODES), np.uint64(UW_WEIGHT), np.uint64(VW_WEIGHT)


@compiled
def _dyad_table(words, rows):
    """Return the dyad codes ``(n * n,)`` uint8 and bits of later neighbours ``(n * words,)``."""
    indptr, target, code = rows
    n = len(indptr) - 1
    dyad = np.zeros(n * n, dtype=np.uint8)
    later = np.zeros(n * words, dtype=np.uint64)
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            v = np.int64(target[e])
            dyad[np.uint64(u * n + v)] += code[e]
            dyad[np.uint64(v * n + u)] += LINK_CODES * code[e]
            low, high = min(u, v), max(u, v)
            later[np.uint64(low * words + (high >> 6))] |= _ONE << (np.uint64(high) & _U63)
    return dyad, later


@compiled
def add_pairs(tally, pairs):
    """Add the pairs of dyads at a node that has ``tally[c]`` dyads of code c."""
    for c in range(1, DYAD_CODES):
        if tally[c]:
            pairs[c, c] -= tally[c]
            for d in range(1, DYAD_CODES):
                pairs[c, d] += tally[c] * tally[d]


@compiled
def count_closed_and_pairs(rows, closed, pairs):
    """Add closed triads by code ``(729,)`` and pairs of dyads at a node ``(9, 9)``.

    Places are unsigned numbers: Numba would ask of others whether they count from the end.
    """
    n = len(rows.indptr) - 1
    words = (n + 63) >> 6
    dyad, later = _dyad_table(words, rows)
    tally = np.zeros(DYAD_CODES * n, dtype=np.int64)
    for u in range(n):
        row_u, bits_u, tally_u = np.uint64(u * n), u * words, np.uint64(DYAD_CODES * u)
        # Each linked pair u < v is met once, at its lower end.
        for i in range(u >> 6, words):
            near = later[np.uint64(bits_u + i)]
            while near:
                v = (np.uint64(i) << _U6) + lowest_bit(near)
                near &= near - _ONE
                row_v, bits_v = v * np.uint64(n), np.int64(v) * words
                # Both ends count the dyad, each as it sees it.
                uv = np.uint64(dyad[row_u + v])
                tally[tally_u + uv] += 1
                tally[_CODES * v + np.uint64(dyad[row_v + np.uint64(u)])] += 1
                # Later neighbours of both close a triad u < v < w.
                for j in range(np.int64(v) >> 6, words):
                    shared = later[np.uint64(bits_u + j)] & later[np.uint64(bits_v + j)]
                    while shared:
                        w = (np.uint64(j) << _U6) + lowest_bit(shared)
                        shared &= shared - _ONE
                        uw, vw = np.uint64(dyad[row_u + w]), np.uint64(dyad[row_v + w])
                        closed[uv + _UW * uw + _VW * vw] += 1
        # All neighbours of u are known now: the earlier ones have counted their dyads before.
        add_pairs(tally[DYAD_CODES * u : DYAD_CODES * (u + 1)], pairs)
