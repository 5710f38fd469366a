"""The signed triad census: how often each signed motif occurs as an induced subgraph.

One pass over the closed triads (triangles of the undirected skeleton) and the dyads of each node
counts all 132 signed motifs of the thirteen connected triad classes.  The time is proportional to
the number of links times the arboricity of the skeleton, the memory to the number of links.  Small
graphs are counted by rows of bits instead, see `dense`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.dense import DENSE_NODES, count_closed_and_pairs
from sparse_rnn.graphs.census.later import by_target, count_closed, fill_later, room_for_later
from sparse_rnn.graphs.census.parts import count_in_parts
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
    sort_into_motifs(closed, pairs, motif_of_code, counts)


@compiled
def _count_sparse(rows, closed, pairs):
    """Add closed triads by code ``(729,)`` and pairs of dyads at a node ``(9, 9)``."""
    n = len(rows.indptr) - 1
    entering = by_target(rows)
    later = room_for_later(rows, entering)
    fill_later(0, n, rows, entering, later, pairs)
    count_closed(0, n, later, closed)


@compiled
def sort_into_motifs(closed, pairs, motif_of_code, counts):
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


@compiled
def _renumbered(indptr, target, sign, order, number):
    """Return pointer, targets and sign codes of the links once node ``order[u]`` is number u."""
    n = len(order)
    first = np.zeros(n + 1, dtype=np.int64)
    fresh = np.empty(len(target), dtype=np.int32)
    code = np.empty(len(target), dtype=np.uint8)
    place = 0
    for u in range(n):
        for e in range(indptr[order[u]], indptr[order[u] + 1]):
            fresh[place] = number[target[e]]
            code[place] = 1 if sign[e] > 0 else 2
            place += 1
        first[u + 1] = place
    return first, fresh, code


def rows_by_rising_degree(graph: SignedGraph) -> LinkRows:
    """Return the links as the kernels read them, the nodes numbered by rising total degree."""
    order = rising_degree(graph)
    number = np.empty(graph.n, dtype=np.int32)
    number[order] = np.arange(graph.n, dtype=np.int32)
    return LinkRows(*_renumbered(graph.indptr, graph.target, graph.sign, order, number))


def signed_triad_census(graph: SignedGraph, threads: int = 1) -> np.ndarray:
    """Count the induced signed motifs of all thirteen connected triad classes.

    Parameters
    ----------
    graph : SignedGraph
        The network.
    threads : int, optional
        Threads to use; the counts do not depend on it.  A graph of `dense.DENSE_NODES` or fewer
        is counted by one.

    Returns
    -------
    ndarray
        ``(132,)`` int64, in the order of `sparse_rnn.graphs.motifs.MOTIFS`.

    Raises
    ------
    ValueError
        If ``threads`` is less than 1.
    """
    if threads < 1:
        raise ValueError(f"threads must be 1 or more, got {threads}")
    counts = np.zeros(len(MOTIFS), dtype=np.int64)
    rows = rows_by_rising_degree(graph)
    if graph.n <= DENSE_NODES:
        count_motifs(rows, MOTIF_OF_CODE, counts)
    else:
        sort_into_motifs(*count_in_parts(rows, threads), MOTIF_OF_CODE, counts)
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
