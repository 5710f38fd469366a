"""Colours and places that pictures share, whoever draws them; needs no matplotlib.

Strategies have the colours of `catalog`.  Nothing here looks like one of them, for a colour has one
meaning in all figures; what needs no colour of its own is grey or black.
"""

from __future__ import annotations

GREY, PALE, BLACK = "#6E6E6E", "#B8B8B8", "#000000"
LOOP_COLOURS = {True: "#00545F", False: "#8A6D00"}
"""How balanced and unbalanced feed-forward loops are drawn."""

LOOP_MARKERS = {True: "o", False: "v"}
"""Their markers, so that they are told apart without colours too."""

POSITIVE_COLOUR, NEGATIVE_COLOUR = BLACK, "#B2182B"
NODE_PLACES = {"i": (0.09, 0.12), "j": (0.5, 0.88), "k": (0.91, 0.12)}
"""Where the nodes stand in a glyph, as shares of its side."""
FOUR_NODE_PLACES = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))
"""Where the nodes 0 to 3 of a four-node class stand: 0 and 1 below, 2 and 3 above."""
