"""What the removal of loops does to the test metric of trained networks."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing.condition_panels import common_legend
from sparse_rnn.drawing.grid import letter_title, note_below, share_axes
from sparse_rnn.drawing.labels import better, label_decades
from sparse_rnn.drawing.marks import BAND
from sparse_rnn.drawing.palette import GREY, LOOP_COLOURS, LOOP_MARKERS
from sparse_rnn.drawing.style import PAGE_WIDTH, check_columns, in_order, styled
from sparse_rnn.studies.lesions.effect import KIND_LABELS
from sparse_rnn.verdicts.limits import ALLOWED_HARM, ALLOWED_HARM_RATIO

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
def lesion_figure(ours: pd.DataFrame, theirs: pd.DataFrame) -> Figure:
    """Draw what the removal of loops does to the test metric, against the number of loops removed.

    Parameters
    ----------
    ours, theirs : pandas.DataFrame
        As ``studies.lesions.effect.harm_curves`` returns them, of our networks and, if there are
        any, of the authors': a panel per task in a row each.

    Raises
    ------
    ValueError
        If there is nothing to draw, or a task or kind is unknown.
    """
    if ours.empty:
        raise ValueError("nothing to draw: no lesioned network")
    rows = {"": ours} | ({} if theirs.empty else {", the authors' networks": theirs})
    curves = pd.concat(rows.values())
    check_columns(curves, {"task": TASKS, "kind": KIND_LABELS})
    tasks = list(in_order(curves)["task"].unique())
    figure = Figure(figsize=(PAGE_WIDTH, 0.7 + 2.2 * len(rows)), layout="constrained")
    axes = figure.subplots(len(rows), len(tasks), squeeze=False)
    for row, (whose, table) in enumerate(rows.items()):
        for column, task in enumerate(tasks):
            panel = axes[row, column]
            draw_task(panel, task, table[table["task"] == task])
            letter_title(panel, row * len(tasks) + column, f"{TASKS[task].label}{whose}")
    for panel in axes[-1]:
        panel.set_xlabel("Loops removed")
    panels, errors = list(axes.flat), [TASKS[task].log for task in tasks] * len(rows)
    share_axes(panels, errors)
    share_axes(panels, ["loops"] * len(panels), "x")
    for panel, error in zip(panels, errors, strict=True):
        if error:
            label_decades(panel.yaxis)
    common_legend(figure, axes[0, 0])
    note = (
        f"Mean over the networks (n ≤ {curves['n'].max()}) that had as many loops, up to where"
        f" fewer than {FEWEST_NETWORKS} are left; errors: geometric mean. Bands: 95 % t intervals."
        "\nDashed: harm that the claim allows, when all unbalanced loops are removed."
    )
    note_below(figure, note)
    return figure


def draw_task(panel: Axes, task: str, curves: pd.DataFrame) -> None:
    """Draw the curves of one task, with the line of no change and the harm that is allowed."""
    log = TASKS[task].log
    none, allowed = (1, ALLOWED_HARM_RATIO) if log else (0, -ALLOWED_HARM)
    panel.axhline(none, color=GREY, linewidth=0.5, zorder=0)
    panel.axhline(allowed, color=GREY, linewidth=0.8, linestyle="--", zorder=0)
    rows = of_enough_networks(curves)
    for kind, (colour, marker) in KIND_LOOKS.items():
        curve = rows[rows["kind"] == kind].sort_values("removed")
        style = {"color": colour, "marker": marker, "markersize": 3, "linewidth": 1}
        panel.plot(curve["removed"], curve["mean"], label=KIND_LABELS[kind], **style)
        band = curve[curve["n"] >= FEWEST_OF_BAND]
        panel.fill_between(band["removed"], band["low"], band["high"], color=colour, **BAND)
    if log:
        panel.set_yscale("log")
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    panel.set_ylabel("Error / error of whole network" if log else "Change of accuracy (fraction)")
    better(panel, "y", TASKS[task].higher_is_better)


def of_enough_networks(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the points of a task's curves that are of `FEWEST_NETWORKS`, or all if none is."""
    enough = rows["n"] >= FEWEST_NETWORKS
    return rows[enough] if enough.any() else rows
