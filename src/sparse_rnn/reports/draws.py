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
from sparse_rnn.graphs.nulls.sample import (
    SWAPS_PER_EDGE,
    NetworkSource,
    NullSample,
    network_source,
    null_sample,
)
from sparse_rnn.graphs.signed_graph import SignedGraph

log = logging.getLogger(__name__)

CHOSEN = "auto"
"""Swaps per link: as many as the network and the null model need."""
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
        If the null model is unknown or a number is out of its range.
    """

    null_model: str = DEFAULT_NULL
    networks: int = 1000
    seed: int = 0
    swaps: float | str = CHOSEN
    threads: int | None = None

    def __post_init__(self) -> None:
        find_null_model(self.null_model)
        if not (self.swaps == CHOSEN or (not isinstance(self.swaps, str) and self.swaps >= 0)):
            raise ValueError(f"swaps must be 0 or more, or {CHOSEN!r}; got {self.swaps!r}")
        for name in ("networks", "seed"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must be 0 or more; got {getattr(self, name)}")
        if self.threads is not None and self.threads < 1:
            raise ValueError(f"threads must be 1 or more, or None for all; got {self.threads}")

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


def _swaps_today(swaps: float | str) -> float:
    """Return a number of swaps; the null core does not choose one itself yet."""
    return SWAPS_PER_EDGE if swaps == CHOSEN else swaps


def draw(
    graph: SignedGraph, draws: NullDraws, progress: Callable[[int], None] | None = None
) -> NullSample | None:
    """Return the motif counts of the random networks; None if none is asked for.

    What makes them no evidence is logged as a warning.
    """
    if not draws.networks:
        return None
    threads = draws.threads or available_cores()
    asked = draws.null_model, draws.networks, draws.seed, _swaps_today(draws.swaps)
    sample = null_sample(graph, *asked, threads, progress)
    for doubt in sample_warnings(sample):
        log.warning("%s", doubt)
    return sample


@dataclass(frozen=True)
class NullNetworks(Sequence):
    """Random networks in a row; each is drawn when it is asked for, and none is kept.

    Attributes
    ----------
    source : NetworkSource
        NullDraws a network by its number.
    names : tuple or None
        Names of the nodes.
    networks : int
        How many there are.
    """

    source: NetworkSource
    networks: int

    def __len__(self) -> int:
        return self.networks

    def __getitem__(self, index: int) -> SignedGraph:
        if not -self.networks <= index < self.networks:
            raise IndexError(f"there are {self.networks} random networks, not number {index}")
        target, code, _ = self.source.draw(index % self.networks)
        return self.source.graph.with_links(target, np.where(code == 1, 1, -1))


def null_networks_of(graph: SignedGraph, draws: NullDraws) -> NullNetworks:
    """Return the random networks themselves, with the names of the given network's nodes."""
    swaps = _swaps_today(draws.swaps)
    source = network_source(graph, draws.null_model, draws.seed, swaps)
    return NullNetworks(source, draws.networks)


def sample_record(draws: NullDraws, sample: NullSample) -> dict:
    """Return all that the random networks depend on, and how they mixed."""
    return draws.record | {
        "swaps_asked": draws.swaps,
        "swaps_per_link": defined(swaps_used(draws, sample)),  # a small network gets more
        "swaps_proposed": sample.proposed,
        "swaps_accepted_share": defined(accepted_share(sample)),
        "overlap": defined(overlap_share(sample)),
        "settled": settled(sample),
        "unsettled": getattr(sample, "unsettled", ""),
    }


def defined(value: float) -> float | None:
    """Return a number as JSON has it, None for NaN."""
    return None if np.isnan(value) else float(value)


def swaps_used(draws: NullDraws, sample: NullSample) -> float:
    """Return how many swaps were proposed per link."""
    return getattr(sample, "swaps", _swaps_today(draws.swaps))


def accepted_share(sample: NullSample) -> float:
    """Return the share of the proposed swaps that were taken, NaN if none was proposed."""
    proposed = sample.proposed * len(sample.accepted)
    return sample.accepted.sum() / proposed if proposed else np.nan


def overlap_share(sample: NullSample) -> float:
    """Return the mean share of the given links that are still there with their sign."""
    return getattr(sample, "overlap", np.nan)


def settled(sample: NullSample) -> bool | None:
    """Return whether the counts have forgotten where the chains started; None if not looked at."""
    known = getattr(sample, "settled", None)
    return None if known is None else bool(known)


def sample_warnings(sample: NullSample | None) -> tuple[str, ...]:
    """Return what makes z-scores no evidence: not settled, or hardly anything moved."""
    if sample is None:
        return ()
    unmoved = accepted_share(sample) == 0 or overlap_share(sample) == 1
    frozen = UNMOVED if unmoved else getattr(sample, "frozen", "")
    unsettled = getattr(sample, "unsettled", "")
    return tuple(filter(None, ("NOT SETTLED: " + unsettled if unsettled else "", frozen)))


def sample_in_words(draws: NullDraws, sample: NullSample) -> str:
    """Return a line on the random networks: how many, from how many swaps, how they mixed."""
    record = sample_record(draws, sample)
    parts = [f"{draws.networks:,} networks", f"seed {draws.seed}"]
    swaps = swaps_used(draws, sample)
    per_link = f" ({swaps:g} per link)" if swaps > 0 else ""
    parts.append(f"{sample.proposed:,} swaps each{per_link}")
    for key, words in (("swaps_accepted_share", "accepted"), ("overlap", "of the links kept")):
        if record[key] is not None:
            parts.append(f"{100 * record[key]:.3g} % {words}")
    state = {True: "settled", False: "NOT SETTLED", None: ""}[record["settled"]]
    return f"null model {draws.null_model}: {', '.join([*parts, *filter(None, [state])])}"
