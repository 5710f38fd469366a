"""Signed feed-forward loops and four-node classes as drawings that stand in for tick labels.

Nodes i (left), j (top), k (right); links i -> j, j -> k, i -> k.  A positive link is a solid black
arrow, a negative one a dashed red line that ends in a bar.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.legend_handler import HandlerLine2D
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnnotationBbox, DrawingArea
from matplotlib.patches import Circle, Polygon
from matplotlib.transforms import Affine2D

from sparse_rnn.drawing.palette import (
    FOUR_NODE_PLACES,
    GREY,
    NEGATIVE_COLOUR,
    NODE_PLACES,
    POSITIVE_COLOUR,
)
from sparse_rnn.drawing.style import check_known
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS, LOOP_LINKS


def signs_are_balanced(signs: str) -> bool:
    """Return whether the indirect path i -> j -> k agrees in sign with the direct link i -> k.

    Raises
    ------
    ValueError
        If the signs are not one of ``FFL_SIGNS``.
    """
    check_known(FFL_SIGNS, "signs", signs)
    return signs in BALANCED_SIGNS


def motif_glyph(signs: str, size: float = 22.0) -> DrawingArea:
    """Return the drawing of one feed-forward loop, ``size`` points wide and high.

    Raises
    ------
    ValueError
        If the signs are not one of ``FFL_SIGNS``.
    """
    check_known(FFL_SIGNS, "signs", signs)
    return _drawing(list(NODE_PLACES.values()), list(map(tuple, LOOP_LINKS.tolist())), signs, size)


def four_node_glyph(
    links: Sequence[tuple[int, int]], signs: str, size: float = 22.0
) -> DrawingArea:
    """Return the drawing of one four-node class, ``size`` points wide and high.

    Parameters
    ----------
    links : sequence of pairs
        Source and target of each link, nodes 0 to 3: 0 and 1 stand below, 2 and 3 above.
    signs : str
        Sign of each link.
    size : float, optional
        Side of the drawing in points.
    """
    return _drawing(FOUR_NODE_PLACES, links, signs, size)


def _drawing(
    places: Sequence[tuple[float, float]],
    links: Sequence[tuple[int, int]],
    signs: str,
    size: float,
) -> DrawingArea:
    """Return the drawing of some nodes and links; the two links of a mutual pair lie apart."""
    area, nodes = DrawingArea(size, size), size * np.array(places)
    for (source, target), sign in zip(links, signs, strict=True):
        along = nodes[target] - nodes[source]
        mutual = (target, source) in links
        aside = 0.06 * size * mutual * np.array([-along[1], along[0]]) / np.linalg.norm(along)
        for artist in link_artists(nodes[source] + aside, nodes[target] + aside, sign, size):
            area.add_artist(artist)
    for centre in nodes:
        area.add_artist(Circle(centre, 0.09 * size, facecolor=GREY, edgecolor="none", zorder=3))
    return area


def link_artists(start: np.ndarray, end: np.ndarray, sign: str, size: float) -> list[Artist]:
    """Return the line of one link and its head, which stop short of both nodes.

    Parameters
    ----------
    start, end : (2,) array
        Centres of the two nodes in points.
    sign : str
        ``"+"`` or ``"-"``.
    size : float
        Side of the glyph in points; every length is a fraction of it.
    """
    along = (end - start) / np.linalg.norm(end - start)
    across = 0.1 * size * np.array([-along[1], along[0]])
    tip, tail = end - 0.15 * size * along, start + 0.13 * size * along
    positive = sign == "+"
    neck = tip - 0.2 * size * along if positive else tip
    line = Line2D(
        *zip(tail, neck, strict=True),
        color=POSITIVE_COLOUR if positive else NEGATIVE_COLOUR,
        linewidth=0.06 * size,
        linestyle="-" if positive else (0, (1.7, 0.9)),
        dash_capstyle="butt",
    )
    if positive:
        head = [tip, neck + across, neck - across]
        return [line, Polygon(head, color=POSITIVE_COLOUR, linewidth=0)]
    ends = zip(tip - across, tip + across, strict=True)
    return [line, Line2D(*ends, color=NEGATIVE_COLOUR, linewidth=0.07 * size)]


def glyph_ticks(
    axes: Axes, positions: dict[str, float], size: float = 22.0, axis: Literal["x", "y"] = "x"
) -> None:
    """Draw the glyph of each motif beside an axis at its position, in place of tick labels."""
    for signs, place in positions.items():
        glyph_tick(axes, motif_glyph(signs, size), place, axis)


def glyph_tick(axes: Axes, glyph: DrawingArea, place: float, axis: Literal["x", "y"] = "x") -> None:
    """Draw a glyph beside an axis at a position."""
    horizontal = axis == "x"
    box = AnnotationBbox(
        glyph,
        (place, 0) if horizontal else (0, place),
        xybox=(0, -5) if horizontal else (-5, 0),
        xycoords=axes.get_xaxis_transform() if horizontal else axes.get_yaxis_transform(),
        boxcoords="offset points",
        box_alignment=(0.5, 1) if horizontal else (1, 0.5),
        frameon=False,
        pad=0,
    )
    axes.add_artist(box)


def glyph_row(axes: Axes, places: dict[str, float], size: float) -> None:
    """Draw the glyphs of some motifs in a row above the axes, at places of 0 (left) to 1."""
    for signs, place in places.items():
        box = AnnotationBbox(
            motif_glyph(signs, size),
            (place, 1),
            xybox=(0, 3),
            xycoords="axes fraction",
            boxcoords="offset points",
            box_alignment=(0.5, 0),
            frameon=False,
            pad=0,
        )
        axes.add_artist(box)


class GlyphHandler(HandlerLine2D):
    """Draws a line in a legend with the glyph of the loop that its `gid` names on its right."""

    def create_artists(self, legend, line, xdescent, ydescent, width, height, fontsize, trans):
        """Return the line on the left half of the handle and the glyph on the right."""
        half = width / 2
        drawn = super().create_artists(
            legend, line, xdescent, ydescent, half, height, fontsize, trans
        )
        size = 2.6 * height
        glyph = motif_glyph(line.get_gid(), size)
        shift = Affine2D().translate(half + 0.3 * height - xdescent, -0.8 * height - ydescent)
        for artist in (parts := glyph.get_children()):
            artist.set_transform(shift + trans)
        return [*drawn, *parts]
