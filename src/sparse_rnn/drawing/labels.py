"""Labels that several figures share: of curves along training, and of motif profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.patches import FancyArrowPatch
from matplotlib.ticker import (
    FixedLocator,
    LogLocator,
    NullFormatter,
    NullLocator,
    StrMethodFormatter,
)
from matplotlib.transforms import offset_copy

from sparse_rnn.drawing.glyphs import glyph_ticks
from sparse_rnn.drawing.grid import share_axes
from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.palette import GREY

Z_TICKS = (-30, -10, -5, -2, 0, 2, 5, 10, 30)
"""z-scores (s.d.) that axes and colour bars name."""
_TAIL = 0.84
"""Where an arrow begins, as a share of its axis."""
BAND_CAPTION = "Lines: means over seeds; bands: 95 % t intervals."
GLYPHS_CAPTION = (
    "Loops i→j, j→k, i→k: i left, j top, k right; solid arrow: link +, dashed bar: link −."
)
"""How the drawings of the eight loops are to be read."""

CHANCE_LINE = {"color": GREY, "linewidth": 0.6, "linestyle": "--"}
"""How the balance of random signs is drawn."""


def chance_line(axes: Axes, axis: Literal["x", "y"] = "y", **options: str) -> None:
    """Draw a line behind all else where random signs lie on an axis of balance: at a half."""
    across = axes.axhline if axis == "y" else axes.axvline
    across(0.5, zorder=0, **CHANCE_LINE | options)


def label_curves(curves: Axes, value: str, lowest: bool) -> None:
    """Label the axes along training."""
    curves.set_ylabel(value)
    curves.margins(x=0.02)
    curves.set_xlim(left=0)
    if lowest:
        curves.set_xlabel("Training time (epochs)")


def label_profile(axes: Axes, lowest: bool) -> None:
    """Label a profile of z-scores, and draw the loops and the band that chance rarely leaves."""
    axes.set_ylabel("z-score (s.d.)")
    axes.axhspan(-1.96, 1.96, color="#E4E4E4", linewidth=0, zorder=0)
    label_loop_axis(axes)
    if lowest:
        glyph_ticks(axes, MOTIF_PLACES)


def share_z(panels: Sequence[Axes]) -> None:
    """Give z-scores one symmetric logarithmic axis in all panels, with room for words above."""
    for axes in panels:
        symmetric_log(axes.yaxis)
    share_axes(panels, ["z"] * len(panels))
    low, high = panels[0].get_ylim()
    for axes in panels:
        axes.set_ylim(low, 2 * high)


def symmetric_log(axis: Axis, ticks: Sequence[float] = Z_TICKS) -> None:
    """Draw z-scores in proportion up to 2 and by their logarithm from there on."""
    set_scale = getattr(axis.axes, f"set_{axis.axis_name}scale")
    set_scale("symlog", linthresh=2, linscale=0.5)
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(lambda z, _: f"{z:g}".replace("-", "−"))


def label_loop_axis(axes: Axes) -> None:
    """Set balanced and unbalanced loops apart on the axis of the eight loops."""
    axes.axhline(0, color=GREY, linewidth=0.5, zorder=1)
    axes.axvline(3.75, color=GREY, linewidth=0.5, linestyle=":")
    axes.set_xlim(-0.6, 8.1)
    axes.margins(y=0.14)
    axes.set_xticks(list(MOTIF_PLACES.values()), [""] * len(MOTIF_PLACES))
    style = {"ha": "center", "va": "top", "color": GREY, "fontsize": 6.5}
    for x, text in ((1.5, "balanced"), (6.0, "unbalanced")):
        axes.text(x, 1, text, transform=axes.get_xaxis_transform(), **style)


def better(axes: Axes, axis: Literal["x", "y"], high: bool) -> None:
    """Point an arrow beside an axis the way of better values: up or right if high ones are."""
    across = axis == "x"
    shift = offset_copy(axes.transAxes, axes.figure, *((0, 6) if across else (6, 0)), "points")
    ends = [(place, 1.0) if across else (1.0, place) for place in (_TAIL, 0.98)]
    look = {"arrowstyle": "-|>", "mutation_scale": 7, "color": GREY, "linewidth": 0.8}
    arrow = FancyArrowPatch(*(ends if high else ends[::-1]), transform=shift, **look)
    axes.add_artist(arrow).set_clip_on(False)
    style = {"ha": "right", "va": "center"} if across else {"ha": "center", "va": "top"}
    style |= {"rotation": 0 if across else 90, "color": GREY, "fontsize": 6.5}
    axes.text(*ends[0], "better ", transform=shift, **style)


def label_decades(axis: Axis) -> None:
    """Write the ticks of a logarithmic axis as plain numbers: 1, 2 and 5, or decades alone."""
    low, high = axis.get_view_interval()
    axis.set_major_locator(LogLocator(subs=(1, 2, 5) if high < 50 * low else (1,)))
    axis.set_major_formatter(StrMethodFormatter("{x:g}"))
    axis.set_minor_formatter(NullFormatter())
