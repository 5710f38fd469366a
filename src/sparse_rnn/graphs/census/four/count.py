"""The induced census of four-node signed classes.

Classes whose nodes are linked in a ring, as all with one of the `classes.PATTERNS` are, are found
by their rings (Chiba & Nishizeki 1985, doi 10.1137/0214017).  The time is proportional to the
number of links times the arboricity of the skeleton, plus the number of rings: in a random network
of N nodes with d neighbours each there are some d^4 / 8 of them.

If any other class is chosen, each connected set of four nodes is met once, as in the enumeration
ESU (Wernicke 2006, doi 10.1109/TCBB.2006.51).  The time is proportional to the number of these
sets, which grows as N d^3; a hub with D neighbours alone adds D^3 / 6.

The memory is proportional to the links, beside 4 MB of tables.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.census.four.classes import (
    chosen_classes,
    class_of_code,
    four_node_classes,
    in_ring,
)
from sparse_rnn.graphs.census.later import by_target
from sparse_rnn.graphs.census.sparse import LinkRows, by_rising_degree, link_rows, turned_dyad
from sparse_rnn.graphs.census.triads import find_rising
from sparse_rnn.graphs.motifs import DYAD_CODES, LINK_CODES
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled

_D1, _D2, _D3, _D4, _D5 = (DYAD_CODES**place for place in range(1, 6))


def four_node_census(graph: SignedGraph, classes: np.ndarray | None = None) -> np.ndarray:
    """Count the induced signed classes of four linked nodes.

    Parameters
    ----------
    graph : SignedGraph
        The network.
    classes : ndarray of int, optional
        Places of the C classes in `classes.four_node_classes`; those with any of the
        `classes.PATTERNS` by default.

    Returns
    -------
    ndarray
        ``(C,)`` int64.

    Raises
    ------
    ValueError
        If there is no such class.
    """
    return count_four(link_rows(by_rising_degree(graph)), chosen_classes(classes))


def count_four(rows: LinkRows, classes: np.ndarray) -> np.ndarray:
    """Count some classes of a graph as the kernels read it, ``(C,)``; see `four_node_census`.

    For speed on heavy-tailed graphs the nodes should be numbered by rising degree.
    """
    counts = np.zeros(len(four_node_classes()), dtype=np.int64)
    count = _count_rings if in_ring()[classes].all() else _count_connected
    count(rows, class_of_code(), counts)
    return counts[classes]


@compiled
def _dyads(rows):
    """Return each node's first neighbour ``(N + 1,)``, the neighbours by number, and the dyads."""
    indptr, target, code = rows
    n = len(indptr) - 1
    start, source, into = by_target(rows)
    first = np.zeros(n + 1, dtype=np.int64)
    near = np.empty(2 * len(target), dtype=np.int64)
    dyad = np.empty(2 * len(target), dtype=np.int64)
    met = np.full(n, -1, dtype=np.int64)
    filled = 0
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            near[filled], dyad[filled], met[target[e]] = target[e], code[e], filled
            filled += 1
        for e in range(start[u], start[u + 1]):
            v = source[e]
            if met[v] >= first[u]:  # a mutual pair, met among the links that leave
                dyad[met[v]] += LINK_CODES * into[e]
            else:
                near[filled], dyad[filled] = v, LINK_CODES * into[e]
                filled += 1
        first[u + 1] = filled
    # Seen from the neighbours, node after node, each row is in order.
    ordered, seen, at = np.empty(filled, np.int64), np.empty(filled, np.int64), first.copy()
    for u in range(n):
        for place in range(first[u], first[u + 1]):
            v = near[place]
            ordered[at[v]], seen[at[v]] = u, turned_dyad(dyad[place])
            at[v] += 1
    return first, ordered, seen


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
def _count_connected(rows, class_of_code, counts):
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


@compiled
def _count_rings(rows, class_of_code, counts):
    """Add the sets of four nodes that are linked in a ring to ``counts`` by class.

    A ring u, v, w, t is met at its highest node u.  The paths u, v, w to each opposite node w are
    kept in a list by w: ``head[w]`` is the last one, ``former`` the one before each.  Two paths to
    one w are a ring.  Four nodes that are all linked have three rings: the one counts whose w is
    the lowest node.
    """
    first, near, dyad = _dyads(rows)
    n = len(first) - 1
    row_u, ends = np.zeros(n, dtype=np.int64), np.empty(n, dtype=np.int64)
    head = np.full(n, -1, dtype=np.int64)
    former, middle = np.empty(len(near), dtype=np.int64), np.empty(len(near), dtype=np.int64)
    side = np.empty(len(near), dtype=np.int64)
    for u in range(n):
        _set_row(first, near, dyad, u, row_u)
        paths = opposite = 0
        for place in range(first[u], first[u + 1]):
            v = near[place]
            if v > u:
                break
            for step in range(first[v], first[v + 1]):
                w = near[step]
                if w >= u:
                    break
                if head[w] < 0:
                    ends[opposite] = w
                    opposite += 1
                former[paths], middle[paths], side[paths] = head[w], v, dyad[step]
                head[w] = paths
                paths += 1
        for end in range(opposite):
            w = ends[end]
            one, uw = head[w], row_u[w]
            while one >= 0:
                v, other = middle[one], former[one]
                three = row_u[v] + _D2 * uw + _D4 * side[one]
                while other >= 0:
                    t = middle[other]
                    link = find_rising(near, first[v], first[v + 1], t)
                    vt = dyad[link] if link >= 0 else 0
                    if uw == 0 or vt == 0 or (w < v and w < t):
                        code = three + _D1 * row_u[t] + _D3 * vt + _D5 * side[other]
                        counts[class_of_code[code]] += 1
                    other = former[other]
                one = former[one]
            head[w] = -1
        _clear_row(first, near, u, row_u)
