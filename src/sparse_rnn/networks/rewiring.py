"""The Markov chain that rewires a signed network: its moves.

The links are *slots*: slot e keeps its source and its sign, and the chain permutes the targets
of the slots.  Every proposal is as likely as its reverse and is taken if and only if the result
lies in the ensemble, so the chain's limit is uniform on the ensemble.  Since any permutation of
any number of slots has a positive chance to be proposed, the chain reaches every member.

A slot is one word: its source times 2**32 plus its target, bit 62 for a negative sign, and where
mutual pairs are regarded bit 63 if the link back is there too.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.jit import compiled, inlined
from sparse_rnn.networks.link_table import erase, look, put, taken_up
from sparse_rnn.networks.randomness import STEP, U1, U32, below, draw, mixed

NO_REGARD, GLOBAL_CONST, LOCAL_CONST = 0, 1, 2
U63 = np.uint64(63)
LOW = np.uint64(2**32 - 1)
MUTUAL, NEGATIVE = np.uint64(2**63), np.uint64(2**62)
SOURCE = np.uint64(2**62 - 2**32)
U62 = np.uint64(62)


@inlined
def source_of(slot):
    """Return the source of a link."""
    return np.int64((slot & SOURCE) >> U32)


@inlined
def target_of(slot):
    """Return the target of a link."""
    return np.int64(slot & LOW)


@inlined
def code_of(slot):
    """Return the sign code of a link, 1 or 2."""
    return np.uint8(1 + ((slot >> U62) & U1))


@compiled
def _slot_of(indptr, slots, a, b):
    """Return the number of the slot of the link a -> b, which must be present."""
    e = indptr[a]
    while target_of(slots[e]) != b:
        e += 1
    return e


@compiled
def _account(table, n, a, b, code, step, types, mutual_at, signed_at):
    """Add ``step`` to the tallies that the link a -> b contributes to beside the rest."""
    back = look(table, n, b, a)
    if back:
        types[code + back] += step
        mutual_at[a] += step
        mutual_at[b] += step
    if code == 1:
        signed_at[b] += step


@compiled
def _permute(k, chosen, fresh, indptr, slots, table, n, mutual, signed, tallies):
    """Give ``k`` distinct slots the targets ``fresh`` if the result lies in the ensemble.

    The links are taken out one by one and entered anew one by one while tallies follow the
    mutual pairs by sign type, each node's mutual pairs and each node's positive links received;
    what the ensemble keeps must end at zero, else all is put back.
    """
    types, mutual_at, signed_at = tallies
    for x in range(k):
        e = chosen[x]
        a, b = source_of(slots[e]), target_of(slots[e])
        erase(table, n, a, b)
        _account(table, n, a, b, code_of(slots[e]), -1, types, mutual_at, signed_at)
    entered = 0
    for x in range(k):
        e, a, b = chosen[x], source_of(slots[chosen[x]]), fresh[x]
        if a == b or look(table, n, a, b):
            break
        _account(table, n, a, b, code_of(slots[e]), 1, types, mutual_at, signed_at)
        put(table, n, a, b, code_of(slots[e]))
        entered += 1
    good = entered == k
    for kind in range(2, 5):
        good = good and (mutual == NO_REGARD or types[kind] == 0)
        types[kind] = 0
    for x in range(k):
        slot = slots[chosen[x]]
        for node in (source_of(slot), target_of(slot), fresh[x]):
            good = good and (mutual != LOCAL_CONST or mutual_at[node] == 0)
            good = good and (not signed or signed_at[node] == 0)
            mutual_at[node] = 0
            signed_at[node] = 0
    if good:
        _settle(k, chosen, fresh, indptr, slots, table, n, mutual)
        return True
    for x in range(entered):
        erase(table, n, source_of(slots[chosen[x]]), fresh[x])
    for x in range(k):
        slot = slots[chosen[x]]
        put(table, n, source_of(slot), target_of(slot), code_of(slot))
    return False


@compiled
def _settle(k, chosen, fresh, indptr, slots, table, n, mutual):
    """Write the fresh targets into the slots, and which links are mutual now."""
    for x in range(k):
        slot = slots[chosen[x]]
        slots[chosen[x]] = (slot & ~LOW) | np.uint64(fresh[x])
        fresh[x] = target_of(slot)
    if mutual == NO_REGARD:
        return
    for x in range(k):
        slot = slots[chosen[x]]
        a, old, new = source_of(slot), fresh[x], target_of(slot)
        if look(table, n, old, a) and not look(table, n, a, old):
            slots[_slot_of(indptr, slots, old, a)] &= ~MUTUAL
        slots[chosen[x]] = slot & ~MUTUAL
        if look(table, n, new, a):
            slots[chosen[x]] |= MUTUAL
            slots[_slot_of(indptr, slots, new, a)] |= MUTUAL


@compiled
def _shuffled_slots(state, slots, chosen, fresh):
    """Draw 3 or more slots and shuffle their targets; return how many, 0 if one comes twice.

    One slot more is half as likely.
    """
    k = 3
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
    slots[_slot_of(indptr, slots, b, a)] &= ~MUTUAL
    erase(table, n, a, b)
    erase(table, n, c, d)
    put(table, n, a, d, code_of(one))
    put(table, n, c, b, code_of(other))
    change = (one ^ other) & LOW
    slots[e], slots[f] = one ^ change, other ^ change
    if da:
        slots[e] |= MUTUAL
        slots[_slot_of(indptr, slots, d, a)] |= MUTUAL
    else:
        slots[f] |= MUTUAL
        slots[_slot_of(indptr, slots, b, c)] |= MUTUAL
    return 1


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
        bits = mixed(seed) >> U32
        one = slots[np.uint64(e)]
        if not signed:
            f = np.int64((bits * np.uint64(links)) >> U32)
        elif code_of(one) == 1:
            f = peers[np.int64((bits * np.uint64(positive)) >> U32)]
        else:
            f = peers[positive + np.int64((bits * np.uint64(links - positive)) >> U32)]
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
        if (np.int64(e == f) | (pairs & np.int64(occupied == 0)) | like) != 0:
            state[0], at[0], at[1], at[2] = seed, e, step + 1, taken
            return f
    state[0], at[0], at[1], at[2] = seed, e, last, taken
    return -1


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
    pairs exchange partners instead (four slots at once).  Where a slot is drawn to exchange with
    itself, three or more slots are shuffled; this alone makes every member reachable, and
    includes the reversal of a directed triangle that pairs of slots cannot do.
    """
    chosen = np.empty(len(slots) + 4, dtype=np.int64)
    fresh = np.empty(len(slots) + 4, dtype=np.int64)
    tallies = (np.zeros(5, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64))
    at = np.array([below(state, max(len(slots), 1)), 0, 0])
    while True:
        f = _until_unusual(proposals, state, at, slots, peers, positive, table, n, mutual, signed)
        if f < 0:
            return at[2]
        e, one, other = at[0], slots[at[0]], slots[f]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        if e != f and a != c and (one & other) < MUTUAL:
            at[2] += _trade(e, f, indptr, slots, table, n)
            continue
        k = 2
        chosen[0], chosen[1], fresh[0], fresh[1] = e, f, d, b
        if e == f:
            k = _shuffled_slots(state, slots, chosen, fresh)
        elif a != c:
            k = 4
            chosen[2], chosen[3] = _slot_of(indptr, slots, b, a), _slot_of(indptr, slots, d, c)
            fresh[2], fresh[3] = c, a
        if k and _permute(k, chosen, fresh, indptr, slots, table, n, mutual, signed, tallies):
            at[2] += 1


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
            code[_slot_of(indptr, slots, b, a)] = other
    return code
