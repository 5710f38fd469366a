"""How many swaps per link the chains of one network and one null model need.

Nine swaps per link are enough for a trained network and too few for many others: where degrees are
unequal, links are dense or most of them are halves of mutual pairs, few proposals are accepted.
So the number is looked for.  A pilot ensemble doubles its swaps until chains that started apart
agree (see `convergence`), and the random networks then get `SAFETY` times as many: whatever is
left of the start decays exponentially, so that what the pilot could not see any more is a small
power of itself then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from sparse_rnn.graphs.nulls.chain.tally import Tally
from sparse_rnn.graphs.nulls.convergence import Convergence, convergence
from sparse_rnn.graphs.nulls.samplers import FEWEST_LINKS
from sparse_rnn.graphs.nulls.source import NetworkSource, count_networks, network_source
from sparse_rnn.graphs.signed_graph import SignedGraph

FIRST_SWAPS = 3.0
SAFETY = 3.0
MOST_SWAPS = 1152.0
FAR_STARTS = 8
FAR_SWAPS, FAR_PROPOSALS = 10, 1_000_000
"""A far start has had so many times the swaps of the chains that start from it, and at least so
many proposals: in a small network that costs nothing, and rare moves are not missed."""
FEWEST_TO_COMPARE = 4 * FAR_STARTS
"""Networks that are needed to compare the starts: two or more for each far start."""
FEWEST_ACCEPTED = 1.0
"""Swaps taken per link before a pilot is believed."""
PILOT_LINKS, SMALLEST_PILOT, LARGEST_PILOT = 200_000, 64, 500

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Search:
    """A search for the number of swaps.

    Attributes
    ----------
    graph : SignedGraph
        The given network.
    null_model : str
        Name of the null model.
    seed : int
        Root seed.
    threads : int
        Threads to use.
    starts : tuple of SignedGraph
        The far starts.
    swaps : float
        Swaps per link after which the starts are compared.
    gone : float
        Swaps per link that lie between the given network and the far starts.
    found : Convergence or None
        How far apart the pilot ended.
    """

    graph: SignedGraph
    null_model: str
    seed: int
    threads: int
    starts: tuple[SignedGraph, ...]
    swaps: float
    gone: float = 0.0
    found: Convergence | None = None

    @classmethod
    def begin(cls, graph: SignedGraph, null_model: str, seed: int, threads: int) -> Search:
        """Return a search whose far starts have not left the given network yet."""
        return cls(graph, null_model, seed, threads, (graph,) * FAR_STARTS, 0.0)

    def sources(self, swaps: float, *stream: str) -> list[NetworkSource]:
        """Return where the networks come from: each second one from the given network."""
        drawn = self.null_model, self.seed, swaps, self.graph
        near = network_source(self.graph, *drawn, stream)
        far = [network_source(start, *drawn, stream) for start in self.starts]
        return [source for start in far for source in (near, start)]

    def farther(self, swaps: float) -> Search:
        """Return the search with its starts moved on for a comparison after so many swaps."""
        fewest = FAR_PROPOSALS / max(self.graph.edges, FEWEST_LINKS)
        more = max(FAR_SWAPS * swaps, fewest) - self.gone
        moved = []
        for number, start in enumerate(self.starts):
            stream = "far start", f"{swaps:g}"
            source = network_source(start, self.null_model, self.seed, more, self.graph, stream)
            moved.append(source.network(number))
        return replace(self, starts=tuple(moved), swaps=swaps, gone=self.gone + more)


def starts_of(networks: int) -> np.ndarray:
    """Return the number of each network's start, ``(networks,)``: 0 for the given network."""
    turn = np.arange(networks) % (2 * FAR_STARTS)
    return np.where(turn % 2 == 0, 0, 1 + turn // 2)


def compare(search: Search, tally: Tally) -> Convergence:
    """Return how far apart chains of different starts are."""
    return convergence(tally, starts_of(len(tally.accepted)))


def pilot_size(graph: SignedGraph) -> int:
    """Return how many networks a pilot draws: many where they cost little."""
    size = PILOT_LINKS // max(graph.edges, FEWEST_LINKS)
    return int(min(max(size, SMALLEST_PILOT), LARGEST_PILOT))


def search_swaps(
    graph: SignedGraph, null_model: str, seed: int, threads: int, tell: Tell | None = None
) -> Search:
    """Return the search at the fewest swaps, of 3, 6, 12 and so on, after which starts agree.

    Parameters
    ----------
    graph : SignedGraph
        The given network, numbered as it is counted.
    null_model, seed, threads
        See `sample.null_sample`.
    tell : callable, optional
        Called with a line on each number of swaps that is tried.
    """
    search = Search.begin(graph, null_model, seed, threads)
    swaps, networks = FIRST_SWAPS, pilot_size(graph)
    while True:
        search = search.farther(swaps)
        if tell is not None:
            tell(f"looking for the number of swaps: {swaps:g} per link")
        tally = count_networks(search.sources(swaps, "pilot"), networks, threads)
        moved = tally.accepted.mean() / max(graph.edges, 1)
        search = replace(search, found=compare(search, tally))
        agreed = moved >= FEWEST_ACCEPTED and search.found.settled
        if agreed or moved == 0 or SAFETY * swaps >= MOST_SWAPS:
            return search
        swaps *= 2
