"""A null model for neurons of one sign each: the links stay, neurons exchange their signs.

Null models that deal signs to links break Dale's principle, and so measure it.  Those that keep the
signed degrees of every node cannot move a sign on fixed links (see `sign_arrangements`).  Between
the two lies this model: who is connected with whom is kept, and how many neurons inhibit, but not
which.  The number of negative links differs, since neurons differ in degree.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.studies.connectome.signs_on_links import sample_of_signs

NEURON_PERMUTATION = "neuron-permutation"


def signs_of_senders(graph: SignedGraph) -> np.ndarray:
    """Return the sign that each node sends, ``(N,)``; 0 for nodes that send no link.

    Raises
    ------
    ValueError
        If a node sends links of both signs.
    """
    positive, negative = (graph.degrees("out", sign) for sign in (1, -1))
    both = np.flatnonzero((positive > 0) & (negative > 0))
    if both.size:
        raise ValueError(
            f"node {both[0]} sends links of both signs, so that nodes have no sign to exchange; "
            "choose a rule by which every node sends one sign"
        )
    return np.sign(positive - negative)


def permuted_signs(graph: SignedGraph, rng: np.random.Generator) -> SignedGraph:
    """Return the same links after the nodes that send any exchanged their signs at random."""
    signs = signs_of_senders(graph)
    senders = np.flatnonzero(signs)
    signs[senders] = rng.permutation(signs[senders])
    return graph.with_links(graph.target, signs[graph.source])


def neuron_permutation_sample(graph: SignedGraph, networks: int, seed: int = 0) -> NullSample:
    """Count the signed motifs of random networks; see `nulls.sample.null_sample`."""
    rng = stream(seed, NEURON_PERMUTATION)
    signs = [permuted_signs(graph, rng).sign for _ in range(networks)]
    return sample_of_signs(graph, np.array(signs))
