"""The feed-forward loops around one link, tallied while links come and go.

A link that comes or goes changes only the triads that contain it.  The tally of all loops therefore
follows in a time proportional to the smaller degree of the link's two ends.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.sparse import sign_codes
from sparse_rnn.graphs.motifs import (
    LINK_CODES,
    LOOP_LINKS,
    NODE_ORDERS,
    TRANSITIVE_CLASS_OF_CODE,
    TRANSITIVE_LOOPS,
    UW_WEIGHT,
    VW_WEIGHT,
)
from sparse_rnn.graphs.nulls.chain.link_index import look_up, lookup_table
from sparse_rnn.graphs.signed_graph import SignedGraph, checked
from sparse_rnn.numerics.jit import compiled

CHANCE_BALANCE = 0.5
"""Local balance of a link in no loop: what random signs give.  Moving such a link into loops then
pays as far as the loops are balanced, and no link is drawn into loops or out of them."""


class MobileLinks(NamedTuple):
    """A network whose links exchange targets, its rows and columns at hand.

    Attributes
    ----------
    source, target : ndarray
        Ends of the links, ``(E,)`` int64; a link keeps its number, its source and its sign.
    code : ndarray
        Signs, ``(E,)`` uint8: 1 for positive, 2 for negative.
    out_start, in_start : ndarray
        Where the links that leave and that enter each node begin, ``(N + 1,)`` int64.
    entering : ndarray
        Numbers of the links by target, ``(E,)`` int64.
    seat : ndarray
        Where each link stands in ``entering``, ``(E,)`` int64.
    table : ndarray
        Where links are looked up, see `link_index.lookup_table`.
    """

    source: np.ndarray
    target: np.ndarray
    code: np.ndarray
    out_start: np.ndarray
    in_start: np.ndarray
    entering: np.ndarray
    seat: np.ndarray
    table: np.ndarray


def mobile_links(graph: SignedGraph) -> MobileLinks:
    """Return the links of a graph, free to move."""
    entering = np.argsort(checked(graph).target, kind="stable")
    in_start = np.concatenate(([0], np.cumsum(graph.degrees("in"))))
    ends = graph.source.astype(np.int64), graph.target.astype(np.int64)
    code = sign_codes(graph)
    columns = in_start, entering, np.argsort(entering)
    table = lookup_table(graph.n, *ends, code)
    return MobileLinks(*ends, code, graph.indptr, *columns, table)


def _triads() -> np.ndarray:
    """Return the table `TRIADS`."""
    loops = TRANSITIVE_LOOPS.astype(np.int64)
    with_first_link = (NODE_ORDERS[:, LOOP_LINKS] == (0, 1)).all(-1).any(-1)
    kind = np.maximum(TRANSITIVE_CLASS_OF_CODE, 0)
    return np.column_stack((kind, loops.sum(1), loops[:, with_first_link].sum(1)))


TRIADS = _triads()
"""What a triad (u, v, w) of each code holds, ``(729, 5)`` int64: its transitive class (0 if it is
of another class), its loops, the balanced ones, the loops that contain the link u -> v, and the
balanced ones among these."""


@compiled
def dyad(table, n, a, b):
    """Return the code of a dyad as seen from its first node, 0 where there is no link."""
    return look_up(table, n, a, b) + LINK_CODES * look_up(table, n, b, a)


@compiled
def tally_link(link, step, links, triads, tally):
    """Tally the triads that a link changes as it comes or goes; return the loops that contain it.

    Parameters
    ----------
    link : int
        Number of the link, which is in its place.
    step : {1, -1}
        Whether it has come or is about to go.
    links : MobileLinks
        The network.
    triads : ndarray
        See `TRIADS`.
    tally : ndarray
        Loops and balanced loops of each class, ``(4, 2)`` int64; changed in place.

    Returns
    -------
    loops, balanced : int
        Loops in transitive triads that contain the link, and how many of them are balanced.
    """
    table, n = links.table, len(links.out_start) - 1
    a, b, code = links.source[link], links.target[link], links.code[link]
    # Third nodes are looked for around the end of smaller degree.
    around, other = (a, b) if degree(links, a) <= degree(links, b) else (b, a)
    first = links.out_start[around]
    leaving = links.out_start[around + 1] - first
    ab = dyad(table, n, a, b)
    loops = balanced = 0
    for x in range(degree(links, around)):
        if x < leaving:
            k = links.target[first + x]
        else:
            k = links.source[links.entering[links.in_start[around] + x - leaving]]
            if look_up(table, n, around, k):
                continue  # one half of a mutual pair, met among the links that leave
        if dyad(table, n, other, k):
            # The triad (a, b, k) with the link and without it.
            rest = UW_WEIGHT * dyad(table, n, a, k) + VW_WEIGHT * dyad(table, n, b, k)
            there, without = triads[rest + ab], triads[rest + ab - code]
            tally[there[0], 0] += step * there[1]
            tally[there[0], 1] += step * there[2]
            tally[without[0], 0] -= step * without[1]
            tally[without[0], 1] -= step * without[2]
            loops += there[3]
            balanced += there[4]
    return loops, balanced


@compiled
def degree(links, node):
    """Return the number of links that leave and enter a node."""
    leaving = links.out_start[node + 1] - links.out_start[node]
    return leaving + links.in_start[node + 1] - links.in_start[node]


@compiled
def exchange_targets(links, e, f):
    """Let two links exchange their targets and their places in the columns."""
    links.target[e], links.target[f] = links.target[f], links.target[e]
    links.seat[e], links.seat[f] = links.seat[f], links.seat[e]
    links.entering[links.seat[e]], links.entering[links.seat[f]] = e, f
