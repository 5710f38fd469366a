"""The change of the test metric as loops are removed from trained networks."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing.condition_panels import common_legend
from sparse_rnn.drawing.grid import is_lowest, letter_title, make_grid
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS
from sparse_rnn.drawing.style import check_known, in_order, styled
from sparse_rnn.studies.lesions.effect import KIND_LABELS

KIND_LOOKS = {
    "unbalanced": (LOOP_COLOURS[False], "v"),
    "balanced": (LOOP_COLOURS[True], "o"),
    "random": (GREY, "s"),
}
"""Colour and marker of what is removed."""

FEWEST_NETWORKS = 3
"""Networks that an interval is drawn of: that of two is 13 times as wide as they are apart."""


@styled
def lesion_figure(curves: pd.DataFrame) -> Figure:
    """Draw mean and interval of the change of the metric against the number of loops removed.

    Parameters
    ----------
    curves : pandas.DataFrame
        As ``studies.lesions.effect.change_curves`` returns them; a panel per task.

    Raises
    ------
    ValueError
        If there is nothing to draw, or a task or kind is unknown.
    """
    if curves.empty:
        raise ValueError("nothing to draw: no lesioned network")
    for kind, known in (("task", TASKS), ("kind", KIND_LABELS)):
        for key in curves[kind].unique():
            check_known(known, kind, key)
    panels = list(in_order(curves).groupby("task", sort=False))
    figure, axes = make_grid(len(panels), 2.0, (1,))
    for index, ((task, rows), (panel,)) in enumerate(zip(panels, axes, strict=True)):
        panel.axhline(0, color=GREY, linewidth=0.5, zorder=0)
        for kind, (colour, marker) in KIND_LOOKS.items():
            curve = rows[rows["kind"] == kind].sort_values("removed")
            style = {"color": colour, "marker": marker, "markersize": 3, "linewidth": 1}
            panel.plot(curve["removed"], curve["mean"], label=KIND_LABELS[kind], **style)
            band = curve[curve["n"] >= FEWEST_NETWORKS]
            style = {"color": colour, "alpha": 0.15, "linewidth": 0}
            panel.fill_between(band["removed"], band["low"], band["high"], **style)
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
        letter_title(panel, index, TASKS[task].label)
        panel.set_ylabel(f"Change of {TASKS[task].metric[0].lower()}{TASKS[task].metric[1:]}")
        if is_lowest(index, len(panels)):
            panel.set_xlabel("Loops removed")
    common_legend(figure, axes[0][0])
    note = (
        f"Mean over the networks (n ≤ {curves['n'].max()}) that had as many loops; bands: 95 % t"
        f" interval, from {FEWEST_NETWORKS} networks on."
    )
    figure.supxlabel(note, fontsize=6.5, color=GREY)
    return figure
