"""Balance and motifs of trained networks beside their controls, condition by condition."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.grid import Cell, caption, is_lowest, letter_title, make_grid, share_axes
from sparse_rnn.drawing.labels import chance_line, symmetric_log
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS
from sparse_rnn.drawing.style import LOOP_LABELS, check_columns, styled
from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.studies.controls.contrasts import CUT_LABELS, SIGN_LABELS
from sparse_rnn.studies.controls.measure import CORE

SIGN_MARKS = dict(zip(SIGN_LABELS, (("o", -0.25), ("x", 0.0), ("d", 0.25)), strict=True))
"""What is done to the signs of a network that trained sparse: marker and shift."""

MOST = 2
"""Columns of cells: the names of the controls would leave three no room."""


@styled
def control_conditions_figure(eta: pd.DataFrame, z: pd.DataFrame, null: str) -> Figure:
    """Draw eta, and the mean z-scores of balanced and unbalanced loops, of all controls.

    Parameters
    ----------
    eta : pandas.DataFrame
        ``RUN``, ``control`` and ``eta``: a row per run and control.
    z : pandas.DataFrame
        ``RUN``, ``control``, ``balanced`` and ``z``: the mean over the four loops of a kind.
    null : str
        Name of the null model of the z-scores.

    Cores, which are no control, are left out.

    Raises
    ------
    ValueError
        If there is nothing to draw, or a task, model, strategy or control is unknown.
    """
    eta, z = (table[table["control"] != CORE] for table in (eta, z))
    cells = list(control_cells(eta))
    if not cells:
        raise ValueError("nothing to draw: the table of controls has no rows")
    figure, axes = make_grid(len(cells), 2.2, (1, 1), MOST)
    for index, (cell, (left, right)) in enumerate(zip(cells, axes, strict=True)):
        draw_arms(left, cell.rows, "eta", GREY, (0, 1))
        here = cell.select(z)
        for balanced, colour in LOOP_COLOURS.items():
            draw_arms(right, here[here["balanced"] == balanced], "z", colour)
        chance_line(left, "x")
        right.axvspan(-1.96, 1.96, color="#E4E4E4", linewidth=0, zorder=0)
        label_arms((left, right), list(arms(cell.rows)), is_lowest(index, len(cells), MOST))
        letter_title(left, index, cell.title)
    for side, kind in ((0, "eta"), (1, "z")):
        panels = [pair[side] for pair in axes]
        share_axes(panels, [kind] * len(panels), "x")
    for _, right in axes:
        symmetric_log(right.xaxis, (-10, -2, 0, 2, 10))
    legend_above(figure, _handles())
    text = f"Mean and 95 % t interval. z against {null}; grey: |z| < 1.96; dashed: random signs."
    caption(figure, eta.assign(diverged=0), text)
    return figure


def control_cells(table: pd.DataFrame) -> Iterator[Cell]:
    """Yield the panels in a fixed order: task, model, sparsity.

    Raises
    ------
    ValueError
        If a task, model, strategy or control is unknown.
    """
    known = {"task": TASKS, "model": MODELS, "strategy": STRATEGIES}
    known["control"] = CUT_LABELS | SIGN_LABELS
    check_columns(table, known)
    groups = dict(iter(table.groupby(["task", "model", "sparsity"])))
    tasks, models = list(TASKS), list(MODELS)
    for key in sorted(groups, key=lambda k: (tasks.index(k[0]), models.index(k[1]), k[2])):
        yield Cell(*key, groups[key])


def arms(rows: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the kind and the key of each place on the y axis that has networks, in order."""
    for kind, names in (("control", CUT_LABELS), ("strategy", STRATEGIES)):
        trained = rows[rows["control"].isin(SIGN_LABELS)] if kind == "strategy" else rows
        yield from ((kind, name) for name in names if (trained[kind] == name).any())


def draw_arms(
    axes: Axes,
    rows: pd.DataFrame,
    value: str,
    colour: str,
    bounds: tuple[float, float] = (-np.inf, np.inf),
) -> None:
    """Draw mean and interval of a column for each arm, a strategy's sign controls side by side.

    The interval is drawn as far as values are possible at all, between ``bounds``.
    """
    for place, (kind, name) in enumerate(arms(rows)):
        for control, here in rows[rows[kind] == name].groupby("control", sort=False):
            marker, shift = SIGN_MARKS.get(control, ("o", 0.0))
            _, mean, *ends = mean_interval(here[value])
            axes.plot(np.clip(ends, *bounds), [place + shift] * 2, color=colour, linewidth=1)
            axes.plot(mean, place + shift, marker, color=colour, markersize=3)


def label_arms(axes: tuple[Axes, Axes], places: list[tuple[str, str]], lowest: bool) -> None:
    """Name the arms beside the axes of eta, and the values where no panel lies below."""
    labels = [
        CUT_LABELS[name] if kind == "control" else STRATEGIES[name].label for kind, name in places
    ]
    titles = ("Balance η (fraction)", "Mean z-score (s.d.)")
    for one, title, names in zip(axes, titles, (labels, [""] * len(labels)), strict=True):
        one.set_yticks(range(len(places)), names)
        one.set_ylim(len(places) - 0.4, -0.6)
        if lowest:
            one.set_xlabel(title)


def _handles() -> list[Line2D]:
    """Return the legend: what was done to the signs, and the colours of the two kinds of loops."""
    signs = [
        Line2D([], [], color=GREY, marker=marker, linestyle="", markersize=4, label=label)
        for label, (marker, _) in zip(SIGN_LABELS.values(), SIGN_MARKS.values(), strict=True)
    ]
    return signs + [
        Line2D([], [], color=LOOP_COLOURS[balanced], label=f"z of {name}")
        for balanced, name in LOOP_LABELS.items()
    ]
