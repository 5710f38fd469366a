"""The two kinds of feed-forward loops, one example of each: the picture that opens the README.

``python -m sparse_rnn.drawing.two_triads`` writes it into the folder of the archived figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.offsetbox import AnnotationBbox

from sparse_rnn.base.streams import prepare_streams
from sparse_rnn.drawing.glyphs import motif_glyph, signs_are_balanced
from sparse_rnn.drawing.palette import GREY, NODE_PLACES
from sparse_rnn.drawing.style import save_figure, styled

_NAME, _FOLDER = "00_two_triads", "figures/reference"
_EXAMPLES = ("--+", "+-+")
"""Signs of i→j, j→k and i→k: they differ in the link i→j alone."""

_WORDS = {
    True: ("Balanced", "The path through j and the direct link\npush k in the same direction."),
    False: ("Unbalanced", "The path through j and the direct link\npush k in opposite directions."),
}
_KEY = "Solid arrow: positive link (excites). Dashed line with a bar: negative link (inhibits)."
_GLYPH = 100.0
"""Side of a drawing in points."""

_CENTRE = (0.5, 0.55)
"""Where the middle of a drawing lies in its panel."""


@styled
def two_triads_figure() -> Figure:
    """Draw a balanced feed-forward loop beside an unbalanced one."""
    figure = Figure(figsize=(6.0, 2.7))
    for axes, signs in zip(figure.subplots(1, 2), _EXAMPLES, strict=True):
        _draw_triad(axes, signs)
    figure.subplots_adjust(left=0.01, right=0.99, top=0.98, bottom=0.11, wspace=0.02)
    figure.text(0.5, 0.03, _KEY, ha="center", fontsize=9, color=GREY)
    return figure


def _draw_triad(axes: Axes, signs: str) -> None:
    """Draw one loop with the names of its nodes, its kind above and what that means below."""
    kind, meaning = _WORDS[signs_are_balanced(signs)]
    axes.set_axis_off()
    axes.text(0.5, 1.0, kind, ha="center", va="top", fontsize=13, fontweight="bold")
    box = {"frameon": False, "pad": 0, "box_alignment": (0.5, 0.5)}
    axes.add_artist(AnnotationBbox(motif_glyph(signs, _GLYPH), _CENTRE, **box))
    for node, place in NODE_PLACES.items():
        offset = [_GLYPH * (position - 0.5) for position in place]
        style = {"ha": "center", "va": "center_baseline", "color": "white", "fontweight": "bold"}
        axes.annotate(node, _CENTRE, offset, textcoords="offset points", fontsize=12, **style)
    axes.text(0.5, 0.0, meaning, ha="center", va="bottom", fontsize=10)


def write_two_triads(arguments: Sequence[str] | None = None) -> None:
    """Write the picture into a folder and print its path."""
    parser = argparse.ArgumentParser("python -m sparse_rnn.drawing.two_triads", description=__doc__)
    parser.add_argument("--figures", default=_FOLDER, help="folder, default: %(default)s")
    prepare_streams()
    folder = parser.parse_args(arguments).figures
    try:
        print(save_figure(two_triads_figure(), folder, _NAME))
    except OSError as error:
        parser.error(f"{error.strerror} (--figures)")


if __name__ == "__main__":
    write_two_triads()
