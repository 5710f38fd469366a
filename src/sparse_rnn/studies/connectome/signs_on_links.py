"""Random networks that have the given links, by the signs on them."""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.signed_graph import SignedGraph


def sample_of_signs(graph: SignedGraph, signs: np.ndarray) -> NullSample:
    """Count the signed motifs of networks that differ from a graph in signs alone.

    Parameters
    ----------
    graph : SignedGraph
        The given network.
    signs : ndarray
        1 or -1 for each link of each random network, drawn independently, ``(networks, E)`` in the
        order of ``graph.source``.
    """

    def network(index: int) -> SignedGraph:
        return graph.with_links(graph.target, signs[index])

    counts = np.array([signed_triad_census(network(index)) for index in range(len(signs))])
    return NullSample(
        counts,
        accepted=np.zeros(len(signs), dtype=np.int64),
        proposed=0,
        shared=(signs == graph.sign).sum(1),
        links=graph.edges,
        swaps=0.0,
        independent=True,
        network=network,
    )
