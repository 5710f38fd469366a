"""What every report can do: show itself in a terminal, in a notebook, in a file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from html import escape
from typing import TYPE_CHECKING

import pandas as pd

from sparse_rnn.graphs.motifs import FFL_CLASS
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.svg import loop_glyph
from sparse_rnn.reports.words import as_json, readable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_WARNING = '<p style="color:#B00020"><b>{}</b></p>'


class Report(ABC):
    """A measurement of one network.

    Attributes
    ----------
    network : NamedNetwork
        What was measured.
    table : pandas.DataFrame
        The numbers.
    """

    network: NamedNetwork
    table: pd.DataFrame

    @property
    @abstractmethod
    def record(self) -> dict:
        """The numbers and all that they depend on, as JSON holds them."""

    @property
    @abstractmethod
    def words(self) -> str:
        """The numbers as the terminal shows them."""

    @abstractmethod
    def plot(self) -> Figure:
        """Return a matplotlib figure."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """Why the numbers may be no evidence; to be told before them."""
        return ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is told before anything else: of the file, and of the numbers."""
        return (*self.network.warnings, *self.doubts)

    @property
    def sections(self) -> tuple[str, ...]:
        """The parts of the display in a notebook, as HTML."""
        return (table_html(self.table),)

    def to_json(self) -> str:
        """Return the record as text; it is what the command line prints with ``--json``."""
        return as_json(self.record)

    def __str__(self) -> str:
        return self.words

    def _repr_html_(self) -> str:
        """Return the display of a notebook."""
        warned = [_WARNING.format(escape(warning)) for warning in self.warnings]
        return "\n".join([*warned, f"<p>{escape(self.network.title)}</p>", *self.sections])


def table_html(table: pd.DataFrame) -> str:
    """Return a table as HTML, with a drawing of each feed-forward loop."""
    shown = readable(table)
    if {"triad", "signs"} <= set(table):
        is_loop = table["triad"] == FFL_CLASS
        pairs = zip(table["signs"], is_loop, strict=True)
        shown.insert(0, "", [loop_glyph(signs) if loop else "" for signs, loop in pairs])
    form = {"index": False, "na_rep": "-", "float_format": "{:.4g}".format}
    return shown.to_html(escape=False, border=0, **form)
