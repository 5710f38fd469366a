"""Many rewired networks in one compiled loop: drawn and counted without a word of Python."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.sparse import LinkRows, count_motifs
from sparse_rnn.graphs.nulls.chain.packed_links import Chain, code_of, target_of
from sparse_rnn.graphs.nulls.chain.rewiring import rewire, scatter_signs
from sparse_rnn.graphs.nulls.chain.tally import shared_links
from sparse_rnn.numerics.jit import compiled


class Deal(NamedTuple):
    """Signs that are dealt to the links once they are rewired.

    Attributes
    ----------
    anew : bool
        Whether signs are dealt at all, or stay with their packed links.
    singles, pairs : ndarray
        Signs of the single links and of the mutual pairs; see `rewiring.scatter_signs`.
    """

    anew: bool
    singles: np.ndarray
    pairs: np.ndarray


@compiled
def _copy(given, own):
    """Copy one array into another of its kind; assigning to a slice is ten times slower."""
    for place in range(len(given)):
        own[place] = given[place]


@compiled
def count_rewired(states, proposals, chain, deal, given, motif_of_code, tally):
    """Count the motifs of one network for each state of the random numbers.

    Parameters
    ----------
    states : ndarray
        Where each network's random numbers start, ``(networks,)`` uint64; changed in place.
    proposals : int
        Steps of the chain of each network.
    chain : Chain
        The given network and what its rewiring keeps.  Nothing here is changed.
    deal : Deal
        Signs to deal.
    given : ndarray
        Table of the links to compare with, see `link_index.lookup_table`.
    motif_of_code : ndarray
        See `motifs.MOTIF_OF_CODE`.
    tally : Tally
        Where the counts are put, a row for each network.
    """
    counts, accepted, shared = tally.counts, tally.accepted, tally.shared
    # Kernels count references to what they are passed.  Copies keep threads from contending for
    # one reference count.
    indptr, peers = chain.indptr.copy(), chain.peers.copy()
    packed, table = np.empty_like(chain.packed), np.empty_like(chain.table)
    n, mutual, signed, positive = chain.n, chain.mutual, chain.signed, chain.positive
    own = Chain(indptr, packed, table, n, mutual, signed, peers, positive)
    singles, pairs = np.empty_like(deal.singles), np.empty_like(deal.pairs)
    target = np.empty(len(packed), dtype=np.int32)
    code = np.empty(len(packed), dtype=np.uint8)
    for network in range(len(states)):
        # Each network starts from the given one.
        state = states[network : network + 1]
        _copy(chain.packed, packed)
        _copy(chain.table, table)
        accepted[network] = rewire(proposals, state, own)
        for e in range(len(packed)):
            target[e], code[e] = target_of(packed[e]), code_of(packed[e])
        if deal.anew:
            _copy(deal.singles, singles)
            _copy(deal.pairs, pairs)
            code[:] = scatter_signs(state, indptr, packed, singles, pairs)
        shared[network] = shared_links(given, indptr, target, code)
        count_motifs(LinkRows(indptr, target, code), motif_of_code, counts[network])
