"""The rare move of the chain, for networks in which pairs of links can hardly move.

A compound move is a few steps through the larger ensemble without regard for mutual pairs.  It is
kept if it ends in the ensemble and undone otherwise.  Each step is as likely as its reverse, and
the number of steps is drawn beforehand: the compound move is as likely as its reverse.

One kind of step shuffles the targets of two or more links.  The other needs no link to be absent:
two links of one source exchange their signs; or, where signed degrees are kept, a walk along links
of alternating sign, as in `sign_exchange`, changes the signs of its closed part.  A sign stays with
its packed link, so that two links of one source that change their signs exchange targets.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.nulls.chain.link_index import erase, look_up, put
from sparse_rnn.graphs.nulls.chain.packed_links import (
    LOW,
    NO_REGARD,
    code_of,
    permute,
    place_of,
    source_of,
    target_of,
)
from sparse_rnn.numerics.jit import compiled
from sparse_rnn.numerics.randomness import U1, below, random_bits

LONGEST_WALK = 64
TRIES = 64


@compiled
def _shuffled_targets(state, packed, chosen, fresh):
    """Draw 2 or more links and shuffle their targets; return how many, 0 if one comes twice.

    One link more is half as likely.
    """
    k = 2
    while random_bits(state) & U1:
        k += 1
    if k > len(packed):
        return 0
    for x in range(k):
        chosen[x] = below(state, len(packed))
        for y in range(x):
            if chosen[y] == chosen[x]:
                return 0
        fresh[x] = target_of(packed[chosen[x]])
    for x in range(k - 1, 0, -1):
        y = below(state, x + 1)
        fresh[x], fresh[y] = fresh[y], fresh[x]
    return k


@compiled
def _sibling_links(state, indptr, packed, chosen, fresh):
    """Draw two links of one source that exchange targets; return 0 if they have the same sign."""
    e = below(state, len(packed))
    a = source_of(packed[e])
    f = indptr[a] + below(state, indptr[a + 1] - indptr[a])
    chosen[0], chosen[1] = e, f
    fresh[0], fresh[1] = target_of(packed[f]), target_of(packed[e])
    return 2 if code_of(packed[e]) != code_of(packed[f]) else 0


@compiled
def _next_link(state, indptr, packed, table, n, length, last):
    """Return the place of a random link with which a walk may go on, -1 if ``TRIES`` find none.

    A positive link is followed by a negative one to the same target, a negative link by a positive
    one from the same source.  To find none is as likely on the way back, for it depends on signed
    degrees.
    """
    a, b = source_of(packed[last]), target_of(packed[last])
    for _ in range(TRIES):
        if length % 2:
            c = below(state, n)
            if look_up(table, n, c, b) == 2:
                return place_of(indptr, packed, c, b)
        else:
            e = indptr[a] + below(state, indptr[a + 1] - indptr[a])
            if code_of(packed[e]) == 1:
                return e
    return -1


@compiled
def _closed_from(packed, chosen, length):
    """Return where the closed part of a walk begins, or -1 if the walk is still open.

    Positive links (numbers 0, 2, ...) lead from the node that the walk left to the one that it
    enters, negative ones (1, 3, ...) are gone backwards.
    """
    last = packed[chosen[length - 1]]
    if length % 2:
        for x in range(0, length - 1, 2):
            if target_of(packed[chosen[x]]) == target_of(last):
                return x + 1
        return -1
    for x in range(0, length - 1, 2):
        if source_of(packed[chosen[x]]) == source_of(last):
            return x
    return -1


@compiled
def _walked_links(state, indptr, packed, table, n, chosen, fresh):
    """Draw a closed walk whose signs change; return how many links it has, 0 if it stays open."""
    length, e, begin = 0, below(state, len(packed)), -1
    if code_of(packed[e]) == 2:
        return 0
    while begin < 0:
        chosen[length] = e
        length += 1
        begin = _closed_from(packed, chosen, length)
        if begin < 0:
            e = _next_link(state, indptr, packed, table, n, length, e)
            if e < 0 or length == LONGEST_WALK:
                return 0
    # Two links that follow each other from one source exchange targets, which changes their signs.
    for x in range(begin + 1 - begin % 2, length, 2):
        y = x + 1 if x + 1 < length else begin
        fresh[x], fresh[y] = target_of(packed[chosen[y]]), target_of(packed[chosen[x]])
    for x in range(begin, length):
        chosen[x - begin], fresh[x - begin] = chosen[x], fresh[x]
    return length - begin


@compiled
def _turn_back(steps, chain, scratch):
    """Undo the moves ``(place, target before)``; return how many links they moved.

    The places of these go into ``chosen``, and the targets that they had at the end into ``fresh``.
    """
    packed = chain.packed
    table = chain.table
    n = chain.n
    chosen = scratch.chosen
    fresh = scratch.fresh
    moved = scratch.moved
    k = 0
    for x in range(steps):
        link = packed[moved[x, 0]]
        a, b = source_of(link), target_of(link)
        if look_up(table, n, a, b):  # else the link has been met before
            erase(table, n, a, b)
            chosen[k], fresh[k] = moved[x, 0], b
            k += 1
    for x in range(steps - 1, -1, -1):
        e = moved[x, 0]
        packed[e] = (packed[e] & ~LOW) | np.uint64(moved[x, 1])
    for x in range(k):
        link = packed[chosen[x]]
        put(table, n, source_of(link), target_of(link), code_of(link))
    return k


@compiled
def compound_move(state, chain, scratch):
    """Make one compound move and return whether it was kept.

    The scratch space has room for ``E`` links or the longest walk in ``chosen`` and ``fresh``, and
    in ``moved`` for as many and ``E`` more.  A compound move of more than ``E`` links, a link moved
    twice counted twice, is not kept: nor would its reverse be.
    """
    indptr = chain.indptr
    packed = chain.packed
    table = chain.table
    n = chain.n
    chosen = scratch.chosen
    fresh = scratch.fresh
    moved = scratch.moved
    steps, count, most = 1, 0, len(packed)
    while random_bits(state) & U1:
        steps += 1
    # Walk through the larger ensemble, in which mutual pairs count for nothing.
    while steps > 0 and count <= most:
        steps -= 1
        if random_bits(state) & U1:
            k = _shuffled_targets(state, packed, chosen, fresh)
        elif chain.signed:
            k = _walked_links(state, indptr, packed, table, n, chosen, fresh)
        else:
            k = _sibling_links(state, indptr, packed, chosen, fresh)
        if k and permute(k, chain, scratch, NO_REGARD):
            for x in range(k):
                moved[count, 0], moved[count, 1] = chosen[x], fresh[x]
                count += 1
    # Then ask whether the end of the walk, reached in one step, lies in the ensemble.
    k = _turn_back(count, chain, scratch)
    if k == 0 or count > most:
        return False
    return permute(k, chain, scratch, chain.mutual)
