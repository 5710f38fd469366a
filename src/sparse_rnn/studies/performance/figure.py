"""The figures: one function each, from a table to a figure, for any subset of the conditions."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.drawing import grid, marks
from sparse_rnn.drawing.glyphs import glyph_ticks
from sparse_rnn.drawing.style import GREY, TASKS, styled
from sparse_rnn.results.intervals import (
    RUN,
    at_final_density,
    final_metric,
    first_epoch,
    last_epoch,
    with_defined_z,
    without_diverged,
)

HISTORY = [*RUN, "epoch", "valid", "test", "density", "diverged"]
MOTIFS = [*RUN, "epoch", "signs", "sd", "z", "diverged", "null_model"]
BALANCE = [*RUN, "epoch", "eta", "diverged"]
"""Columns that the figures need of their tables."""

RUNS_CAPTION = "Thick: mean, thin: single seeds. Final: seeds, mean and 95 % t interval."
PROFILE_CAPTION = (
    "Mean and 95 % t interval, z against {null}. Grey: |z| < 1.96.\n"
    "Loops i→j, j→k, i→k: i left, j top, k right; solid arrow: link +, dashed bar: link −."
)


@styled
def performance_figure(history: pd.DataFrame) -> Figure:
    """Draw the test metric along training, and beside it the final metric on its own scale.

    Parameters
    ----------
    history : pandas.DataFrame
        Columns ``HISTORY``; diverged runs are left out, and the caption counts them.

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
        label_curves(curves, strip, task.metric, grid.is_lowest(index, len(cells)))
        grid.letter_title(curves, index, cell.title)
    dotted = Line2D([], [], color=GREY, linestyle=":", label="links still being cut")
    grid.legend(figure, shown["strategy"], [] if at_final_density(shown).all() else [dotted])
    grid.caption(figure, history, f"On the test set. {RUNS_CAPTION} Of errors: geometric mean.")
    return figure


@styled
def balance_figure(balance: pd.DataFrame) -> Figure:
    """Draw the global balance eta along training, and beside it its last value for every run.

    Parameters
    ----------
    balance : pandas.DataFrame
        Columns ``BALANCE``; dense networks and diverged runs are left out.

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
        label_curves(curves, strip, "Balance η (fraction)", grid.is_lowest(index, len(cells)))
        grid.letter_title(curves, index, cell.title)
    chance = Line2D([], [], color=GREY, linewidth=0.6, linestyle="--", label="signs at random")
    grid.legend(figure, shown["strategy"], [marks.before_training(), chance])
    grid.caption(figure, balance, RUNS_CAPTION)
    return figure


@styled
def motif_figure(motifs: pd.DataFrame) -> Figure:
    """Draw the z-scores of the eight signed feed-forward loops after and before training.

    Parameters
    ----------
    motifs : pandas.DataFrame
        Columns ``MOTIFS`` under one null model; left out are dense networks, in which no such
        triad is induced, diverged runs, and z-scores without a scale (sd = 0).

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    motifs = with_defined_z(motifs[motifs["strategy"] != "dense"])
    shown = without_diverged(motifs)
    cells = grid.make_cells(shown)
    figure, axes = grid.make_grid(len(cells), 1.85, (1,))
    for index, (cell, (profile,)) in enumerate(zip(cells, axes, strict=True)):
        strategies = list(cell.strategies())
        for place, (strategy, rows) in enumerate(strategies):
            shift = 0.13 * (place - (len(strategies) - 1) / 2)
            marks.profile(profile, rows, shift, strategy)
        label_profile(profile, grid.is_lowest(index, len(cells)))
        grid.letter_title(profile, index, cell.title)
    grid.legend(figure, shown["strategy"], [marks.before_training()])
    grid.caption(figure, motifs, PROFILE_CAPTION.format(null=motifs["null_model"].iloc[0]))
    return figure


def label_curves(curves: Axes, strip: Axes, value: str, lowest: bool) -> None:
    """Label the axes along training and those of the final values."""
    curves.set_ylabel(value)
    curves.margins(x=0.02)
    curves.set_xlim(left=0)
    if lowest:
        curves.set_xlabel("Training time (epochs)")
    strip.set_xticks([])
    strip.set_xlabel("final", fontsize=6.5, labelpad=4)
    strip.margins(x=0)
    strip.set_xlim(-0.8, max(line.get_xdata()[0] for line in strip.lines) + 0.6)


def label_profile(axes: Axes, lowest: bool) -> None:
    """Label a profile, set its balanced and unbalanced loops apart, and draw the loops."""
    axes.set_ylabel("z-score (s.d.)")
    axes.axhspan(-1.96, 1.96, color="#E4E4E4", linewidth=0, zorder=0)
    axes.axhline(0, color=GREY, linewidth=0.5, zorder=1)
    axes.axvline(3.75, color=GREY, linewidth=0.5, linestyle=":")
    axes.set_xlim(-0.6, 8.1)
    axes.margins(y=0.14)
    axes.set_xticks(list(marks.MOTIF_PLACES.values()), [""] * len(marks.MOTIF_PLACES))
    style = {"ha": "center", "va": "top", "color": GREY, "fontsize": 6.5}
    for x, text in ((1.5, "balanced"), (6.0, "unbalanced")):
        axes.text(x, 1, text, transform=axes.get_xaxis_transform(), **style)
    if lowest:
        glyph_ticks(axes, marks.MOTIF_PLACES)
