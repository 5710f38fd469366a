"""Local balance: how balanced the feed-forward loops around each link and each node are."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from sparse_rnn.graphs.census.sparse import sign_codes
from sparse_rnn.graphs.motifs import MOTIF_OF_CODE, MOTIFS, TRANSITIVE_CLASSES
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled


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


TRANSITIVE = np.isin([motif.triad for motif in MOTIFS], TRANSITIVE_CLASSES)
IS_TRANSITIVE = np.append(TRANSITIVE, False)[MOTIF_OF_CODE]  # code of no motif: the last, False
# The six orders of three nodes as (i, j, k), each a possible loop i -> j, j -> k, i -> k.
ORDERS = np.array(list(permutations(range(3))), dtype=np.int64)


def local_balance(graph: SignedGraph) -> LocalBalance:
    """Return the balance of the feed-forward loops around each link and each node.

    A loop i -> j, j -> k, i -> k is balanced if sign(w_ij w_jk) = sign(w_ik).  Its three nodes must
    form a transitive triad as an induced subgraph, as for the global balance of Zhang et al.
    (2023), doi 10.1038/s42005-023-01364-0.  The links are in the order of ``graph.source``.
    """
    edges, nodes = np.zeros((2, graph.edges), np.int64), np.zeros((2, graph.n), np.int64)
    _count_loops(
        graph.n,
        graph.indptr,
        graph.target,
        sign_codes(graph),
        *_skeleton(graph),
        IS_TRANSITIVE,
        ORDERS,
        edges,
        nodes,
    )
    return LocalBalance(*edges, *nodes)


def _skeleton(graph: SignedGraph) -> tuple[np.ndarray, np.ndarray]:
    """Return each node's neighbours of higher rank by degree: row pointer and neighbours."""
    rank = np.empty(graph.n, dtype=np.int64)
    order = np.argsort(graph.degrees("out") + graph.degrees("in"), kind="stable")
    rank[order] = np.arange(graph.n)
    kept = (graph.reverse < 0) | (graph.source < graph.target)
    u, v = graph.source[kept], graph.target[kept]
    low, high = np.where(rank[u] < rank[v], (u, v), (v, u))
    by_low = np.argsort(low, kind="stable")
    first = np.concatenate(([0], np.cumsum(np.bincount(low, minlength=graph.n))))
    return first, high[by_low].astype(np.int64)


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
def _count_loops(n, indptr, target, code, first, near, transitive, orders, edges, nodes):
    """Add to ``edges`` and ``nodes`` the loops (row 0) and the balanced ones (row 1) of each."""
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
                    _add_triad(triad, link, indptr, target, code, transitive, orders, edges, nodes)
        for x in range(first[u], first[u + 1]):
            mark[near[x]] = False


@compiled
def _add_triad(triad, link, indptr, target, code, transitive, orders, edges, nodes):
    """Add the loops of one closed triad, if it is transitive."""
    kind, weight = 0, 1
    for i in range(3):
        for j in range(3):
            if i != j:
                link[i, j] = _link_of(indptr, target, triad[i], triad[j])
    for i, j in ((0, 1), (0, 2), (1, 2)):
        there, back = link[i, j], link[j, i]
        dyad = (code[there] if there >= 0 else 0) + 3 * (code[back] if back >= 0 else 0)
        kind += weight * dyad
        weight *= 9
    if not transitive[kind]:
        return
    for order in range(6):
        i, j, k = orders[order]
        ij, jk, ik = link[i, j], link[j, k], link[i, k]
        if ij >= 0 and jk >= 0 and ik >= 0:
            balanced = (code[ij] == code[jk]) == (code[ik] == 1)
            for e in (ij, jk, ik):
                edges[0, e] += 1
                edges[1, e] += balanced
            for node in triad:
                nodes[0, node] += 1
                nodes[1, node] += balanced
