"""Random networks by number, drawn from one start or from several, and their motif counts.

Every random network has a chain of its own, which draws its numbers from (seed, null model, index
of the network): the networks are independent, and the same whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from sparse_rnn.base.seeding import seed_sequence
from sparse_rnn.graphs.census.sparse import by_rising_degree, rising_degree
from sparse_rnn.graphs.nulls.chain.tally import Tally, empty_tally
from sparse_rnn.graphs.nulls.exact import few_members
from sparse_rnn.graphs.nulls.models import find_null_model
from sparse_rnn.graphs.nulls.samplers import SAMPLERS, DrawnLinks, EnumeratedMembers, Sampler
from sparse_rnn.graphs.signed_graph import SignedGraph, checked

STRIDE = 0xD1B54A32D192ED03  # between the random streams of two networks, odd
LARGEST_PART, PART_LINKS = 50, 100_000  # networks, or links, that a thread draws at a time


@dataclass(frozen=True)
class NetworkSource:
    """Random networks by number, all from one start.

    Attributes
    ----------
    graph : SignedGraph
        Where the chains start.
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

    def network(self, index: int) -> SignedGraph:
        """Return one random network."""
        target, code, _ = self.draw(index)
        return self.graph.with_links(target, np.where(code == 1, 1, -1))

    def count(self, indices: range, tally: Tally) -> None:
        """Fill the rows ``indices`` of a tally."""
        own = empty_tally(len(indices))
        self.sampler.count(self._states(indices), own)
        for whole, part in zip(tally, own, strict=True):
            whole[indices.start : indices.stop : indices.step] = part

    def _states(self, indices: range) -> np.ndarray:
        starts = [(self.key + index * STRIDE) % 2**64 for index in indices]
        return np.array(starts, dtype=np.uint64)


def network_source(
    graph: SignedGraph,
    null_model: str,
    seed: int,
    swaps_per_edge: float,
    given: SignedGraph | None = None,
    stream: tuple[str | int, ...] = ("null",),
) -> NetworkSource:
    """Return the random networks of a null model by name, checking the settings.

    Parameters
    ----------
    graph : SignedGraph
        Where the chains start.
    null_model, seed, swaps_per_edge
        See `sample.null_sample`.
    given : SignedGraph, optional
        The network to compare with, if the chains start from another one.
    stream : tuple, optional
        Words that name the stream of random numbers.

    Raises
    ------
    ValueError
        If the null model is unknown, the seed or the number of swaps negative.
    """
    if not swaps_per_edge >= 0:
        raise ValueError(f"swaps per edge must be 0 or more, got {swaps_per_edge}")
    graph, model = checked(graph), find_null_model(null_model)
    sampler = SAMPLERS[model.signs](graph, model, swaps_per_edge, given or graph)
    return NetworkSource(graph, sampler, _key(seed, *stream, null_model))


def enumerated_source(graph: SignedGraph, null_model: str, seed: int) -> NetworkSource | None:
    """Return random networks drawn from all members of the ensemble; None if these are too many."""
    members = few_members(graph, null_model)
    if members is None:
        return None
    return NetworkSource(graph, EnumeratedMembers(graph, members), _key(seed, "null", null_model))


def _key(seed: int, *words: str | int) -> int:
    return int(seed_sequence(seed, *words).generate_state(1, np.uint64)[0])


def numbered_for_counting(graph: SignedGraph, null_model: str) -> SignedGraph:
    """Return the graph as it is counted: by rising degree, which is faster.

    FANMOD's walk goes by the given numbers of the nodes.
    """
    return by_rising_degree(graph) if find_null_model(null_model).uniform else checked(graph)


def numbered_as_given(drawn: SignedGraph, graph: SignedGraph, null_model: str) -> SignedGraph:
    """Return a random network with the numbers and names that the nodes have in the given graph."""
    uniform = find_null_model(null_model).uniform
    node = rising_degree(graph) if uniform else np.arange(graph.n)
    ends = node[drawn.source], node[drawn.target]
    return SignedGraph.from_edges(*ends, drawn.sign, n=graph.n, names=graph.names)


def count_networks(
    sources: Sequence[NetworkSource],
    networks: int,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Tally:
    """Count the motifs of random networks; network ``i`` comes from source ``i % len(sources)``.

    Parameters
    ----------
    sources : sequence of NetworkSource
        Where the networks come from in turn.
    networks : int
        Number of random networks.
    threads : int, optional
        Threads to use; the result does not depend on it.
    progress : callable, optional
        Called with the number of networks finished since the last call.
    """
    tally, turns = empty_tally(networks), len(sources)
    most = min(LARGEST_PART, PART_LINKS // max(sources[0].graph.edges, 1))
    size = max(1, min(most, networks // (4 * threads * turns)))
    parts = [
        (source, range(first, min(first + size * turns, networks), turns))
        for turn, source in enumerate(sources)
        for first in range(turn, networks, size * turns)
    ]
    with ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(source.count, part, tally) for source, part in parts]
        for (_, part), job in zip(parts, jobs, strict=True):
            job.result()
            if progress is not None:
                progress(len(part))
    return tally
