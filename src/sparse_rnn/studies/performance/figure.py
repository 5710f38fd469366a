"""The final test metric of sparse networks against that of the dense network of the same seed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing import grid
from sparse_rnn.drawing.labels import better, label_decades
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import PAGE_WIDTH, styled
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.runs import (
    LOWER_IS_BETTER,
    difference_to_dense,
    metric_to_compare,
    without_diverged,
)
from sparse_rnn.verdicts.limits import ALLOWED_LOSS, ALLOWED_LOSS_RATIO

COMPARISONS = {
    False: "Accuracy or performance, sparse less dense",
    True: "Error, sparse over dense",
}
"""What a panel compares, by whether it is of errors."""
_PITCH, _GAP = 0.085, 0.07
"""Inches of a mark, and between the groups of two sparsities or tasks."""
_CAPTION = (
    "Mean over pairs of one seed, 95 % t interval.\n"
    "Solid line: like dense; dashed: what is still comparable. Of errors: geometric means."
)


@styled
def performance_figure(history: pd.DataFrame) -> Figure:
    """Draw the difference to dense of each condition: of accuracies, and the ratio of errors.

    Parameters
    ----------
    history : pandas.DataFrame
        The table ``history``; diverged runs are left out, and the caption counts them.

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    cells = grid.make_cells(without_diverged(history))
    pairs = difference_to_dense(metric_to_compare(history))
    each = summarise(pairs, "difference").dropna(subset="mean")
    if each.empty:
        return grid.empty_figure("no sparse network has a dense one of its seed to compare with")
    errors = each["task"].isin(LOWER_IS_BETTER)
    parts = {kind: rows for kind, rows in each.groupby(errors)}
    heights = [room_of(rows) for rows in parts.values()]
    size = PAGE_WIDTH, sum(heights) + 0.55 * len(parts) + 0.7
    figure = Figure(figsize=size, layout="constrained")
    panels = figure.subplots(len(parts), 1, squeeze=False, height_ratios=heights)[:, 0]
    for index, (axes, (is_error, rows)) in enumerate(zip(panels, parts.items(), strict=True)):
        draw_differences(axes, rows, cells, is_error)
        grid.letter_title(axes, index, COMPARISONS[is_error])
    grid.legend(figure, each["strategy"])
    grid.caption(figure, history, _CAPTION)
    return figure


def room_of(rows: pd.DataFrame) -> float:
    """Return the inches that the conditions of a panel need, one below the other."""
    groups = rows[["task", "model", "sparsity"]].drop_duplicates()
    return _PITCH * len(rows) + _GAP * len(groups)


def draw_differences(axes: Axes, rows: pd.DataFrame, cells: list, is_error: bool) -> None:
    """Draw a line for each condition; the y axis is in inches from the top."""
    top, middles = 0.0, {}
    for cell in cells:
        own = cell.select(rows).set_index("strategy")
        names = [name for name in STRATEGIES if name in own.index]
        start = top
        for name in names:
            draw_difference(axes, top + _PITCH / 2, own.loc[name], name, is_error)
            top += _PITCH
        if names:
            middles[(start + top) / 2] = cell.title
            top += _GAP
            axes.axhline(top - _GAP / 2, color="#E4E4E4", linewidth=0.5)
    axes.set_yticks(list(middles), list(middles.values()))
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(top - _GAP / 2, -_GAP / 2)
    label_differences(axes, is_error)


def draw_difference(axes: Axes, y: float, row: pd.Series, strategy: str, is_error: bool) -> None:
    """Draw mean and interval of a condition: percentage points, or a ratio."""
    look, values = STRATEGIES[strategy], row[["low", "mean", "high"]].to_numpy(float)
    low, mean, high = np.exp(values) if is_error else 100 * values
    axes.plot([low, high], [y, y], color=look.colour, linewidth=1)
    axes.plot(mean, y, look.marker, color=look.colour, markersize=3.4)


def label_differences(axes: Axes, is_error: bool) -> None:
    """Draw where sparse is like dense and how far it is comparable; tell which way is better."""
    axes.axvline(1 if is_error else 0, color=GREY, linewidth=0.8, zorder=0)
    limit = ALLOWED_LOSS_RATIO if is_error else -100 * ALLOWED_LOSS
    axes.axvline(limit, color=GREY, linewidth=0.8, linestyle="--", zorder=0)
    if is_error:
        axes.set_xscale("log")
        label_decades(axes.xaxis)
    axes.set_xlabel("ratio of test errors" if is_error else "percentage points on the test set")
    better(axes, "x", not is_error)
