"""The legend of a whole figure, which never outgrows it."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from matplotlib.artist import Artist
from matplotlib.figure import Figure


def legend_above(figure: Figure, handles: Sequence[Artist], **options: float) -> None:
    """Put a legend above all panels, in as few rows as fit the figure's width.

    Parameters
    ----------
    figure : Figure
        With a constrained layout.
    handles : sequence of Artist
        What is listed, each with its label.
    **options
        Of `Figure.legend`.
    """
    for rows in range(1, len(handles) + 1):
        columns = ceil(len(handles) / rows)
        drawn = figure.legend(handles=handles, loc="outside upper center", ncols=columns, **options)
        if drawn.get_window_extent().width <= figure.bbox.width:
            return
        if columns > 1:
            drawn.remove()
