"""The rare move of the chain, for networks in which pairs of links can hardly move.

An excursion is a few steps through the larger ensemble without regard for mutual pairs.  It is
kept if it ends in the ensemble and undone otherwise.  Each step is as likely as its reverse, so
that the excursion is as likely as the reverse of it; the number of steps is drawn beforehand.

One kind of step shuffles the targets of two or more slots.  The other needs no link to be absent:
two links of one source exchange their signs; or, where signed degrees are kept, a walk along links
of alternating sign, as in `sign_exchange`, changes the signs of its closed part.  A sign stays with
its slot, so that two links of one source that change their signs exchange targets.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.nulls.chain.link_index import erase, look, put
from sparse_rnn.graphs.nulls.chain.packed_links import (
    LOW,
    NO_REGARD,
    code_of,
    permute,
    slot_of,
    source_of,
    target_of,
)
from sparse_rnn.numerics.jit import compiled
from sparse_rnn.numerics.randomness import U1, below, draw

LONGEST_WALK = 64
TRIES = 64


@compiled
def _shuffled_slots(state, slots, chosen, fresh):
    """Draw 2 or more slots and shuffle their targets; return how many, 0 if one comes twice.

    One slot more is half as likely.
    """
    k = 2
    while draw(state) & U1:
        k += 1
    if k > len(slots):
        return 0
    for x in range(k):
        chosen[x] = below(state, len(slots))
        for y in range(x):
            if chosen[y] == chosen[x]:
                return 0
        fresh[x] = target_of(slots[chosen[x]])
    for x in range(k - 1, 0, -1):
        y = below(state, x + 1)
        fresh[x], fresh[y] = fresh[y], fresh[x]
    return k


@compiled
def _sibling_slots(state, indptr, slots, chosen, fresh):
    """Draw two slots of one source that exchange targets; return 0 if they have the same sign."""
    e = below(state, len(slots))
    a = source_of(slots[e])
    f = indptr[a] + below(state, indptr[a + 1] - indptr[a])
    chosen[0], chosen[1] = e, f
    fresh[0], fresh[1] = target_of(slots[f]), target_of(slots[e])
    return 2 if code_of(slots[e]) != code_of(slots[f]) else 0


@compiled
def _next_link(state, indptr, slots, table, n, length, last):
    """Return a random slot with which a walk may go on, or -1 if none is found in ``TRIES``.

    After a positive link it is a negative one to the same target, after that a positive one from
    the same source.  That none is found is as likely on the way back: it depends on signed degrees.
    """
    a, b = source_of(slots[last]), target_of(slots[last])
    for _ in range(TRIES):
        if length % 2:
            c = below(state, n)
            if look(table, n, c, b) == 2:
                return slot_of(indptr, slots, c, b)
        else:
            e = indptr[a] + below(state, indptr[a + 1] - indptr[a])
            if code_of(slots[e]) == 1:
                return e
    return -1


@compiled
def _closed_from(slots, chosen, length):
    """Return where the closed part of a walk begins, or -1 if the walk is still open.

    Positive links (numbers 0, 2, ...) lead from the node that the walk left to the one that it
    enters, negative ones (1, 3, ...) are gone backwards.
    """
    last = slots[chosen[length - 1]]
    if length % 2:
        for x in range(0, length - 1, 2):
            if target_of(slots[chosen[x]]) == target_of(last):
                return x + 1
        return -1
    for x in range(0, length - 1, 2):
        if source_of(slots[chosen[x]]) == source_of(last):
            return x
    return -1


@compiled
def _walked_slots(state, indptr, slots, table, n, chosen, fresh):
    """Draw a closed walk whose signs change; return how many slots it has, 0 if it stays open."""
    length, e, begin = 0, below(state, len(slots)), -1
    if code_of(slots[e]) == 2:
        return 0
    while begin < 0:
        chosen[length] = e
        length += 1
        begin = _closed_from(slots, chosen, length)
        if begin < 0:
            e = _next_link(state, indptr, slots, table, n, length, e)
            if e < 0 or length == LONGEST_WALK:
                return 0
    for x in range(begin + 1 - begin % 2, length, 2):
        y = x + 1 if x + 1 < length else begin
        fresh[x], fresh[y] = target_of(slots[chosen[y]]), target_of(slots[chosen[x]])
    for x in range(begin, length):
        chosen[x - begin], fresh[x - begin] = chosen[x], fresh[x]
    return length - begin


@compiled
def _turn_back(moved, steps, chosen, fresh, slots, table, n):
    """Undo the moves ``(slot, target before)``; return how many slots they moved.

    These are put into ``chosen``, and the targets that they had at the end into ``fresh``.
    """
    k = 0
    for x in range(steps):
        slot = slots[moved[x, 0]]
        a, b = source_of(slot), target_of(slot)
        if look(table, n, a, b):  # else the slot has been met before
            erase(table, n, a, b)
            chosen[k], fresh[k] = moved[x, 0], b
            k += 1
    for x in range(steps - 1, -1, -1):
        e = moved[x, 0]
        slots[e] = (slots[e] & ~LOW) | np.uint64(moved[x, 1])
    for x in range(k):
        slot = slots[chosen[x]]
        put(table, n, source_of(slot), target_of(slot), code_of(slot))
    return k


@compiled
def excursion(state, indptr, slots, table, n, mutual, signed, chosen, fresh, moved, tallies):
    """Make one excursion and return whether it was kept.

    The arguments are those of `rewiring.rewire` and its scratch space: ``chosen`` and ``fresh`` for
    ``E`` slots or the longest walk, ``moved`` for as many and ``E`` more.  An excursion that moves
    more than ``E`` slots, those moved twice counted twice, is not kept: nor would its reverse be.
    """
    steps, count, most = 1, 0, len(slots)
    while draw(state) & U1:
        steps += 1
    while steps > 0 and count <= most:
        steps -= 1
        if draw(state) & U1:
            k = _shuffled_slots(state, slots, chosen, fresh)
        elif signed:
            k = _walked_slots(state, indptr, slots, table, n, chosen, fresh)
        else:
            k = _sibling_slots(state, indptr, slots, chosen, fresh)
        if k and permute(k, chosen, fresh, indptr, slots, table, n, NO_REGARD, signed, tallies):
            for x in range(k):
                moved[count, 0], moved[count, 1] = chosen[x], fresh[x]
                count += 1
    k = _turn_back(moved, count, chosen, fresh, slots, table, n)
    if k == 0 or count > most:
        return False
    return permute(k, chosen, fresh, indptr, slots, table, n, mutual, signed, tallies)
