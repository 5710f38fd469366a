"""What is counted of each random network: its motifs, the swaps taken, the links still there."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.motifs import MOTIFS
from sparse_rnn.graphs.nulls.chain.link_index import look_up
from sparse_rnn.numerics.jit import compiled


class Tally(NamedTuple):
    """Counts of random networks, a row each.

    Attributes
    ----------
    counts : ndarray
        Signed motifs, ``(networks, 132)`` int64, in the order of `motifs.MOTIFS`.
    accepted : ndarray
        Swaps taken in the chain of each network, ``(networks,)`` int64.
    shared : ndarray
        Links of the given network that are there with their sign, ``(networks,)`` int64.
    """

    counts: np.ndarray
    accepted: np.ndarray
    shared: np.ndarray


def empty_tally(networks: int) -> Tally:
    """Return a tally of nothing yet."""
    counts = np.zeros((networks, len(MOTIFS)), dtype=np.int64)
    accepted, shared = np.zeros((2, networks), dtype=np.int64)
    return Tally(counts, accepted, shared)


@compiled
def shared_links(given, indptr, target, code):
    """Return how many links of a graph are in the table ``given`` with the same sign.

    Parameters
    ----------
    given : ndarray
        Link table, see `link_index.lookup_table`.
    indptr, target, code
        The links in rows by source, as in `census.sparse.LinkRows`.
    """
    n, shared = len(indptr) - 1, 0
    for u in range(n):
        for e in range(indptr[u], indptr[u + 1]):
            shared += look_up(given, n, u, np.int64(target[e])) == code[e]
    return shared
