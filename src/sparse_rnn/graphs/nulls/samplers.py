"""How the random networks of each kind of null model are drawn, one at a time.

A sampler is made from the network ``graph`` that its chains start from, and ``draw(state)`` then
gives the links of one random network from the state of the random numbers, ``(1,)`` uint64:
targets ``(E,)`` int32 and sign codes ``(E,)`` uint8 in rows by source, and the number of swaps
taken.  ``proposals`` is how many swaps are proposed to each network.  ``given`` is the network
that random networks are compared with: the start, or another member of the ensemble.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np

from sparse_rnn.graphs.census.sparse import LinkRows, count_motifs, sign_codes
from sparse_rnn.graphs.motifs import MOTIF_OF_CODE
from sparse_rnn.graphs.nulls import models as nm
from sparse_rnn.graphs.nulls.chain.batch import Deal, count_rewired
from sparse_rnn.graphs.nulls.chain.link_index import lookup_table
from sparse_rnn.graphs.nulls.chain.packed_links import (
    LOW,
    MUTUAL_BIT,
    NEGATIVE_BIT,
    NO_REGARD,
    Chain,
)
from sparse_rnn.graphs.nulls.chain.rewiring import rewire, scatter_signs, shuffle_signs
from sparse_rnn.graphs.nulls.chain.tally import Tally, shared_links
from sparse_rnn.graphs.nulls.fanmod import ATTEMPTS, dyads_of, links_of_dyads, walk
from sparse_rnn.graphs.nulls.sign_exchange import exchange_signs, signed_topology
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.jit import compiled
from sparse_rnn.numerics.randomness import U32, below

DrawnLinks = tuple[np.ndarray, np.ndarray, int]
"""Targets ``(E,)``, sign codes ``(E,)`` and swaps taken of one random network."""
FEWEST_LINKS = 100


class Sampler(Protocol):
    """Draws random networks of one graph; see the module."""

    proposals: int

    def draw(self, state: np.ndarray) -> DrawnLinks:
        """Return targets, sign codes and swaps taken."""

    def count(self, states: np.ndarray, tally: Tally) -> None:
        """Fill in the row of one network for each state."""


def targets(packed: np.ndarray) -> np.ndarray:
    """Return the targets ``(E,)`` int32 of packed links; see `packed_links`."""
    return (packed & LOW).astype(np.int32)


def table_of(graph: SignedGraph) -> np.ndarray:
    """Return the table in which kernels look up the signed links of a graph."""
    return lookup_table(graph.n, graph.source, graph.target, sign_codes(graph))


def proposals(graph: SignedGraph, swaps_per_edge: float) -> int:
    """Return how many swaps are proposed; a network of few links gets as many as one of 100.

    Few links leave few swaps that can be taken, and a rare one, such as the reversal of a directed
    triangle, may be needed to reach half of the ensemble.
    """
    return round(swaps_per_edge * max(graph.edges, FEWEST_LINKS)) if graph.edges > 1 else 0


class OneByOne:
    """Counts networks as they are drawn."""

    graph: SignedGraph
    given: np.ndarray

    def count(self, states: np.ndarray, tally: Tally) -> None:
        """Fill in the row of one network for each state of the random numbers."""
        for network in range(len(states)):
            target, code, tally.accepted[network] = self.draw(states[network : network + 1])
            rows = LinkRows(self.graph.indptr, target, code)
            tally.shared[network] = shared_links(self.given, *rows)
            count_motifs(rows, MOTIF_OF_CODE, tally.counts[network])


@compiled
def _number_below(state, most):
    return below(state, most)


class EnumeratedMembers(OneByOne):
    """Members of an ensemble that is small enough to be listed, each as likely as any other."""

    def __init__(self, graph: SignedGraph, members: np.ndarray) -> None:
        self.graph, self.members, self.given = graph, members, table_of(graph)
        self.proposals = graph.edges

    def draw(self, state: np.ndarray) -> DrawnLinks:
        """Return the links of one member."""
        signs = self.members[_number_below(state, len(self.members))]
        source, target = np.nonzero(signs)
        code = np.where(signs[source, target] > 0, 1, 2).astype(np.uint8)
        return target.astype(np.int32), code, self.proposals


class ShuffledSigns(OneByOne):
    """The signs shuffled over the given links; every draw is independent, without a chain."""

    def __init__(
        self, graph: SignedGraph, model: nm.NullModel, swaps_per_edge: float, given: SignedGraph
    ) -> None:
        self.graph, self.code, self.given = graph, sign_codes(graph), table_of(given)
        self.proposals = graph.edges

    def draw(self, state: np.ndarray) -> DrawnLinks:
        """Return the given targets with shuffled signs."""
        code = self.code.copy()
        shuffle_signs(state, code)
        return self.graph.target, code, self.proposals


class ExchangedSigns(OneByOne):
    """The chain of `sign_exchange`, which keeps the links and every signed degree."""

    def __init__(
        self, graph: SignedGraph, model: nm.NullModel, swaps_per_edge: float, given: SignedGraph
    ) -> None:
        self.graph, self.code, self.given = graph, sign_codes(graph), table_of(given)
        self.proposals = proposals(graph, swaps_per_edge)
        self.topology = signed_topology(graph)

    def draw(self, state: np.ndarray) -> DrawnLinks:
        """Return the given targets with exchanged signs."""
        code = self.code.copy()
        taken = exchange_signs(self.proposals, state, self.topology, code)
        return self.graph.target, code, taken


class RewiredLinks:
    """The chain of `rewiring`, whose signs travel with the source or are regarded."""

    def __init__(
        self, graph: SignedGraph, model: nm.NullModel, swaps_per_edge: float, given: SignedGraph
    ) -> None:
        self.graph, self.model, self.code = graph, model, self._codes_in_the_chain(graph)
        stuck = graph.complete and len(np.unique(self.code)) < 2
        self.proposals = 0 if stuck else proposals(graph, swaps_per_edge)
        self.packed = graph.source.astype(np.uint64) << U32 | graph.target.astype(np.uint64)
        self.packed[self.code == 2] |= NEGATIVE_BIT
        if model.mutual != NO_REGARD:
            self.packed[graph.reverse >= 0] |= MUTUAL_BIT
        self.peers = np.argsort(self.code, kind="stable")
        self.singles = self.pairs = np.zeros(0, dtype=np.uint8)
        self.table = lookup_table(graph.n, graph.source, graph.target, self.code)
        self.given = table_of(given)

    def _codes_in_the_chain(self, graph: SignedGraph) -> np.ndarray:
        return sign_codes(graph)

    def draw(self, state: np.ndarray) -> DrawnLinks:
        """Return the links after the chain's proposals."""
        packed, taken = self._rewired(state)
        return targets(packed), self.code, taken

    def count(self, states: np.ndarray, tally: Tally) -> None:
        """Fill in the row of one network for each state of the random numbers."""
        deal = Deal(self.model.signs == nm.SCATTERED, self.singles, self.pairs)
        chain = self._chain(self.packed, self.table)
        count_rewired(states, self.proposals, chain, deal, self.given, MOTIF_OF_CODE, tally)

    def _chain(self, packed: np.ndarray, table: np.ndarray) -> Chain:
        """Return the chain as the kernels read it; they change both arrays."""
        graph, positive = self.graph, int((self.code == 1).sum())
        keeps = self.model.mutual, self.model.signs == nm.REGARDED
        return Chain(graph.indptr, packed, table, graph.n, *keeps, self.peers, positive)

    def _rewired(self, state: np.ndarray) -> tuple[np.ndarray, int]:
        packed = self.packed.copy()
        chain = self._chain(packed, self.table.copy())
        return packed, rewire(self.proposals, state, chain)


class RewiredThenSigned(RewiredLinks):
    """The chain of `rewiring` without signs, which are then dealt to single links and to pairs."""

    def __init__(
        self, graph: SignedGraph, model: nm.NullModel, swaps_per_edge: float, given: SignedGraph
    ) -> None:
        super().__init__(graph, model, swaps_per_edge, given)
        code, back = sign_codes(graph), graph.reverse
        first = (back >= 0) & (graph.source < graph.target)
        self.singles, self.pairs = code[back < 0], code[first] + 4 * code[back[first]]

    def _codes_in_the_chain(self, graph: SignedGraph) -> np.ndarray:
        return np.ones(graph.edges, dtype=np.uint8)

    def draw(self, state: np.ndarray) -> DrawnLinks:
        """Return the links after the chain's proposals, with signs dealt to them."""
        packed, taken = self._rewired(state)
        dealt = self.singles.copy(), self.pairs.copy()
        return targets(packed), scatter_signs(state, self.graph.indptr, packed, *dealt), taken


class FanmodWalk(OneByOne):
    """FANMOD's walk: three attempts per sweep; see `fanmod`.

    FANMOD draws each network from the one before, by three sweeps as a rule.  Here each starts
    from the given network and has twice as many sweeps, so that the networks are independent.
    """

    def __init__(
        self, graph: SignedGraph, model: nm.NullModel, swaps_per_edge: float, given: SignedGraph
    ) -> None:
        self.graph, self.regard = graph, model.signs == nm.FANMOD_REGARD
        self.given = table_of(given)
        self.sweeps = 0 if graph.complete else round(2 * swaps_per_edge / ATTEMPTS)
        self.dyads = dyads_of(graph, self.regard)
        self.proposals = ATTEMPTS * self.sweeps * len(self.dyads.ends)  # at most

    def draw(self, state: np.ndarray) -> DrawnLinks:
        """Return the links after the sweeps."""
        dyads = self.dyads._make(array.copy() for array in self.dyads)
        moves = walk(self.sweeps, state, dyads, self.graph.n, self.regard)
        return *links_of_dyads(dyads.ends, self.graph.indptr), moves


SAMPLERS: dict[str, Callable[..., Sampler]] = {
    nm.SHUFFLED: ShuffledSigns,
    nm.EXCHANGED: ExchangedSigns,
    nm.TRAVELLING: RewiredLinks,
    nm.REGARDED: RewiredLinks,
    nm.SCATTERED: RewiredThenSigned,
    nm.FANMOD: FanmodWalk,
    nm.FANMOD_REGARD: FanmodWalk,
}
