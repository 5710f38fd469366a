"""How often signed motifs of four nodes occur in a network, and whether chance explains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.four.classes import PATTERNS, links_of, with_name, with_patterns
from sparse_rnn.graphs.census.four.count import four_node_census
from sparse_rnn.graphs.census.four.significance import (
    FourNodeSample,
    counts_of,
    four_node_counts,
    four_node_table,
)
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.nulls.settling import Tell
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.reports.draws import (
    NullDraws,
    draw,
    head_in_words,
    provenance_record,
    sample_warnings,
)
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.report import Report, table_html
from sparse_rnn.reports.verdict import four_nodes_verdict
from sparse_rnn.reports.words import table_in_words
from sparse_rnn.results.intervals import to_records

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TOP_CLASSES = 20
"""Classes that are shown and drawn."""


@dataclass(frozen=True, eq=False, repr=False)
class FourNodes(Report):
    """The signed four-node motifs of a network, compared with random networks.

    Attributes
    ----------
    network : NamedNetwork
        The network.
    draws : NullDraws
        Which random networks it is compared with.
    classes : ndarray of int, (C,)
        Places of the classes in `graphs.census.four.classes.four_node_classes`.
    counts : ndarray, (C,)
        How often each of them occurs.
    sample : FourNodeSample or None
        The random networks; None if there are none.
    top : int
        How many classes text, display and picture show; the table holds all.
    """

    network: NamedNetwork
    draws: NullDraws
    classes: np.ndarray
    counts: np.ndarray
    sample: FourNodeSample | None
    top: int = TOP_CLASSES

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per class that occurs; see `graphs.census.four.significance.four_node_table`.

        Without a sample ``count`` is its last column.
        """
        if self.sample is None:
            return four_node_counts(self.counts, self.classes)
        return four_node_table(self.counts, self.sample)

    @property
    def shown(self) -> pd.DataFrame:
        """The rows of the smallest p, of one p the largest ``|z|``; without z the largest counts.

        The largest ``|z|`` alone would be those of the rarest classes, which occur once here and in
        one random network of a thousand.
        """
        if self.sample is None:
            return self.table.sort_values("count", ascending=False, kind="stable").head(self.top)
        by_z = self.table.sort_values("z", key=abs, ascending=False, kind="stable")
        return by_z.sort_values("p", kind="stable").head(self.top)

    @property
    def _null(self) -> NullSample | None:
        return None if self.sample is None else self.sample.null

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the random networks are no evidence, if they are none."""
        return sample_warnings(self._null)

    @property
    def verdict(self) -> str:
        """What comes of the comparison, in one sentence; empty without random networks."""
        return "" if self.sample is None else four_nodes_verdict(self.table, self.draws, self._null)

    @property
    def record(self) -> dict:
        """``four_nodes``, ``links``, ``verdict``, ``warnings`` and ``provenance``."""
        return {
            "four_nodes": to_records(self.table),
            "links": {str(n): list(map(list, links_of(n))) for n in self.table["id"].unique()},
            "verdict": self.verdict,
            "warnings": list(self.warnings),
            "provenance": provenance_record(self.network, self.draws, self._null),
        }

    @property
    def shown_in_words(self) -> str:
        """Which of the classes are shown."""
        if self.table.empty:
            return "none of these classes occurs"
        shown, rows = len(self.shown), len(self.table)
        if shown == rows:
            return "1 class occurs" if rows == 1 else f"{rows:,} classes occur"
        first = "largest counts" if self.sample is None else "smallest p, then the largest |z|"
        return f"{shown:,} of {rows:,} classes that occur, those of the {first} (--top)"

    @property
    def legend(self) -> tuple[str, ...]:
        """A line per kind of class shown: the links in the order of its signs, and its patterns."""
        lines = []
        for row in self.shown.drop_duplicates("id").sort_values("id").itertuples():
            links = ", ".join(f"{source}->{target}" for source, target in links_of(row.id))
            name = f"{row.id}" if row.name == str(row.id) else f"{row.id}, {row.name}"
            contains = [pattern for pattern in PATTERNS if pattern in row.patterns.split(", ")]
            held = f"; contains {', '.join(contains)}" if contains != [row.name] else ""
            lines.append(f"{name}: signs of {links}{held}")
        return tuple(lines)

    @property
    def words(self) -> str:
        """All of it, as the terminal shows it."""
        head = head_in_words(self.network, self.warnings, self.draws, self._null)
        parts = [head, self.shown_in_words]
        if len(self.shown):
            parts += [table_in_words(self._columns_shown), "\n".join(self.legend)]
        return "\n\n".join(filter(None, [*parts, self.verdict]))

    @property
    def _columns_shown(self) -> pd.DataFrame:
        """The rows shown without the patterns, which the legend tells."""
        return self.shown.drop(columns="patterns")

    @property
    def sections(self) -> tuple[str, ...]:
        """The rows shown, what their signs belong to, and what comes of the comparison."""
        legend = "<br>".join(map(escape, self.legend))
        told = (self.shown_in_words, legend, self.verdict)
        first, *others = (f"<p>{words}</p>" for words in told if words)
        return (first, table_html(self._columns_shown), *others)

    def plot(self) -> Figure:
        """Return a figure of the z-scores of the classes shown, as many as a page has room for.

        Raises
        ------
        ValueError
            If there are no random networks to compare with.
        """
        self.draws.check_any()
        from sparse_rnn.drawing.four_nodes import four_nodes_figure  # loading takes a second

        return four_nodes_figure(self.shown, self.network.title, self.draws.note)

    def __repr__(self) -> str:
        title = self.network.title
        return f"<four-node motifs of {title}: {len(self.table):,} classes, {self.draws.against}>"


def classes_asked(name: str | None, every_class: bool) -> np.ndarray:
    """Return the places of the classes of a name, or of all names, or of all with a pattern.

    Raises
    ------
    ValueError
        If there is no such name, or if both a name and every class are asked for.
    """
    if name is not None and every_class:
        raise ValueError(f"every class or those of the name {name!r}? ask for one of them")
    if every_class:
        return with_patterns()
    return with_name() if name is None else with_name(name)


def four_nodes_of(
    network: NamedNetwork,
    draws: NullDraws,
    classes: np.ndarray,
    progress: Callable[[int], None] | None = None,
    tell: Tell | None = None,
) -> FourNodes:
    """Return the four-node motifs of a network, with a sample of random networks if any is asked.

    Parameters
    ----------
    network : NamedNetwork
        The network.
    draws : NullDraws
        Which random networks to compare with.
    classes : ndarray of int
        Places of the classes, see `classes_asked`.
    progress : callable, optional
        Called with the number of random networks finished since the last call; less than 0 when
        they are begun afresh: they are drawn twice, first to see whether they have settled.
    tell : callable, optional
        Called with a line on what is being done.
    """
    sample = _sample(network.graph, draws, classes, progress, tell)
    return FourNodes(network, draws, classes, four_node_census(network.graph, classes), sample)


def _sample(
    graph: SignedGraph,
    draws: NullDraws,
    classes: np.ndarray,
    progress: Callable[[int], None] | None,
    tell: Tell | None,
) -> FourNodeSample | None:
    """Return the four-node counts of the random networks; None if none is asked for."""
    null = draw(graph, draws, progress, tell)
    if null is None:
        return None
    if progress is not None:
        progress(-draws.networks)
    counts = counts_of(null.network, draws.networks, draws.threads_used, classes, progress)
    return FourNodeSample(classes, counts, null)
