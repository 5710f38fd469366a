"""The test error along training, of every strategy."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing import grid, labels, marks
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import styled
from sparse_rnn.results.runs import at_final_density, without_diverged


@styled
def performance_curves_figure(history: pd.DataFrame) -> Figure:
    """Draw the test error along training on a logarithmic scale.

    Curves that end within a percent of accuracy are apart there.  Panels of one task share an axis.

    Parameters
    ----------
    history : pandas.DataFrame
        The table ``history``; diverged runs are left out, and the caption counts them.

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    shown = without_diverged(history)
    cells = grid.make_cells(shown)
    figure, axes = grid.make_grid(len(cells), 1.6, (1,))
    for index, (cell, (curves,)) in enumerate(zip(cells, axes, strict=True)):
        for strategy, rows in cell.strategies():
            cut = rows[at_final_density(rows)].groupby("seed")["epoch"].min()
            rows = with_error(rows)
            bounds = possible_errors(cell.task, rows["error"])
            marks.mean_curve(curves, rows, "error", strategy, bounds, dotted_until=cut.max())
        curves.set_yscale("log")
        labels.label_curves(curves, error_of(cell.task), grid.is_lowest(index, len(cells)))
        grid.letter_title(curves, index, cell.title)
    grid.share_axes([curves for (curves,) in axes], [cell.task for cell in cells])
    for (curves,) in axes:
        labels.label_decades(curves.yaxis)
    dotted = Line2D([], [], color=GREY, linestyle=":", label="links still being cut")
    grid.legend(figure, shown["strategy"], [] if at_final_density(shown).all() else [dotted])
    grid.caption(figure, history, f"On the test set; low is better. {labels.BAND_CAPTION}")
    return figure


def with_error(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a task with its test error: 1 less an accuracy, an error as it is."""
    higher = TASKS[rows["task"].iloc[0]].higher_is_better
    return rows.assign(error=1 - rows["test"] if higher else rows["test"])


def error_of(task: str) -> str:
    """Return what an error is of, for the axis."""
    metric = TASKS[task].metric
    return f"1 − {metric[0].lower()}{metric[1:]}" if TASKS[task].higher_is_better else metric


def possible_errors(task: str, errors: pd.Series) -> tuple[float, float]:
    """Return the ends of what a band shows: the lowest error above zero, and the highest possible.

    A logarithmic axis has no zero.
    """
    entry = TASKS[task]
    highest = 1 - entry.bounds[0] if entry.higher_is_better else entry.bounds[1]
    return errors[errors > 0].min(), highest
