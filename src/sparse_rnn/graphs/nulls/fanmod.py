"""FANMOD's own walk for its null model "global const", which is not uniform.

The links are *dyads*, mutual pairs and single links, kept in bags of one kind.  A sweep goes over
the dyads of every bag in turn and gives each up to three attempts.  A single link exchanges its
target with another one, as in a uniform chain.  A mutual pair first tries to change places with
single links by two rules, and then to exchange partners with another pair:

* five nodes: the pair u = v and a path w -> x -> y become u = x and w -> v -> y, for a random
  link w -> x and a random one of the nodes y that fit;
* four nodes: the pair u = v and a path v -> w -> x become v -> u -> x and v = w, for a random
  one of all such paths at either end of the pair.

Both rules choose among what fits *before* the move; after it more or less may fit.
A move is then not as likely as its reverse, so that some networks come up more often than others:
here 2 % more feed-forward loops than in all networks alike.  The rules come from FANMOD 1.1
(Wernicke & Rasche 2006, doi 10.1093/bioinformatics/btl038), the words and the code ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.sparse import sign_codes
from sparse_rnn.graphs.nulls.chain.link_index import erase, look_up, lookup_table, put
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled, inlined
from sparse_rnn.numerics.randomness import U1, below, random_bits

ATTEMPTS = 3


class Dyads(NamedTuple):
    """The linked pairs of nodes; all but ``bag`` change as the walk goes on.

    Attributes
    ----------
    table : ndarray
        Link table with an entry (lower end, higher end) for each dyad.
    ends : ndarray
        Both ends u and v of each dyad, and the sign codes of u -> v and of v -> u (0 for a
        single link), ``(D, 4)`` int64.
    near : ndarray
        Numbers of the dyads at each node, node after node.
    spot : ndarray
        Where each node's part of ``near`` starts, and how many dyads it holds, ``(N, 2)`` int64.
    bag : ndarray
        First dyad of each bag, ``(bags + 1,)`` int64.
    """

    table: np.ndarray
    ends: np.ndarray
    near: np.ndarray
    spot: np.ndarray
    bag: np.ndarray


def dyads_of(graph: SignedGraph, regard: bool) -> Dyads:
    """Return the dyads of a graph in bags of single links and of mutual pairs.

    Parameters
    ----------
    graph : SignedGraph
        The given network.
    regard : bool
        Whether dyads with other signs are in other bags.
    """
    code, back = sign_codes(graph).astype(np.int64), graph.reverse
    other = np.where(back < 0, 0, code[back]) if graph.edges else code
    kept = np.flatnonzero((back < 0) | (graph.source < graph.target))
    ends = np.stack((graph.source, graph.target, code, other), axis=1)[kept].astype(np.int64)
    out, other = ends[:, 2], ends[:, 3]
    kind = np.where(other == 0, out - 1, out + other) if regard else (other > 0).astype(int)
    order = np.argsort(kind, kind="stable")
    ends, bag = ends[order], np.searchsorted(kind[order], np.arange(6 if regard else 3))
    low, high = np.sort(ends[:, :2], axis=1).astype(np.int32).T
    table = lookup_table(graph.n, low, high, np.ones(len(ends), dtype=np.uint8))
    return Dyads(table, ends, *_dyads_by_node(graph, ends), bag)


def _dyads_by_node(graph: SignedGraph, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return ``near`` and ``spot``; a node has room for as many dyads as it has links."""
    room = graph.degrees("out") + graph.degrees("in")
    node, dyad = ends[:, :2].ravel(), np.repeat(np.arange(len(ends)), 2)
    count = np.bincount(node, minlength=graph.n)
    by_node = np.argsort(node, kind="stable")
    rank = np.arange(len(node)) - np.repeat(np.cumsum(count) - count, count)
    start = np.cumsum(room) - room
    near = np.zeros(room.sum(), dtype=np.int64)
    near[start[node[by_node]] + rank] = dyad[by_node]
    return near, np.stack((start, count), axis=1)


@inlined
def _linked(table, n, a, b):
    """Return whether there is a link between two nodes, either way."""
    return look_up(table, n, min(a, b), max(a, b)) != 0


@inlined
def _link(table, n, a, b):
    put(table, n, min(a, b), max(a, b), 1)


@inlined
def _unlink(table, n, a, b):
    erase(table, n, min(a, b), max(a, b))


@inlined
def _replace(near, spot, node, old, new):
    """Put one dyad in the place of another in a node's list."""
    place = spot[node, 0]
    while near[place] != old:
        place += 1
    near[place] = new


@inlined
def _add(near, spot, node, new):
    near[spot[node, 0] + spot[node, 1]] = new
    spot[node, 1] += 1


@inlined
def _drop(near, spot, node, old):
    spot[node, 1] -= 1
    _replace(near, spot, node, old, near[spot[node, 0] + spot[node, 1]])


@inlined
def _set(ends, e, u, v, out, back):
    ends[e, 0], ends[e, 1], ends[e, 2], ends[e, 3] = u, v, out, back


@inlined
def _leaves(ends, e, node, sign, regard):
    """Return whether dyad e is a single link that leaves the node, of the sign if regarded."""
    return ends[e, 3] == 0 and ends[e, 0] == node and (not regard or ends[e, 2] == sign)


@compiled
def _rule_five(state, dyads, n, regard, e, pair):
    """Try to make u = v and w -> x -> y into u = x and w -> v -> y; the pair is (u, v, uv, vu)."""
    table = dyads.table
    ends = dyads.ends
    near = dyads.near
    spot = dyads.spot
    bag = dyads.bag
    u, v, uv, vu = pair
    # Draw w -> x, of the sign of u -> v if signs are regarded.
    like = uv - 1 if regard else 0
    size = bag[like + 1] - bag[like]
    if size == 0:
        return False
    f = bag[like] + below(state, size)
    w, x = ends[f, 0], ends[f, 1]
    if w in (u, v) or x in (u, v) or _linked(table, n, u, x) or _linked(table, n, v, w):
        return False
    # Draw x -> y among all that fit: the m-th that fits takes the place with probability 1 / m.
    found, fits = -1, 0
    for place in range(spot[x, 0], spot[x, 0] + spot[x, 1]):
        g = near[place]
        if _leaves(ends, g, x, vu, regard):
            y = ends[g, 1]
            if y != u and y != v and not _linked(table, n, v, y):
                fits += 1
                if below(state, fits) == 0:
                    found = g
    if found < 0:
        return False
    y = ends[found, 1]
    for a, b in ((u, v), (w, x), (x, y)):
        _unlink(table, n, a, b)
    for a, b in ((u, x), (w, v), (v, y)):
        _link(table, n, a, b)
    _set(ends, e, u, x, uv, vu)
    ends[f, 1] = ends[found, 0] = v
    _replace(near, spot, v, e, f)
    _add(near, spot, v, found)
    _replace(near, spot, x, f, e)
    _drop(near, spot, x, found)
    return True


@compiled
def _rule_four(state, dyads, n, regard, e, pair):
    """Try to make u = v and v -> w -> x into v -> u -> x and v = w, or the same from u."""
    table = dyads.table
    ends = dyads.ends
    near = dyads.near
    spot = dyads.spot
    u, v, uv, vu = pair
    # Draw a path q -> w -> x from either end q of the pair among all that fit.
    fits = 0
    first = second = -1
    one, other, there, back = u, v, uv, vu
    for p, q, pq, qp in ((u, v, uv, vu), (v, u, vu, uv)):
        for place in range(spot[q, 0], spot[q, 0] + spot[q, 1]):
            f = near[place]
            if not _leaves(ends, f, q, qp, regard):
                continue
            w = ends[f, 1]
            for step in range(spot[w, 0], spot[w, 0] + spot[w, 1]):
                g = near[step]
                if not _leaves(ends, g, w, pq, regard):
                    continue
                x = ends[g, 1]
                if x != u and x != v and not _linked(table, n, p, x):
                    fits += 1
                    if below(state, fits) == 0:
                        first, second = f, g
                        one, other, there, back = p, q, pq, qp
    if fits == 0:
        return False
    w, x = ends[first, 1], ends[second, 1]
    _unlink(table, n, w, x)
    _link(table, n, one, x)
    _set(ends, e, other, w, back, there)
    ends[first, 1] = ends[second, 0] = one
    _replace(near, spot, one, e, first)
    _add(near, spot, one, second)
    _replace(near, spot, w, first, e)
    _drop(near, spot, w, second)
    return True


@inlined
def _exchange(n, table, near, spot, e, f, there, back):
    """Try to make the dyads e = (u, v) and f = (x, y) into (u, y) and (x, v)."""
    u, v = there
    x, y = back
    if u in (x, y) or v in (x, y) or _linked(table, n, u, y) or _linked(table, n, x, v):
        return False
    _unlink(table, n, u, v)
    _unlink(table, n, x, y)
    _link(table, n, u, y)
    _link(table, n, x, v)
    _replace(near, spot, v, e, f)
    _replace(near, spot, y, f, e)
    return True


@inlined
def _exchange_singles(n, table, ends, near, spot, e, f):
    """Try to exchange targets; the sign stays with the end that has the smaller number at e."""
    u, v, x, y = ends[e, 0], ends[e, 1], ends[f, 0], ends[f, 1]
    if u < v:
        if _exchange(n, table, near, spot, e, f, (u, v), (x, y)):
            ends[e, 1], ends[f, 1] = y, v
            return True
    elif _exchange(n, table, near, spot, e, f, (v, u), (y, x)):
        ends[e, 0], ends[f, 0] = x, u
        return True
    return False


@inlined
def _another(state, e, first, last):
    """Return a random dyad of a bag other than e."""
    f = first + below(state, last - first - 1)
    return f + (f >= e)


@inlined
def _attempt_single(state, n, table, ends, near, spot, e, bag):
    """Try once to exchange the target of a single link, one of the dyads in a bag (first, end)."""
    first, last = bag
    if last - first < 2:
        return False
    return _exchange_singles(n, table, ends, near, spot, e, _another(state, e, first, last))


@compiled
def _attempt_pair(state, dyads, n, regard, e, first, last):
    """Try once to move a mutual pair, one of the bag of dyads from ``first`` to ``last - 1``."""
    table = dyads.table
    ends = dyads.ends
    near = dyads.near
    spot = dyads.spot
    # The pair, seen from an end drawn at random, first tries the two rules.
    u, v, uv, vu = ends[e, 0], ends[e, 1], ends[e, 2], ends[e, 3]
    if random_bits(state) & U1:
        u, v, uv, vu = v, u, vu, uv
    pair = u, v, uv, vu
    if _rule_five(state, dyads, n, regard, e, pair):
        return True
    if _rule_four(state, dyads, n, regard, e, pair):
        return True
    # Then it tries to exchange partners with another pair of its bag.
    if last - first < 2:
        return False
    f = _another(state, e, first, last)
    x, y, xy, yx = ends[f, 0], ends[f, 1], ends[f, 2], ends[f, 3]
    if regard and xy != uv:
        x, y, xy, yx = y, x, yx, xy
    if not _exchange(n, table, near, spot, e, f, (u, v), (x, y)):
        return False
    _set(ends, e, u, y, uv, vu)
    _set(ends, f, x, v, xy, yx)
    return True


@compiled
def walk(sweeps, state, dyads, n, regard):
    """Sweep over the dyads a number of times and return how many moves were made.

    Parameters
    ----------
    sweeps : int
        Times that each dyad has its up to three attempts.
    state : ndarray
        State of the random numbers, ``(1,)`` uint64.
    dyads : Dyads
        The network; changed in place.
    n : int
        Number of nodes.
    regard : bool
        Whether only dyads of the same signs exchange, which keeps signed degrees.
    """
    table = dyads.table
    ends = dyads.ends
    near = dyads.near
    spot = dyads.spot
    bag = dyads.bag
    moves = 0
    for _ in range(sweeps):
        for kind in range(len(bag) - 1):
            first, last = bag[kind], bag[kind + 1]
            for e in range(first, last):
                for _ in range(ATTEMPTS):
                    # Single links are many: their attempts are compiled into this loop.
                    if ends[e, 3] == 0:
                        here = first, last
                        moved = _attempt_single(state, n, table, ends, near, spot, e, here)
                    else:
                        moved = _attempt_pair(state, dyads, n, regard, e, first, last)
                    if moved:
                        moves += 1
                        break
    return moves


@compiled
def links_of_dyads(ends, indptr):
    """Return targets ``(E,)`` and sign codes ``(E,)`` of the links in rows by source."""
    free = indptr[:-1].copy()
    target = np.empty(indptr[-1], dtype=np.int32)
    code = np.empty(indptr[-1], dtype=np.uint8)
    for e in range(len(ends)):
        u, v = ends[e, 0], ends[e, 1]
        target[free[u]], code[free[u]] = v, ends[e, 2]
        free[u] += 1
        if ends[e, 3]:
            target[free[v]], code[free[v]] = u, ends[e, 3]
            free[v] += 1
    return target, code
