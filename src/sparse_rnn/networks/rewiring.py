"""The Markov chain that rewires a signed network: its random numbers, link table and moves.

The links are *slots*: slot e keeps its source and its sign, and the chain permutes the targets
of the slots.  Every proposal is as likely as its reverse and is taken if and only if the result
lies in the ensemble, so the chain's limit is uniform on the ensemble.  Since any permutation of
any number of slots has a positive chance to be proposed, the chain reaches every member.

Kernels call each other and therefore share this file (see `sparse_rnn.networks.jit`).
"""

from __future__ import annotations

import numpy as np
from numba import types
from numba.extending import overload

from sparse_rnn.networks.jit import compiled

DENSE_BYTES = 2**20
NO_REGARD, GLOBAL_CONST, LOCAL_CONST = 0, 1, 2
EMPTY = np.uint64(2**64 - 1)
U1, U27, U30, U31, U32 = (np.uint64(shift) for shift in (1, 27, 30, 31, 32))
LOW = np.uint64(2**32 - 1)
STEP = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)


@compiled
def draw(state):
    """Return 64 random bits of SplitMix64 (Steele et al. 2014, doi 10.1145/2714064.2660195)."""
    state[0] += STEP
    z = state[0]
    z = (z ^ (z >> U30)) * MIX_1
    z = (z ^ (z >> U27)) * MIX_2
    return z ^ (z >> U31)


@compiled
def below(state, n):
    """Return a random integer from 0 to ``n - 1``, n < 2**32."""
    return np.int64(((draw(state) >> U32) * np.uint64(n)) >> U32)


@compiled
def _place(keys, key):
    """Return where the key is in the open-address table, or the free place where it would go."""
    mask = len(keys) - 1
    place = np.int64((key * STEP) >> U32) & mask
    while keys[place] != EMPTY and keys[place] >> U1 != key:
        place = (place + 1) & mask
    return place


def look(table, n, a, b):
    """Return the code of the link a -> b: 0 for none, 1 for positive, 2 for negative."""
    raise NotImplementedError("compiled by Numba for each kind of table")


def put(table, n, a, b, code):
    """Enter the link a -> b, which must be absent."""
    raise NotImplementedError("compiled by Numba for each kind of table")


def erase(table, n, a, b):
    """Take out the link a -> b, which must be present."""
    raise NotImplementedError("compiled by Numba for each kind of table")


@overload(look)
def _look(table, n, a, b):
    def dense(table, n, a, b):
        return np.int64(table[np.uint64(a * n + b)])

    def hashed(table, n, a, b):
        entry = table[_place(table, np.uint64(a * n + b))]
        return np.int64(0) if entry == EMPTY else 1 + np.int64(entry & U1)

    return dense if table.dtype == types.uint8 else hashed


@overload(put)
def _put(table, n, a, b, code):
    def dense(table, n, a, b, code):
        table[np.uint64(a * n + b)] = code

    def hashed(table, n, a, b, code):
        key = np.uint64(a * n + b)
        table[_place(table, key)] = (key << U1) | np.uint64(code - 1)

    return dense if table.dtype == types.uint8 else hashed


@overload(erase)
def _erase(table, n, a, b):
    def dense(table, n, a, b):
        table[np.uint64(a * n + b)] = 0

    def hashed(table, n, a, b):
        _close_gap(table, _place(table, np.uint64(a * n + b)))

    return dense if table.dtype == types.uint8 else hashed


@compiled
def _close_gap(keys, gap):
    """Empty a place of the open-address table, moving up later entries that it would cut off."""
    mask = len(keys) - 1
    here = gap
    while True:
        here = (here + 1) & mask
        if keys[here] == EMPTY:
            break
        home = np.int64(((keys[here] >> U1) * STEP) >> U32) & mask
        if ((here - home) & mask) >= ((here - gap) & mask):
            keys[gap] = keys[here]
            gap = here
    keys[gap] = EMPTY


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
def _permute(k, slots, fresh, source, target, code, table, n, mutual, signed, tallies):
    """Give ``k`` distinct slots the targets ``fresh`` if the result lies in the ensemble.

    The links are taken out one by one and entered anew one by one while tallies follow the
    mutual pairs by sign type, each node's mutual pairs and each node's positive links received;
    what the ensemble keeps must end at zero, else all is put back.
    """
    types, mutual_at, signed_at = tallies
    for x in range(k):
        e = slots[x]
        erase(table, n, source[e], target[e])
        _account(table, n, source[e], target[e], code[e], -1, types, mutual_at, signed_at)
    entered = 0
    for x in range(k):
        e, a, b = slots[x], source[slots[x]], np.int64(fresh[x])
        if a == b or look(table, n, a, b):
            break
        _account(table, n, a, b, code[e], 1, types, mutual_at, signed_at)
        put(table, n, a, b, code[e])
        entered += 1
    good = entered == k
    for kind in range(2, 5):
        good = good and (mutual == NO_REGARD or types[kind] == 0)
        types[kind] = 0
    for x in range(k):
        for node in (np.int64(source[slots[x]]), np.int64(target[slots[x]]), np.int64(fresh[x])):
            good = good and (mutual != LOCAL_CONST or mutual_at[node] == 0)
            good = good and (not signed or signed_at[node] == 0)
            mutual_at[node] = 0
            signed_at[node] = 0
    if good:
        for x in range(k):
            target[slots[x]] = fresh[x]
        return True
    for x in range(entered):
        erase(table, n, source[slots[x]], fresh[x])
    for x in range(k):
        e = slots[x]
        put(table, n, source[e], target[e], code[e])
    return False


@compiled
def _shuffled_slots(state, target, slots, fresh):
    """Draw 3 or more slots and shuffle their targets; return how many, 0 if one comes twice.

    One slot more is half as likely.
    """
    k = 3
    while draw(state) & U1:
        k += 1
    if k > len(target):
        return 0
    for x in range(k):
        slots[x] = below(state, len(target))
        for y in range(x):
            if slots[y] == slots[x]:
                return 0
        fresh[x] = target[slots[x]]
    for x in range(k - 1, 0, -1):
        y = below(state, x + 1)
        fresh[x], fresh[y] = fresh[y], fresh[x]
    return k


@compiled
def _slot_of(indptr, target, a, b):
    """Return the slot of the link a -> b, which must be present."""
    e = indptr[a]
    while target[e] != b:
        e += 1
    return e


@compiled
def rewire(proposals, state, indptr, source, target, code, table, n, mutual, signed):
    """Run the chain for a number of proposals and return how many were taken.

    Parameters
    ----------
    proposals : int
        Steps of the chain.
    state : ndarray
        State of the random numbers, ``(1,)`` uint64.
    indptr, source, code : ndarray
        Row pointer, source and sign (1 or 2) of each slot; never changed.
    target : ndarray
        Target of each slot; changed in place.
    table : ndarray
        The link table: either the codes ``(n * n,)`` uint8 or an open-address table of uint64;
        the other is empty.
    n : int
        Number of nodes.
    mutual : {0, 1, 2}
        Mutual pairs: no regard; their number by sign type kept; also each node's number kept.
    signed : bool
        Whether each node's positive and negative links received are kept too.

    Notes
    -----
    Two slots drawn at random exchange targets.  Where both are halves of mutual pairs that the
    ensemble keeps, the two pairs exchange partners instead (four slots at once).  Where the same
    slot is drawn twice, three or more slots are shuffled; this alone makes every member
    reachable, and includes the reversal of a directed triangle that pairs of slots cannot do.
    """
    links = np.uint64(len(target))
    slots = np.empty(len(target) + 4, dtype=np.int64)
    fresh = np.empty(len(target) + 4, dtype=np.int64)
    tallies = (np.zeros(5, np.int64), np.zeros(n, np.int64), np.zeros(n, np.int64))
    taken = 0
    for _ in range(proposals):
        bits = draw(state)
        e = ((bits >> U32) * links) >> U32
        f = ((bits & LOW) * links) >> U32
        a, b = np.int64(source[e]), np.int64(target[e])
        c, d = np.int64(source[f]), np.int64(target[f])
        loop = np.int64(a == d) | np.int64(c == b)
        mixed = np.int64(signed) & (code[e] ^ code[f])
        taken_up = look(table, n, a, d) | look(table, n, c, b) | loop
        before = after = both = np.int64(0)
        if (taken_up | mixed) == 0:
            if mutual != NO_REGARD:
                ba, dc = look(table, n, b, a), look(table, n, d, c)
                before, both = ba | dc, ba * dc
                after = look(table, n, d, a) | look(table, n, b, c)
            if before | after == 0:
                erase(table, n, a, b)
                erase(table, n, c, d)
                put(table, n, a, d, code[e])
                put(table, n, c, b, code[f])
                target[e], target[f] = d, b
                taken += 1
                continue
        k = 2
        slots[0], slots[1], fresh[0], fresh[1] = e, f, d, b
        if e == f:
            k = _shuffled_slots(state, target, slots, fresh)
        elif loop | mixed or (taken_up and (a != c or code[e] == code[f])):
            k = 0
        elif both and a != c:
            k = 4
            slots[2], slots[3] = _slot_of(indptr, target, b, a), _slot_of(indptr, target, d, c)
            fresh[2], fresh[3] = c, a
        elif a != c and not (before and after):
            k = 0
        if k == 0:
            continue
        if _permute(k, slots, fresh, source, target, code, table, n, mutual, signed, tallies):
            taken += 1
    return taken


@compiled
def _enter_all(table, n, source, target, code):
    """Enter all the links into an empty table."""
    for e in range(len(source)):
        put(table, n, np.int64(source[e]), np.int64(target[e]), code[e])


def link_table(n: int, source: np.ndarray, target: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Return the table in which the kernels look links up.

    Parameters
    ----------
    n : int
        Number of nodes.
    source, target : ndarray, (E,)
        The links.
    code : ndarray, (E,)
        Their signs, 1 or 2.

    Returns
    -------
    ndarray
        Small graphs: the codes ``(n * n,)`` uint8.  Others: an open-address table of uint64, at
        most an eighth to a quarter full (32 to 64 bytes per link).
    """
    if n * n <= max(DENSE_BYTES, 32 * len(source)):
        table = np.zeros(n * n, dtype=np.uint8)
    else:
        table = np.full(1 << (4 * len(source)).bit_length(), EMPTY)
    _enter_all(table, n, source, target, code)
    return table


@compiled
def shuffle_signs(state, code):
    """Permute the signs uniformly over the links, in place (Fisher-Yates)."""
    for x in range(len(code) - 1, 0, -1):
        y = below(state, x + 1)
        code[x], code[y] = code[y], code[x]


@compiled
def scatter_signs(state, indptr, source, target, table, n, singles, pairs):
    """Return signs ``(E,)`` dealt at random to the single links and to the mutual pairs.

    ``singles`` are the codes of the single links, ``pairs`` those of the mutual pairs, one link's
    code plus 4 times the other's; they are shuffled in place.
    """
    shuffle_signs(state, singles)
    shuffle_signs(state, pairs)
    code = np.empty(len(target), dtype=np.uint8)
    single = pair = 0
    for e in range(len(target)):
        a, b = np.int64(source[e]), np.int64(target[e])
        if not look(table, n, b, a):
            code[e] = singles[single]
            single += 1
        elif a < b:
            one, other = pairs[pair] & 3, pairs[pair] >> 2
            pair += 1
            if draw(state) & U1:
                one, other = other, one
            code[e] = one
            code[_slot_of(indptr, target, b, a)] = other
    return code
