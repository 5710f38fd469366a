"""The structural balance of a network, of its links and of its nodes, against random networks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sparse_rnn.graphs.balance.of_graph import class_ratios, eta_of_census
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.balance.significance import balance_table, bootstrap_interval
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import TRANSITIVE_CLASSES, class_members
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.nulls.settling import Tell
from sparse_rnn.reports.draws import (
    NullDraws,
    defined,
    draw,
    head_in_words,
    provenance_record,
    sample_warnings,
)
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.report import Report
from sparse_rnn.reports.verdict import eta_verdict
from sparse_rnn.reports.words import table_in_words
from sparse_rnn.results.intervals import to_records

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class BalanceReport(Report):
    """The global balance eta of a network, and what it is made of.

    Attributes
    ----------
    network : NamedNetwork
        The network.
    draws : NullDraws
        Which random networks it is compared with.
    counts : ndarray, (132,)
        Its signed census.
    sample : NullSample or None
        The random networks; None if there are none.
    """

    network: NamedNetwork
    draws: NullDraws
    counts: np.ndarray
    sample: NullSample | None

    @property
    def eta(self) -> float | None:
        """Mean of the ratios T; None where there is no transitive triad."""
        return defined(float(eta_of_census(self.counts)))

    @property
    def ratio(self) -> dict[str, float | None]:
        """T of each transitive class, its balanced share of loops; None where it has none."""
        ratios = map(defined, class_ratios(self.counts))
        return dict(zip(TRANSITIVE_CLASSES, ratios, strict=True))

    @property
    def triads(self) -> dict[str, int]:
        """Number of induced triads of each transitive class."""
        return {t: int(self.counts[class_members(t)].sum()) for t in TRANSITIVE_CLASSES}

    @cached_property
    def interval(self) -> tuple[float, float] | None:
        """Where 95 % of bootstraps of eta lie, drawn from the network's triads."""
        return None if self.eta is None else bootstrap_interval(self.counts)

    @cached_property
    def table(self) -> pd.DataFrame:
        """Eta and the four T, a row each.

        Columns ``ratio``, ``triads``, ``value`` and, with random networks, those of
        `graphs.balance.significance.balance_table`.
        """
        triads = [*self.triads.values()]
        known = {
            "ratio": ["eta", *TRANSITIVE_CLASSES],
            "triads": [sum(triads), *triads],
            "value": np.append(eta_of_census(self.counts), class_ratios(self.counts)),
        }
        if self.sample is None:
            return pd.DataFrame(known)
        return pd.DataFrame(known | balance_table(self.counts, self.sample).to_dict("list"))

    @cached_property
    def links(self) -> pd.DataFrame:
        """Each link with its ``loops``, ``balanced_loops`` and ``balanced_share``."""
        graph, local, names = self.network.graph, self._local, self.network.nodes
        ends = {"source": names[graph.source], "target": names[graph.target], "sign": graph.sign}
        return pd.DataFrame(ends | _loops(local.edge_loops, local.edge_balanced, local.edge))

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """Each node with its ``loops``, ``balanced_loops`` and ``balanced_share``."""
        local = self._local
        of_nodes = _loops(local.node_loops, local.node_balanced, local.node)
        return pd.DataFrame({"node": self.network.nodes} | of_nodes)

    @cached_property
    def _local(self):
        return local_balance(self.network.graph)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the random networks are no evidence, if they are none."""
        return sample_warnings(self.sample)

    @property
    def verdict(self) -> str:
        """What comes of the comparison, in one sentence; empty without random networks."""
        return "" if self.sample is None else eta_verdict(self.table, self.draws, self.sample)

    @property
    def measures(self) -> dict:
        """Eta, its bootstrap interval, and the rows of the table, as JSON holds them."""
        interval = None if self.interval is None else list(self.interval)
        balance = to_records(self.table)
        return {"eta": self.eta, "eta_bootstrap_95": interval, "balance": balance}

    @property
    def provenance(self) -> dict:
        """What the numbers depend on: the network and the random networks."""
        return provenance_record(self.network, self.draws, self.sample)

    @property
    def record(self) -> dict:
        """``eta``, ``eta_bootstrap_95``, ``balance``, ``verdict``, ``warnings``, ``provenance``."""
        told = {"verdict": self.verdict, "warnings": list(self.warnings)}
        return self.measures | told | {"provenance": self.provenance}

    @property
    def head(self) -> str:
        """What the network and the random networks are, in words."""
        return head_in_words(self.network, self.warnings, self.draws, self.sample)

    @property
    def measures_in_words(self) -> str:
        """Eta with its interval, and the table."""
        if self.eta is None:
            return "global balance eta: not defined, for there is no transitive triad"
        low, high = self.interval
        head = f"global balance eta = {self.eta:.4f}, the mean of the ratios below it"
        interval = f"(95 % of bootstraps lie between {low:.4f} and {high:.4f})"
        return "\n".join([f"{head} {interval}", table_in_words(self.table)])

    @property
    def words(self) -> str:
        """All of it, as the terminal shows it."""
        return "\n\n".join(filter(None, [self.head, self.measures_in_words, self.verdict]))

    @property
    def sections(self) -> tuple[str, ...]:
        """The table, and what comes of it."""
        return (*super().sections, f"<p>{self.verdict}</p>")

    def plot(self) -> Figure:
        """Return a figure of eta and the ratios T, with 95 % of the random networks."""
        from sparse_rnn.drawing.ratios import ratios_figure  # matplotlib takes a second to load

        return ratios_figure(self.table, self.network.title)

    def __repr__(self) -> str:
        eta = "undefined" if self.eta is None else f"{self.eta:.4f}"
        return f"<balance of {self.network.title}: eta {eta}>"


def _loops(loops: np.ndarray, balanced: np.ndarray, share: np.ndarray) -> dict:
    """Return the columns on the loops around links or nodes."""
    return {"loops": loops, "balanced_loops": balanced, "balanced_share": share}


def balance_of(
    network: NamedNetwork,
    draws: NullDraws,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
) -> BalanceReport:
    """Return the balance of a network; see `census.census_of`."""
    counts = signed_triad_census(network.graph, draws.threads_used)
    sample = draw(network.graph, draws, progress, tell)
    return BalanceReport(network, draws, counts, sample)
