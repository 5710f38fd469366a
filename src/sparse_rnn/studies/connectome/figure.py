"""The worm's balance under each null model, and its profile beside that of trained networks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.drawing.glyphs import glyph_ticks
from sparse_rnn.drawing.grid import letter_title
from sparse_rnn.drawing.labels import GLYPHS_CAPTION, label_loop_axis
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.style import GREY, PAGE_WIDTH, styled
from sparse_rnn.studies.connectome.comparison import keeps_what_neurons_send

RULE_LABELS = {
    "predicted": "signs as predicted",
    "majority": "one sign per neuron, most of its predicted ones",
    "glutamate_excites": "by transmitter, glutamate +",
    "glutamate_inhibits": "by transmitter, glutamate −",
}
KEEPING_COLOURS = {False: "#E69F00", True: "#009E73"}
"""Null models by whether they keep what a neuron sends."""
KEEPING_LABELS = {
    False: "random networks: any link may be negative",
    True: "random networks: neurons keep what they send",
}
_WORM, _TRAINED = "#CC79A7", "#000000"
_GLYPH = 16.0
"""Side of a drawn loop in points."""
_CAPTION = (
    "a: bars hold 95 % of the random networks, dots are means. b, c: worm with signs as predicted;"
    f" trained networks with mean and range.\n{GLYPHS_CAPTION}"
)


@styled
def connectome_figure(
    balance: pd.DataFrame, worm: pd.DataFrame, trained: pd.DataFrame, nulls: tuple[str, str]
) -> Figure:
    """Draw η of the worm with its random networks, and its profile under two null models.

    Parameters
    ----------
    balance : pandas.DataFrame
        The table ``connectome_balance``.
    worm, trained : pandas.DataFrame
        As `comparison.profiles` returns them; the worm's rows are named by rule and null model.
        Trained networks need not have been compared with both null models.
    nulls : tuple of str
        The null models of the two profiles.
    """
    figure = Figure(figsize=(PAGE_WIDTH, 4.4), layout="constrained")
    panels = figure.subplot_mosaic([["a", "b"], ["a", "c"]])
    draw_balance(panels["a"], balance)
    letter_title(panels["a"], 0, "Balance and random networks")
    for index, null in enumerate(nulls, 1):
        axes = panels["abc"[index]]
        others = trained[trained.index.get_level_values("null_model") == null]
        draw_profiles(axes, worm.loc[("predicted", null)], others)
        label_loop_axis(axes)
        axes.set_ylabel("Profile z / |z|")
        letter_title(axes, index, f"Against {null}")
    glyph_ticks(axes, MOTIF_PLACES, _GLYPH)
    legend_above(figure, _handles())
    figure.supxlabel(_CAPTION, fontsize=6.5, color=GREY)
    return figure


def draw_balance(axes: Axes, balance: pd.DataFrame) -> None:
    """Draw for each rule of sign η as a line, and a bar for each null model."""
    y, names = 0.0, {}
    for rule, rows in balance.groupby("rule", sort=False):
        axes.text(0.44, y, RULE_LABELS[rule], fontsize=6.5, color=GREY, va="center")
        y += 1
        top = y - 0.5
        for row in rows.itertuples():
            colour = KEEPING_COLOURS[keeps_what_neurons_send(row.null_model)]
            axes.plot([row.low, row.high], [y, y], color=colour, linewidth=2.2)
            axes.plot(row.mean, y, "o", color=colour, markersize=3.2)
            names[y] = row.null_model
            y += 1
        axes.vlines(rows["eta"].iloc[0], top, y - 0.5, color=_WORM, linewidth=1.3, zorder=0)
        y += 0.6
    axes.set_yticks(list(names), list(names.values()))
    axes.set_ylim(y - 0.9, -0.6)
    axes.set_xlim(0.43, 1)
    axes.set_xlabel("Balance η (fraction)")


def draw_profiles(axes: Axes, worm: pd.Series, trained: pd.DataFrame) -> None:
    """Draw the profile of the worm, and mean and range of those of trained networks, if any."""
    for signs, place in MOTIF_PLACES.items():
        axes.plot(place + 0.15, worm[signs], "D", color=_WORM, markersize=4)
        if len(trained):
            values = trained[signs]
            axes.vlines(place - 0.15, values.min(), values.max(), color=_TRAINED, linewidth=0.9)
            axes.plot(place - 0.15, values.mean(), "o", color=_TRAINED, markersize=3.4)


def _handles() -> list[Line2D]:
    """Return the legend."""
    bars = [
        Line2D([], [], color=KEEPING_COLOURS[key], marker="o", markersize=3.2, label=label)
        for key, label in KEEPING_LABELS.items()
    ]
    look = {"linestyle": "-", "markersize": 4}
    return [
        *bars,
        Line2D([], [], color=_WORM, marker="D", label="worm", **look),
        Line2D([], [], color=_TRAINED, marker="o", label="trained networks", **look),
    ]
