"""What stands for one strategy in a panel: mean curves, their start, profiles."""

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

BAND = {"alpha": 0.16, "linewidth": 0}
"""How an interval along a curve is filled."""

MOTIF_PLACES = {signs: float(x) for x, signs in enumerate(BALANCED_SIGNS)} | {
    signs: x + 4.5 for x, signs in enumerate(UNBALANCED_SIGNS)
}
"""Position of each motif on the x axis: the balanced ones first, then a gap."""


def mean_curve(
    axes: Axes,
    rows: pd.DataFrame,
    value: str,
    strategy: str,
    bounds: tuple[float, float],
    dotted_until: float = -np.inf,
) -> None:
    """Draw a column against the epoch: the mean over seeds, and its 95 % t interval as a band.

    The mean is drawn where every seed has a value, and dotted up to the epoch ``dotted_until``.
    The band is drawn as far as values are possible at all, between ``bounds``.
    """
    look = STRATEGIES[strategy]
    wide = rows.pivot(index="epoch", columns="seed", values=value)
    mean = wide.mean(axis=1, skipna=False)
    _, _, low, high = np.array([mean_interval(values) for values in wide.to_numpy()]).T
    low, high = (np.clip(end, *bounds) for end in (low, high))
    axes.fill_between(wide.index, low, high, color=look.colour, **BAND)
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
