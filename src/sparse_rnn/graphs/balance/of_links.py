"""Local balance: how balanced the feed-forward loops around each link and each node are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations
from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.sparse import link_rows
from sparse_rnn.graphs.motifs import (
    LINK_CODES,
    NODE_ORDERS,
    TRANSITIVE_LOOPS,
    UV_WEIGHT,
    UW_WEIGHT,
    VW_WEIGHT,
)
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled

_PAIRS = tuple(permutations(range(3), 2))
_ORDERS = len(NODE_ORDERS)


@dataclass(frozen=True)
class LocalBalance:
    """Feed-forward loops in transitive triads (030T, 120D, 120U, 300) that contain a link or node.

    Attributes
    ----------
    edge_loops, edge_balanced : ndarray
        Loops that contain each link, and how many of them are balanced, ``(E,)`` int64.
    node_loops, node_balanced : ndarray
        The same of each node, ``(N,)`` int64.
    """

    edge_loops: np.ndarray
    edge_balanced: np.ndarray
    node_loops: np.ndarray
    node_balanced: np.ndarray

    @property
    def edge(self) -> np.ndarray:
        """Balanced share x_e of the loops that contain each link, ``(E,)``; NaN without loops."""
        return _share(self.edge_balanced, self.edge_loops)

    @property
    def node(self) -> np.ndarray:
        """Balanced share of the loops that contain each node, ``(N,)``; NaN without loops."""
        return _share(self.node_balanced, self.node_loops)


def _share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)


class Skeleton(NamedTuple):
    """Each node's neighbours of higher rank by degree, whichever way the links between them run.

    Attributes
    ----------
    first : ndarray
        First neighbour of each node, ``(N + 1,)`` int64.
    near : ndarray
        The neighbours, node after node, int64.
    """

    first: np.ndarray
    near: np.ndarray


def local_balance(graph: SignedGraph) -> LocalBalance:
    """Return the balance of the feed-forward loops around each link and each node.

    A loop i -> j, j -> k, i -> k is balanced if sign(w_ij w_jk) = sign(w_ik).  Its three nodes must
    form a transitive triad as an induced subgraph, as for the global balance of Zhang et al.
    (2023), doi 10.1038/s42005-023-01364-0.  The links are in the order of ``graph.source``.
    """
    rows = link_rows(graph)
    edges, nodes = np.zeros((2, graph.edges), np.int64), np.zeros((2, graph.n), np.int64)
    tables = NODE_ORDERS, TRANSITIVE_LOOPS
    _count_loops(rows, _skeleton(graph), *tables, edges, nodes)
    return LocalBalance(*edges, *nodes)


def _skeleton(graph: SignedGraph) -> Skeleton:
    """Return the neighbours of a graph's nodes."""
    rank = np.empty(graph.n, dtype=np.int64)
    order = np.argsort(graph.degrees("out") + graph.degrees("in"), kind="stable")
    rank[order] = np.arange(graph.n)
    kept = (graph.reverse < 0) | (graph.source < graph.target)
    u, v = graph.source[kept], graph.target[kept]
    low, high = np.where(rank[u] < rank[v], (u, v), (v, u))
    by_low = np.argsort(low, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(low, minlength=graph.n))))
    return Skeleton(first, high[by_low].astype(np.int64))


@compiled
def _link_of(indptr, target, a, b):
    """Return the number of the link a -> b by bisection, -1 if there is none."""
    low, high = indptr[a], indptr[a + 1]
    while low < high:
        middle = (low + high) >> 1
        if target[middle] < b:
            low = middle + 1
        else:
            high = middle
    return low if low < indptr[a + 1] and target[low] == b else -1


@compiled
def _count_loops(rows, skeleton, orders, loops, edges, nodes):
    """Add to ``edges`` and ``nodes`` the loops (row 0) and the balanced ones (row 1) of each.

    ``orders`` and ``loops`` are `motifs.NODE_ORDERS` and `motifs.TRANSITIVE_LOOPS`.
    """
    indptr, target, code = rows
    first, near = skeleton
    n = len(indptr) - 1
    mark = np.zeros(n, dtype=np.bool_)
    triad = np.zeros(3, dtype=np.int64)
    link = np.zeros((3, 3), dtype=np.int64)
    for u in range(n):
        for x in range(first[u], first[u + 1]):
            mark[near[x]] = True
        for x in range(first[u], first[u + 1]):
            for y in range(first[near[x]], first[near[x] + 1]):
                if mark[near[y]]:
                    triad[0], triad[1], triad[2] = u, near[x], near[y]
                    for i, j in _PAIRS:
                        link[i, j] = _link_of(indptr, target, triad[i], triad[j])
                    _add_triad(triad, link, code, orders, loops, edges, nodes)
        for x in range(first[u], first[u + 1]):
            mark[near[x]] = False


@compiled
def _add_triad(triad, link, code, orders, loops, edges, nodes):
    """Add the loops of one closed triad; the table has none for a triad that is not transitive.

    ``link`` holds the numbers of the links between its nodes, ``(3, 3)``, -1 where there is none.
    """
    kind = 0
    for weight, i, j in ((UV_WEIGHT, 0, 1), (UW_WEIGHT, 0, 2), (VW_WEIGHT, 1, 2)):
        there, back = link[i, j], link[j, i]
        out = code[there] if there >= 0 else 0
        kind += weight * (out + LINK_CODES * (code[back] if back >= 0 else 0))
    for order in range(_ORDERS):
        if loops[kind, order, 0]:
            i, j, k = orders[order]
            balanced = loops[kind, order, 1]
            for e in (link[i, j], link[j, k], link[i, k]):
                edges[0, e] += 1
                edges[1, e] += balanced
            for node in triad:
                nodes[0, node] += 1
                nodes[1, node] += balanced
