"""Colours and places that pictures share, whoever draws them; needs no matplotlib."""

from __future__ import annotations

GREY = "#6E6E6E"
LOOP_COLOURS = {True: "#0072B2", False: "#D55E00"}
"""How balanced and unbalanced feed-forward loops are drawn."""

POSITIVE_COLOUR, NEGATIVE_COLOUR = "#000000", "#CC79A7"
NODE_PLACES = {"i": (0.09, 0.12), "j": (0.5, 0.88), "k": (0.91, 0.12)}
"""Where the nodes stand in a glyph, as shares of its side."""
FOUR_NODE_PLACES = ((0.1, 0.1), (0.9, 0.1), (0.1, 0.9), (0.9, 0.9))
"""Where the nodes 0 to 3 of a four-node class stand: 0 and 1 below, 2 and 3 above."""
