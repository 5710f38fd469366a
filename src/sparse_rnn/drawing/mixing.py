"""The mixing of null models: chains that start apart, after a number of swaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import NullFormatter

from sparse_rnn.drawing.glyphs import GlyphHandler, signs_are_balanced
from sparse_rnn.drawing.grid import letter_title, note_below, share_axes
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS
from sparse_rnn.drawing.style import PAGE_HEIGHT, PAGE_WIDTH, styled
from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.graphs.nulls.convergence import APART_AT
from sparse_rnn.graphs.nulls.mixing import ALL

MARKERS = dict(zip(FFL_SIGNS, "o^vDs<>*", strict=True))
TICKS = (0, 1, 4, 9, 36, 144, 576)
ERRORS = (0, 4, 10, 100)
TITLES = ("{null}: links shared", "mean counts: difference", "z: difference")


@styled
def mixing_figure(table: pd.DataFrame, note: str) -> Figure:
    """Draw a row of panels for each null model: memory, means and z-scores against swaps.

    Parameters
    ----------
    table : pandas.DataFrame
        One or more tables of `graphs.nulls.mixing.mixing_table`, one below another.
    note : str
        What was drawn, for the line below.
    """
    nulls = list(dict.fromkeys(table["null_model"]))
    height = min(1.7 * len(nulls) + 1.1, PAGE_HEIGHT)
    figure = Figure(figsize=(PAGE_WIDTH, height), layout="constrained")
    panels = figure.subplots(len(nulls), 3, sharex=True, squeeze=False)
    for row, null in enumerate(nulls):
        rows = table[table["null_model"] == null]
        draw_memory(panels[row, 0], rows)
        draw_means(panels[row, 1], rows)
        draw_z(panels[row, 2], rows)
        for column, title in enumerate(TITLES):
            letter_title(panels[row, column], 3 * row + column, title.format(null=null))
    for axes in panels.flat:
        axes.set_xscale("symlog", linthresh=0.25, linscale=0.4)
        axes.set_xlim(-0.03, 1.15 * table["swaps"].max())
        ticks = [tick for tick in TICKS if tick <= table["swaps"].max()]
        axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
        axes.xaxis.set_minor_formatter(NullFormatter())
    for axes in panels[-1]:
        axes.set_xlabel("swaps proposed per link")
    share_axes(panels[:, 1], ["standard errors"] * len(nulls))
    handles = _handles()
    loops = {line: GlyphHandler() for line in handles if line.get_gid()}
    legend_above(figure, handles, handlelength=3.6, labelspacing=1.1, handler_map=loops)
    lines = (
        "Half of the chains start from the given network, half far from it; difference: between\n"
        f" them. Grey: {APART_AT:g} standard errors. Bars: one."
        " No z: beyond ±1, or all random networks have the same count."
    )
    note_below(figure, f"{note}. {lines}")
    return figure


def draw_memory(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the share of the given links that are there, by where the chains start."""
    steps = rows.groupby("swaps")
    axes.plot(steps["overlap"].first(), "o-", color="k", markersize=3, linewidth=0.8)
    axes.plot(steps["overlap_far"].first(), "s--", color=GREY, markersize=3, linewidth=0.8)
    axes.set_ylim(-0.05, 1.05)
    axes.set_ylabel("share of the given links")


def draw_means(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw how far the means of both halves are apart, in standard errors."""
    axes.axhspan(0, APART_AT, color="0.9", zorder=0)
    for signs, loop in rows.groupby("signs"):
        axes.plot(loop["swaps"], loop["mean_errors"], **look(signs))
    axes.set_yscale("symlog", linthresh=10)
    largest = rows["mean_errors"].replace(np.inf, np.nan).max()
    axes.set_ylim(-0.5, max(30, 1.5 * np.nan_to_num(largest)))
    axes.set_yticks(ERRORS, [f"{error:g}" for error in ERRORS])
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_ylabel("standard errors")


def draw_z(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the z-score of each loop, less that of the chains that start far away."""
    for signs, loop in rows[rows["signs"] != ALL].groupby("signs"):
        given = loop[["swaps", "z_difference", "z_se"]].to_numpy().T
        axes.errorbar(*given, elinewidth=0.6, **look(signs))
    axes.set_ylim(-1, 1)
    axes.set_ylabel("z (cut at ±1)")


def look(signs: str) -> dict:
    """Return how the points of a loop, or of all together, are drawn."""
    if signs == ALL:
        return {"color": "k", "marker": "_", "markersize": 5, "linewidth": 1.2}
    colour = LOOP_COLOURS[signs_are_balanced(signs)]
    return {"color": colour, "marker": MARKERS[signs], "markersize": 2.5, "linewidth": 0.5}


def _handles() -> list[Line2D]:
    """Return what the legend lists; the lines of loops have their signs as `gid`."""
    return [
        Line2D([], [], color="k", marker="o", markersize=3, label="from the given network"),
        Line2D([], [], color=GREY, marker="s", ls="--", markersize=3, label="from far away"),
        *(
            Line2D([], [], label=signs.replace("-", "−"), gid=signs, **look(signs))
            for signs in FFL_SIGNS
        ),
        Line2D([], [], label=ALL, **look(ALL)),
    ]
