"""Local balance: how balanced the feed-forward loops around each link and each node are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sparse_rnn.graphs.census.participation import add_at
from sparse_rnn.graphs.census.triads import PLACE_PAIRS, closed_triads, neighbours
from sparse_rnn.graphs.motifs import LOOP_LINKS, NODE_ORDERS, TRANSITIVE_LOOPS
from sparse_rnn.graphs.signed_graph import SignedGraph


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


def local_balance(graph: SignedGraph) -> LocalBalance:
    """Return the balance of the feed-forward loops around each link and each node.

    A loop i -> j, j -> k, i -> k is balanced if sign(w_ij w_jk) = sign(w_ik).  Its three nodes must
    form a transitive triad as an induced subgraph, as for the global balance of Zhang et al.
    (2023), doi 10.1038/s42005-023-01364-0.  The links are in the order of ``graph.source``.
    """
    near = neighbours(graph)
    edges, nodes = np.zeros((graph.edges, 2), np.int64), np.zeros((graph.n, 2), np.int64)
    for triads in closed_triads(near):
        _add_loops(edges, triads.links, _LOOPS_OF_LINK[triads.code])
        loops = TRANSITIVE_LOOPS[triads.code].sum(1)
        _add_loops(nodes, triads.nodes, np.repeat(loops[:, None], 3, axis=1))
    return LocalBalance(*edges.T, *nodes.T)


def _loops_of_link() -> np.ndarray:
    """Return the table `_LOOPS_OF_LINK`."""
    loop_links = NODE_ORDERS[:, LOOP_LINKS]
    holds = [(loop_links == pair).all(-1).any(-1) for pair in PLACE_PAIRS]
    return np.stack([TRANSITIVE_LOOPS[:, orders].sum(1) for orders in holds], axis=1)


_LOOPS_OF_LINK = _loops_of_link()
"""Loops that contain each link of a triad, and the balanced ones, by code: ``(729, 6, 2)``, the
links in the order of `triads.PLACE_PAIRS`."""


def _add_loops(counts: np.ndarray, rows: np.ndarray, loops: np.ndarray) -> None:
    """Add loops and balanced loops ``(B, places, 2)`` to the rows ``(B, places)`` of counts."""
    for column in range(2):
        add_at(counts, rows.ravel(), np.full(rows.size, column), loops[..., column].ravel())
