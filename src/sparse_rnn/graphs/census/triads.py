"""The connected triads of a network one by one, in blocks of bounded size.

The nodes are ranked by rising degree.  Closed triads are found at their node of lowest rank: the
time is proportional to the number of links times the arboricity of the skeleton.  Open triads are
the pairs of neighbours of their middle node that are not linked: the time is proportional to the
sum of squared degrees, which a few hubs make large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.motifs import LINK_CODES, UV_WEIGHT, UW_WEIGHT, VW_WEIGHT
from sparse_rnn.graphs.signed_graph import SignedGraph, checked
from sparse_rnn.numerics.jit import compiled

TRIADS_AT_ONCE = 65_536
PLACE_PAIRS = ((0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1))
"""The six links of a triad as places in it, in the order of `Triads.links`."""


class Neighbours(NamedTuple):
    """Each node's neighbours by rising rank, whichever way the links between them run.

    A place is one neighbour of one node; each of the L linked pairs has two places.

    Attributes
    ----------
    first, later : ndarray
        First place of each node ``(N + 1,)``, and its first place with a neighbour of higher rank
        ``(N,)``, int64.
    owner, near : ndarray
        The node of each place and its neighbour there, ``(2 L,)`` int64.
    rank : ndarray
        Rank of each node by degree, ``(N,)`` int64.
    near_rank : ndarray
        Rank of the neighbour of each place, ``(2 L,)`` int64; it rises within a node's places.
    dyad : ndarray
        Code of the dyad as the owner sees it, ``(2 L + 1,)`` int64.  The last one is 0, no link:
        place -1 stands for a pair that is not linked.
    out, back : ndarray
        Numbers of the links owner -> neighbour and neighbour -> owner, -1 where there is none,
        ``(2 L + 1,)`` int64.
    """

    first: np.ndarray
    later: np.ndarray
    owner: np.ndarray
    near: np.ndarray
    rank: np.ndarray
    near_rank: np.ndarray
    dyad: np.ndarray
    out: np.ndarray
    back: np.ndarray


class Triads(NamedTuple):
    """Some triads of a network: B connected sets (u, v, w) of three nodes.

    Attributes
    ----------
    nodes : ndarray
        The nodes u, v, w, ``(B, 3)`` int64; in an open triad u is the middle.
    code : ndarray
        Code of each triad, see `motifs`, ``(B,)`` int64.
    links : ndarray
        Numbers of the links by `PLACE_PAIRS`, -1 where there is none, ``(B, 6)`` int64.
    """

    nodes: np.ndarray
    code: np.ndarray
    links: np.ndarray


def neighbours(graph: SignedGraph) -> Neighbours:
    """Return the neighbours of all nodes of a graph; memory is proportional to the links."""
    rank = np.empty(checked(graph).n, dtype=np.int64)
    degree = graph.degrees("out") + graph.degrees("in")
    rank[np.argsort(degree, kind="stable")] = np.arange(graph.n)
    owner, near, out, back = _places(graph, rank)
    code = np.append(np.where(graph.sign > 0, 1, 2), 0)  # of link -1: no link
    first = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=graph.n))))
    lower = np.bincount(owner[rank[near] < rank[owner]], minlength=graph.n)
    ends = first, first[:-1] + lower, owner, near, rank, rank[near]
    dyad = np.append(code[out] + LINK_CODES * code[back], 0)
    return Neighbours(*ends, dyad, np.append(out, -1), np.append(back, -1))


def _places(graph: SignedGraph, rank: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return owner, neighbour, link and link back of each place, in order; see `Neighbours`."""
    link, back, single = np.arange(graph.edges), graph.reverse, graph.reverse < 0
    none = np.full(single.sum(), -1)
    source, target = graph.source.astype(np.int64), graph.target.astype(np.int64)
    # A link is a place of its source; one without a counterpart is a place of its target too.
    owner = np.concatenate((source, target[single]))
    near = np.concatenate((target, source[single]))
    out, back = np.concatenate((link, none)), np.concatenate((back, link[single]))
    order = _in_order(rank[near], graph.n)
    order = order[_in_order(owner[order], graph.n)]
    return owner[order], near[order], out[order], back[order]


@compiled
def _in_order(keys, n):
    """Return the stable order of keys from 0 to n - 1, counted in linear time."""
    start = np.zeros(n + 1, dtype=np.int64)
    for key in keys:
        start[key + 1] += 1
    for key in range(n):
        start[key + 1] += start[key]
    order = np.empty(len(keys), dtype=np.int64)
    for place in range(len(keys)):
        key = keys[place]
        order[start[key]] = place
        start[key] += 1
    return order


def closed_triads(near: Neighbours, block: int = TRIADS_AT_ONCE) -> Iterator[Triads]:
    """Yield the triads whose three nodes are linked pairwise.

    Parameters
    ----------
    near : Neighbours
        The network, see `neighbours`.
    block : int, optional
        Least number of triads in a block but the last; it may hold more by the largest degree.

    Raises
    ------
    ValueError
        If the block is empty.
    """
    return _blocks(_fill_closed, near, _checked(block))


def open_triads(near: Neighbours, block: int = TRIADS_AT_ONCE) -> Iterator[Triads]:
    """Yield the triads in which exactly two pairs of nodes are linked; see `closed_triads`."""
    return _blocks(_fill_open, near, _checked(block))


def _checked(block: int) -> int:
    """Return the size of a block, refusing an empty one."""
    if block < 1:
        raise ValueError(f"a block must hold 1 or more triads, got {block}")
    return block


def _blocks(fill: Callable, near: Neighbours, block: int) -> Iterator[Triads]:
    """Yield the triads that a kernel finds from one place on, until there are no places left."""
    room = block + int(np.diff(near.first).max(initial=0))
    places, at = np.empty((room, 3), dtype=np.int64), 0
    mark = np.full(len(near.rank), -1, dtype=np.int64)
    while at < len(near.owner):
        at, found = fill(near, at, block, mark, places)
        if found:
            yield _triads(near, places[:found])


def _triads(near: Neighbours, places: np.ndarray) -> Triads:
    """Return the triads whose dyads uv, uw and vw are at some places, ``(B, 3)``."""
    uv, uw, vw = places.T
    nodes = np.stack((near.owner[uv], near.near[uv], near.near[uw]), axis=1)
    code = UV_WEIGHT * near.dyad[uv] + UW_WEIGHT * near.dyad[uw] + VW_WEIGHT * near.dyad[vw]
    links = np.stack((near.out[places], near.back[places]), axis=-1).reshape(-1, 6)
    return Triads(nodes, code, links)


@compiled
def _fill_closed(near, at, block, mark, places):
    """Put closed triads into ``places`` from the place ``at`` on until there are ``block``.

    ``mark`` is -1 everywhere, ``(N,)``, before and after.  Return the place to go on from, and the
    number of triads found.
    """
    first, later, peer = near.first, near.later, near.near
    found = 0
    while at < len(near.owner) and found < block:
        u = near.owner[at]
        at = max(at, later[u])
        for place in range(later[u], first[u + 1]):
            mark[peer[place]] = place
        while at < first[u + 1] and found < block:
            v = peer[at]
            for place in range(later[v], first[v + 1]):
                if mark[peer[place]] >= 0:
                    places[found, 0], places[found, 1] = at, mark[peer[place]]
                    places[found, 2] = place
                    found += 1
            at += 1
        for place in range(later[u], first[u + 1]):
            mark[peer[place]] = -1
    return at, found


@compiled
def _fill_open(near, at, block, mark, places):
    """Put open triads into ``places`` from the place ``at`` on; see `_fill_closed`."""
    found = 0
    while at < len(near.owner) and found < block:
        for place in range(at + 1, near.first[near.owner[at] + 1]):
            if not _linked(near, near.near[at], near.near[place]):
                places[found, 0], places[found, 1], places[found, 2] = at, place, -1
                found += 1
        at += 1
    return at, found


@compiled
def _linked(near, a, b):
    """Return whether two nodes are linked, as the one of lower rank knows."""
    if near.rank[a] > near.rank[b]:
        a, b = b, a
    return find_rising(near.near_rank, near.later[a], near.first[a + 1], near.rank[b]) >= 0


@compiled
def find_rising(keys, first, end, key):
    """Return where a key stands among ``keys[first:end]``, which rise; -1 if it does not."""
    low, high = first, end
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < end and keys[low] == key else -1
