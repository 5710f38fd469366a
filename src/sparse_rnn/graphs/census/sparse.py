"""The signed triad census: how often each signed motif occurs as an induced subgraph.

All 132 signed motifs of the thirteen connected triad classes are counted in one pass over the
closed triads (triangles of the undirected skeleton) and the dyads of each node, in a time
proportional to the number of links times the arboricity of the skeleton, and in memory
proportional to the number of links.  Small graphs are counted by rows of bits instead.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.census.dense import DENSE_NODES, add_pairs, count_closed_and_pairs
from sparse_rnn.graphs.motifs import (
    FFL,
    MOTIF_OF_CODE,
    MOTIFS,
    TRIAD_LINKS,
    class_members,
)
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled


@compiled
def _into_rows(n, indptr, target, code):
    """Return the links by target: row pointer (n + 1,), their sources and codes (E,)."""
    start = np.zeros(n + 2, dtype=np.int64)
    for e in range(len(target)):
        start[target[e] + 2] += 1
    for v in range(2, n + 2):
        start[v] += start[v - 1]
    source = np.empty(len(target), dtype=np.uint32)
    into = np.empty(len(target), dtype=np.uint8)
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            slot = start[target[e] + 1]
            start[target[e] + 1] += 1
            source[slot] = u
            into[slot] = code[e]
    return start, source, into


@compiled
def _turned(dyad):
    """Return the code of a dyad as seen from its other end."""
    return dyad // 3 + 3 * (dyad % 3)


@compiled
def count_motifs(n, indptr, target, code, motif_of_code, counts):
    """Add the induced signed motifs of a graph to ``counts``.

    Links go from each source's slots ``indptr[u]:indptr[u + 1]``, in any order, to ``target``
    (int32); ``code`` (uint8) is 1 for a positive and 2 for a negative link.  For speed on
    heavy-tailed graphs the nodes should be numbered by rising degree.

    Closed triads are found one by one.  Open triads are the pairs of dyads of a node less those
    that a triangle closes.
    """
    closed = np.zeros(729, dtype=np.int64)
    pairs = np.zeros((9, 9), dtype=np.int64)
    if n <= DENSE_NODES:
        count_closed_and_pairs(n, indptr, target, code, closed, pairs)
    else:
        _count_sparse(n, indptr, target, code, closed, pairs)
    _sort_into_motifs(closed, pairs, motif_of_code, counts)


@compiled
def _count_sparse(n, indptr, target, code, closed, pairs):
    """Add closed triads by code ``(729,)`` and pairs of dyads at a node ``(9, 9)``.

    Nodes are visited from the last to the first; ``mark`` holds the dyads of the node visited, so
    that a closed triad u < v < w is found when v's later neighbours (kept in ``later``) are
    marked.
    """
    start, source, into = _into_rows(n, indptr, target, code)
    later = np.empty(len(target), dtype=np.uint32)
    later_dyad = np.empty(len(target), dtype=np.uint8)
    first = np.zeros(n + 1, dtype=np.int64)
    mark = np.zeros(n, dtype=np.uint8)
    near = np.empty(n, dtype=np.uint32)
    filled = 0
    for u in range(n - 1, -1, -1):
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
            mark[v] += 3 * into[e]
        first[u] = filled
        tally = np.zeros(9, dtype=np.int64)
        for x in range(neighbours):
            v = near[x]
            tally[mark[v]] += 1
            if v > u:
                later[filled] = v
                later_dyad[filled] = mark[v]
                filled += 1
        for x in range(first[u], filled):
            v = np.int64(later[x])
            for y in range(first[v], first[v - 1]):  # row v was filled just before row v - 1
                uw = np.int64(mark[later[y]])
                if uw != 0:
                    closed[later_dyad[x] + 9 * uw + 81 * np.int64(later_dyad[y])] += 1
        for x in range(neighbours):
            mark[near[x]] = 0
        add_pairs(tally, pairs)


@compiled
def _sort_into_motifs(closed, pairs, motif_of_code, counts):
    """Add closed triads, and open ones (pairs that no triangle closes), to the motif counts.

    ``pairs[c, d]`` counts ordered pairs, so that each open triad is met twice.
    """
    for triad in range(729):
        times = closed[triad]
        if times:
            uv, uw, vw = triad % 9, triad // 9 % 9, triad // 81
            counts[motif_of_code[triad]] += times
            for c, d in ((uv, uw), (_turned(uv), vw), (_turned(uw), _turned(vw))):
                pairs[c, d] -= times
                pairs[d, c] -= times
    for c in range(1, 9):
        for d in range(1, c + 1):
            counts[motif_of_code[c + 9 * d]] += pairs[c, d] // (2 if c == d else 1)


def sign_codes(graph: SignedGraph) -> np.ndarray:
    """Return the signs of the links as the kernels read them, ``(E,)``: 1 for +, 2 for -."""
    return np.where(graph.sign > 0, 1, 2).astype(np.uint8)


def by_rising_degree(graph: SignedGraph) -> SignedGraph:
    """Return the same graph with its nodes numbered by rising total degree."""
    order = np.argsort(graph.degrees("out") + graph.degrees("in"), kind="stable")
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
    ranked = by_rising_degree(graph)
    counts = np.zeros(len(MOTIFS), dtype=np.int64)
    count_motifs(ranked.n, ranked.indptr, ranked.target, sign_codes(ranked), MOTIF_OF_CODE, counts)
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


def triad_counts(graph: SignedGraph) -> dict[str, int]:
    """Count all sixteen triad types regardless of signs, as ``networkx.triadic_census`` does.

    Returns
    -------
    dict of str to int
        Number of induced triads by type; they sum to ``n (n - 1) (n - 2) / 6``.
    """
    census = signed_triad_census(graph)
    counts = {triad: int(census[class_members(triad)].sum()) for triad in TRIAD_LINKS}
    return {**_unconnected(graph, counts), **counts}


def _unconnected(graph: SignedGraph, connected: dict[str, int]) -> dict[str, int]:
    """Return the numbers of 003, 012 and 102: what is left when each dyad meets n - 2 nodes."""
    n, mutual = graph.n, int((graph.reverse >= 0).sum()) // 2
    single = graph.edges - 2 * mutual
    met = {"012": single * (n - 2), "102": mutual * (n - 2)}
    for triad, count in connected.items():
        both = len({frozenset(link) for link in TRIAD_LINKS[triad]})
        met["102"] -= (len(TRIAD_LINKS[triad]) - both) * count
        met["012"] -= (2 * both - len(TRIAD_LINKS[triad])) * count
    total = n * (n - 1) * (n - 2) // 6
    return {"003": total - sum(met.values()) - sum(connected.values()), **met}
