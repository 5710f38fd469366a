"""What the first node of a feed-forward loop does to the last, in trained networks and alone."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.drawing.condition_panels import (
    common_legend,
    condition_panels,
    draw_histogram,
    share_panels,
)
from sparse_rnn.drawing.glyphs import glyph_row
from sparse_rnn.drawing.grid import caption, letter_title, note_below
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS
from sparse_rnn.drawing.style import LOOP_LABELS, PAGE_WIDTH, styled
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, UNBALANCED_SIGNS

SCALE_LINES = tuple(product(("-", (0, (4, 1)), (0, (2, 1)), (0, (1, 1))), (2.0, 1.0)))
"""Dashes and width of the line of each size of weights."""
KINDS_OF_LOOPS = {True: BALANCED_SIGNS, False: UNBALANCED_SIGNS}
_GLYPH = 18.0
EFFECT = "Effect of i on k, $w_{ij}w_{jk}+w_{ik}$ (mean |effect| of the condition = 1)"
_CAPTION = "All their feed-forward loops after training{cut}."
REACH = 3.0
"""Mean effects up to which the axis of effects reaches."""


@styled
def effects_figure(histogram: pd.DataFrame) -> Figure:
    """Draw the distribution of w_ij w_jk + w_ik in balanced and in unbalanced loops, on one axis.

    Parameters
    ----------
    histogram : pandas.DataFrame
        As ``studies.mechanism.measure.loop_effects`` returns it; a panel per condition.

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    figure, panels = condition_panels(histogram, 1.3, EFFECT)
    drawn, outside = list(panels), []
    for axes, rows in drawn:
        rows = in_mean_effects(rows)
        outside += [share_outside(rows[rows["balanced"] == balanced]) for balanced in LOOP_LABELS]
        for balanced, label in LOOP_LABELS.items():
            draw_histogram(axes, rows[rows["balanced"] == balanced], label, LOOP_COLOURS[balanced])
        axes.axvline(0, color=GREY, linewidth=0.5, zorder=0)
        axes.set_xlim(-REACH, REACH)
        axes.set_ylabel("Density")
    share_panels(drawn)
    common_legend(figure, axes)
    caption(figure, histogram, _CAPTION.format(cut=cut_in_words(max(outside))))
    return figure


def share_outside(rows: pd.DataFrame) -> float:
    """Return the share of loops in bins with their middle off the axis; 0 without loops."""
    beyond = (rows["low"] + rows["high"]).abs() / 2 > REACH
    return float(rows.loc[beyond, "count"].sum() / max(rows["count"].sum(), 1))


def cut_in_words(share: float) -> str:
    """Return how many loops of a kind lie beyond the axis, in the panel where they are most."""
    if not share:
        return ""
    return f"; beyond ±{REACH:g} at most {100 * share:.1f} % of the loops of a kind in a panel"


def in_mean_effects(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the bins of a condition in units of the mean |effect| of all its loops.

    Weights of tasks differ in size; in these units all conditions share an axis.
    """
    middle = (rows["low"] + rows["high"]).abs() / 2
    mean = np.average(middle, weights=rows["count"]) if rows["count"].sum() else 0.0
    return rows.assign(low=rows["low"] / (mean or 1.0), high=rows["high"] / (mean or 1.0))


@styled
def response_figure(responses: pd.DataFrame, tolerance: float = 0.1) -> Figure:
    """Draw the response of three isolated nodes against the pulse, beside the linear formula.

    Loops of one kind have the same curve but for the sign of the direct link, by which the response
    is multiplied here: a panel for the balanced and one for the unbalanced loops, on one axis.

    Parameters
    ----------
    responses : pandas.DataFrame
        As ``studies.mechanism.triad_response.response_table`` returns it.
    tolerance : float
        Error from which on a curve is faint: there the formula does not hold.

    Raises
    ------
    ValueError
        If there is nothing to draw or more sizes of weights than lines.
    """
    scales = list(responses["scale"].unique())
    if not 0 < len(scales) <= len(SCALE_LINES):
        raise ValueError(
            f"{len(scales)} sizes of weights to draw; give 1 to {len(SCALE_LINES)} of them"
        )
    kinds = {
        key: [s for s in own if s in set(responses["signs"])] for key, own in KINDS_OF_LOOPS.items()
    }
    kinds = {key: types for key, types in kinds.items() if types}
    figure = Figure(figsize=(PAGE_WIDTH, 3.2), layout="constrained")
    panels = figure.subplots(1, len(kinds), squeeze=False, sharey=True)[0]
    for index, (axes, (balanced, types)) in enumerate(zip(panels, kinds.items(), strict=True)):
        for signs, (scale, line) in product(types, zip(scales, SCALE_LINES, strict=False)):
            chosen = (responses["signs"] == signs) & (responses["scale"] == scale)
            style = {"color": LOOP_COLOURS[balanced], "linestyle": line[0], "linewidth": line[1]}
            draw_response(axes, responses[chosen], style, 0.3 / len(types), tolerance)
        axes.set_xlabel("State $h_i$ at which i is held")
        letter_title(axes, index, LOOP_LABELS[balanced])
        places = {signs: 0.46 + 0.13 * place for place, signs in enumerate(types)}
        glyph_row(axes, places, _GLYPH)
    panels[0].set_ylabel("Response $h_k / h_i$ along the direct link")
    legend_above(figure, _handles(scales))
    note = (
        "The four loops of a kind have one curve. Thin grey: the linear formula. Faint: off it by"
        f" more than {100 * tolerance:g} % of $|w_{{ij}} w_{{jk}}| + |w_{{ik}}|$."
    )
    note_below(figure, note)
    return figure


def draw_response(
    axes: Axes, rows: pd.DataFrame, style: dict, faint: float, tolerance: float
) -> None:
    """Draw the curve of one loop and size of weights, faint where the formula does not hold."""
    curve = rows.sort_values("pulse").set_index("pulse")
    direct = 1 if rows["signs"].iloc[0][2] == "+" else -1
    holds = (curve["error"] <= tolerance).cummin()
    axes.axhline(direct * curve["linear"].iloc[0], color=GREY, linewidth=0.5, zorder=0)
    axes.plot(direct * curve["response"], alpha=faint, **style)
    axes.plot(direct * curve["response"].where(holds), **style)


def _handles(scales: list[float]) -> list[Line2D]:
    """Return the legend: a line for each size of weights."""
    return [
        Line2D([], [], color=GREY, linestyle=dashes, linewidth=width, label=f"|w| = {scale:g}")
        for scale, (dashes, width) in zip(scales, SCALE_LINES, strict=False)
    ]
