"""The signed triad census: how often each signed motif occurs as an induced subgraph.

One pass over the closed triads (triangles of the undirected skeleton) and the dyads of each node
counts all 132 signed motifs of the thirteen connected triad classes.  The time is proportional to
the number of links times the arboricity of the skeleton, the memory to the number of links.  Small
graphs are counted by rows of bits instead, see `dense`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.dense import DENSE_NODES, add_pairs, count_closed_and_pairs
from sparse_rnn.graphs.motifs import (
    DYAD_CODES,
    FFL,
    LINK_CODES,
    MOTIF_OF_CODE,
    MOTIFS,
    TRIAD_CODES,
    UW_WEIGHT,
    VW_WEIGHT,
)
from sparse_rnn.graphs.signed_graph import SignedGraph, checked
from sparse_rnn.numerics.jit import compiled


class LinkRows(NamedTuple):
    """The links of a graph in rows by source, as the kernels read them.

    Attributes
    ----------
    indptr : ndarray
        First link of each source, ``(N + 1,)`` int64: row u is ``indptr[u]:indptr[u + 1]``.
    target : ndarray
        Targets of the links, ``(E,)``.
    code : ndarray
        Signs of the links, ``(E,)`` uint8: 1 for positive, 2 for negative.
    """

    indptr: np.ndarray
    target: np.ndarray
    code: np.ndarray


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
def turned_dyad(dyad):
    """Return the code of a dyad as seen from its other end."""
    return dyad // LINK_CODES + LINK_CODES * (dyad % LINK_CODES)


@compiled
def count_motifs(rows, motif_of_code, counts):
    """Add the induced signed motifs of a graph to ``counts``.

    Closed triads are found one by one.  Open triads are the pairs of dyads of a node less the pairs
    that a triangle closes.

    Parameters
    ----------
    rows : LinkRows
        The graph; the links of a row may be in any order.  For speed on heavy-tailed graphs the
        nodes should be numbered by rising degree.
    motif_of_code : ndarray
        See `motifs.MOTIF_OF_CODE`.
    counts : ndarray
        Counts of the motifs, ``(132,)`` int64; changed in place.
    """
    closed = np.zeros(TRIAD_CODES, dtype=np.int64)
    pairs = np.zeros((DYAD_CODES, DYAD_CODES), dtype=np.int64)
    if len(rows.indptr) - 1 <= DENSE_NODES:
        count_closed_and_pairs(rows, closed, pairs)
    else:
        _count_sparse(rows, closed, pairs)
    _sort_into_motifs(closed, pairs, motif_of_code, counts)


@compiled
def _count_sparse(rows, closed, pairs):
    """Add closed triads by code ``(729,)`` and pairs of dyads at a node ``(9, 9)``.

    Nodes are visited from the last to the first; ``mark`` holds the dyads of the node visited, so
    that a closed triad u < v < w is found when v's later neighbours (kept in ``later``) are
    marked.
    """
    indptr, target, code = rows
    n = len(indptr) - 1
    start, source, into = by_target(rows)
    later = np.empty(len(target), dtype=np.uint32)
    later_dyad = np.empty(len(target), dtype=np.uint8)
    first = np.zeros(n + 1, dtype=np.int64)
    mark = np.zeros(n, dtype=np.uint8)
    near = np.empty(n, dtype=np.uint32)
    filled = 0
    for u in range(n - 1, -1, -1):
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
        # Tally the dyads of u, and keep the later neighbours as row u of ``later``.
        first[u] = filled
        tally = np.zeros(DYAD_CODES, dtype=np.int64)
        for x in range(neighbours):
            v = near[x]
            tally[mark[v]] += 1
            if v > u:
                later[filled] = v
                later_dyad[filled] = mark[v]
                filled += 1
        # Later neighbours of a later neighbour v close a triad if u marks them too.
        for x in range(first[u], filled):
            v = np.int64(later[x])
            for y in range(first[v], first[v - 1]):  # row v was filled just before row v - 1
                uw = np.int64(mark[later[y]])
                if uw != 0:
                    vw = np.int64(later_dyad[y])
                    closed[later_dyad[x] + UW_WEIGHT * uw + VW_WEIGHT * vw] += 1
        # Marks are taken back one by one: a fresh array would cost n steps for each node.
        for x in range(neighbours):
            mark[near[x]] = 0
        add_pairs(tally, pairs)


@compiled
def _sort_into_motifs(closed, pairs, motif_of_code, counts):
    """Add closed triads, and open ones (pairs that no triangle closes), to the motif counts.

    ``pairs[c, d]`` counts ordered pairs, so that each open triad is met twice.
    """
    for triad in range(TRIAD_CODES):
        times = closed[triad]
        if times:
            uv, uw = triad % DYAD_CODES, triad // UW_WEIGHT % DYAD_CODES
            vw = triad // VW_WEIGHT
            counts[motif_of_code[triad]] += times
            for c, d in ((uv, uw), (turned_dyad(uv), vw), (turned_dyad(uw), turned_dyad(vw))):
                pairs[c, d] -= times
                pairs[d, c] -= times
    for c in range(1, DYAD_CODES):
        for d in range(1, c + 1):
            counts[motif_of_code[c + UW_WEIGHT * d]] += pairs[c, d] // (2 if c == d else 1)


def sign_codes(graph: SignedGraph) -> np.ndarray:
    """Return the signs of the links as the kernels read them, ``(E,)``: 1 for +, 2 for -."""
    return np.where(checked(graph).sign > 0, 1, 2).astype(np.uint8)


def link_rows(graph: SignedGraph) -> LinkRows:
    """Return the links of a graph as the kernels read them."""
    return LinkRows(checked(graph).indptr, graph.target, sign_codes(graph))


def rising_degree(graph: SignedGraph) -> np.ndarray:
    """Return the nodes in the order of rising total degree, ``(N,)`` int64."""
    return np.argsort(checked(graph).degrees("out") + graph.degrees("in"), kind="stable")


def by_rising_degree(graph: SignedGraph) -> SignedGraph:
    """Return the same graph with its nodes numbered by rising total degree."""
    order = rising_degree(graph)
    number = np.empty(graph.n, dtype=np.int64)
    number[order] = np.arange(graph.n)
    return SignedGraph.from_edges(number[graph.source], number[graph.target], graph.sign, n=graph.n)


def signed_triad_census(graph: SignedGraph) -> np.ndarray:
    """Count the induced signed motifs of all thirteen connected triad classes.

    Returns
    -------
    ndarray
        ``(132,)`` int64, in the order of `sparse_rnn.graphs.motifs.MOTIFS`.
    """
    counts = np.zeros(len(MOTIFS), dtype=np.int64)
    count_motifs(link_rows(by_rising_degree(graph)), MOTIF_OF_CODE, counts)
    return counts


def signed_ffl_counts(graph: SignedGraph) -> np.ndarray:
    """Count the eight induced signed feed-forward loops (class 030T, FANMOD's 38).

    Returns
    -------
    ndarray
        ``(8,)`` int64 by the signs of (i -> j, j -> k, i -> k), in the order of
        `sparse_rnn.graphs.motifs.FFL_SIGNS`: ``+++ ++- +-+ +-- -++ -+- --+ ---``.
    """
    return signed_triad_census(graph)[FFL]
