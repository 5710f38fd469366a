"""What the figures share: one cell per task, model and sparsity, letters, legend and caption."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import Literal, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.gridspec import GridSpec
from matplotlib.lines import Line2D

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import PAGE_HEIGHT, PAGE_WIDTH, check_columns
from sparse_rnn.drawing.titles import set_title
from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.results.runs import CONDITION, RUN, without_diverged

LOWEST = 1.1
"""Inches that a row of cells needs; where two columns leave less, there are three."""


class Cell(NamedTuple):
    """One panel of a figure and the rows of the table that it shows."""

    task: str
    model: str
    sparsity: float
    rows: pd.DataFrame

    @property
    def title(self) -> str:
        """What is shown, in words: ``Mackey–Glass, RNN, 95 % sparse``."""
        sparsity = f", {100 * self.sparsity:g} % sparse" if self.sparsity else ""
        return f"{TASKS[self.task].label}, {MODELS[self.model].label}{sparsity}"

    def select(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of another table that belong here."""
        return table[(table[["task", "model", "sparsity"]] == self[:3]).all(axis=1)]

    def strategies(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield each strategy that occurs, in the order of the legend, with its rows."""
        for strategy in STRATEGIES:
            rows = self.rows[self.rows["strategy"] == strategy]
            if len(rows):
                yield strategy, rows


def make_cells(table: pd.DataFrame) -> list[Cell]:
    """Return the cells of a table in a fixed order: task, model, sparsity.

    Dense networks (sparsity 0) appear as the reference in every cell of their task and model.

    Raises
    ------
    ValueError
        If the table is empty, has a row twice, or names a task, model, strategy or loop that
        nothing here can draw.
    """
    if table.empty:
        raise ValueError("nothing to draw: the table has no rows (of sparse networks)")
    known = {"task": TASKS, "model": MODELS, "strategy": STRATEGIES, "signs": FFL_SIGNS}
    check_columns(table, known)
    key = table.columns.intersection([*RUN, "epoch", "signs"]).to_list()
    twice = table[table.duplicated(key)]
    if len(twice):
        raise ValueError(f"the table has more than one row for {twice[key].iloc[0].to_dict()}")
    cells = []
    for task in TASKS:
        for model in MODELS:
            rows = table[(table["task"] == task) & (table["model"] == model)]
            sparse = sorted(s for s in rows["sparsity"].unique() if s > 0)
            for sparsity in sparse or rows["sparsity"].unique():
                here = rows[rows["sparsity"].isin([0, sparsity])]
                cells.append(Cell(task, model, float(sparsity), here))
    return cells


def make_grid(
    n_cells: int, row_height: float, widths: tuple[float, ...], most: int = 3
) -> tuple[Figure, list[list[Axes]]]:
    """Return a figure of the page's width and, for each cell, its axes side by side.

    Parameters
    ----------
    n_cells : int
        Number of cells; they fill rows of ``columns_of`` them, a single one the width.
    row_height : float
        Inches; less where the rows would not fit on a page.
    widths : tuple of float
        Relative widths of the axes of one cell.
    most : int
        Columns at most: two for cells that need half the width.
    """
    columns, n = columns_of(n_cells, most), len(widths)
    n_rows = -(-n_cells // columns)
    height = min(n_rows * row_height, PAGE_HEIGHT)
    figure = Figure(figsize=(PAGE_WIDTH, height + 0.6), layout="constrained")
    grid = GridSpec(n_rows, n * columns, figure=figure, width_ratios=widths * columns)
    places = [divmod(cell, columns) for cell in range(n_cells)]
    return figure, [[figure.add_subplot(grid[r, n * c + i]) for i in range(n)] for r, c in places]


def columns_of(n_cells: int, most: int = 3) -> int:
    """Return how many cells stand side by side: two, or three where rows would be too low."""
    return min(n_cells, 2 if -(-n_cells // 2) * LOWEST <= PAGE_HEIGHT else most)


def share_axes(
    panels: Sequence[Axes], kinds: Sequence[Hashable], axis: Literal["x", "y"] = "y"
) -> None:
    """Give all panels of one kind the same limits on an axis, those that hold all their values."""
    for kind in dict.fromkeys(kinds):
        own = [panel for panel, its in zip(panels, kinds, strict=True) if its == kind]
        ends = [getattr(panel, f"get_{axis}lim")() for panel in own]
        for panel in own:
            getattr(panel, f"set_{axis}lim")(min(map(min, ends)), max(map(max, ends)))


def is_lowest(index: int, n_cells: int, most: int = 3) -> bool:
    """Return whether no cell lies below the one with this index."""
    return index + columns_of(n_cells, most) >= n_cells


def letter_title(axes: Axes, index: int, title: str) -> None:
    """Write the panel's bold letter and its title above the axes."""
    letter = ascii_lowercase[index % 26] * (1 + index // 26)
    set_title(axes, rf"$\bf{{{letter}}}$  {title}")


def legend(figure: Figure, strategies: Iterable[str], extra: Iterable[Line2D] = ()) -> None:
    """Put one legend for all cells above them: the strategies, then any further handles."""
    handles = [
        Line2D([], [], color=look.colour, marker=look.marker, markersize=4, label=look.label)
        for key, look in STRATEGIES.items()
        if key in set(strategies)
    ]
    handles += extra
    legend_above(figure, handles, handlelength=1.8)


def empty_figure(words: str) -> Figure:
    """Return a figure that says in words why there is nothing to draw."""
    figure = Figure(figsize=(PAGE_WIDTH, 1.2), layout="constrained")
    axes = figure.subplots()
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, ha="center", va="center", color=GREY)
    return figure


def caption(figure: Figure, table: pd.DataFrame, text: str) -> None:
    """Write the line below the figure: how many networks, which seeds, what is drawn."""
    note_below(figure, f"{seeds_in_words(table)}. {text}")


def note_below(figure: Figure, text: str) -> None:
    """Write a line below the figure."""
    figure.supxlabel(text, fontsize=6.5, color=GREY)


def n_in_words(counts: pd.Series) -> str:
    """Return how many networks conditions have: ``n = 5``, ``n = 3–5``; conditions of none apart.

    Parameters
    ----------
    counts : pandas.Series
        The number of networks of each.
    """
    there = counts[counts > 0]
    if there.empty:
        return "n = 0"
    fewest, most = there.min(), there.max()
    return f"n = {fewest}" if fewest == most else f"n = {fewest}–{most}"


def seeds_in_words(table: pd.DataFrame) -> str:
    """Return how many seeds each condition has and which: ``n = 3 networks each (seeds 0–2)``.

    Runs that diverged do not count; where there are any, their number follows.
    """
    every = table.drop_duplicates(RUN)
    runs = without_diverged(every)
    counts = runs.groupby(CONDITION).size()
    networks = "network" if counts.max() == 1 else "networks"
    seeds = sorted(runs["seed"].unique())
    if len(seeds) > 2 and seeds[-1] - seeds[0] == len(seeds) - 1:
        which = f"seeds {seeds[0]}–{seeds[-1]}"
    else:
        which = f"seed{'s' if len(seeds) > 1 else ''} {', '.join(map(str, seeds))}"
    lost = len(every) - len(runs)
    return f"{n_in_words(counts)} {networks} each ({which})" + (
        f"; {lost} diverged, left out" if lost else ""
    )
