"""Random networks of a null model, and their motif counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from sparse_rnn.graphs.nulls.chain.tally import Tally
from sparse_rnn.graphs.nulls.convergence import APART_AT, Convergence
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL, NullModel, find_null_model
from sparse_rnn.graphs.nulls.settling import (
    FEWEST_TO_COMPARE,
    MOST_SWAPS,
    SAFETY,
    Search,
    Tell,
    compare,
    search_swaps,
)
from sparse_rnn.graphs.nulls.source import (
    NetworkSource,
    count_networks,
    enumerated_source,
    network_source,
    numbered_as_given,
    numbered_for_counting,
)
from sparse_rnn.graphs.signed_graph import SignedGraph

AUTO = "auto"
SWAPS_PER_EDGE = 9.0
"""Swaps per link of FANMOD's walk and of the paper: three sweeps of three attempts."""
NEARLY_ALL = 0.9
"""Share of the links above which random networks are hardly other than the given one."""

Swaps = float | str
Naming = Callable[[SignedGraph], SignedGraph]
"""Gives a random network the numbers and names of the given one's nodes."""


@dataclass(frozen=True)
class NullSample:
    """Motif counts of random networks, and what they owe to the number of swaps.

    Attributes
    ----------
    counts : ndarray
        ``(networks, 132)`` int64, in the order of `motifs.MOTIFS`.
    accepted : ndarray
        Swaps taken in the chain of each network, ``(networks,)`` int64.
    proposed : int
        Swaps proposed in the chain of each network; at most as many in FANMOD's walk.
    shared : ndarray or None
        Links of the given network that are still there with their sign, ``(networks,)`` int64.
    links : int
        Number of links.
    swaps : float
        Swaps proposed per link; 0 where networks are drawn without a chain.
    convergence : Convergence or None
        How far chains of different starts were apart at the end; None where that was not looked
        at, since the number of swaps was given or no chain is needed.
    independent : bool
        Whether the networks are drawn without a chain, each from all of the ensemble.
    network : callable or None
        Returns a random network by its number, with the nodes of the given one.
    """

    counts: np.ndarray
    accepted: np.ndarray
    proposed: int
    shared: np.ndarray | None = None
    links: int = 0
    swaps: float = np.nan
    convergence: Convergence | None = None
    independent: bool = False
    network: Callable[[int], SignedGraph] | None = None

    @property
    def acceptance(self) -> float:
        """Share of the proposed swaps that were taken; NaN if none was proposed."""
        proposed = self.proposed * len(self.accepted)
        return float(self.accepted.sum() / proposed) if proposed else np.nan

    @property
    def overlap(self) -> float:
        """Mean share of the given links that are still there with their sign."""
        known = self.shared is not None and self.links
        return float(self.shared.mean() / self.links) if known else np.nan

    @property
    def settled(self) -> bool | None:
        """Whether the counts have forgotten the starts; None if that is not known."""
        if self.independent:
            return True
        if self.moved_nothing:  # chains that never move agree, which says nothing
            return None
        return None if self.convergence is None else self.convergence.settled

    @property
    def moved_nothing(self) -> bool:
        """Whether no swap was taken, or every network is the given one."""
        given = self.shared is not None and bool(np.all(self.shared == self.links))
        return given or not np.any(self.accepted)

    @property
    def unsettled(self) -> str:
        """What has not settled, as a sentence; empty if nothing is known against the counts."""
        if self.settled is not False:
            return ""
        return (
            f"after {self.swaps:g} swaps per link chains that started apart still differ, most in"
            f" {self.convergence.worst} ({self.convergence.largest:.3g} standard errors,"
            f" {APART_AT:g} allowed): mean, sd and z are not settled"
        )

    @property
    def frozen(self) -> str:
        """How little could be moved, as a sentence; empty if enough was."""
        if not self.overlap > NEARLY_ALL:
            return ""
        return (
            f"random networks share {100 * self.overlap:.4g} % of their signed links with the given"
            " one: this null model can hardly move anything, so that z near 0 is no evidence"
        )


def null_network(
    graph: SignedGraph,
    null_model: str = DEFAULT_NULL,
    seed: int = 0,
    index: int = 0,
    swaps_per_edge: float = SWAPS_PER_EDGE,
) -> SignedGraph:
    """Return random network number ``index`` of a null model; see `null_sample`."""
    return network_source(graph, null_model, seed, swaps_per_edge).network(index)


def null_sample(
    graph: SignedGraph,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps_per_edge: Swaps = AUTO,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
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
    swaps_per_edge : float or "auto", optional
        Swaps proposed per link to each network's chain; a network of fewer than 100 links gets as
        many as one of 100.  By default the number is looked for (see `settling`), half of the
        chains start from the given network and half far from it, and the sample says whether
        they agree.  FANMOD's walk has its own number, and a number given starts all chains from
        the given network.
    threads : int, optional
        Threads to use; the result does not depend on it.
    progress : callable, optional
        Called with the number of networks finished since the last call; less than 0 when networks
        are drawn again with more swaps.
    tell : callable, optional
        Called with a line on what is being done before the first network is finished.

    Raises
    ------
    ValueError
        If the null model is unknown or a number out of its range.
    """
    if networks < 1 or threads < 1:
        raise ValueError(f"networks and threads must be 1 or more, got {networks} and {threads}")
    model, swaps = find_null_model(null_model), checked_swaps(swaps_per_edge)
    numbered = numbered_for_counting(graph, null_model)
    named = partial(numbered_as_given, graph=graph, null_model=null_model)
    source, known = _one_source(numbered, model, seed, swaps)
    if source is None:
        search = search_swaps(numbered, null_model, seed, threads, tell)
        return settled_sample(search, networks, named, progress, tell)
    tally = count_networks([source], networks, threads, progress)
    return _sample([source], tally, named, **known)


def _one_source(
    graph: SignedGraph, model: NullModel, seed: int, swaps: Swaps
) -> tuple[NetworkSource | None, dict]:
    """Return where all networks come from and how; None if swaps have to be looked for."""
    independent = {"swaps": 0.0, "independent": True}
    if swaps == AUTO and model.mixes:
        return enumerated_source(graph, model.name, seed), independent
    swaps = SWAPS_PER_EDGE if swaps == AUTO else swaps
    source = network_source(graph, model.name, seed, swaps)
    return source, independent if model.independent else {"swaps": swaps}


def checked_swaps(swaps: Swaps) -> Swaps:
    """Return a number of swaps, or the word for choosing it."""
    if swaps == AUTO or (not isinstance(swaps, str) and 0 <= swaps < np.inf):
        return swaps
    raise ValueError(f"swaps per edge must be 0 or more, or {AUTO!r}, got {swaps}")


def settled_sample(
    search: Search,
    networks: int,
    named: Naming,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
) -> NullSample:
    """Return random networks that have settled, or that say that they have not."""
    while True:
        swaps = SAFETY * search.swaps
        sources = search.sources(swaps, "null")
        tally = count_networks(sources, networks, search.threads, progress)
        # Very few networks show nothing; the pilot was larger.
        found = compare(search, tally) if networks >= FEWEST_TO_COMPARE else search.found
        if found.settled or swaps >= MOST_SWAPS:
            return _sample(sources, tally, named, swaps=swaps, convergence=found)
        if tell is not None:
            tell(f"not settled after {swaps:g} swaps per link; twice as many follow")
        if progress is not None:
            progress(-networks)
        search = search.farther(2 * search.swaps)


def _sample(
    sources: list[NetworkSource], tally: Tally, named: Naming, **known: object
) -> NullSample:
    """Return a sample of what was counted."""

    def network(index: int) -> SignedGraph:
        return named(sources[index % len(sources)].network(index))

    proposed, links = sources[0].sampler.proposals, sources[0].graph.edges
    counted = tally.counts, tally.accepted, proposed, tally.shared, links
    return NullSample(*counted, network=network, **known)
