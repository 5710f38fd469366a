"""Balance along training and loops at its end: published networks over what ours predict."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.glyphs import glyph_ticks
from sparse_rnn.drawing.grid import empty_figure, letter_title, n_in_words, note_below, share_axes
from sparse_rnn.drawing.labels import GLYPHS_CAPTION, chance_line, label_profile, share_z
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.marks import MOTIF_PLACES
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import PAGE_WIDTH, styled
from sparse_rnn.results.intervals import prediction_interval
from sparse_rnn.results.runs import without_diverged
from sparse_rnn.studies.published.figure import NONE_OF_OURS, NOTHING
from sparse_rnn.studies.published.source import CORE_LINKS, RUN_KIND

_GLYPH = 15.0
_CAPTION = (
    "Markers and lines: theirs, one network each; pale: mean of ours ({n}) and 95 % prediction"
    f" interval for one more.\n{GLYPHS_CAPTION}"
)


@styled
def published_runs_figure(
    their_balance: pd.DataFrame, balance: pd.DataFrame, comparison: pd.DataFrame
) -> Figure:
    """Draw the published runs beside ours: eta along training, z of the eight loops at its end.

    Parameters
    ----------
    their_balance : pandas.DataFrame
        The table ``published_balance``; with no trained network in it the figure says so.
    balance : pandas.DataFrame
        The table ``balance``; a condition without networks of ours has no interval.
    comparison : pandas.DataFrame
        As `comparison.compare_published` returns it.
    """
    trained = their_balance[their_balance["kind"] == RUN_KIND]
    if trained.empty:
        return empty_figure(NOTHING)
    cells = list(_cells(trained))
    figure = Figure(figsize=(PAGE_WIDTH, 1.35 * len(cells) + 0.9), layout="constrained")
    rows = figure.subplots(len(cells), 2, squeeze=False, width_ratios=(1, 1.25))
    for index, ((task, model), (curves, loops)) in enumerate(zip(cells, rows, strict=True)):
        here = _of(trained, task, model)
        draw_balance_curves(curves, here, _of(without_diverged(balance), task, model))
        draw_loops(loops, _of(comparison, task, model))
        lowest = index == len(cells) - 1
        if not _of(comparison, task, model)["mean"].notna().any():
            style = {"ha": "right", "va": "bottom", "fontsize": 6.5, "color": GREY}
            curves.text(0.99, 0.03, NONE_OF_OURS, transform=curves.transAxes, **style)
        _label(curves, loops, lowest)
        letter_title(curves, index, f"{TASKS[task].label}, {MODELS[model].label}")
    share_axes(rows[:, 0], ["eta"] * len(rows))
    share_z(rows[:, 1])
    glyph_ticks(rows[-1][1], MOTIF_PLACES, _GLYPH)
    legend_above(figure, _handles(trained["strategy"]))
    note_below(figure, _CAPTION.format(n=n_in_words(comparison["n"])))
    return figure


def draw_balance_curves(axes: Axes, theirs: pd.DataFrame, ours: pd.DataFrame) -> None:
    """Draw eta of each published run along training over the interval of our networks."""
    for (strategy, sparsity, listed), run in theirs.groupby(["strategy", "sparsity", "listed"]):
        look, core = STRATEGIES[strategy], listed == CORE_LINKS
        alike = (ours["strategy"] == strategy) & (ours["sparsity"] == sparsity)
        if alike.any() and not core:
            _draw_interval(axes, ours[alike], look.colour)
        every = max(1, len(run) // 7)
        style = {"marker": look.marker, "markersize": 3, "markevery": every, "linewidth": 1.1}
        style |= {"linestyle": ":" if core else "-", "markerfacecolor": "w" if core else None}
        axes.plot(run["step"], run["eta"], color=look.colour, **style)
    chance_line(axes)


def _draw_interval(axes: Axes, ours: pd.DataFrame, colour: str) -> None:
    """Draw mean and prediction interval of our networks at each epoch."""
    groups = ours.groupby("epoch")["eta"]
    _, mean, low, high = np.array([prediction_interval(values) for _, values in groups]).T
    epochs = list(groups.groups)
    axes.fill_between(epochs, low.clip(0, 1), high.clip(0, 1), color=colour, alpha=0.16, lw=0)
    axes.plot(epochs, mean, color=colour, linewidth=0.7, alpha=0.6)


def draw_loops(axes: Axes, comparison: pd.DataFrame) -> None:
    """Draw the z-scores of the eight loops of each published run beside the interval of ours."""
    groups = list(comparison.groupby(["strategy", "listed"]))
    for place, ((strategy, listed), rows) in enumerate(groups):
        look, core = STRATEGIES[strategy], listed == CORE_LINKS
        loops = rows.set_index("quantity").reindex([f"z {signs}" for signs in MOTIF_PLACES])
        x = np.array(list(MOTIF_PLACES.values())) + 0.22 * (place - (len(groups) - 1) / 2)
        if not core:
            axes.vlines(x, loops["low"], loops["high"], color=look.colour, linewidth=3, alpha=0.3)
            axes.plot(x, loops["mean"], "_", color=look.colour, markersize=4)
        face = {"markerfacecolor": "w"} if core else {}
        axes.plot(x, loops["theirs"], look.marker, color=look.colour, markersize=3.4, **face)


def _cells(trained: pd.DataFrame) -> Iterator[tuple[str, str]]:
    """Yield the tasks and models that were published, in the order of all figures."""
    there = set(zip(trained["task"], trained["model"], strict=True))
    yield from ((task, model) for task in TASKS for model in MODELS if (task, model) in there)


def _of(table: pd.DataFrame, task: str, model: str) -> pd.DataFrame:
    """Return the rows of a task and model."""
    return table[(table["task"] == task) & (table["model"] == model)]


def _label(curves: Axes, loops: Axes, lowest: bool) -> None:
    """Label the two panels of a task and model."""
    curves.set_ylabel("Balance η (fraction)")
    curves.margins(x=0.02)
    label_profile(loops, lowest=False)
    if lowest:
        curves.set_xlabel("Training time (epochs)")


def _handles(strategies: pd.Series) -> list[Line2D | Patch]:
    """Return the legend: strategies, the core of SET, and the interval of ours."""
    looks = [look for key, look in STRATEGIES.items() if key in set(strategies)]
    style = {"markersize": 4}
    found = [
        Line2D([], [], color=look.colour, marker=look.marker, label=look.label, **style)
        for look in looks
    ]
    core = {"linestyle": ":", "marker": "v", "markerfacecolor": "w"}
    found.append(Line2D([], [], color=GREY, label="without the latest links", **core, **style))
    found.append(Patch(color=GREY, alpha=0.25, label="ours, prediction interval"))
    return found
