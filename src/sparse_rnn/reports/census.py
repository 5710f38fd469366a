"""How often each signed motif occurs in a network, and whether chance explains it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.occurrences import occurrences
from sparse_rnn.graphs.census.participation import Participation, participation
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import EVERY_MOTIF, FFL, MOTIFS
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.nulls.settling import Tell
from sparse_rnn.graphs.significance import count_table, motif_table
from sparse_rnn.reports.balance import BalanceReport
from sparse_rnn.reports.draws import NullDraws, draw
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.report import Report
from sparse_rnn.reports.svg import profile_svg
from sparse_rnn.reports.verdict import loops_verdict
from sparse_rnn.reports.words import table_in_words
from sparse_rnn.results.intervals import to_records

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, eq=False, repr=False)
class Census(Report):
    """The signed motifs of a network, compared with random networks.

    Attributes
    ----------
    network : NamedNetwork
        The network.
    draws : NullDraws
        Which random networks it is compared with.
    counts : ndarray, (132,)
        How often each of `graphs.motifs.MOTIFS` occurs.
    sample : NullSample or None
        The random networks; None if there are none.
    motifs : ndarray of int
        Numbers of the motifs that the table lists.
    """

    network: NamedNetwork
    draws: NullDraws
    counts: np.ndarray
    sample: NullSample | None
    motifs: np.ndarray = field(default_factory=lambda: FFL)

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per motif; see `graphs.significance.motif_table`, counts alone without a sample."""
        return self._table_of(self.motifs)

    @cached_property
    def loops(self) -> pd.DataFrame:
        """The rows of the eight feed-forward loops, adjusted among these."""
        return self._table_of(FFL)

    def _table_of(self, motifs: np.ndarray) -> pd.DataFrame:
        if self.sample is None:
            return count_table(self.counts, motifs)
        return motif_table(self.counts, self.sample, motifs)

    @cached_property
    def balance(self) -> BalanceReport:
        """The balance of the same network against the same random networks."""
        return BalanceReport(self.network, self.draws, self.counts, self.sample)

    @cached_property
    def participation(self) -> Participation:
        """In how many of the motifs each node, by its role, and each link takes part."""
        return participation(self.network.graph, self.motifs)

    def occurrences(self) -> Iterator[pd.DataFrame]:
        """Yield the occurrences of the motifs, block by block.

        Columns ``triad``, ``signs``, and ``i``, ``j``, ``k``: the nodes by name, in the order of
        `graphs.motifs.TRIAD_LINKS`; a feed-forward loop is i -> j, j -> k, i -> k.
        """
        triads, signs = (np.array([getattr(m, key) for m in MOTIFS]) for key in ("triad", "signs"))
        names = self.network.nodes
        for block in occurrences(self.network.graph, self.motifs):
            nodes = {name: names[block.nodes[:, place]] for place, name in enumerate("ijk")}
            yield pd.DataFrame({"triad": triads[block.motif], "signs": signs[block.motif]} | nodes)

    @property
    def eta(self) -> float | None:
        """The global balance; None where there is no transitive triad."""
        return self.balance.eta

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the random networks are no evidence, if they are none."""
        return self.balance.doubts

    @property
    def verdict(self) -> str:
        """What comes of the comparison, in one sentence; empty without random networks."""
        return "" if self.sample is None else loops_verdict(self.table, self.draws, self.sample)

    @property
    def record(self) -> dict:
        """``motifs``, the keys of the balance, ``verdict``, ``warnings`` and ``provenance``."""
        own = {"motifs": to_records(self.table), **self.balance.measures}
        told = {"verdict": self.verdict, "warnings": list(self.warnings)}
        return own | told | {"provenance": self.balance.provenance}

    @property
    def head(self) -> str:
        """What the network and the random networks are, in words."""
        return self.balance.head

    @property
    def words(self) -> str:
        """All of it, as the terminal shows it."""
        tables = [table_in_words(self.table), self.balance.measures_in_words]
        return "\n\n".join(filter(None, [self.head, *tables, self.verdict]))

    @property
    def sections(self) -> tuple[str, ...]:
        """The profile, the table, what comes of it, and the balance."""
        profile = [] if self.sample is None else [profile_svg(self.loops)]
        return (*profile, *super().sections, f"<p>{self.verdict}</p>", *self.balance.sections)

    def plot(self) -> Figure:
        """Return a figure of the z-scores of the eight feed-forward loops.

        Raises
        ------
        ValueError
            If there are no random networks to compare with.
        """
        self.draws.check_any()
        from sparse_rnn.drawing.profile import profile_figure  # matplotlib takes a second to load

        return profile_figure(self.loops, self.network.title, self.draws.note)

    def __repr__(self) -> str:
        return f"<census of {self.network.title}: {len(self.motifs)} motifs, {self.draws.against}>"


def census_of(
    network: NamedNetwork,
    draws: NullDraws,
    every_motif: bool = False,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
) -> Census:
    """Return the census of a network; with a sample of random networks if any is asked for.

    Parameters
    ----------
    network : NamedNetwork
        The network.
    draws : NullDraws
        Which random networks to compare with.
    every_motif : bool, optional
        List all 132 signed motifs instead of the eight feed-forward loops.
    progress : callable, optional
        Called with the number of random networks finished since the last call.
    tell : callable, optional
        Called with a line on what is being done before the first network is finished.
    """
    counts = signed_triad_census(network.graph, draws.threads_used)
    sample = draw(network.graph, draws, progress, tell)
    return Census(network, draws, counts, sample, EVERY_MOTIF if every_motif else FFL)
