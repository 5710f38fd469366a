"""Small multiples: one panel per condition, for tables with many rows per network."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.grid import is_lowest, letter_title, make_grid, share_axes
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.style import check_columns, in_order
from sparse_rnn.results.runs import CONDITION, without_diverged


def sparsest(table: pd.DataFrame, strategies: Collection[str]) -> pd.DataFrame:
    """Return the rows at the highest sparsity of each task and model, of some strategies.

    For figures with room for few conditions.  Where none of the strategies occurs at all, every
    one that does is kept.
    """
    chosen = table["strategy"].isin(strategies)
    table = table[chosen] if chosen.any() else table
    highest = table.groupby(["task", "model"])["sparsity"].transform("max")
    return table[table["sparsity"] == highest]


def condition_panels(
    table: pd.DataFrame, row_height: float, x_label: str
) -> tuple[Figure, Iterator[tuple[Axes, pd.DataFrame]]]:
    """Return a figure and, for each condition of a table, its axes and rows; no diverged runs.

    `share_panels` gives them common axes once they are drawn.

    Parameters
    ----------
    table : pandas.DataFrame
        Columns ``RUN``, ``diverged`` and more.
    row_height : float
        Inches per row of panels.
    x_label : str
        What the lowest panels say below their x axis.

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    table = without_diverged(table)
    if table.empty:
        raise ValueError("nothing to draw: the table has no rows (of runs that did not diverge)")
    check_columns(table, {"task": TASKS, "model": MODELS, "strategy": STRATEGIES})
    groups = list(in_order(table).groupby(CONDITION, sort=False))
    figure, axes = make_grid(len(groups), row_height, (1,))
    for index, (key, (panel,)) in enumerate(zip((k for k, _ in groups), axes, strict=True)):
        letter_title(panel, index, condition_title(*key))
        if is_lowest(index, len(groups)):
            panel.set_xlabel(x_label)
    return figure, ((panel, rows) for (panel,), (_, rows) in zip(axes, groups, strict=True))


def share_panels(drawn: Sequence[tuple[Axes, pd.DataFrame]], alike: Sequence[str] = ()) -> None:
    """Give the panels of some conditions one x axis where they agree in columns, and one y axis."""
    panels = [axes for axes, _ in drawn]
    kinds = [tuple(rows[column].iloc[0] for column in alike) for _, rows in drawn]
    share_axes(panels, kinds, "x")
    share_axes(panels, ["density"] * len(panels))


def condition_title(task: str, model: str, strategy: str, sparsity: float) -> str:
    """Return a condition in words: ``MNIST, RNN, Pruning II, 95 % sparse``."""
    sparse = f", {100 * sparsity:g} % sparse" if sparsity else ""
    return f"{TASKS[task].label}, {MODELS[model].label}, {STRATEGIES[strategy].label}{sparse}"


def draw_histogram(
    axes: Axes, rows: pd.DataFrame, label: str, colour: str, filled: float = 0.15
) -> None:
    """Draw the density of a histogram, summed over networks, as an outline with a faint filling.

    Parameters
    ----------
    axes : Axes
        Where to draw.
    rows : pandas.DataFrame
        ``low``, ``high`` and ``count`` of bins that all networks share.
    label, colour : str
        How the legend calls it, and its colour.
    filled : float, optional
        How dense the filling is.
    """
    bins = rows.groupby(["low", "high"])["count"].sum().reset_index()
    edges = np.append(bins["low"], bins["high"].iloc[-1])
    density = bins["count"] / max(bins["count"].sum(), 1) / np.diff(edges)
    axes.stairs(density, edges, fill=True, color=colour, alpha=filled, linewidth=0)
    axes.stairs(density, edges, color=colour, linewidth=1, label=label)


def common_legend(figure: Figure, axes: Axes) -> None:
    """Put the legend of one panel above all."""
    legend_above(figure, axes.get_legend_handles_labels()[0])
