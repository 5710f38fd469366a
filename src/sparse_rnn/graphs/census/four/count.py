"""The induced census of four-node signed classes.

Each connected set of four nodes is met once, as in the enumeration ESU (Wernicke 2006, doi
10.1109/TCBB.2006.51).  The time is proportional to the number of these sets: in a network of N
nodes with d neighbours each it grows as N d^3, and a hub with D neighbours alone adds D^3 / 6.  The
memory is proportional to the links, beside 4 MB of tables.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.census.four.classes import class_of_code, four_node_classes
from sparse_rnn.graphs.census.sparse import LinkRows, by_rising_degree, by_target, link_rows
from sparse_rnn.graphs.motifs import DYAD_CODES, LINK_CODES
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled

_D1, _D2, _D3, _D4, _D5 = (DYAD_CODES**place for place in range(1, 6))


def four_node_census(graph: SignedGraph) -> np.ndarray:
    """Count the induced signed classes of four linked nodes.

    Returns
    -------
    ndarray
        ``(classes,)`` int64, in the order of `classes.four_node_classes`.
    """
    return count_four(link_rows(by_rising_degree(graph)))


def count_four(rows: LinkRows) -> np.ndarray:
    """Count the classes of a graph as the kernels read it; see `four_node_census`."""
    counts = np.zeros(len(four_node_classes()), dtype=np.int64)
    _count(rows, class_of_code(), counts)
    return counts


@compiled
def _dyads(rows):
    """Return each node's neighbours: first ``(N + 1,)``, the neighbours, and the dyads' codes."""
    indptr, target, code = rows
    n = len(indptr) - 1
    start, source, into = by_target(rows)
    first = np.zeros(n + 1, dtype=np.int64)
    near = np.empty(2 * len(target), dtype=np.int64)
    dyad = np.empty(2 * len(target), dtype=np.int64)
    place = np.full(n, -1, dtype=np.int64)
    filled = 0
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            near[filled], dyad[filled], place[target[e]] = target[e], code[e], filled
            filled += 1
        for e in range(start[u], start[u + 1]):
            v = source[e]
            if place[v] >= first[u]:  # a mutual pair, met among the links that leave
                dyad[place[v]] += LINK_CODES * into[e]
            else:
                near[filled], dyad[filled] = v, LINK_CODES * into[e]
                filled += 1
        first[u + 1] = filled
    return first, near[:filled], dyad[:filled]


@compiled
def _set_row(first, near, dyad, node, row):
    """Write the dyads of a node into a row of all nodes."""
    for place in range(first[node], first[node + 1]):
        row[near[place]] = dyad[place]


@compiled
def _clear_row(first, near, node, row):
    """Set the dyads of a node in a row back to 0."""
    for place in range(first[node], first[node + 1]):
        row[near[place]] = 0


@compiled
def _count(rows, class_of_code, counts):
    """Add the connected sets of four nodes to ``counts`` by class.

    A set {u, a, b, c} is met at its lowest node u.  ``ahead`` holds the nodes above u that can
    come next: those linked to u, and as a and b join, the neighbours that they bring along and
    that no node before them has.  Nodes join in the order of ``ahead``, so that each set is met
    once.  The rows hold the dyads of u, a and b with all nodes, 0 where there is no link.
    """
    first, near, dyad = _dyads(rows)
    n = len(first) - 1
    row_u, row_a = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    row_b, ahead = np.zeros(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    for u in range(n):
        linked = 0
        for place in range(first[u], first[u + 1]):
            if near[place] > u:
                ahead[linked] = near[place]
                linked += 1
        _set_row(first, near, dyad, u, row_u)
        for x in range(linked):
            a = ahead[x]
            filled = linked
            for place in range(first[a], first[a + 1]):
                b = near[place]
                if b > u and row_u[b] == 0:
                    ahead[filled] = b
                    filled += 1
            _set_row(first, near, dyad, a, row_a)
            for y in range(x + 1, filled):
                b = ahead[y]
                last = filled
                for place in range(first[b], first[b + 1]):
                    c = near[place]
                    if c > u and row_u[c] == 0 and row_a[c] == 0:
                        ahead[last] = c
                        last += 1
                _set_row(first, near, dyad, b, row_b)
                three = row_u[a] + _D1 * row_u[b] + _D3 * row_a[b]
                for z in range(y + 1, last):
                    c = ahead[z]
                    code = three + _D2 * row_u[c] + _D4 * row_a[c] + _D5 * row_b[c]
                    counts[class_of_code[code]] += 1
                _clear_row(first, near, b, row_b)
            _clear_row(first, near, a, row_a)
        _clear_row(first, near, u, row_u)
