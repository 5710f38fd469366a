"""The global balance eta along training."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.drawing import grid, labels, marks
from sparse_rnn.drawing.style import styled
from sparse_rnn.results.runs import first_epoch, without_diverged


@styled
def balance_figure(balance: pd.DataFrame) -> Figure:
    """Draw the mean global balance eta along training with its interval, all on one axis.

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
    figure, axes = grid.make_grid(len(cells), 1.45, (1,))
    for index, (cell, (curves,)) in enumerate(zip(cells, axes, strict=True)):
        for strategy, rows in cell.strategies():
            marks.mean_curve(curves, rows, "eta", strategy, (0, 1))
            marks.start(curves, first_epoch(rows), "eta", strategy)
        labels.chance_line(curves)
        labels.label_curves(curves, "Balance η", grid.is_lowest(index, len(cells)))
        grid.letter_title(curves, index, cell.title)
    grid.share_axes([curves for (curves,) in axes], ["eta"] * len(cells))
    chance = Line2D([], [], label="signs at random", **labels.CHANCE_LINE)
    grid.legend(figure, shown["strategy"], [marks.before_training(), chance])
    grid.caption(figure, balance, labels.BAND_CAPTION)
    return figure
