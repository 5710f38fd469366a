"""A run of annealing: the global balance against the exchanges proposed."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.drawing.grid import make_grid, note_below
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import styled


@styled
def trace_figure(trace: pd.DataFrame, target: float, title: str) -> Figure:
    """Draw eta along a run.

    Parameters
    ----------
    trace : pandas.DataFrame
        ``proposals`` and ``eta``, a row per step.
    target : float
        The eta asked for.
    title : str
        What the network is.
    """
    figure, ((axes,),) = make_grid(1, 2.4, (1,))
    axes.axhline(target, color=GREY, linewidth=0.6, linestyle=":")
    axes.plot(trace["proposals"], trace["eta"], "k.-", markersize=3, linewidth=0.8)
    axes.set_xlabel("exchanges proposed")
    axes.set_ylabel("global balance η")
    axes.set_title(title, parse_math=False)  # names of files may hold a $
    note_below(figure, "Dotted: the target.")
    return figure
