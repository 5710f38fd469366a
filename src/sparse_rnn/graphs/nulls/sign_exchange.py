"""The chain that exchanges signs on a fixed topology and keeps every signed degree.

Each node keeps the numbers of positive and of negative links that leave it and that enter it: the
directed analogue of the strictest null model of Hao & Kovacs (2024), doi 10.1126/sciadv.adj0104.  A
walk starts along a positive link, goes back along a negative one, on along a positive one, and so
on, at random, until it comes to a node that it left or entered before; the closed part of the walk
then changes all its signs.

A walk and its reverse choose among equally many links at each node, as signed degrees never
change, so that every step is as likely as its reverse: the limit is uniform.  Two assignments of
signs differ by closed walks of this kind.  Each walk may be drawn, so every assignment is reached.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled
from sparse_rnn.numerics.randomness import below


class SignedTopology(NamedTuple):
    """The links of a graph in rows and in columns, and the signed degrees, which never change.

    Attributes
    ----------
    source, target : ndarray
        Ends of the links, ``(E,)``.
    leaving, entering : ndarray
        Numbers of the links by source and by target, ``(E,)``.
    first_out, first_in : ndarray
        First of each node's links in ``leaving`` and ``entering``, ``(N + 1,)``.
    positive_out, negative_in : ndarray
        How many of each node's links are positive (leaving) or negative (entering), ``(N,)``.
    """

    source: np.ndarray
    target: np.ndarray
    leaving: np.ndarray
    first_out: np.ndarray
    positive_out: np.ndarray
    entering: np.ndarray
    first_in: np.ndarray
    negative_in: np.ndarray


def signed_topology(graph: SignedGraph) -> SignedTopology:
    """Return the links of a graph as the chain reads them."""
    entering = np.argsort(graph.target, kind="stable")
    first_in = np.concatenate(([0], np.cumsum(graph.degrees("in"))))
    rows = np.arange(graph.edges), graph.indptr, graph.degrees("out", 1)
    columns = entering, first_in, graph.degrees("in", -1)
    return SignedTopology(graph.source, graph.target, *rows, *columns)


@compiled
def _link_with(state, code, links, first, last, sign):
    """Return a random one of the links listed from ``first`` to ``last - 1`` that has the sign."""
    while True:
        link = links[first + below(state, last - first)]
        if code[link] == sign:
            return link


@compiled
def _walk(state, topology, code, start, path, left, entered):
    """Walk until a node comes again; return where the closed part begins and ends in the path.

    ``left`` and ``entered`` tell for each node the step after it was left or entered, or -1; a
    walk that comes to an end returns two equal numbers.
    """
    source, target = topology.source, topology.target
    first_out, first_in = topology.first_out, topology.first_in
    length, path[0] = 1, start
    left[source[start]] = 0
    while True:
        # Along a positive link into a node, which a negative link must enter too.
        node = target[path[length - 1]]
        if entered[node] >= 0:
            return entered[node], length
        entered[node] = length
        if topology.negative_in[node] == 0:
            return length, length
        first, last = first_in[node], first_in[node + 1]
        path[length] = _link_with(state, code, topology.entering, first, last, 2)
        length += 1
        # Back along that negative link to its source, which a positive link must leave too.
        node = source[path[length - 1]]
        if left[node] >= 0:
            return left[node], length
        left[node] = length
        if topology.positive_out[node] == 0:
            return length, length
        first, last = first_out[node], first_out[node + 1]
        path[length] = _link_with(state, code, topology.leaving, first, last, 1)
        length += 1


@compiled
def exchange_signs(proposals, state, topology, code):
    """Run the chain for a number of walks and return how many changed signs.

    Parameters
    ----------
    proposals : int
        Walks; a walk that would start along a negative link does nothing.
    state : ndarray
        State of the random numbers, ``(1,)`` uint64.
    topology : SignedTopology
        The links; never changed.
    code : ndarray, (E,)
        Signs of the links, 1 or 2; changed in place.
    """
    source, target = topology.source, topology.target
    n = len(topology.first_out) - 1
    path = np.empty(2 * n + 2, dtype=np.int64)
    left, entered = np.full(n, -1), np.full(n, -1)
    taken = 0
    for _ in range(proposals):
        start = below(state, len(code))
        if code[start] != 1:
            continue
        first, last = _walk(state, topology, code, start, path, left, entered)
        # Forget the walk, node by node, for the next one.
        for step in range(last):
            left[source[path[step]]] = entered[source[path[step]]] = -1
            left[target[path[step]]] = entered[target[path[step]]] = -1
        # Change the signs of the closed part.
        for step in range(first, last):
            code[path[step]] = 3 - code[path[step]]
        taken += last > first
    return taken
