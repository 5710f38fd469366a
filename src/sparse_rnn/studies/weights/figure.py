"""The distribution of recurrent weights before training, after the last cut and after training."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.drawing.condition_panels import (
    common_legend,
    condition_panels,
    draw_histogram,
    share_panels,
)
from sparse_rnn.drawing.grid import caption
from sparse_rnn.drawing.palette import BLACK, GREY, PALE
from sparse_rnn.drawing.style import styled
from sparse_rnn.studies.weights.measure import END, PRUNED, START

PHASE_LOOKS = {
    START: ("before training", PALE),
    PRUNED: ("after the last cut", GREY),
    END: ("after training", BLACK),
}
"""How legends call each phase, and its colour: the later, the darker."""


@styled
def weights_figure(histograms: pd.DataFrame) -> Figure:
    """Draw the distribution of weights in each phase, one panel per condition.

    Parameters
    ----------
    histograms : pandas.DataFrame
        As ``studies.weights.measure.weight_histograms`` returns them.

    Raises
    ------
    ValueError
        If there is nothing to draw or a task, model or strategy is unknown.
    """
    figure, panels = condition_panels(histograms, 1.35, "Recurrent weight")
    drawn = list(panels)
    for axes, rows in drawn:
        for phase, (label, colour) in PHASE_LOOKS.items():
            here = rows[rows["phase"] == phase]
            if here["count"].sum():
                draw_histogram(axes, here, label, colour, 0.5 * (phase == START))
        axes.set_yscale("log")
        axes.set_ylabel("Density")
    share_panels(drawn, ["task", "model"])
    common_legend(figure, axes)
    text = "All their weights other than zero. Without cuts the first two are the same."
    caption(figure, histograms, text)
    return figure
