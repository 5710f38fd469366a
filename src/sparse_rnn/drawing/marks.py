"""What stands for one strategy in a panel: runs, their start, final values, profiles."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, UNBALANCED_SIGNS
from sparse_rnn.results.intervals import mean_interval, summarise
from sparse_rnn.results.runs import first_epoch, last_epoch

MOTIF_PLACES = {signs: float(x) for x, signs in enumerate(BALANCED_SIGNS)} | {
    signs: x + 4.5 for x, signs in enumerate(UNBALANCED_SIGNS)
}
"""Position of each motif on the x axis: the balanced ones first, then a gap."""


def runs(
    axes: Axes, rows: pd.DataFrame, value: str, strategy: str, dotted_until: float = -np.inf
) -> None:
    """Draw a column against the epoch: thin lines for the seeds, a thick one for their mean.

    The mean is drawn where every seed has a value, and dotted up to the epoch ``dotted_until``.
    """
    look = STRATEGIES[strategy]
    wide = rows.pivot(index="epoch", columns="seed", values=value)
    axes.plot(wide, color=look.colour, linewidth=0.4, alpha=0.45)
    mean = wide.mean(axis=1, skipna=False)
    before, after = mean[mean.index <= dotted_until], mean[mean.index >= dotted_until]
    step = max(1, len(mean) // 6)
    markers = {"marker": look.marker, "markersize": 3, "markevery": (step // 2, step)}
    axes.plot(before, color=look.colour, linewidth=1.3, linestyle=":")
    axes.plot(after, color=look.colour, linewidth=1.3, **markers)


def start(axes: Axes, rows: pd.DataFrame, value: str, strategy: str) -> None:
    """Mark the mean of the rows, those before training, with an open circle."""
    style = {"marker": "o", "markersize": 4.5, "markerfacecolor": "w", "clip_on": False}
    colour = STRATEGIES[strategy].colour
    axes.plot(rows["epoch"].min(), rows[value].mean(), color=colour, zorder=4, **style)


def before_training() -> Line2D:
    """Return the legend's handle of open markers."""
    style = {"marker": "o", "markersize": 4, "markerfacecolor": "w", "linestyle": ""}
    return Line2D([], [], color=GREY, label="before training", **style)


def seeds(
    axes: Axes,
    place: float,
    values: pd.Series,
    strategy: str,
    bounds: tuple[float, float],
    log: bool = False,
) -> None:
    """Draw the seeds of one condition as faint points, their mean and its interval.

    The interval is drawn as far as values are possible at all, between ``bounds``.  Where the
    values span decades (``log``) it is the geometric mean.
    """
    look = STRATEGIES[strategy]
    _, mean, *ends = np.exp(mean_interval(np.log(values))) if log else mean_interval(values)
    x = np.full(len(values), place - 0.25)
    axes.plot(x, values, ".", color=look.colour, alpha=0.5, markersize=2.5)
    axes.plot([place, place], np.clip(ends, *bounds), color=look.colour, linewidth=1)
    axes.plot(place, mean, marker=look.marker, color=look.colour, markersize=4)


def profile(axes: Axes, rows: pd.DataFrame, shift: float, strategy: str) -> None:
    """Draw a z-score profile: final means and intervals, and the initial means, faint and open."""
    look = STRATEGIES[strategy]
    first = first_epoch(rows).groupby("signs")["z"].mean()
    final = summarise(last_epoch(rows), "z", ["signs"]).set_index("signs")
    for group in (BALANCED_SIGNS, UNBALANCED_SIGNS):
        x = np.array([MOTIF_PLACES[signs] for signs in group]) + shift
        here = final.reindex(group)
        style = {"color": look.colour, "marker": look.marker}
        axes.plot(x, first.reindex(group), ls="", ms=2.8, mfc="w", alpha=0.4, **style)
        axes.vlines(x, here["low"], here["high"], color=look.colour, linewidth=0.9)
        axes.plot(x, here["mean"], ms=3.4, lw=0.5, zorder=3, **style)
