"""Null models: what a random network keeps of the given one, by name, and how it is drawn.

Every random network has a chain of its own, which starts from the given network and draws its
numbers from (seed, null model, index of the network): the networks are independent, and the same
whatever the number of threads.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from sparse_rnn.networks.census import by_rising_degree, count_motifs, sign_codes
from sparse_rnn.networks.motifs import MOTIF_OF_CODE, MOTIFS
from sparse_rnn.networks.rewiring import (
    GLOBAL_CONST,
    LOCAL_CONST,
    NO_REGARD,
    link_table,
    rewire,
    scatter_signs,
    shuffle_signs,
)
from sparse_rnn.networks.signed_graph import SignedGraph
from sparse_rnn.seeding import seed_sequence

DEGREES = "in- and out-degree of each node"
SIGNED_OUT = "positive and negative out-degree of each node"
SIGNED_IN = "positive and negative in-degree of each node"
SIGNS = "number of links of each sign"
PAIRS = "number of mutual pairs by sign type"
NODE_PAIRS = "mutual pairs of each node"
TOPOLOGY = "links, regardless of sign"

TRAVEL, SCATTER, REGARD, SHUFFLE = "travel", "scatter", "regard", "shuffle"


@dataclass(frozen=True)
class NullModel:
    """What the random networks of a null model keep, and how they are drawn.

    Attributes
    ----------
    name : str
        Key in the registry `NULL_MODELS`.
    keeps : tuple of str
        What every random network shares with the given one.
    signs : {"travel", "scatter", "regard", "shuffle"}
        A sign travels with the source of its link; or is dealt anew once the links are rewired;
        or is regarded by the rewiring, which then keeps signed in- and out-degrees; or is shuffled
        over the given links.
    mutual : int
        Regard for mutual pairs of the rewiring chain (see `rewiring.rewire`).
    """

    name: str
    keeps: tuple[str, ...]
    signs: str
    mutual: int = NO_REGARD


def _registry() -> dict[str, NullModel]:
    """Return the null models by name.

    FANMOD's are ``no-regard`` (where it lets signs travel with the source) and ``global-const``
    and ``local-const`` (where a sign travels with the source or the target, whichever the storage
    of the link makes it, so that signs end up dealt at random), and the three ``-signed``.
    """
    regard = {
        "no-regard": (NO_REGARD, ()),
        "global-const": (GLOBAL_CONST, (PAIRS,)),
        "local-const": (LOCAL_CONST, (PAIRS, NODE_PAIRS)),
    }
    models = [NullModel("sign-permutation", (SIGNS, DEGREES, TOPOLOGY), SHUFFLE)]
    for name, (mutual, pairs) in regard.items():
        travel = name if mutual == NO_REGARD else f"{name}-travelling"
        models.append(NullModel(travel, (SIGNS, DEGREES, SIGNED_OUT, *pairs), TRAVEL, mutual))
        kept = (SIGNS, DEGREES, SIGNED_OUT, SIGNED_IN, *pairs)
        models.append(NullModel(f"{name}-signed", kept, REGARD, mutual))
        if mutual != NO_REGARD:
            models.append(NullModel(name, (SIGNS, DEGREES, *pairs), SCATTER, mutual))
    return {model.name: model for model in models}


NULL_MODELS: dict[str, NullModel] = _registry()
DEFAULT_NULL = "global-const"
SWAPS_PER_EDGE = 9.0
STRIDE = 0xD1B54A32D192ED03  # between the random streams of two networks, odd


def null_model(name: str) -> NullModel:
    """Return a null model by name.

    Raises
    ------
    ValueError
        If there is none of that name; the message lists the names.
    """
    if name not in NULL_MODELS:
        raise ValueError(f"no null model {name!r}; there are {', '.join(NULL_MODELS)}")
    return NULL_MODELS[name]


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
        Swaps proposed in the chain of each network.
    """

    counts: np.ndarray
    accepted: np.ndarray
    proposed: int


@dataclass(frozen=True)
class Sampler:
    """Draws random networks of one graph under one null model.

    Parameters
    ----------
    graph : SignedGraph
        The given network.
    model : NullModel
        What the random networks keep.
    seed : int
        Root seed; network ``index`` draws from the stream (seed, "null", name, index).
    proposals : int
        Swaps proposed to each network's chain.
    """

    graph: SignedGraph
    model: NullModel
    seed: int
    proposals: int
    _start: dict = field(init=False, repr=False)

    def __post_init__(self) -> None:
        graph, code = self.graph, sign_codes(self.graph)
        key = seed_sequence(self.seed, "null", self.model.name).generate_state(1, np.uint64)[0]
        start = {"key": int(key), "code": code}
        if self.model.signs == SCATTER:
            back = graph.reverse
            first = (back >= 0) & (graph.source < graph.target)
            start["singles"] = code[back < 0]
            start["pairs"] = code[first] + 4 * code[back[first]]
            start["code"] = np.ones_like(code)  # the chain need not see the signs
        if self.model.signs != SHUFFLE:
            start["table"] = link_table(graph.n, graph.source, graph.target, start["code"])
        object.__setattr__(self, "_start", start)

    def draw(self, index: int) -> tuple[np.ndarray, np.ndarray, int]:
        """Return the targets ``(E,)``, sign codes ``(E,)`` and swaps taken of one network."""
        graph, start, signs = self.graph, self._start, self.model.signs
        state = np.array([(start["key"] + index * STRIDE) % 2**64], dtype=np.uint64)
        target, code = graph.target.copy(), start["code"]
        if signs == SHUFFLE:
            code = code.copy()
            shuffle_signs(state, code)
            return target, code, self.proposals
        table = start["table"].copy()
        where = (graph.indptr, graph.source, target)
        taken = rewire(
            self.proposals,
            state,
            *where,
            code,
            table,
            graph.n,
            self.model.mutual,
            signs == REGARD,
        )
        if signs == SCATTER:
            singles, pairs = start["singles"].copy(), start["pairs"].copy()
            code = scatter_signs(state, *where, table, graph.n, singles, pairs)
        return target, code, taken

    def count(self, indices: range, counts: np.ndarray, accepted: np.ndarray) -> None:
        """Fill the rows ``indices`` of the counts and of the swaps taken."""
        for index in indices:
            target, code, accepted[index] = self.draw(index)
            count_motifs(
                self.graph.n, self.graph.indptr, target, code, MOTIF_OF_CODE, counts[index]
            )


def sampler(graph: SignedGraph, null: str, seed: int, swaps_per_edge: float) -> Sampler:
    """Return the sampler of a null model by name, checking its settings.

    Raises
    ------
    ValueError
        If the null model is unknown, the seed or the number of swaps negative.
    """
    if not swaps_per_edge >= 0:
        raise ValueError(f"swaps per edge must be 0 or more, got {swaps_per_edge}")
    return Sampler(graph, null_model(null), seed, round(swaps_per_edge * graph.edges))


def random_network(
    graph: SignedGraph,
    null: str = DEFAULT_NULL,
    seed: int = 0,
    index: int = 0,
    swaps_per_edge: float = SWAPS_PER_EDGE,
) -> SignedGraph:
    """Return random network number ``index`` of a null model; see `null_sample`."""
    target, code, _ = sampler(graph, null, seed, swaps_per_edge).draw(index)
    return graph.with_links(target, np.where(code == 1, 1, -1))


def null_sample(
    graph: SignedGraph,
    null: str = DEFAULT_NULL,
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
    null : str, optional
        Name of the null model, a key of `NULL_MODELS`.
    networks : int, optional
        Number of random networks.
    seed : int, optional
        Root seed, non-negative.
    swaps_per_edge : float, optional
        Swaps proposed per link to each network's chain, which starts from the given network.
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
    chain = sampler(by_rising_degree(graph), null, seed, swaps_per_edge)
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
    return NullSample(counts, accepted, chain.proposals)
