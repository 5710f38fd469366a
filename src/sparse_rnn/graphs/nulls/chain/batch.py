"""Many rewired networks in one compiled loop: drawn and counted without a word of Python."""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.census.sparse import count_motifs
from sparse_rnn.graphs.nulls.chain.packed_links import code_of, target_of
from sparse_rnn.graphs.nulls.chain.rewiring import rewire, scatter_signs
from sparse_rnn.numerics.jit import compiled


@compiled
def _copy(given, own):
    """Copy one array into another of its kind; assigning to a slice is ten times slower."""
    for place in range(len(given)):
        own[place] = given[place]


@compiled
def count_rewired(
    states, proposals, indptr, slots, peers, positive, table, n, mutual, signed, singles, pairs,
    deal, motif_of_code, counts, accepted,
):  # fmt: skip
    """Count the motifs of one network for each state of the random numbers.

    Parameters
    ----------
    states : ndarray
        Where each network's random numbers start, ``(networks,)`` uint64; changed in place.
    proposals, indptr, slots, peers, positive, table, n, mutual, signed
        The given network and its chain; see `rewiring.rewire`.  Nothing here is changed.
    singles, pairs : ndarray
        Signs to deal; see `rewiring.scatter_signs`.
    deal : bool
        Whether signs are dealt anew, or stay with their slots.
    motif_of_code : ndarray
        See `motifs.MOTIF_OF_CODE`.
    counts, accepted : ndarray
        Where the motif counts ``(networks, 132)`` and the swaps taken ``(networks,)`` are put.
    """
    links = len(slots)
    # Kernels count references to what they are passed: threads must not count the same array's.
    indptr, peers = indptr.copy(), peers.copy()
    own, own_table = np.empty_like(slots), np.empty_like(table)
    own_singles, own_pairs = np.empty_like(singles), np.empty_like(pairs)
    target = np.empty(links, dtype=np.int32)
    code = np.empty(links, dtype=np.uint8)
    for network in range(len(states)):
        state = states[network : network + 1]
        _copy(slots, own)
        _copy(table, own_table)
        accepted[network] = rewire(
            proposals, state, indptr, own, peers, positive, own_table, n, mutual, signed
        )
        for e in range(links):
            target[e], code[e] = target_of(own[e]), code_of(own[e])
        if deal:
            _copy(singles, own_singles)
            _copy(pairs, own_pairs)
            code[:] = scatter_signs(state, indptr, own, own_singles, own_pairs)
        count_motifs(n, indptr, target, code, motif_of_code, counts[network])
