"""The Markov chain that rewires a signed network.

The chain permutes the targets of the network's links, see `packed_links`.  Every proposal is as
likely as its reverse and is taken if and only if the result lies in the ensemble: the limit of the
chain is uniform on the ensemble.  Any permutation of any number of links has a positive chance to
be proposed, so that the chain reaches every member.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.nulls.chain.compound_move import LONGEST_WALK, compound_move
from sparse_rnn.graphs.nulls.chain.link_index import fetch_ahead, look_up, taken_up
from sparse_rnn.graphs.nulls.chain.packed_links import (
    GLOBAL_CONST,
    MUTUAL_BIT,
    NO_REGARD,
    U62,
    U63,
    Scratch,
    code_of,
    exchange,
    permute,
    place_of,
    source_of,
    target_of,
)
from sparse_rnn.numerics.instructions import prefetch
from sparse_rnn.numerics.jit import compiled, inlined
from sparse_rnn.numerics.randomness import STEP, U1, U32, below, mixed, random_bits

NEAR_BYTES = 2**17  # what a chain reads and writes at random stays near the core if it is less
AHEAD = 32  # steps


@compiled
def _trade(e, f, chain):
    """Exchange the targets of a mutual link and a single one, if a pair of the same signs results.

    One of the new links is known to have a link back.  Returns 1 if they are exchanged, else 0.
    """
    indptr = chain.indptr
    packed = chain.packed
    table = chain.table
    n = chain.n
    if packed[e] < MUTUAL_BIT:
        e, f = f, e
    one, other = packed[e] & ~MUTUAL_BIT, packed[f]
    a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
    da, bc = look_up(table, n, d, a), look_up(table, n, b, c)
    lost = code_of(one) + look_up(table, n, b, a)
    if lost != (code_of(one) + da if da else code_of(other) + bc):
        return 0
    packed[place_of(indptr, packed, b, a)] &= ~MUTUAL_BIT
    exchange(packed, table, n, e, f, one, other)
    if da:
        packed[e] |= MUTUAL_BIT
        packed[place_of(indptr, packed, d, a)] |= MUTUAL_BIT
    else:
        packed[f] |= MUTUAL_BIT
        packed[place_of(indptr, packed, b, c)] |= MUTUAL_BIT
    return 1


@inlined
def _partner(seed, one, links, peers, positive, signed):
    """Return the place of a random link with which the link ``one`` is to exchange targets."""
    bits = mixed(seed) >> U32
    if not signed:
        f = np.int64((bits * np.uint64(links)) >> U32)
    elif code_of(one) == 1:
        f = peers[np.int64((bits * np.uint64(positive)) >> U32)]
    else:
        f = peers[positive + np.int64((bits * np.uint64(links - positive)) >> U32)]
    return f


@compiled
def _look_ahead(last, state, at, chain):
    """Have the memory fetched that the coming steps need: the links, then places in the table.

    This is a guess: a step may change what a later one needs.  Only the time depends on it.
    """
    packed = chain.packed
    table = chain.table
    n = chain.n
    mutual = chain.mutual
    peers = chain.peers
    positive = chain.positive
    signed = chain.signed
    links, coming = len(packed), last - at[1]
    seed, e = state[0], at[0]
    for _ in range(coming):
        seed, e = seed + STEP, e + 1 if e + 1 < links else 0
        prefetch(packed, _partner(seed, packed[e], links, peers, positive, signed))
    seed, e = state[0], at[0]
    for _ in range(coming):
        seed, e = seed + STEP, e + 1 if e + 1 < links else 0
        one = packed[e]
        other = packed[_partner(seed, one, links, peers, positive, signed)]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        fetch_ahead(table, n, a, b)
        fetch_ahead(table, n, c, d)
        fetch_ahead(table, n, a, d)
        fetch_ahead(table, n, c, b)
        if mutual != NO_REGARD:
            fetch_ahead(table, n, d, a)
            fetch_ahead(table, n, b, c)


@compiled
def _until_unusual(last, state, at, packed, peers, positive, table, n, mutual, signed):
    """Exchange targets until a step is not that simple; return the other link's place then, or -1.

    ``at`` holds the place of the link whose turn it is, the steps done and the swaps taken.  This
    loop calls nothing: the time goes here.  It takes the fields of the chain one by one, since
    out of a tuple each step would take 5 % longer.
    """
    links, seed, e, taken = len(packed), state[0], at[0], at[2]
    for step in range(at[1], last):
        e += 1
        if e >= links:
            e = 0
        seed += STEP
        # The links a -> b and c -> d are to become a -> d and c -> b.
        one = packed[np.uint64(e)]
        f = _partner(seed, one, links, peers, positive, signed)
        other = packed[np.uint64(f)]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        occupied = taken_up(table, n, a, d) | taken_up(table, n, c, b)
        busy = occupied | np.int64((one | other) >> U63)
        if mutual != NO_REGARD:
            busy |= look_up(table, n, d, a) | look_up(table, n, b, c)
        if busy == 0:
            exchange(packed, table, n, e, f, one, other)
            taken += 1
            continue
        # A move of more links may be possible: two mutual pairs, or a mutual link and a single one
        # that make another pair, or two links of one source and different signs.
        # In one expression: the processor can foretell its outcome, not the outcomes of its parts.
        pairs = np.int64((one & other) >> U63)
        if mutual == GLOBAL_CONST:
            closed = np.int64(look_up(table, n, d, a) > 0) ^ np.int64(look_up(table, n, b, c) > 0)
            pairs |= np.int64((one | other) >> U63) & closed
        like = np.int64(a == c) & np.int64((one ^ other) >> U62) & 1
        if ((pairs & np.int64(occupied == 0)) | like) != 0:
            state[0], at[0], at[1], at[2] = seed, e, step + 1, taken
            return f
    state[0], at[0], at[1], at[2] = seed, e, last, taken
    return -1


@compiled
def _between_compound_moves(n, links):
    """Return after how many exchanges of two targets a compound move is due.

    Both links that an exchange makes must have been absent.  Where few are, exchanges fail and
    compound moves do the work; in sparse networks there is one for each round over the links.
    """
    absent = 1 - links / max(n * (n - 1), 1)
    return max(1, int(links * absent**3))


@compiled
def rewire(proposals, state, chain):
    """Run the chain for a number of proposals and return how many were taken.

    Parameters
    ----------
    proposals : int
        Steps of the chain.
    state : ndarray
        State of the random numbers, ``(1,)`` uint64; moved on.
    chain : Chain
        The network, changed in place, and what is kept.

    Notes
    -----
    The links come in turn, and each exchanges targets with another drawn at random (if signed,
    one of its sign).  Where both are halves of mutual pairs that the ensemble keeps, the two
    pairs exchange partners instead (four links at once).  Now and then a compound move is made
    instead; it alone makes every member reachable, and includes the reversal of a directed
    triangle that pairs of links cannot do.
    """
    indptr = chain.indptr
    packed = chain.packed
    peers = chain.peers
    positive = chain.positive
    table = chain.table
    n = chain.n
    room = len(packed) + LONGEST_WALK
    chosen, fresh = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    moved = np.empty((room + len(packed), 2), dtype=np.int64)
    types, mutual_at, signed_at = (
        np.zeros(5, np.int64),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
    )
    scratch = Scratch(chosen, fresh, moved, types, mutual_at, signed_at)
    at = np.array([below(state, max(len(packed), 1)), 0, 0])
    between = due = _between_compound_moves(n, len(packed))
    far = packed.nbytes + table.nbytes > NEAR_BYTES
    while at[1] < proposals:
        # Simple steps, up to the next compound move; a large network has memory fetched for them.
        last = min(due, proposals)
        if far:
            last = min(last, at[1] + AHEAD)
            _look_ahead(last, state, at, chain)
        f = _until_unusual(
            last, state, at, packed, peers, positive, table, n, chain.mutual, chain.signed
        )
        if f < 0:
            if at[1] == due and due < proposals:
                at[1] += 1
                at[2] += compound_move(state, chain, scratch)
                due = at[1] + between
            continue
        # A step that is not simple: a mutual link and a single one ...
        e, one, other = at[0], packed[at[0]], packed[f]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        if a != c and (one & other) < MUTUAL_BIT:
            at[2] += _trade(e, f, chain)
            continue
        # ... or two links of one source, or two mutual pairs.
        k = 2
        chosen[0], chosen[1], fresh[0], fresh[1] = e, f, d, b
        if a != c:
            k = 4
            chosen[2], chosen[3] = place_of(indptr, packed, b, a), place_of(indptr, packed, d, c)
            fresh[2], fresh[3] = c, a
        at[2] += permute(k, chain, scratch, chain.mutual)
    return at[2]


@compiled
def shuffle_signs(state, code):
    """Permute the signs uniformly over the links, in place (Fisher-Yates)."""
    for x in range(len(code) - 1, 0, -1):
        y = below(state, x + 1)
        code[x], code[y] = code[y], code[x]


@compiled
def scatter_signs(state, indptr, packed, singles, pairs):
    """Return signs ``(E,)`` dealt at random to the single links and to the mutual pairs.

    ``singles`` are the codes of the single links.  ``pairs`` are the codes of the mutual pairs: one
    link's code plus 4 times the other's.  Both are shuffled in place.
    """
    shuffle_signs(state, singles)
    shuffle_signs(state, pairs)
    code = np.empty(len(packed), dtype=np.uint8)
    single = pair = 0
    for e in range(len(packed)):
        a, b = source_of(packed[e]), target_of(packed[e])
        if packed[e] < MUTUAL_BIT:
            code[e] = singles[single]
            single += 1
        elif a < b:
            one, other = pairs[pair] & 3, pairs[pair] >> 2
            pair += 1
            if random_bits(state) & U1:
                one, other = other, one
            code[e] = one
            code[place_of(indptr, packed, b, a)] = other
    return code
