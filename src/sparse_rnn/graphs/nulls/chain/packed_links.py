"""The links of a signed network as slots of which the targets are permuted.

A slot keeps its source and its sign.  It is one word: its source times 2**32 plus its target, bit
62 for a negative sign, and where mutual pairs are regarded bit 63 if the link back is there too.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.nulls.chain.link_index import erase, look, put
from sparse_rnn.numerics.jit import compiled, inlined
from sparse_rnn.numerics.randomness import U1, U32

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
def slot_of(indptr, slots, a, b):
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
def permute(k, chosen, fresh, indptr, slots, table, n, mutual, signed, tallies):
    """Give ``k`` distinct slots the targets ``fresh`` if the result lies in the ensemble.

    The links are taken out one by one and entered anew one by one while tallies follow the
    mutual pairs by sign type, each node's mutual pairs and each node's positive links received;
    what the ensemble keeps must end at zero, else all is put back.  Where they are given they
    leave their former targets in ``fresh``.
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
            slots[slot_of(indptr, slots, old, a)] &= ~MUTUAL
        slots[chosen[x]] = slot & ~MUTUAL
        if look(table, n, new, a):
            slots[chosen[x]] |= MUTUAL
            slots[slot_of(indptr, slots, new, a)] |= MUTUAL
