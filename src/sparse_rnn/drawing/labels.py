"""Labels that several figures share: of curves along training, and of motif profiles."""

from __future__ import annotations

from matplotlib.axes import Axes

from sparse_rnn.drawing.glyphs import glyph_ticks
from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.palette import GREY

RUNS_CAPTION = "Thick: mean, thin: single seeds. Final: seeds, mean and 95 % t interval."
GLYPHS_CAPTION = (
    "Loops i→j, j→k, i→k: i left, j top, k right; solid arrow: link +, dashed bar: link −."
)
"""How the drawings of the eight loops are to be read."""


def label_curves(curves: Axes, strip: Axes, value: str, lowest: bool) -> None:
    """Label the axes along training and the axes of the final values."""
    curves.set_ylabel(value)
    curves.margins(x=0.02)
    curves.set_xlim(left=0)
    if lowest:
        curves.set_xlabel("Training time (epochs)")
    strip.set_xticks([])
    strip.set_xlabel("final", fontsize=6.5, labelpad=4)
    strip.margins(x=0)
    strip.set_xlim(-0.8, max(line.get_xdata()[0] for line in strip.lines) + 0.6)


def label_profile(axes: Axes, lowest: bool) -> None:
    """Label a profile of z-scores, and draw the loops and the band that chance rarely leaves."""
    axes.set_ylabel("z-score (s.d.)")
    axes.axhspan(-1.96, 1.96, color="#E4E4E4", linewidth=0, zorder=0)
    label_loop_axis(axes)
    if lowest:
        glyph_ticks(axes, MOTIF_PLACES)


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
