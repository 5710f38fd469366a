"""The balance of one network: eta and the ratios T, each with its values in random networks."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.drawing.grid import make_grid, note_below
from sparse_rnn.drawing.labels import chance_line
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import styled

_DASHED = "Dashed: what random signs give."
_GREY = "Grey: 95 % of the random networks. "


@styled
def ratios_figure(balance: pd.DataFrame, title: str) -> Figure:
    """Draw eta and the ratios T of a network.

    Parameters
    ----------
    balance : pandas.DataFrame
        One row per ratio: ``ratio``, ``value`` and, against random networks, ``low`` and ``high``.
    title : str
        What the network is.
    """
    figure, ((axes,),) = make_grid(1, 2.4, (1,))
    places = np.arange(len(balance))
    chance_line(axes)
    compared = "low" in balance
    if compared:
        axes.vlines(places, balance["low"], balance["high"], color=GREY, linewidth=6, alpha=0.4)
    axes.plot(places, balance["value"], "ko", markersize=5)
    axes.set_xticks(places, ["η", *balance["ratio"][1:]])
    axes.set_xlim(-0.5, len(balance) - 0.5)
    axes.set_ylim(-0.03, 1.03)
    axes.set_ylabel("balanced share of loops")
    axes.set_title(title, parse_math=False)  # names of files may hold a $
    note_below(figure, _GREY * compared + _DASHED)
    return figure
