"""The triad census of a large graph: each node's later neighbours, and the triads these close.

The nodes are numbered by rising degree.  A later neighbour is one of higher number, so that even a
hub has few of them, the square root of twice the number of links at most.  Both kernels below work
on a range of nodes and write nothing that another range reads: threads share the ranges out.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.dense import add_pairs
from sparse_rnn.graphs.motifs import DYAD_CODES, LINK_CODES, UW_WEIGHT, VW_WEIGHT
from sparse_rnn.numerics.jit import compiled


class LaterNeighbours(NamedTuple):
    """Each node's later neighbours, in rows: row u is ``first[u]:end[u]``.

    Attributes
    ----------
    first : ndarray
        First place of each row, ``(N + 1,)`` int64.  A row has a place for each link, and is not
        full where two links make one dyad.
    end : ndarray
        Where each row ends, ``(N,)`` int64.
    node : ndarray
        The neighbours in any order, ``(E,)`` uint32.
    dyad : ndarray
        Codes of the dyads as the node of the row sees them, ``(E,)`` uint8.
    """

    first: np.ndarray
    end: np.ndarray
    node: np.ndarray
    dyad: np.ndarray


@compiled
def by_target(rows):
    """Return the links by target: pointer ``(N + 2,)``, their sources and codes ``(E,)``."""
    indptr, target, code = rows
    n = len(indptr) - 1
    start = np.zeros(n + 2, dtype=np.int64)
    for e in range(len(target)):
        start[target[e] + 2] += 1
    for v in range(2, n + 2):
        start[v] += start[v - 1]
    source = np.empty(len(target), dtype=np.uint32)
    into = np.empty(len(target), dtype=np.uint8)
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            place = start[target[e] + 1]
            start[target[e] + 1] += 1
            source[place] = u
            into[place] = code[e]
    return start, source, into


@compiled
def room_for_later(rows, entering):
    """Return the rows of later neighbours, all of them still empty.

    Parameters
    ----------
    rows : LinkRows
        The graph.
    entering : tuple
        The same links by target, see `by_target`.
    """
    indptr, target, _ = rows
    start, source, _ = entering
    n = len(indptr) - 1
    first = np.zeros(n + 1, dtype=np.int64)
    for u in range(n):
        room = 0
        for e in range(indptr[u], indptr[u + 1]):
            room += target[e] > u
        for e in range(start[u], start[u + 1]):
            room += source[e] > u
        first[u + 1] = first[u] + room
    node, dyad = np.empty(len(target), dtype=np.uint32), np.empty(len(target), dtype=np.uint8)
    return LaterNeighbours(first, first[:n].copy(), node, dyad)


@compiled
def fill_later(low, high, rows, entering, later, pairs):
    """Fill the rows of the nodes ``low`` to ``high - 1``, and add their pairs of dyads.

    Parameters
    ----------
    low, high : int
        Range of the nodes.
    rows, entering
        See `room_for_later`.
    later : LaterNeighbours
        Its rows are filled.
    pairs : ndarray
        Ordered pairs of dyads at a node by their codes, ``(9, 9)`` int64; added to.
    """
    indptr, target, code = rows
    start, source, into = entering
    first, row_end, node, dyad = later.first, later.end, later.node, later.dyad
    mark = np.zeros(len(indptr) - 1, dtype=np.uint8)
    near = np.empty(len(indptr) - 1, dtype=np.uint32)
    for u in range(low, high):
        # Mark the neighbours of u: first by the links that leave it, then by the links that enter.
        neighbours = 0
        for e in range(indptr[u], indptr[u + 1]):
            near[neighbours] = target[e]
            neighbours += 1
            mark[np.uint32(target[e])] = code[e]
        for e in range(start[u], start[u + 1]):
            v = source[e]
            if mark[v] == 0:
                near[neighbours] = v
                neighbours += 1
            mark[v] += LINK_CODES * into[e]
        # Tally the dyads of u, keep the later neighbours, and take the marks back.
        end = first[u]
        tally = np.zeros(DYAD_CODES, dtype=np.int64)
        for x in range(neighbours):
            v = near[x]
            tally[mark[v]] += 1
            if v > u:
                node[end] = v
                dyad[end] = mark[v]
                end += 1
            mark[v] = 0
        row_end[u] = end
        add_pairs(tally, pairs)


@compiled
def count_closed(low, high, later, closed):
    """Add the closed triads whose first node is one of ``low`` to ``high - 1``.

    A triad u < v < w is found when a later neighbour w of v is marked by u.

    Parameters
    ----------
    low, high : int
        Range of the nodes.
    later : LaterNeighbours
        All rows, full.
    closed : ndarray
        Closed triads by code, ``(729,)`` int64; added to.
    """
    first, end, node, dyad = later.first, later.end, later.node, later.dyad
    mark = np.zeros(len(end), dtype=np.uint8)
    for u in range(low, high):
        for x in range(first[u], end[u]):
            mark[node[x]] = dyad[x]
        for x in range(first[u], end[u]):
            v, uv = node[x], np.int64(dyad[x])
            for y in range(first[v], end[v]):
                uw = np.int64(mark[node[y]])
                if uw != 0:
                    closed[uv + UW_WEIGHT * uw + VW_WEIGHT * np.int64(dyad[y])] += 1
        # Marks are taken back one by one: a fresh array would cost n steps for each node.
        for x in range(first[u], end[u]):
            mark[node[x]] = 0
