"""The chain that exchanges signs on a fixed topology and keeps every signed degree.

Of each node the positive and negative links that leave it and those that enter it stay as many:
the directed analogue of the strictest null model of Hao & Kovacs (2024), doi
10.1126/sciadv.adj0104.  A walk starts along a positive link, goes back along a negative one, on
along a positive one, and so on, at random, until it comes to a node that it left or entered
before; the closed part of the walk then changes all its signs.

A walk and its reverse choose among equally many links at each node, as signed degrees never
change, so that every step is as likely as its reverse: the limit is uniform.  Two assignments of
signs differ by closed walks of this kind, each of which may be drawn: every one is reached.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.numerics.jit import compiled
from sparse_rnn.numerics.randomness import below


@compiled
def _link_with(state, code, slots, first, last, sign):
    """Return a random one of the slots listed from ``first`` to ``last - 1`` that has the sign."""
    while True:
        slot = slots[first + below(state, last - first)]
        if code[slot] == sign:
            return slot


@compiled
def _walk(state, source, target, code, out, into, start, path, left, entered):
    """Walk until a node comes again; return where the closed part begins and ends in the path.

    ``left`` and ``entered`` tell for each node the step after it was left or entered, or -1; a
    walk that comes to an end returns two equal numbers.
    """
    length, path[0] = 1, start
    left[source[start]] = 0
    while True:
        node = target[path[length - 1]]
        if entered[node] >= 0:
            return entered[node], length
        entered[node] = length
        first, last, negative = into[1][node], into[1][node + 1], into[2][node]
        if negative == 0:
            return length, length
        path[length] = _link_with(state, code, into[0], first, last, 2)
        length += 1
        node = source[path[length - 1]]
        if left[node] >= 0:
            return left[node], length
        left[node] = length
        first, last, positive = out[1][node], out[1][node + 1], out[2][node]
        if positive == 0:
            return length, length
        path[length] = _link_with(state, code, out[0], first, last, 1)
        length += 1


@compiled
def exchange_signs(proposals, state, n, source, target, code, out, into):
    """Run the chain for a number of walks and return how many changed signs.

    Parameters
    ----------
    proposals : int
        Walks; those that would start along a negative link do nothing.
    state : ndarray
        State of the random numbers, ``(1,)`` uint64.
    n : int
        Number of nodes.
    source, target : ndarray, (E,)
        Ends of the links; never changed.
    code : ndarray, (E,)
        Signs of the links, 1 or 2; changed in place.
    out, into : tuple of ndarray
        Links by source and by target: their numbers ``(E,)``, the first of each node ``(N + 1,)``,
        and how many of each node's are positive (out) or negative (into), ``(N,)``.
    """
    path = np.empty(2 * n + 2, dtype=np.int64)
    left, entered = np.full(n, -1), np.full(n, -1)
    taken = 0
    for _ in range(proposals):
        start = below(state, len(code))
        if code[start] != 1:
            continue
        first, last = _walk(state, source, target, code, out, into, start, path, left, entered)
        for step in range(last):
            left[source[path[step]]] = entered[source[path[step]]] = -1
            left[target[path[step]]] = entered[target[path[step]]] = -1
        for step in range(first, last):
            code[path[step]] = 3 - code[path[step]]
        taken += last > first
    return taken
