"""A run of simulated annealing: balance and energy against the proposals made."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.plotting.grid import letter_title, make_grid
from sparse_rnn.plotting.style import GREY, STRATEGIES, styled

ETA, ENERGY = (STRATEGIES[name].colour for name in ("pruning_1", "deep_r"))


@styled
def annealing_figure(trace: pd.DataFrame, levels: Sequence[float] = ()) -> Figure:
    """Draw eta and the energy along a run.

    Parameters
    ----------
    trace : pandas.DataFrame
        Columns ``proposals``, ``beta``, ``eta`` and ``energy``: the trace of
        ``networks.annealing.anneal``.
    levels : sequence of float
        Values of eta of which a network was kept, drawn as thin lines.

    Raises
    ------
    ValueError
        If the trace has no rows.
    """
    if trace.empty:
        raise ValueError("nothing to draw: the trace of the run has no rows")
    figure, ((left,), (right,)) = make_grid(2, 2.0, (1,))
    for level in levels:
        left.axhline(level, color=GREY, linewidth=0.3, alpha=0.5, zorder=0)
    left.plot(trace["proposals"], trace["eta"], color=ETA, marker=".", markersize=3)
    left.set_ylabel("Balance η (fraction)")
    right.plot(trace["proposals"], trace["energy"], color=ENERGY, marker=".", markersize=3)
    right.set_ylabel("Energy of all links")
    for index, (axes, title) in enumerate(((left, "Balance"), (right, "Energy"))):
        axes.set_xlabel("Exchanges proposed")
        letter_title(axes, index, title)
    first, last = trace["beta"].iloc[[0, -1]]
    note = f"Inverse temperature β rising from {first:g} to {last:.3g}."
    figure.supxlabel(note, fontsize=6.5, color=GREY)
    return figure
