"""Balance of the strongest links of trained networks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing.grid import (
    caption,
    is_lowest,
    legend,
    letter_title,
    make_cells,
    make_grid,
    share_axes,
)
from sparse_rnn.drawing.labels import chance_line
from sparse_rnn.drawing.marks import BAND
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import styled
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.runs import RUN


@styled
def balance_by_size_figure(eta: pd.DataFrame) -> Figure:
    """Draw eta against the share of the links that are kept, the strongest or any.

    Parameters
    ----------
    eta : pandas.DataFrame
        ``RUN``, ``kept``, ``share`` and ``eta``, a row per run and part.

    Raises
    ------
    ValueError
        If there is nothing to draw, or a task, model or strategy is unknown.
    """
    runs = eta[RUN].drop_duplicates()
    cells = [cell._replace(rows=cell.select(eta)) for cell in make_cells(runs)]
    figure, axes = make_grid(len(cells), 1.7, (1,))
    for index, (cell, (panel,)) in enumerate(zip(cells, axes, strict=True)):
        for strategy, rows in cell.strategies():
            draw_strategy(panel, rows, strategy)
        chance_line(panel, linestyle=":")  # dashed are any links kept
        panel.invert_xaxis()
        panel.set_ylabel("Balance η")
        if is_lowest(index, len(cells)):
            panel.set_xlabel("Share of the links that is kept")
        letter_title(panel, index, cell.title)
    share_axes([panel for (panel,) in axes], ["eta"] * len(cells))
    any_links = Line2D([], [], color=GREY, linestyle="--", linewidth=0.8, label="any links kept")
    legend(figure, eta["strategy"], [any_links])
    text = "Markers: strongest links kept, mean; bands: 95 % t intervals. Dotted: random signs."
    caption(figure, eta.assign(diverged=0), text)
    return figure


def draw_strategy(axes: Axes, rows: pd.DataFrame, strategy: str) -> None:
    """Draw the two curves of a strategy, and the interval of the strongest as a band."""
    look = STRATEGIES[strategy]
    means = summarise(rows, "eta", ["kept", "share"])
    strongest, random = (means[means["kept"] == kept] for kept in ("strongest", "random"))
    axes.plot(random["share"], random["mean"], "--", color=look.colour, linewidth=0.8, zorder=1)
    ends = (strongest[end].clip(0, 1) for end in ("low", "high"))  # eta is a share
    axes.fill_between(strongest["share"], *ends, color=look.colour, **BAND)
    style = {"color": look.colour, "marker": look.marker, "ms": 3, "lw": 1.1}
    axes.plot(strongest["share"], strongest["mean"], **style)
