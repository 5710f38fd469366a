"""The motif profiles of all conditions side by side, as one map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.colors import SymLogNorm
from matplotlib.figure import Figure

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.glyphs import glyph_ticks
from sparse_rnn.drawing.grid import Cell, caption, legend, make_cells
from sparse_rnn.drawing.labels import Z_TICKS
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import PAGE_WIDTH, styled
from sparse_rnn.drawing.titles import narrow
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, UNBALANCED_SIGNS
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.runs import with_defined_z, without_diverged

LOOPS = (*BALANCED_SIGNS, *UNBALANCED_SIGNS)
HIGHEST, LINEAR = 30.0, 2.0
"""z-scores (s.d.) at which colours end, and up to which they are in proportion to z; from there on
they go by its logarithm, for tasks differ tenfold."""
ROOMY = 98.0
"""Columns up to which labels have their full size; more leave them less room."""
_GAP, _WIDE_GAP = 0.5, 1.2
"""Columns between two sparsities of a task, and between two tasks or models."""
_CAPTION = "Colour: mean z after training, against {null}; dot: its 95 % t interval holds 0."


@styled
def profile_map_figure(motifs: pd.DataFrame) -> Figure:
    """Draw the mean z-scores of the eight loops after training: a column for each condition.

    Parameters
    ----------
    motifs : pandas.DataFrame
        Rows of the table ``motifs`` after training under one null model; left out are dense
        networks, diverged runs, and z-scores without a scale (sd = 0).

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    motifs = with_defined_z(motifs[motifs["strategy"] != "dense"])
    cells = make_cells(without_diverged(motifs))
    figure = Figure(figsize=(PAGE_WIDTH, 3.5), layout="constrained")
    axes = figure.subplots()
    starts = places(cells)
    for start, cell in zip(starts, cells, strict=True):
        mesh = draw_block(axes, start, cell)
        draw_strategies(axes, start, cell)
    label_blocks(axes, starts, cells)
    label_loops(axes)
    bar = {"extend": "both", "pad": 0.01, "aspect": 30, "ticks": Z_TICKS, "format": "%g"}
    figure.colorbar(mesh, ax=axes, label="rarer  ←  z-score (s.d.)  →  more frequent", **bar)
    figure.get_layout_engine().set(h_pad=0.075)
    legend(figure, motifs["strategy"])
    caption(figure, motifs, _CAPTION.format(null=motifs["null_model"].iloc[0]))
    return figure


def width_of(cell: Cell) -> int:
    """Return the number of a block's columns."""
    return cell.rows["strategy"].nunique()


def places(cells: Sequence[Cell]) -> list[float]:
    """Return where each block of columns starts."""
    starts = [0.0]
    for cell, following in pairwise(cells):
        gap = _GAP if cell[:2] == following[:2] else _WIDE_GAP
        starts.append(starts[-1] + width_of(cell) + gap)
    return starts


def draw_block(axes: Axes, start: float, cell: Cell) -> QuadMesh:
    """Draw the columns of a task, model and sparsity; return what the colour bar needs."""
    means, unclear = zip(*(column(rows) for _, rows in cell.strategies()), strict=True)
    x, y = start + np.arange(len(means) + 1), np.arange(len(LOOPS) + 1)
    norm = SymLogNorm(LINEAR, linscale=0.5, vmin=-HIGHEST, vmax=HIGHEST)
    mesh = axes.pcolormesh(x, y, np.array(means).T, cmap="RdBu_r", norm=norm, rasterized=True)
    row, place = np.nonzero(np.array(unclear).T)
    axes.plot(start + place + 0.5, row + 0.5, ".", color=GREY, markersize=1.5)
    return mesh


def column(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the mean z of the eight loops, and whether each one's interval holds 0."""
    each = summarise(rows, "z", ["signs"]).set_index("signs").reindex(list(LOOPS))
    return each["mean"].to_numpy(), ((each["low"] <= 0) & (each["high"] >= 0)).to_numpy()


def draw_strategies(axes: Axes, start: float, cell: Cell) -> None:
    """Put the mark of its strategy below each column."""
    for place, (strategy, _) in enumerate(cell.strategies()):
        look = STRATEGIES[strategy]
        style = {"color": look.colour, "marker": look.marker, "ms": 2.6, "clip_on": False}
        axes.plot(start + place + 0.5, len(LOOPS) + 0.45, linestyle="none", **style)


def label_blocks(axes: Axes, starts: Sequence[float], cells: Sequence[Cell]) -> None:
    """Write sparsities below the marks, below these the models, and below these their task."""
    ends = [start + width_of(cell) for start, cell in zip(starts, cells, strict=True)]
    size = 6 * min(1.0, ROOMY / ends[-1])
    style = {"ha": "center", "va": "top", "clip_on": False, "fontsize": size}
    for start, end, cell in zip(starts, ends, cells, strict=True):
        axes.text((start + end) / 2, 8.9, f"{100 * cell.sparsity:g} %", color=GREY, **style)
    models = {key: model.label.replace(" ", "\n") for key, model in MODELS.items()}
    tasks = {key: narrow(task.label) for key, task in TASKS.items()}
    for depth, top, names in ((2, 9.6, models), (1, 10.7, tasks)):
        for key in dict.fromkeys(cell[:depth] for cell in cells):
            own = [index for index, cell in enumerate(cells) if cell[:depth] == key]
            middle = (starts[own[0]] + ends[own[-1]]) / 2
            axes.text(middle, top, names[key[-1]], **style)
    axes.set_xlim(0, ends[-1])


def label_loops(axes: Axes) -> None:
    """Draw the eight loops at the left, the balanced ones above."""
    axes.set_ylim(len(LOOPS), 0)
    axes.axhline(len(BALANCED_SIGNS), color="white", linewidth=2)
    axes.set_axis_off()
    glyph_ticks(axes, {signs: row + 0.5 for row, signs in enumerate(LOOPS)}, 13, "y")
    style = {"rotation": 90, "ha": "right", "va": "center", "color": GREY, "fontsize": 6.5}
    for middle, text in ((2, "balanced"), (6, "unbalanced")):
        axes.annotate(text, (0, middle), (-24, 0), textcoords="offset points", **style)
