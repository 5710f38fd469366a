"""The test metric along training, and at its end."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing import grid, labels, marks
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import styled
from sparse_rnn.results.runs import at_final_density, final_metric, without_diverged


@styled
def performance_figure(history: pd.DataFrame) -> Figure:
    """Draw the test metric along training, and beside it the final metric on its own scale.

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
    figure, axes = grid.make_grid(len(cells), 1.6, (3.2, 1))
    for index, (cell, (curves, strip)) in enumerate(zip(cells, axes, strict=True)):
        task = TASKS[cell.task]
        for place, (strategy, rows) in enumerate(cell.strategies()):
            cut = rows[at_final_density(rows)].groupby("seed")["epoch"].min()
            marks.runs(curves, rows, "test", strategy, dotted_until=cut.max())
            final = final_metric(rows)["metric"]
            marks.seeds(strip, place, final, strategy, task.bounds, task.log)
        if task.log:
            curves.set_yscale("log")
            strip.set_yscale("log")
        else:
            strip.ticklabel_format(axis="y", scilimits=(-2, 3), useMathText=True)
        labels.label_curves(curves, strip, task.metric, grid.is_lowest(index, len(cells)))
        grid.letter_title(curves, index, cell.title)
    dotted = Line2D([], [], color=GREY, linestyle=":", label="links still being cut")
    grid.legend(figure, shown["strategy"], [] if at_final_density(shown).all() else [dotted])
    grid.caption(
        figure, history, f"On the test set. {labels.RUNS_CAPTION} Of errors: geometric mean."
    )
    return figure
