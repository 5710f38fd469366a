"""The change of the test metric as loops are removed from trained networks."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing.condition_panels import common_legend
from sparse_rnn.drawing.grid import letter_title, share_axes
from sparse_rnn.drawing.labels import better
from sparse_rnn.drawing.marks import BAND
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS, LOOP_MARKERS
from sparse_rnn.drawing.style import PAGE_WIDTH, check_known, in_order, styled
from sparse_rnn.studies.lesions.effect import KIND_LABELS

KIND_LOOKS = {
    "unbalanced": (LOOP_COLOURS[False], LOOP_MARKERS[False]),
    "balanced": (LOOP_COLOURS[True], LOOP_MARKERS[True]),
    "random": (GREY, "s"),
}
"""Colour and marker of what is removed."""

FEWEST_NETWORKS = 5
"""Networks up to which a curve is drawn: the few that have more loops differ from the others.
Where no point has as many, a run is small, and whole curves are drawn."""
FEWEST_OF_BAND = 3
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
    figure = Figure(figsize=(PAGE_WIDTH, 2.9), layout="constrained")
    axes = figure.subplots(1, len(panels), squeeze=False)[0]
    for index, ((task, rows), panel) in enumerate(zip(panels, axes, strict=True)):
        panel.axhline(0, color=GREY, linewidth=0.5, zorder=0)
        rows = of_enough_networks(rows)
        for kind, (colour, marker) in KIND_LOOKS.items():
            curve = rows[rows["kind"] == kind].sort_values("removed")
            style = {"color": colour, "marker": marker, "markersize": 3, "linewidth": 1}
            panel.plot(curve["removed"], curve["mean"], label=KIND_LABELS[kind], **style)
            band = curve[curve["n"] >= FEWEST_OF_BAND]
            panel.fill_between(band["removed"], band["low"], band["high"], color=colour, **BAND)
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))
        letter_title(panel, index, TASKS[task].label)
        panel.set_ylabel(f"Change of {TASKS[task].metric[0].lower()}{TASKS[task].metric[1:]}")
        panel.set_xlabel("Loops removed")
        better(panel, "y", TASKS[task].higher_is_better)
    tasks = [task for task, _ in panels]
    share_axes(axes, [TASKS[task].metric for task in tasks])
    share_axes(axes, ["loops"] * len(tasks), "x")
    common_legend(figure, axes[0])
    note = (
        f"Mean over the networks (n ≤ {curves['n'].max()}) that had as many loops, up to where"
        f" fewer than {FEWEST_NETWORKS} are left; bands: 95 % t intervals."
    )
    figure.supxlabel(note, fontsize=6.5, color=GREY)
    return figure


def of_enough_networks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the points of a task's curves that are of `FEWEST_NETWORKS`, or all if none is."""
    enough = rows["n"] >= FEWEST_NETWORKS
    return rows[enough] if enough.any() else rows
