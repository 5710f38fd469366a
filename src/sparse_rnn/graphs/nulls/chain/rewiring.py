"""The Markov chain that rewires a signed network.

The links are slots, see `slots`, and the chain permutes the targets of the slots.  Every proposal
is as likely as its reverse and is taken if and only if the result lies in the ensemble, so the
chain's limit is uniform on the ensemble.  Since any permutation of any number of slots has a
positive chance to be proposed, the chain reaches every member.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.nulls.chain.compound_move import LONGEST_WALK, excursion
from sparse_rnn.graphs.nulls.chain.link_index import erase, fetch, look, put, taken_up
from sparse_rnn.graphs.nulls.chain.packed_links import (
    GLOBAL_CONST,
    LOW,
    MUTUAL,
    NO_REGARD,
    U62,
    U63,
    code_of,
    permute,
    slot_of,
    source_of,
    target_of,
)
from sparse_rnn.numerics.instructions import prefetch
from sparse_rnn.numerics.jit import compiled, inlined
from sparse_rnn.numerics.randomness import STEP, U1, U32, below, draw, mixed

NEAR_BYTES = 2**17  # what a chain reads and writes at random stays near the core if it is less
AHEAD = 32  # steps


@compiled
def _trade(e, f, indptr, slots, table, n):
    """Exchange the targets of a mutual link and a single one, if a pair of the same signs results.

    One of the new links is known to have a link back.  Returns 1 if they are exchanged, else 0.
    """
    if slots[e] < MUTUAL:
        e, f = f, e
    one, other = slots[e] & ~MUTUAL, slots[f]
    a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
    da, bc = look(table, n, d, a), look(table, n, b, c)
    lost = code_of(one) + look(table, n, b, a)
    if lost != (code_of(one) + da if da else code_of(other) + bc):
        return 0
    slots[slot_of(indptr, slots, b, a)] &= ~MUTUAL
    erase(table, n, a, b)
    erase(table, n, c, d)
    put(table, n, a, d, code_of(one))
    put(table, n, c, b, code_of(other))
    change = (one ^ other) & LOW
    slots[e], slots[f] = one ^ change, other ^ change
    if da:
        slots[e] |= MUTUAL
        slots[slot_of(indptr, slots, d, a)] |= MUTUAL
    else:
        slots[f] |= MUTUAL
        slots[slot_of(indptr, slots, b, c)] |= MUTUAL
    return 1


@inlined
def _partner(seed, one, links, peers, positive, signed):
    """Return the slot, drawn at random, with which the slot ``one`` is to exchange targets."""
    bits = mixed(seed) >> U32
    if not signed:
        f = np.int64((bits * np.uint64(links)) >> U32)
    elif code_of(one) == 1:
        f = peers[np.int64((bits * np.uint64(positive)) >> U32)]
    else:
        f = peers[positive + np.int64((bits * np.uint64(links - positive)) >> U32)]
    return f


@compiled
def _look_ahead(last, state, at, slots, peers, positive, table, n, mutual, signed):
    """Have the memory fetched that the coming steps need: the slots, then places in the table.

    It is a guess, since a step may change what a later one needs; only the time depends on it.
    The arguments are those of `_until_unusual`.
    """
    links, coming = len(slots), last - at[1]
    seed, e = state[0], at[0]
    for _ in range(coming):
        seed, e = seed + STEP, e + 1 if e + 1 < links else 0
        prefetch(slots, _partner(seed, slots[e], links, peers, positive, signed))
    seed, e = state[0], at[0]
    for _ in range(coming):
        seed, e = seed + STEP, e + 1 if e + 1 < links else 0
        one = slots[e]
        other = slots[_partner(seed, one, links, peers, positive, signed)]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        fetch(table, n, a, b)
        fetch(table, n, c, d)
        fetch(table, n, a, d)
        fetch(table, n, c, b)
        if mutual != NO_REGARD:
            fetch(table, n, d, a)
            fetch(table, n, b, c)


@compiled
def _until_unusual(last, state, at, slots, peers, positive, table, n, mutual, signed):
    """Exchange targets of slots until a step is not that simple; return the other slot then, or -1.

    ``at`` holds the slot whose turn it is, the steps done and the swaps taken.  This loop calls
    nothing: it is where the time goes.
    """
    links, seed, e, taken = len(slots), state[0], at[0], at[2]
    for step in range(at[1], last):
        e += 1
        if e >= links:
            e = 0
        seed += STEP
        one = slots[np.uint64(e)]
        f = _partner(seed, one, links, peers, positive, signed)
        other = slots[np.uint64(f)]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        occupied = taken_up(table, n, a, d) | taken_up(table, n, c, b)
        busy = occupied | np.int64((one | other) >> U63)
        if mutual != NO_REGARD:
            busy |= look(table, n, d, a) | look(table, n, b, c)
        if busy == 0:
            erase(table, n, a, b)
            erase(table, n, c, d)
            put(table, n, a, d, code_of(one))
            put(table, n, c, b, code_of(other))
            change = (one ^ other) & LOW
            slots[np.uint64(e)], slots[np.uint64(f)] = one ^ change, other ^ change
            taken += 1
            continue
        # In one expression: only its outcome can be foretold, not those of its parts.
        pairs = np.int64((one & other) >> U63)
        if mutual == GLOBAL_CONST:
            closed = np.int64(look(table, n, d, a) > 0) ^ np.int64(look(table, n, b, c) > 0)
            pairs |= np.int64((one | other) >> U63) & closed
        like = np.int64(a == c) & np.int64((one ^ other) >> U62) & 1
        if ((pairs & np.int64(occupied == 0)) | like) != 0:
            state[0], at[0], at[1], at[2] = seed, e, step + 1, taken
            return f
    state[0], at[0], at[1], at[2] = seed, e, last, taken
    return -1


@compiled
def _between_excursions(n, links):
    """Return after how many exchanges of two targets an excursion is due.

    Both links that an exchange makes must have been absent.  Where few are, exchanges fail and
    excursions do the work; in sparse networks there is one for each round over the slots.
    """
    absent = 1 - links / max(n * (n - 1), 1)
    return max(1, int(links * absent**3))


@compiled
def rewire(proposals, state, indptr, slots, peers, positive, table, n, mutual, signed):
    """Run the chain for a number of proposals and return how many were taken.

    Parameters
    ----------
    proposals : int
        Steps of the chain.
    state : ndarray
        State of the random numbers, ``(1,)`` uint64.
    indptr : ndarray
        Row pointer; never changed.
    slots : ndarray
        The links in rows by source, ``(E,)`` uint64; changed in place.
    peers : ndarray
        Numbers of the positive slots, then of the negative ones, ``(E,)`` int64; read if signed.
    positive : int
        How many are positive.
    table : ndarray
        The link table; changed in place.
    n : int
        Number of nodes.
    mutual : {0, 1, 2}
        Mutual pairs: no regard; their number by sign type kept; also each node's number kept.
    signed : bool
        Whether each node's positive and negative links received are kept too.

    Notes
    -----
    The slots come in turn, and each exchanges targets with another drawn at random (if signed,
    one of its sign).  Where both are halves of mutual pairs that the ensemble keeps, the two
    pairs exchange partners instead (four slots at once).  Now and then an excursion is made
    instead; this alone makes every member reachable, and includes the reversal of a directed
    triangle that pairs of slots cannot do.
    """
    room = len(slots) + LONGEST_WALK
    chosen, fresh = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    moved = np.empty((room + len(slots), 2), dtype=np.int64)
    tallies = (np.zeros(5, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64))
    at = np.array([below(state, max(len(slots), 1)), 0, 0])
    between = due = _between_excursions(n, len(slots))
    far = slots.nbytes + table.nbytes > NEAR_BYTES
    while at[1] < proposals:
        last = min(due, proposals)
        if far:
            last = min(last, at[1] + AHEAD)
            _look_ahead(last, state, at, slots, peers, positive, table, n, mutual, signed)
        f = _until_unusual(last, state, at, slots, peers, positive, table, n, mutual, signed)
        if f < 0:
            if at[1] == due and due < proposals:
                at[1] += 1
                at[2] += excursion(
                    state, indptr, slots, table, n, mutual, signed, chosen, fresh, moved, tallies
                )
                due = at[1] + between
            continue
        e, one, other = at[0], slots[at[0]], slots[f]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        if a != c and (one & other) < MUTUAL:
            at[2] += _trade(e, f, indptr, slots, table, n)
            continue
        k = 2
        chosen[0], chosen[1], fresh[0], fresh[1] = e, f, d, b
        if a != c:
            k = 4
            chosen[2], chosen[3] = slot_of(indptr, slots, b, a), slot_of(indptr, slots, d, c)
            fresh[2], fresh[3] = c, a
        at[2] += permute(k, chosen, fresh, indptr, slots, table, n, mutual, signed, tallies)
    return at[2]


@compiled
def shuffle_signs(state, code):
    """Permute the signs uniformly over the links, in place (Fisher-Yates)."""
    for x in range(len(code) - 1, 0, -1):
        y = below(state, x + 1)
        code[x], code[y] = code[y], code[x]


@compiled
def scatter_signs(state, indptr, slots, singles, pairs):
    """Return signs ``(E,)`` dealt at random to the single links and to the mutual pairs.

    ``singles`` are the codes of the single links, ``pairs`` those of the mutual pairs, one link's
    code plus 4 times the other's; they are shuffled in place.
    """
    shuffle_signs(state, singles)
    shuffle_signs(state, pairs)
    code = np.empty(len(slots), dtype=np.uint8)
    single = pair = 0
    for e in range(len(slots)):
        a, b = source_of(slots[e]), target_of(slots[e])
        if slots[e] < MUTUAL:
            code[e] = singles[single]
            single += 1
        elif a < b:
            one, other = pairs[pair] & 3, pairs[pair] >> 2
            pair += 1
            if draw(state) & U1:
                one, other = other, one
            code[e] = one
            code[slot_of(indptr, slots, b, a)] = other
    return code
