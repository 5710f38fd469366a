"""A network that was rewired to a given balance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sparse_rnn.graphs.annealing.run import Annealed, Schedule, Waypoint, anneal_graph
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.plain_numbers import real_number, whole_number
from sparse_rnn.reports.report import Report
from sparse_rnn.results.intervals import to_records

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class AnnealingReport(Report):
    """The outcome of annealing a network.

    Attributes
    ----------
    network : NamedNetwork
        The network that it started from.
    found : Annealed
        The outcome.
    seed : int
        Seed of the exchanges.
    schedule : Schedule
        How the inverse temperature rose.
    """

    network: NamedNetwork
    found: Annealed
    seed: int
    schedule: Schedule

    @property
    def graph(self) -> SignedGraph:
        """The rewired network."""
        return self.found.graph

    @property
    def eta(self) -> float:
        """Its global balance."""
        return self.found.eta

    @property
    def reached(self) -> bool:
        """Whether the target was reached."""
        return self.found.reached

    @property
    def series(self) -> tuple[Waypoint, ...]:
        """The networks kept on the way, see `graphs.annealing.run.Annealed`."""
        return self.found.series

    @property
    def table(self) -> pd.DataFrame:
        """A row per step of the schedule, see `graphs.annealing.run.Annealed`."""
        return self.found.trace

    @property
    def origin(self) -> dict:
        """Where the rewired network comes from, as its file says it."""
        found = self.found
        outcome = {
            "target": found.target,
            "reached": found.reached,
            "eta_before": found.start,
            "eta": found.eta,
            "proposals": found.proposals,
            "accepted": found.accepted,
        }
        beta = [self.schedule.start, self.schedule.end]
        steps = {"steps": self.schedule.steps, "sweeps": self.schedule.sweeps}
        return self.network.record | outcome | {"seed": self.seed, "beta": beta} | steps

    @property
    def record(self) -> dict:
        """The origin, and the ``trace`` of the run."""
        return self.origin | {"trace": to_records(self.table)}

    @property
    def words(self) -> str:
        """What was started from, and the outcome."""
        return f"{self.network.words}\n{self.found.summary}"

    @property
    def sections(self) -> tuple[str, ...]:
        """The outcome; the trace is long."""
        return (f"<p>{self.found.summary}</p>",)

    def plot(self) -> Figure:
        """Return a figure of eta against the exchanges proposed."""
        from sparse_rnn.drawing.trace import trace_figure  # matplotlib takes a second to load

        return trace_figure(self.table, self.found.target, self.network.title)

    def __repr__(self) -> str:
        return f"<annealed {self.network.title}: {self.found.summary}>"


def annealing_of(
    network: NamedNetwork,
    target: float,
    seed: int,
    schedule: Schedule,
    levels: int | Sequence[float] = 0,
    progress: Callable[[int], object] | None = None,
) -> AnnealingReport:
    """Return the outcome of annealing a network; see `graphs.annealing.run.anneal_graph`.

    Raises
    ------
    ValueError
        Also if a number is none.
    """
    target, seed = real_number("target", target), whole_number("seed", seed)
    schedule = _plain(schedule)
    levels = whole_number("levels", levels) if np.ndim(levels) == 0 else levels
    found = anneal_graph(network.graph, target, seed, schedule, levels, progress)
    return AnnealingReport(network, found, seed, schedule)


def _plain(schedule: Schedule) -> Schedule:
    """Return a schedule of Python's own numbers."""
    real = {name: real_number(name, getattr(schedule, name)) for name in ("start", "end", "sweeps")}
    return Schedule(steps=whole_number("steps", schedule.steps), **real)
