"""The motif profiles of all conditions, before and after training, a panel each."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.drawing import grid, labels, marks
from sparse_rnn.drawing.style import styled
from sparse_rnn.results.runs import with_defined_z, without_diverged

_CAPTION = "Mean and 95 % t interval, z against {null}. Grey: |z| < 1.96.\n" + labels.GLYPHS_CAPTION


@styled
def motif_figure(motifs: pd.DataFrame) -> Figure:
    """Draw the z-scores of the eight signed feed-forward loops after and before training.

    Parameters
    ----------
    motifs : pandas.DataFrame
        Rows of the table ``motifs`` under one null model; left out are dense networks, in which no
        such triad is induced, diverged runs, and z-scores without a scale (sd = 0).

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
        labels.label_profile(profile, grid.is_lowest(index, len(cells)))
        grid.letter_title(profile, index, cell.title)
    labels.share_z([profile for (profile,) in axes])
    grid.legend(figure, shown["strategy"], [marks.before_training()])
    grid.caption(figure, motifs, _CAPTION.format(null=motifs["null_model"].iloc[0]))
    return figure
