"""The global balance eta along training, and at its end."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.drawing import grid, labels, marks
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import styled
from sparse_rnn.results.runs import first_epoch, last_epoch, without_diverged


@styled
def balance_figure(balance: pd.DataFrame) -> Figure:
    """Draw the global balance eta along training, and beside it its last value for every run.

    Parameters
    ----------
    balance : pandas.DataFrame
        The table ``balance``; dense networks and diverged runs are left out.

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    balance = balance[balance["strategy"] != "dense"]
    shown = without_diverged(balance)
    cells = grid.make_cells(shown)
    figure, axes = grid.make_grid(len(cells), 1.6, (3.2, 1))
    for index, (cell, (curves, strip)) in enumerate(zip(cells, axes, strict=True)):
        strip.sharey(curves)
        for place, (strategy, rows) in enumerate(cell.strategies()):
            marks.runs(curves, rows, "eta", strategy)
            marks.start(curves, first_epoch(rows), "eta", strategy)
            marks.seeds(strip, place, last_epoch(rows)["eta"], strategy, (0, 1))
        curves.axhline(0.5, color=GREY, linewidth=0.6, linestyle="--", zorder=0)
        labels.label_curves(
            curves, strip, "Balance η (fraction)", grid.is_lowest(index, len(cells))
        )
        grid.letter_title(curves, index, cell.title)
    chance = Line2D([], [], color=GREY, linewidth=0.6, linestyle="--", label="signs at random")
    grid.legend(figure, shown["strategy"], [marks.before_training(), chance])
    grid.caption(figure, balance, labels.RUNS_CAPTION)
    return figure
