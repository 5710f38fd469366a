"""The feed-forward loops around one link, tallied while links come and go.

Where a link comes or goes, only the triads that contain it change, so that the tally of all loops
is kept up to date in a time proportional to the smaller degree of the link's two ends.
"""

from __future__ import annotations

from itertools import permutations
from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.sparse import sign_codes
from sparse_rnn.graphs.motifs import (
    MOTIF_OF_CODE,
    MOTIFS,
    TRANSITIVE_CLASSES,
    TRIAD_CODES,
    class_members,
)
from sparse_rnn.graphs.nulls.chain.link_index import link_table, look
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled

CHANCE = 0.5
"""Local balance of a link that is in no loop: what random signs give, so that moving such a link
into loops pays as far as they are balanced, and no link is drawn into loops or out of them."""


class Links(NamedTuple):
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
    """

    source: np.ndarray
    target: np.ndarray
    code: np.ndarray
    out_start: np.ndarray
    in_start: np.ndarray
    entering: np.ndarray
    seat: np.ndarray


def links_of(graph: SignedGraph) -> tuple[Links, np.ndarray]:
    """Return the links of a graph, free to move, and their table (see `link_table`)."""
    entering = np.argsort(graph.target, kind="stable")
    in_start = np.concatenate(([0], np.cumsum(graph.degrees("in"))))
    ends = graph.source.astype(np.int64), graph.target.astype(np.int64)
    code = sign_codes(graph)
    links = Links(*ends, code, graph.indptr, in_start, entering, np.argsort(entering))
    return links, link_table(graph.n, *ends, code)


def class_loops(census: np.ndarray) -> np.ndarray:
    """Return the loops and the balanced loops in each transitive class's triads, ``(4, 2)`` int64.

    Parameters
    ----------
    census : ndarray, (132,)
        Counts in the order of `motifs.MOTIFS`.
    """
    loops = np.array([motif.loops for motif in MOTIFS], dtype=np.int64)
    members = [class_members(triad) for triad in TRANSITIVE_CLASSES]
    return np.stack([census[m] @ loops[m] for m in members])


def _triad_row(code: int) -> tuple[int, int, int, int, int]:
    """Return the row of `TRIADS` that belongs to a triad code."""
    triad = MOTIFS[MOTIF_OF_CODE[code]].triad if MOTIF_OF_CODE[code] >= 0 else ""
    if triad not in TRANSITIVE_CLASSES:
        return 0, 0, 0, 0, 0
    sign = {}
    for place, (u, v) in enumerate(((0, 1), (0, 2), (1, 2))):
        dyad = code // 9**place % 9
        sign[u, v], sign[v, u] = dyad % 3, dyad // 3
    here = around = balanced = balanced_around = 0
    for i, j, k in permutations(range(3)):
        if sign[i, j] and sign[j, k] and sign[i, k]:
            agrees = (sign[i, j] == sign[j, k]) == (sign[i, k] == 1)
            contained = (0, 1) in ((i, j), (j, k), (i, k))
            here, balanced = here + 1, balanced + agrees
            around, balanced_around = around + contained, balanced_around + (contained and agrees)
    return TRANSITIVE_CLASSES.index(triad), here, balanced, around, balanced_around


TRIADS = np.array([_triad_row(code) for code in range(TRIAD_CODES)], dtype=np.int64)
"""What a triad (u, v, w) of each code holds, ``(729, 5)``: its transitive class (0 where it is
none), its loops, the balanced ones, the loops that contain the link u -> v, the balanced ones."""


@compiled
def dyad(table, n, a, b):
    """Return the code of a dyad as seen from its first node, 0 where there is no link."""
    return look(table, n, a, b) + 3 * look(table, n, b, a)


@compiled
def tally_link(link, step, links, table, n, triads, tally):
    """Tally the triads that a link changes as it comes or goes; return the loops that contain it.

    Parameters
    ----------
    link : int
        Number of the link, which is in its place.
    step : {1, -1}
        Whether it has come or is about to go.
    links, table, n
        The network, see `links_of`.
    triads : ndarray
        See `TRIADS`.
    tally : ndarray
        Loops and balanced loops of each class, ``(4, 2)`` int64; changed in place.

    Returns
    -------
    loops, balanced : int
        Loops in transitive triads that contain the link, and how many of them are balanced.
    """
    a, b, code = links.source[link], links.target[link], links.code[link]
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
            if look(table, n, around, k):
                continue  # one half of a mutual pair, met among the links that leave
        if dyad(table, n, other, k):
            rest = 9 * dyad(table, n, a, k) + 81 * dyad(table, n, b, k)
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
def eta_of_tally(tally):
    """Return the global balance of a tally ``(4, 2)``; NaN where no class occurs."""
    total, classes = 0.0, 0
    for kind in range(len(tally)):
        if tally[kind, 0] > 0:
            total += tally[kind, 1] / tally[kind, 0]
            classes += 1
    return total / classes if classes else np.nan


@compiled
def exchange_targets(links, e, f):
    """Let two links exchange their targets and their places in the columns."""
    links.target[e], links.target[f] = links.target[f], links.target[e]
    links.seat[e], links.seat[f] = links.seat[f], links.seat[e]
    links.entering[links.seat[e]], links.entering[links.seat[f]] = e, f
