"""Balanced and unbalanced networks: degree-preserving rewiring by simulated annealing.

Energy and acceptance of Zhang et al. (2023), doi 10.1038/s42005-023-01364-0.  A proposal exchanges
the targets of two links, a -> b and c -> d become a -> d and c -> b, each sign staying with its
source; proposals that make a self-loop or a link twice are turned down.  In- and out-degrees and
the signs that leave each node stay as they are.

The paper's energy is a sum over "the candidate edges" of |1 - x_i|, x_i the balanced share of the
feed-forward loops in transitive triads that contain edge i.  Candidates are taken to be the two
edges of the proposal: a -> b and c -> d in the network as it is, a -> d and c -> b in the network
as it would be.  What an exchange does to other edges of the same loops is left out, so that there
is no energy of the whole network that falls.  An edge in no loop has x_i = 1/2, what random signs
give.  To make a network unbalanced, which the paper does not show, the sum is of |0 - x_i|.

Eta weighs the few loops of 120D and 120U triads, a score each in a sparse network, as much as the
hundreds of 030T.  At small beta it therefore swings widely, and a run that starts there meets its
target by chance, with 030T loops hardly balanced.  The default schedule starts cold enough for the
loops of all classes to become balanced together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

import numpy as np
import pandas as pd

from sparse_rnn.base.seeding import seed_sequence
from sparse_rnn.graphs.annealing.chain import Record, run_chain
from sparse_rnn.graphs.balance.of_graph import class_loops, eta_of_census, eta_of_tally
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.balance.tally import CHANCE_BALANCE, TRIADS, MobileLinks, mobile_links
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.signed_graph import SignedGraph, checked


@dataclass(frozen=True)
class Schedule:
    """How the inverse temperature beta rises, in equal ratios.

    Attributes
    ----------
    start, end : float
        First and last beta; the energy of two links lies between 0 and 2.
    steps : int
        Number of values of beta.
    sweeps : float
        Proposals per link at each of them.

    Raises
    ------
    ValueError
        If beta does not rise from above 0, or there is nothing to do.
    """

    start: float = 2.0
    end: float = 100.0
    steps: int = 200
    sweeps: float = 0.2

    def __post_init__(self) -> None:
        if not 0 < self.start <= self.end < np.inf:
            raise ValueError(f"beta must rise from above 0, got {self.start} to {self.end}")
        if self.steps < 1 or not 0 < self.sweeps < np.inf:
            raise ValueError(
                "a schedule needs 1 step or more and proposals at each,"
                f" got {self.steps} steps of {self.sweeps} proposals per link"
            )

    @property
    def betas(self) -> np.ndarray:
        """The values of beta, ``(steps,)``."""
        return np.geomspace(self.start, self.end, self.steps)


class Waypoint(NamedTuple):
    """A network met along a run: the eta asked for, its own eta, and the network."""

    level: float
    eta: float
    graph: SignedGraph


@dataclass(frozen=True)
class Annealed:
    """The outcome of a run.

    Attributes
    ----------
    graph : SignedGraph
        The network whose eta is the first to reach the target, else the nearest met.
    start, eta, target : float
        Global balance before and after, and the one asked for.
    reached : bool
        Whether the target was reached.
    proposals, accepted : int
        Exchanges proposed and made.
    series : tuple of Waypoint
        For each level met, the network nearest to it, in the order of the levels.
    trace : pandas.DataFrame
        One row per step of the schedule and one before: ``proposals`` and ``accepted`` so far,
        ``beta``, ``eta``, ``energy`` (of all links) and ``loops`` (in transitive triads).
    """

    graph: SignedGraph
    start: float
    eta: float
    target: float
    reached: bool
    proposals: int
    accepted: int
    series: tuple[Waypoint, ...]
    trace: pd.DataFrame

    @property
    def summary(self) -> str:
        """The outcome in one sentence."""
        work = f"{self.proposals:,} proposals, {self.accepted:,} accepted"
        if self.reached:
            return f"eta {self.start:.4f} -> {self.eta:.4f} after {work}"
        return (
            f"target eta {self.target:g} not reached after {work}: the nearest found is"
            f" {self.eta:.4f}, from {self.start:.4f}; anneal for longer, or ask for less"
        )


def energy(graph: SignedGraph, pole: float = 1.0) -> float:
    """Return the sum over all links of |pole - x_i|, x_i the local balance of link i.

    Parameters
    ----------
    graph : SignedGraph
        The network.
    pole : float
        1 as in the paper, 0 for unbalanced networks.
    """
    share = local_balance(graph).edge
    return float(np.abs(pole - np.where(np.isnan(share), CHANCE_BALANCE, share)).sum())


def anneal_graph(
    graph: SignedGraph,
    target: float,
    seed: int = 0,
    schedule: Schedule | None = None,
    levels: int | Sequence[float] = 0,
    progress: Callable[[int], object] | None = None,
) -> Annealed:
    """Rewire a network until its global balance eta is at the target, keeping all degrees.

    Parameters
    ----------
    graph : SignedGraph
        Where to start.
    target : float
        Eta to stop at, upward if it is above the network's, downward if it is below.
    seed : int
        Seed of the proposals.
    schedule : Schedule, optional
        Rise of beta; the run ends with it.
    levels : int or sequence of float
        Values of eta to keep a network of: these, or this number of values evenly spaced from
        (without) the network's own to (with) the target.
    progress : callable, optional
        Called after each step of the schedule with the number of steps since the last call.

    Raises
    ------
    ValueError
        If the target is no share, the network has no link or no transitive triad, a level does
        not lie between the network's eta and the target, or the seed is negative.
    """
    schedule = schedule or Schedule()
    tally = _tally(graph, target)
    start = float(eta_of_tally(tally))
    levels = _levels(levels, start, target)
    links = mobile_links(graph)
    record = _record(tally, start, links, levels)
    state = seed_sequence(seed, "anneal").generate_state(1, np.uint64)
    pole = 1.0 if target >= start else 0.0
    reached, rows = start == target, [_row(graph, links, record, schedule.start, pole)]
    for beta in schedule.betas:
        if not reached:
            todo = ceil(schedule.sweeps * graph.edges)
            reached = run_chain(todo, beta, pole, target, state, links, TRIADS, record)
            rows.append(_row(graph, links, record, beta, pole))
        if progress:
            progress(1)
    return Annealed(
        graph.with_links(record.best_target, graph.sign),
        start,
        float(record.best[0]),
        target,
        reached,
        *record.done.tolist(),
        _series(graph, record),
        pd.DataFrame(rows),
    )


def _tally(graph: SignedGraph, target: float) -> np.ndarray:
    """Return the loops of each transitive class ``(4, 2)``, refusing what cannot be annealed."""
    if not 0 <= target <= 1:
        raise ValueError(f"the target must be a share from 0 to 1, as eta is; got {target}")
    if not checked(graph).edges:
        raise ValueError(f"the network ({graph.n} nodes) has no links to rewire")
    tally = class_loops(signed_triad_census(graph))
    if not tally[:, 0].any():
        raise ValueError(
            f"the network ({graph.n} nodes, {graph.edges} links) has no transitive triad"
            " (030T, 120D, 120U, 300), so that its balance eta is not defined"
        )
    return tally


def _levels(levels: int | Sequence[float], start: float, target: float) -> np.ndarray:
    """Return the levels ``(K,)`` in the order in which a run should meet them."""
    if np.ndim(levels) == 0:
        if levels < 0:
            raise ValueError(f"the number of levels must be 0 or more, got {levels}")
        return np.linspace(start, target, levels + 1)[1:]
    low, high = sorted((start, target))
    for level in levels:
        if not low <= level <= high:
            raise ValueError(
                f"level {level} does not lie between the network's eta {start:.4f} and the"
                f" target {target:g}"
            )
    ordered = np.unique(np.asarray(levels, dtype=float))
    return ordered if target >= start else ordered[::-1].copy()


def _record(tally: np.ndarray, start: float, links: MobileLinks, levels: np.ndarray) -> Record:
    """Return the record of a run that is about to begin."""
    return Record(
        tally,
        np.zeros(2, dtype=np.int64),
        np.array([start]),
        links.target.copy(),
        levels,
        np.full(len(levels), np.inf),
        np.empty((len(levels), len(links.target)), dtype=np.int64),
    )


def _row(graph: SignedGraph, links: MobileLinks, record: Record, beta: float, pole: float) -> dict:
    """Return the row of the trace that tells where the run is."""
    now = graph.with_links(links.target, graph.sign)
    return {
        "proposals": int(record.done[0]),
        "accepted": int(record.done[1]),
        "beta": float(beta),
        "eta": float(eta_of_tally(record.tally)),
        "energy": energy(now, pole),
        "loops": int(record.tally[:, 0].sum()),
    }


def _series(graph: SignedGraph, record: Record) -> tuple[Waypoint, ...]:
    """Return the networks kept for the levels that were met."""
    found = []
    for level, off, target in zip(record.levels, record.off, record.kept, strict=True):
        if np.isfinite(off):
            now = graph.with_links(target, graph.sign)
            eta = eta_of_census(signed_triad_census(now))
            found.append(Waypoint(float(level), float(eta), now))
    return tuple(found)
