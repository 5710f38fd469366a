"""What the first node of a feed-forward loop does to the last, in trained networks and alone."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing.condition_panels import common_legend, condition_panels, draw_histogram
from sparse_rnn.drawing.glyphs import signs_are_balanced
from sparse_rnn.drawing.grid import caption, letter_title, make_grid
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS
from sparse_rnn.drawing.style import LOOP_LABELS, styled

SCALE_COLOURS = [look.colour for look in STRATEGIES.values()]


@styled
def effects_figure(histogram: pd.DataFrame) -> Figure:
    """Draw the distribution of w_ij w_jk + w_ik in balanced and in unbalanced loops.

    Parameters
    ----------
    histogram : pandas.DataFrame
        As ``studies.mechanism.measure.loop_effects`` returns it; a panel per condition.

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    figure, panels = condition_panels(histogram, 1.7, "Effect of i on k, $w_{ij}w_{jk}+w_{ik}$")
    for axes, rows in panels:
        for balanced, label in LOOP_LABELS.items():
            draw_histogram(axes, rows[rows["balanced"] == balanced], label, LOOP_COLOURS[balanced])
        axes.set_ylabel("Density")
    common_legend(figure, axes)
    caption(figure, histogram, "All their feed-forward loops after training.")
    return figure


@styled
def response_figure(responses: pd.DataFrame, tolerance: float = 0.1) -> Figure:
    """Draw the response of three isolated nodes against the pulse, beside the linear formula.

    Parameters
    ----------
    responses : pandas.DataFrame
        As ``studies.mechanism.triad_response.response_table`` returns it; a panel per type of loop.
    tolerance : float
        Error from which on a curve is dotted: there the formula does not hold.

    Raises
    ------
    ValueError
        If there is nothing to draw or more sizes of weights than colours.
    """
    scales = list(responses["scale"].unique())
    if not 0 < len(scales) <= len(SCALE_COLOURS):
        raise ValueError(
            f"{len(scales)} sizes of weights to draw; give 1 to {len(SCALE_COLOURS)} of them"
        )
    types = list(responses["signs"].unique())
    figure, panels = make_grid(len(types), 1.7, (1,))
    for index, (signs, (axes,)) in enumerate(zip(types, panels, strict=True)):
        for scale, colour in zip(scales, SCALE_COLOURS, strict=False):
            chosen = (responses["signs"] == signs) & (responses["scale"] == scale)
            curve = responses[chosen].sort_values("pulse").set_index("pulse")
            holds = (curve["error"] <= tolerance).cummin()
            axes.axhline(curve["linear"].iloc[0], color=colour, linewidth=0.5, linestyle="--")
            axes.plot(curve["response"], color=colour, linewidth=0.8, linestyle=":")
            axes.plot(curve["response"].where(holds), color=colour, label=f"|w| = {scale:g}")
        axes.set_ylabel("Response $h_k / h_i$")
        axes.set_xlabel("State $h_i$ at which i is held")
        kind = "balanced" if signs_are_balanced(signs) else "unbalanced"
        letter_title(axes, index, f"{signs} ({kind})")
    common_legend(figure, axes)
    note = f"Dashed: the linear formula. Dotted: off it by more than {100 * tolerance:g} %."
    figure.supxlabel(note, fontsize=6.5, color=GREY)
    return figure
