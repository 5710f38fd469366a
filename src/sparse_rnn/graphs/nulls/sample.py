"""Random networks of a null model, and their motif counts.

Every random network has a chain of its own, which starts from the given network and draws its
numbers from (seed, null model, index of the network): the networks are independent, and the same
whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sparse_rnn.base.seeding import seed_sequence
from sparse_rnn.graphs.census.sparse import by_rising_degree
from sparse_rnn.graphs.motifs import MOTIFS
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL, find_null_model
from sparse_rnn.graphs.nulls.samplers import SAMPLERS, DrawnLinks, Sampler
from sparse_rnn.graphs.signed_graph import SignedGraph, checked

# FANMOD's three sweeps of three attempts.  After so many no null model differs measurably from a
# long run in a trained network of 128 nodes, neither in counts of feed-forward loops nor in z; the
# slowest, global-const-signed, needs them all.  See benchmarks/mixing.py; `mixing` measures any
# other network.
SWAPS_PER_EDGE = 9.0
STRIDE = 0xD1B54A32D192ED03  # between the random streams of two networks, odd


@dataclass(frozen=True)
class NullSample:
    """Motif counts of random networks.

    Attributes
    ----------
    counts : ndarray
        ``(networks, 132)`` int64, in the order of `motifs.MOTIFS`.
    accepted : ndarray
        Swaps taken in the chain of each network, ``(networks,)`` int64.
    proposed : int
        Swaps proposed in the chain of each network; at most as many in FANMOD's walk.
    """

    counts: np.ndarray
    accepted: np.ndarray
    proposed: int


@dataclass(frozen=True)
class NetworkSource:
    """Random networks by number.

    Attributes
    ----------
    graph : SignedGraph
        The given network.
    sampler : Sampler
        Draws one network.
    key : int
        Where the random numbers start; network ``index`` starts ``index`` strides on.
    """

    graph: SignedGraph
    sampler: Sampler
    key: int

    def draw(self, index: int) -> DrawnLinks:
        """Return the targets ``(E,)``, sign codes ``(E,)`` and swaps taken of one network."""
        return self.sampler.draw(self._states(range(index, index + 1)))

    def count(self, indices: range, counts: np.ndarray, accepted: np.ndarray) -> None:
        """Fill the rows ``indices`` of the counts and of the swaps taken."""
        rows = slice(indices.start, indices.stop)
        self.sampler.count(self._states(indices), counts[rows], accepted[rows])

    def _states(self, indices: range) -> np.ndarray:
        starts = [(self.key + index * STRIDE) % 2**64 for index in indices]
        return np.array(starts, dtype=np.uint64)


def network_source(
    graph: SignedGraph, null_model: str, seed: int, swaps_per_edge: float
) -> NetworkSource:
    """Return the random networks of a null model by name, checking the settings.

    Raises
    ------
    ValueError
        If the null model is unknown, the seed or the number of swaps negative.
    """
    if not swaps_per_edge >= 0:
        raise ValueError(f"swaps per edge must be 0 or more, got {swaps_per_edge}")
    graph, model = checked(graph), find_null_model(null_model)
    key = seed_sequence(seed, "null", null_model).generate_state(1, np.uint64)[0]
    return NetworkSource(graph, SAMPLERS[model.signs](graph, model, swaps_per_edge), int(key))


def null_network(
    graph: SignedGraph,
    null_model: str = DEFAULT_NULL,
    seed: int = 0,
    index: int = 0,
    swaps_per_edge: float = SWAPS_PER_EDGE,
) -> SignedGraph:
    """Return random network number ``index`` of a null model; see `null_sample`."""
    target, code, _ = network_source(graph, null_model, seed, swaps_per_edge).draw(index)
    return graph.with_links(target, np.where(code == 1, 1, -1))


def null_sample(
    graph: SignedGraph,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps_per_edge: float = SWAPS_PER_EDGE,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> NullSample:
    """Count the signed motifs of random networks.

    Parameters
    ----------
    graph : SignedGraph
        The given network.
    null_model : str, optional
        Name of the null model, a key of `models.NULL_MODELS`.
    networks : int, optional
        Number of random networks.
    seed : int, optional
        Root seed, non-negative.
    swaps_per_edge : float, optional
        Swaps proposed per link to each network's chain, which starts from the given network; a
        network of fewer than 100 links gets as many as one of 100.
    threads : int, optional
        Threads to use; the result does not depend on it.
    progress : callable, optional
        Called with the number of networks finished since the last call.

    Raises
    ------
    ValueError
        If the null model is unknown or a number out of its range.
    """
    if networks < 1 or threads < 1:
        raise ValueError(f"networks and threads must be 1 or more, got {networks} and {threads}")
    # Counting is faster by rising degree; FANMOD's walk goes by the given numbers of the nodes.
    numbered = by_rising_degree(graph) if find_null_model(null_model).uniform else graph
    chain = network_source(numbered, null_model, seed, swaps_per_edge)
    counts = np.zeros((networks, len(MOTIFS)), dtype=np.int64)
    accepted = np.zeros(networks, dtype=np.int64)
    size = max(1, min(50, networks // (4 * threads)))
    parts = [range(first, min(first + size, networks)) for first in range(0, networks, size)]
    with ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(chain.count, part, counts, accepted) for part in parts]
        for part, job in zip(parts, jobs, strict=True):
            job.result()
            if progress is not None:
                progress(len(part))
    return NullSample(counts, accepted, chain.sampler.proposals)
