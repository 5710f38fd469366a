"""The worm's balance under each null model, and its profile beside that of trained networks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.glyphs import glyph_ticks
from sparse_rnn.drawing.grid import letter_title, n_in_words, note_below
from sparse_rnn.drawing.labels import GLYPHS_CAPTION
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.palette import BLACK, GREY, PALE
from sparse_rnn.drawing.style import PAGE_WIDTH, in_order, styled
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.studies.connectome.comparison import SHUFFLED_AS, TRAINED, keeps_what_neurons_send
from sparse_rnn.studies.controls.measure import AS_TRAINED

RULE_LABELS = {
    "predicted": "signs as predicted",
    "majority": "one sign per neuron, most of its predicted ones",
    "glutamate_excites": "by transmitter, glutamate +",
    "glutamate_inhibits": "by transmitter, glutamate −",
}
KEEPING_COLOURS = {False: PALE, True: GREY}
"""Null models by whether they keep what a neuron sends."""
KEEPING_LABELS = {
    False: "random networks: signs are dealt to links",
    True: "random networks: neurons keep what they send",
}
_WORM, _TRAINED = BLACK, STRATEGIES[TRAINED].colour
_MARKERS = {_WORM: "D", _TRAINED: STRATEGIES[TRAINED].marker}
_GLYPH = 14.0
"""Side of a drawn loop in points."""
_INDENT = 0.445
"""Where the headings of panel a begin, on its axis."""
_CAPTION = (
    "a: bars hold 95 % of the worm's random networks, or all trained networks of a row ({n} each);"
    " marks are means.\nb, c: worm with signs as predicted; all trained networks, mean and range.\n"
    f"{GLYPHS_CAPTION}"
)


@styled
def connectome_figure(
    balance: pd.DataFrame,
    trained_eta: pd.DataFrame,
    worm: pd.DataFrame,
    trained: pd.DataFrame,
    nulls: tuple[str, str],
) -> Figure:
    """Draw η of trained networks and the worm with random networks, and profiles of both.

    Parameters
    ----------
    balance : pandas.DataFrame
        The table ``connectome_balance``.
    trained_eta : pandas.DataFrame
        As `comparison.trained_balance` returns it.
    worm, trained : pandas.DataFrame
        As `comparison.profiles` returns them; the worm's rows are named by rule and null model.
        Trained networks need not have been compared with both null models.
    nulls : tuple of str
        The null models of the two profiles.
    """
    figure = Figure(figsize=(PAGE_WIDTH, 5.6), layout="constrained")
    mosaic = [["a", "b"], ["a", "c"]]
    panels = figure.subplot_mosaic(mosaic, width_ratios=(1.3, 1))
    panels["c"].sharex(panels["b"])
    draw_balance(panels["a"], balance, trained_eta)
    letter_title(panels["a"], 0, "Balance beside random networks")
    for index, null in enumerate(nulls, 1):
        axes = panels["abc"[index]]
        others = trained[trained.index.get_level_values("null_model") == null]
        draw_profiles(axes, worm.loc[("predicted", null)], others)
        label_profiles(axes)
        letter_title(axes, index, f"Loops against {null}")
    axes.set_xlabel("Profile z / |z|: rarer (−), more frequent (+)")
    legend_above(figure, _handles())
    numbers = trained_eta.groupby(CONDITION).size()
    note_below(figure, _CAPTION.format(n=n_in_words(numbers)))
    return figure


def draw_balance(axes: Axes, balance: pd.DataFrame, trained_eta: pd.DataFrame) -> None:
    """Draw a block of rows for trained networks, and one for each rule of the worm's signs.

    A null model that knows no network but the worm's is left out.
    """
    names = _draw_trained(axes, trained_eta)
    for rule, rows in balance[balance["sd"] > 0].groupby("rule", sort=False):
        top = max(names) + 2.3
        _heading(axes, top - 1, f"worm, {RULE_LABELS[rule]}")
        places = {top + row: null for row, null in enumerate(rows["null_model"])}
        for place, row in zip(places, rows.itertuples(), strict=True):
            colour = KEEPING_COLOURS[keeps_what_neurons_send(row.null_model)]
            _bar(axes, place, (row.low, row.mean, row.high), colour)
        ends = top - 0.5, max(places) + 0.5
        axes.vlines(rows["eta"].iloc[0], *ends, color=_WORM, linewidth=1.6)
        names |= places
    axes.set_yticks(list(names), list(names.values()))
    axes.set_ylim(max(names) + 0.9, -0.7)
    axes.set_xlim(_INDENT - 0.01, 1)
    axes.set_xlabel("Balance η (fraction)")


def _draw_trained(axes: Axes, eta: pd.DataFrame) -> dict[float, str]:
    """Draw a row for each condition of trained networks; return their labels by place."""
    _heading(axes, 0, "trained networks")
    names = {}
    conditions = in_order(eta.reset_index()).groupby(["task", "model"], sort=False)
    for place, ((task, model), rows) in enumerate(conditions, 1):
        names[place] = f"{TASKS[task].label}, {MODELS[model].label}"
        for null in SHUFFLED_AS.values():
            _bar(axes, place, _spread(rows[null]), KEEPING_COLOURS[keeps_what_neurons_send(null)])
        _bar(axes, place, _spread(rows[AS_TRAINED]), _TRAINED)
    return names


def _spread(values: pd.Series) -> tuple[float, float, float]:
    """Return the lowest value, the mean and the highest value."""
    return values.min(), values.mean(), values.max()


def _heading(axes: Axes, place: float, text: str) -> None:
    """Write the name of a block of rows."""
    axes.text(_INDENT, place, text, fontsize=7, va="center")


def _bar(axes: Axes, place: float, values: tuple[float, float, float], colour: str) -> None:
    """Draw low, mean and high in one row."""
    low, mean, high = values
    axes.plot([low, high], [place, place], color=colour, linewidth=2.2)
    axes.plot(mean, place, _MARKERS.get(colour, "o"), color=colour, markersize=3.4)


def draw_profiles(axes: Axes, worm: pd.Series, trained: pd.DataFrame) -> None:
    """Draw the profile of the worm, and mean and range of those of trained networks, if any."""
    for signs, place in MOTIF_PLACES.items():
        axes.plot(worm[signs], place + 0.18, _MARKERS[_WORM], color=_WORM, markersize=4)
        if len(trained):
            values = trained[signs]
            axes.hlines(place - 0.18, values.min(), values.max(), color=_TRAINED, linewidth=1.2)
            style = {"color": _TRAINED, "markersize": 3.6}
            axes.plot(values.mean(), place - 0.18, _MARKERS[_TRAINED], **style)


def label_profiles(axes: Axes) -> None:
    """Draw the eight loops at the left, a row each, the balanced ones above."""
    axes.axvline(0, color=GREY, linewidth=0.5, zorder=0)
    axes.axhline(3.75, color=GREY, linewidth=0.5, linestyle=":")
    axes.set_ylim(8.1, -0.6)
    axes.set_yticks([])
    glyph_ticks(axes, MOTIF_PLACES, _GLYPH, "y")
    style = {"rotation": 90, "ha": "right", "va": "center", "color": GREY, "fontsize": 6.5}
    side = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points"}
    for middle, text in ((1.5, "balanced"), (6.0, "unbalanced")):
        axes.annotate(text, (0, middle), (-_GLYPH - 10, 0), **side, **style)


def _handles() -> list[Line2D]:
    """Return the legend."""
    bars = [
        Line2D([], [], color=KEEPING_COLOURS[key], marker="o", markersize=3.2, lw=2.2, label=label)
        for key, label in KEEPING_LABELS.items()
    ]
    look = {"linestyle": "-", "markersize": 4}
    trained = f"trained networks ({STRATEGIES[TRAINED].label})"
    return [
        *bars,
        Line2D([], [], color=_WORM, marker="D", label="worm (a: line)", **look),
        Line2D(
            [],
            [],
            color=_TRAINED,
            marker=_MARKERS[_TRAINED],
            label=trained,
            **look,
        ),
    ]
