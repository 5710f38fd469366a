"""The four-node classes of one network that differ most from chance, with their z-scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_rnn.drawing.glyphs import four_node_glyph, glyph_tick
from sparse_rnn.drawing.grid import make_grid, note_below
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import PAGE_HEIGHT, styled
from sparse_rnn.graphs.census.four.classes import links_of
from sparse_rnn.results.runs import with_defined_z

ROW_HEIGHT = 0.29
"""Inches that a class needs."""
MOST_ROWS = int((PAGE_HEIGHT - 1) / ROW_HEIGHT)
"""Classes that a page has room for."""
_GLYPH = 16
_CAPTION = (
    "Numbers: how often the class occurs. Grey: |z| < 1.96. Nodes 0, 1 below, 2, 3 above;"
    " solid arrow: link +, dashed bar: link −."
)
_ENDLESS = " Triangle: z is infinite, for all random networks have one count."


@styled
def four_nodes_figure(rows: pd.DataFrame, title: str, note: str) -> Figure:
    """Draw the z-scores of some four-node classes, each with its drawing and its count.

    Parameters
    ----------
    rows : pandas.DataFrame
        One row per class: ``id``, ``name``, ``signs``, ``count``, ``sd`` and ``z``, see
        `graphs.census.four.significance.four_node_table`; from top to bottom, as many as a page
        has room for.
    title : str
        What the network is.
    note : str
        What the random networks are.
    """
    rows = rows.head(MOST_ROWS).reset_index(drop=True)
    figure, ((axes,),) = make_grid(1, ROW_HEIGHT * max(len(rows), 3) + 0.4, (1,))
    finite = with_defined_z(rows).dropna(subset="z")
    axes.hlines(finite.index, 0, finite["z"], color="k", linewidth=2)
    axes.plot(finite["z"], finite.index, "o", color="k", markersize=4)
    for place, count, z in zip(finite.index, finite["count"], finite["z"], strict=True):
        _write_count(axes, count, (z, place), z >= 0, axes.transData)
    endless = rows[np.isinf(rows["z"])]
    for place, count, z in zip(endless.index, endless["count"], endless["z"], strict=True):
        _draw_infinite(axes, place, count, z > 0)
    _label(axes, rows)
    axes.set_title(title, parse_math=False)  # names of files may hold a $
    told = note if endless.empty else note + _ENDLESS
    note_below(figure, f"{told}\n{_CAPTION}")
    return figure


def _draw_infinite(axes: Axes, place: int, count: int, above: bool) -> None:
    """Draw an infinite z-score as a triangle at the right or left edge, with the count."""
    edge, marker = (0.99, ">") if above else (0.01, "<")
    transform = axes.get_yaxis_transform()
    axes.plot(edge, place, marker, color="k", markersize=5, transform=transform, clip_on=False)
    _write_count(axes, count, (edge, place), not above, transform)


def _write_count(axes: Axes, count: int, place: tuple, right: bool, transform: object) -> None:
    """Write a count beside a point."""
    side = {"xytext": (6 if right else -6, 0), "textcoords": "offset points", "va": "center"}
    side |= {"ha": "left" if right else "right", "fontsize": 6.5, "color": GREY}
    axes.annotate(f"{count:,}", place, xycoords=transform, **side)


def _label(axes: Axes, rows: pd.DataFrame) -> None:
    """Name and draw each class beside its row, and draw the band that chance rarely leaves."""
    axes.axvspan(-1.96, 1.96, color="#E4E4E4", linewidth=0, zorder=0)
    axes.axvline(0, color=GREY, linewidth=0.5, zorder=1)
    axes.set_xlabel("z-score (s.d.)")
    axes.margins(x=0.1)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    pairs = zip(rows["name"], rows["signs"], strict=True)
    labels = [f"{name} {signs.replace('-', '−')}" for name, signs in pairs]
    axes.set_yticks(range(len(rows)), labels)
    axes.tick_params(axis="y", length=0, pad=_GLYPH + 10)
    for place, (number, signs) in enumerate(zip(rows["id"], rows["signs"], strict=True)):
        glyph_tick(axes, four_node_glyph(links_of(number), signs, _GLYPH), place, "y")
