"""The links of a signed network, packed into words, and the chain's move: targets are permuted.

A packed link is one word: its source times 2**32 plus its target, bit 62 for a negative sign, and
where mutual pairs are regarded bit 63 if the link back is there too.  The chain permutes the
targets of the links; each link keeps its place in the array, its source and its sign.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.nulls.chain.link_index import erase, look_up, put
from sparse_rnn.numerics.jit import compiled, inlined
from sparse_rnn.numerics.randomness import U1, U32

NO_REGARD, GLOBAL_CONST, LOCAL_CONST = 0, 1, 2
U62, U63 = np.uint64(62), np.uint64(63)
LOW = np.uint64(2**32 - 1)
MUTUAL_BIT, NEGATIVE_BIT = np.uint64(2**63), np.uint64(2**62)
SOURCE_BITS = np.uint64(2**62 - 2**32)


class Chain(NamedTuple):
    """A network and what its rewiring keeps.

    Attributes
    ----------
    indptr : ndarray
        First link of each source, ``(N + 1,)`` int64; never changed.
    packed : ndarray
        The packed links in rows by source, ``(E,)`` uint64; changed in place.
    table : ndarray
        The same links to look up, see `link_index.lookup_table`; changed in place.
    n : int
        Number of nodes.
    mutual : {0, 1, 2}
        Mutual pairs: no regard; their number by sign type kept; also each node's number kept.
    signed : bool
        Whether each node's positive and negative links received are kept too.
    peers : ndarray
        Places of the positive links, then of the negative ones, ``(E,)`` int64; read if signed.
    positive : int
        How many links are positive.
    """

    indptr: np.ndarray
    packed: np.ndarray
    table: np.ndarray
    n: int
    mutual: int
    signed: bool
    peers: np.ndarray
    positive: int


class Scratch(NamedTuple):
    """Where a chain works out a move.

    Attributes
    ----------
    chosen : ndarray
        Places of the links to move, int64.
    fresh : ndarray
        The targets that they are to have, int64.
    moved : ndarray
        Place and former target of each link moved by a compound move, two columns of int64.
    types : ndarray
        Change in the mutual pairs of each sign type, ``(5,)`` int64 by the sum of the two codes.
    mutual_at, signed_at : ndarray
        Change in each node's mutual pairs, and in its positive links received, ``(N,)`` int64.
    """

    chosen: np.ndarray
    fresh: np.ndarray
    moved: np.ndarray
    types: np.ndarray
    mutual_at: np.ndarray
    signed_at: np.ndarray


@inlined
def source_of(link):
    """Return the source of a packed link."""
    return np.int64((link & SOURCE_BITS) >> U32)


@inlined
def target_of(link):
    """Return the target of a packed link."""
    return np.int64(link & LOW)


@inlined
def code_of(link):
    """Return the sign code of a packed link, 1 or 2."""
    return np.uint8(1 + ((link >> U62) & U1))


@inlined
def exchange(packed, table, n, e, f, one, other):
    """Let the links ``one`` at place e and ``other`` at place f exchange their targets."""
    a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
    erase(table, n, a, b)
    erase(table, n, c, d)
    put(table, n, a, d, code_of(one))
    put(table, n, c, b, code_of(other))
    change = (one ^ other) & LOW
    packed[np.uint64(e)], packed[np.uint64(f)] = one ^ change, other ^ change


@compiled
def place_of(indptr, packed, a, b):
    """Return the place of the link a -> b, which must be present."""
    e = indptr[a]
    while target_of(packed[e]) != b:
        e += 1
    return e


@compiled
def _account(chain, a, b, code, step, scratch):
    """Add ``step`` to the tallies that the link a -> b contributes to beside the rest."""
    back = look_up(chain.table, chain.n, b, a)
    if back:
        scratch.types[code + back] += step
        scratch.mutual_at[a] += step
        scratch.mutual_at[b] += step
    if code == 1:
        scratch.signed_at[b] += step


@compiled
def permute(k, chain, scratch, mutual):
    """Give ``k`` distinct links their fresh targets if the result lies in the ensemble.

    Links and targets are the first ``k`` of the scratch space.  The links are taken out one by one
    and entered anew one by one while tallies follow the mutual pairs by sign type, each node's
    mutual pairs and each node's positive links received.  What the ensemble keeps must end at zero,
    else all is put back.  Where the targets are given the links leave their former targets in
    ``fresh``.  ``mutual`` is the regard for mutual pairs, see `Chain`.
    """
    packed = chain.packed
    table = chain.table
    n = chain.n
    chosen = scratch.chosen
    fresh = scratch.fresh
    types = scratch.types
    # Take the links out.
    for x in range(k):
        e = chosen[x]
        a, b = source_of(packed[e]), target_of(packed[e])
        erase(table, n, a, b)
        _account(chain, a, b, code_of(packed[e]), -1, scratch)
    # Enter them with their fresh targets, up to the first that would be a self-loop or there twice.
    entered = 0
    for x in range(k):
        e, a, b = chosen[x], source_of(packed[chosen[x]]), fresh[x]
        if a == b or look_up(table, n, a, b):
            break
        _account(chain, a, b, code_of(packed[e]), 1, scratch)
        put(table, n, a, b, code_of(packed[e]))
        entered += 1
    # Compare what the ensemble keeps, and clear the tallies for the next move.
    good = entered == k
    for kind in range(2, 5):
        good = good and (mutual == NO_REGARD or types[kind] == 0)
        types[kind] = 0
    for x in range(k):
        link = packed[chosen[x]]
        for node in (source_of(link), target_of(link), fresh[x]):
            good = good and (mutual != LOCAL_CONST or scratch.mutual_at[node] == 0)
            good = good and (not chain.signed or scratch.signed_at[node] == 0)
            scratch.mutual_at[node] = 0
            scratch.signed_at[node] = 0
    if good:
        _settle(k, chain, scratch, mutual)
        return True
    # Put all back.
    for x in range(entered):
        erase(table, n, source_of(packed[chosen[x]]), fresh[x])
    for x in range(k):
        link = packed[chosen[x]]
        put(table, n, source_of(link), target_of(link), code_of(link))
    return False


@compiled
def _settle(k, chain, scratch, mutual):
    """Write the fresh targets into the packed links, and which links are mutual now."""
    indptr = chain.indptr
    packed = chain.packed
    table = chain.table
    n = chain.n
    chosen = scratch.chosen
    fresh = scratch.fresh
    for x in range(k):
        link = packed[chosen[x]]
        packed[chosen[x]] = (link & ~LOW) | np.uint64(fresh[x])
        fresh[x] = target_of(link)
    if mutual == NO_REGARD:
        return
    for x in range(k):
        link = packed[chosen[x]]
        a, old, new = source_of(link), fresh[x], target_of(link)
        # The former partner has no link back any more, unless another has come meanwhile.
        if look_up(table, n, old, a) and not look_up(table, n, a, old):
            packed[place_of(indptr, packed, old, a)] &= ~MUTUAL_BIT
        packed[chosen[x]] = link & ~MUTUAL_BIT
        if look_up(table, n, new, a):
            packed[chosen[x]] |= MUTUAL_BIT
            packed[place_of(indptr, packed, new, a)] |= MUTUAL_BIT
