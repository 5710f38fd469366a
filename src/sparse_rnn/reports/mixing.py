"""How many swaps the random networks of a null model need, for one network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from sparse_rnn.graphs.nulls.convergence import APART_AT
from sparse_rnn.graphs.nulls.mixing import has_spread, mixing_table, settled_at, summary
from sparse_rnn.reports.draws import NullDraws
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.report import Report, table_html
from sparse_rnn.reports.words import table_in_words
from sparse_rnn.results.intervals import to_records

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class MixingReport(Report):
    """How soon chains that start from a network, and far from it, agree.

    Attributes
    ----------
    network : NamedNetwork
        The network.
    draws : NullDraws
        The chains: their null model, number and seed.
    table : pandas.DataFrame
        See `graphs.nulls.mixing.mixing_table`.
    """

    network: NamedNetwork
    draws: NullDraws
    table: pd.DataFrame

    @property
    def settled_at(self) -> float | None:
        """The fewest swaps per link from which on nothing differs; None if there are none."""
        return settled_at(self.table)

    @property
    def verdict(self) -> str:
        """After how many swaps chains that started apart agree, in words."""
        return mixing_in_words(self.table, self.draws.networks)

    @property
    def record(self) -> dict:
        """``mixing``, ``settled_at``, ``verdict``, ``warnings`` and ``provenance``."""
        followed = {"swaps_per_link": self.table["swaps"].unique().tolist()}
        return {
            "mixing": to_records(self.table),
            "settled_at": self.settled_at,
            "verdict": self.verdict,
            "warnings": list(self.warnings),
            "provenance": self.network.record | self.draws.record | followed,
        }

    @property
    def words(self) -> str:
        """A row for each number of swaps, and what comes of them."""
        head = f"{self.network.words}\nnull model {self.draws.null_model}"
        return "\n\n".join([head, table_in_words(summary(self.table)), self.verdict])

    @property
    def sections(self) -> tuple[str, ...]:
        """A row for each number of swaps, and what comes of them."""
        return (table_html(summary(self.table)), f"<p>{self.verdict}</p>")

    def plot(self) -> Figure:
        """Return a figure of links shared, means and z against the number of swaps."""
        from sparse_rnn.drawing.mixing import mixing_figure  # matplotlib takes a second to load

        return mixing_figure(self.table, f"{self.draws.networks:,} chains")

    def __repr__(self) -> str:
        return f"<mixing of {self.network.title}, {self.draws.null_model}: {self.verdict}>"


def mixing_of(
    network: NamedNetwork, draws: NullDraws, progress: Callable[[int], None] | None = None
) -> MixingReport:
    """Return how the chains of a null model mix; the number of swaps in ``draws`` has no say.

    ``progress`` is called with the number of random networks finished since the last call.
    """
    drawn = draws.null_model, draws.networks, draws.seed, draws.threads_used
    return MixingReport(network, draws, mixing_table(network.graph, *drawn, progress))


def mixing_in_words(table: pd.DataFrame, networks: int) -> str:
    """Return after how many swaps chains that started apart agree."""
    swaps, most = settled_at(table), table["swaps"].max()
    if not has_spread(table):
        return "cannot be told: no count of loops differs from one random network to another"
    if swaps is None:
        return (
            f"not settled after {most:g} swaps per link: chains that started apart still differ,"
            " or too few links moved to tell"
        )
    return (
        f"settled from {swaps:g} swaps per link on: nothing differs by {APART_AT:g} standard errors"
        f" of {networks:,} chains that started apart (more chains see smaller differences:"
        " --networks)"
    )
