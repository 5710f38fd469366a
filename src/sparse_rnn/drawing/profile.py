"""The motif profile of one network: the z-scores of its eight signed feed-forward loops."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_rnn.drawing.glyphs import signs_are_balanced
from sparse_rnn.drawing.grid import make_grid, note_below
from sparse_rnn.drawing.labels import GLYPHS_CAPTION, label_profile
from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS
from sparse_rnn.drawing.style import styled
from sparse_rnn.results.runs import with_defined_z

_CAPTION = f"Numbers: how often the loop occurs. Grey: |z| < 1.96.\n{GLYPHS_CAPTION}"
_ENDLESS = " Triangle: z is infinite, for all random networks have one count."


@styled
def profile_figure(motifs: pd.DataFrame, title: str, note: str) -> Figure:
    """Draw the z-scores of the eight loops of a network, each with its count.

    Parameters
    ----------
    motifs : pandas.DataFrame
        One row per loop: ``signs``, ``count``, ``sd`` and ``z``.  Without a spread (sd = 0) there
        is no finite z to draw; an infinite one is a triangle at the edge.
    title : str
        What the network is.
    note : str
        What the random networks are.

    Raises
    ------
    ValueError
        If the signs of a row do not belong to a feed-forward loop.
    """
    figure, ((axes,),) = make_grid(1, 2.4, (1,))
    defined = with_defined_z(motifs).dropna(subset="z")
    for signs, count, z in zip(defined["signs"], defined["count"], defined["z"], strict=True):
        style = {"color": LOOP_COLOURS[signs_are_balanced(signs)]}
        place = MOTIF_PLACES[signs]
        axes.vlines(place, 0, z, linewidth=3, **style)
        axes.plot(place, z, "o", markersize=6, **style)
        side = {"xytext": (6, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate(f"{count:,}", (place, z), fontsize=6.5, color=GREY, **side)
    endless = motifs[np.isinf(motifs["z"])]
    for signs, count, z in zip(endless["signs"], endless["count"], endless["z"], strict=True):
        _draw_infinite(axes, signs, count, z > 0)
    if defined.empty and endless.empty:
        text = "no z-score: the counts of all random networks agree"
        axes.text(0.5, 0.6, text, transform=axes.transAxes, ha="center", color=GREY)
    label_profile(axes, lowest=True)
    axes.set_title(title, parse_math=False)  # names of files may hold a $
    told = note if endless.empty else note + _ENDLESS
    note_below(figure, f"{told}\n{_CAPTION}")
    return figure


def _draw_infinite(axes: Axes, signs: str, count: int, above: bool) -> None:
    """Draw an infinite z-score as a triangle at the upper or lower edge, with the count."""
    edge, marker = (0.96, "^") if above else (0.04, "v")
    style = {"color": LOOP_COLOURS[signs_are_balanced(signs)], "markersize": 6}
    transform = axes.get_xaxis_transform()
    axes.plot(MOTIF_PLACES[signs], edge, marker, transform=transform, clip_on=False, **style)
    side = {"xytext": (6, 0), "textcoords": "offset points", "va": "center"}
    place = (MOTIF_PLACES[signs], edge)
    axes.annotate(f"{count:,}", place, xycoords=transform, fontsize=6.5, color=GREY, **side)
