"""The random networks of a report: how they are drawn, and what is told of them.

All that reports read of a `NullSample` is read here.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from sparse_rnn.graphs.nulls.models import DEFAULT_NULL, find_null_model
from sparse_rnn.graphs.nulls.sample import AUTO, NullSample, Swaps, checked_swaps, null_sample
from sparse_rnn.graphs.nulls.settling import Tell
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.plain_numbers import real_number, whole_number

log = logging.getLogger(__name__)

UNMOVED = """\
NOTHING COULD BE MOVED: all random networks are the given one, which is no evidence of anything;\
 choose a null model that keeps less"""


@dataclass(frozen=True)
class NullDraws:
    """Which random networks are drawn.

    Attributes
    ----------
    null_model : str
        What they keep, a key of `graphs.nulls.models.NULL_MODELS`.
    networks : int
        How many; 0 for none.
    seed : int
        Seed, 0 or more; the same seed, the same networks.
    swaps : float or "auto"
        Swaps proposed per link to make each.
    threads : int or None
        Threads to use, None for one per available core; no result depends on it.

    Raises
    ------
    ValueError
        If the null model is unknown, or a number is none or out of its range.
    """

    null_model: str = DEFAULT_NULL
    networks: int = 1000
    seed: int = 0
    swaps: Swaps = AUTO
    threads: int | None = None

    def __post_init__(self) -> None:
        find_null_model(self.null_model)
        if checked_swaps(self.swaps) != AUTO:
            object.__setattr__(self, "swaps", real_number("swaps", self.swaps))
        for name in ("networks", "seed", "threads"):
            if name != "threads" or self.threads is not None:
                object.__setattr__(self, name, whole_number(name, getattr(self, name)))
        for name in ("networks", "seed"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must be 0 or more; got {getattr(self, name)}")
        if self.threads is not None and self.threads < 1:
            raise ValueError(f"threads must be 1 or more, or None for all; got {self.threads}")

    @property
    def threads_used(self) -> int:
        """How many threads: those asked for, or one per available core."""
        return self.threads or available_cores()

    @property
    def note(self) -> str:
        """Which they are, for the caption of a picture."""
        return f"{self.networks:,} random networks, {self.null_model}, seed {self.seed}."

    @property
    def against(self) -> str:
        """What a network is compared with, in a few words."""
        if not self.networks:
            return "counts alone"
        return f"against {self.networks:,} networks of {self.null_model}"

    def check_any(self) -> None:
        """Raise ValueError if there are no random networks, and so no z-scores."""
        if not self.networks:
            raise ValueError("without random networks there are no z-scores to draw (networks)")

    @property
    def record(self) -> dict:
        """Which random networks were asked for (threads do not matter)."""
        return {
            "null_model": self.null_model,
            "null_model_keeps": list(find_null_model(self.null_model).keeps),
            "networks": self.networks,
            "seed": self.seed,
        }


def available_cores() -> int:
    """Return how many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on macOS and Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def draw(
    graph: SignedGraph,
    draws: NullDraws,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
) -> NullSample | None:
    """Return the motif counts of the random networks; None if none is asked for.

    What makes them no evidence is logged as a warning.
    """
    if not draws.networks:
        return None
    asked = draws.null_model, draws.networks, draws.seed, draws.swaps
    sample = null_sample(graph, *asked, draws.threads_used, progress, tell)
    for doubt in sample_warnings(sample):
        log.warning("%s", doubt)
    return sample


@dataclass(frozen=True, eq=False)
class NullNetworks(Sequence):
    """Random networks in a row; none is kept, each is drawn again when it is asked for.

    Attributes
    ----------
    network : callable
        Returns a network by its number.
    networks : int
        How many there are.
    description : str, optional
        What they are, for their display.
    """

    network: Callable[[int], SignedGraph]
    networks: int
    description: str = ""

    def __len__(self) -> int:
        return self.networks

    def __getitem__(self, index: int | slice) -> SignedGraph | list[SignedGraph]:
        if isinstance(index, slice):
            return [self.network(number) for number in range(*index.indices(self.networks))]
        if not -self.networks <= index < self.networks:
            raise IndexError(f"there are {self.networks} random networks, not number {index}")
        return self.network(index % self.networks)

    def __repr__(self) -> str:
        return f"<{self.networks:,} random networks{self.description}>"


def null_networks_of(
    graph: SignedGraph,
    draws: NullDraws,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
) -> NullNetworks:
    """Return the random networks that are counted with the same draws, with the nodes' names.

    All are drawn and counted once, which tells how many swaps they need and whether they have
    settled.
    """
    sample = draw(graph, draws, progress, tell)
    description = (
        f" of {draws.null_model}, seed {draws.seed}: {graph.n:,} nodes, {graph.edges:,} links"
    )
    return NullNetworks(sample.network if sample else lambda _: graph, draws.networks, description)


def sample_record(draws: NullDraws, sample: NullSample) -> dict:
    """Return all that the random networks depend on, and how they mixed."""
    return draws.record | {
        "swaps_asked": draws.swaps,
        "swaps_per_link": defined(sample.swaps),  # a small network gets more
        "swaps_proposed": sample.proposed,
        "swaps_accepted_share": defined(sample.acceptance),
        "overlap": defined(sample.overlap),
        "settled": sample.settled,
        "unsettled": sample.unsettled,
    }


def defined(value: float) -> float | None:
    """Return a number as JSON has it, None for NaN."""
    return None if np.isnan(value) else float(value)


def sample_warnings(sample: NullSample | None) -> tuple[str, ...]:
    """Return what makes z-scores no evidence: not settled, or hardly anything moved."""
    if sample is None:
        return ()
    unmoved = sample.acceptance == 0 or sample.overlap == 1
    frozen = UNMOVED if unmoved else sample.frozen
    unsettled = f"NOT SETTLED: {sample.unsettled}" if sample.unsettled else ""
    return tuple(filter(None, (unsettled, frozen)))


def sample_in_words(draws: NullDraws, sample: NullSample) -> str:
    """Return a line on the random networks: how many, from how many swaps, how they mixed."""
    record = sample_record(draws, sample)
    parts = [f"{draws.networks:,} networks", f"seed {draws.seed}"]
    swaps = f"{sample.proposed:,} swaps each ({sample.swaps:g} per link)"
    parts.append("drawn without swaps" if sample.independent else swaps)
    for key, words in (("swaps_accepted_share", "accepted"), ("overlap", "of the links kept")):
        if record[key] is not None:
            parts.append(f"{100 * record[key]:.3g} % {words}")
    state = {True: "settled", False: "NOT SETTLED", None: ""}[record["settled"]]
    return f"null model {draws.null_model}: {', '.join([*parts, *filter(None, [state])])}"


def head_in_words(
    network: NamedNetwork, warnings: Sequence[str], draws: NullDraws, sample: NullSample | None
) -> str:
    """Return what is told before the numbers: warnings, the network and the random networks."""
    drawn = sample_in_words(draws, sample) if sample else None
    return "\n".join(filter(None, [*warnings, network.words, drawn]))


def provenance_record(network: NamedNetwork, draws: NullDraws, sample: NullSample | None) -> dict:
    """Return what numbers depend on: the network and the random networks."""
    return network.record | (sample_record(draws, sample) if sample else {})
