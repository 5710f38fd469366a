"""How long a run takes against the number of cores."""

from __future__ import annotations

from collections.abc import Mapping

from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from sparse_rnn.drawing.grid import note_below
from sparse_rnn.drawing.palette import BLACK, GREY, PALE
from sparse_rnn.drawing.style import PAGE_WIDTH, styled

LINES = ((BLACK, "o"), (GREY, "s"), (PALE, "^"))
"""Colours and markers of the lines."""


@styled
def schedule_figure(record: Mapping, note: str) -> Figure:
    """Draw the wall time against cores, a line for each number of seeds, above its longest chain.

    Parameters
    ----------
    record : Mapping
        ``cores``, and ``seeds``: by their number what `schedule.simulated` returns.
    note : str
        What was simulated, for the line below.
    """
    figure = Figure(figsize=(0.6 * PAGE_WIDTH, 2.8), layout="constrained")
    axes = figure.subplots()
    for (colour, marker), (seeds, run) in zip(LINES, record["seeds"].items(), strict=False):
        label = f"{seeds} seeds, {run['jobs']:,} jobs"
        axes.plot(
            record["cores"], run["wall_hours"], color=colour, marker=marker, ms=3, lw=1, label=label
        )
        axes.axhline(run["chain_hours"], color=colour, ls="--", lw=0.8)
    axes.plot([], [], color=GREY, ls="--", lw=0.8, label="longest chain of jobs")
    axes.set(xscale="log", yscale="log", xlabel="cores", ylabel="wall time, hours")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,g}"))
    axes.legend()
    note_below(figure, note)
    return figure
