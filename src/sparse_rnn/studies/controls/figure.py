"""Balance and motifs of all controls at a glance: a row for each, over all conditions."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.catalog import STRATEGIES
from sparse_rnn.drawing.grid import caption, letter_title
from sparse_rnn.drawing.labels import symmetric_log
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.palette import BLACK, GREY, LOOP_COLOURS, LOOP_MARKERS
from sparse_rnn.drawing.style import LOOP_LABELS, PAGE_WIDTH, styled
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.studies.controls.conditions_figure import control_cells
from sparse_rnn.studies.controls.contrasts import CUT_LABELS, SIGN_LABELS
from sparse_rnn.studies.controls.measure import CORE

CONTROL_HEIGHT = 0.19
"""Inches of a control."""
CUTS_TITLE = "cut once from dense networks"
SIGNS_TITLE = "sparse in training, {}"
_CAPTION = (
    "Pale: conditions (task, model, sparsity), means over seeds; bold: their mean.\n"
    "z against {null}; grey: |z| < 1.96; dashed: random signs."
)


@styled
def controls_figure(eta: pd.DataFrame, z: pd.DataFrame, null: str) -> Figure:
    """Draw eta, and the mean z of balanced and unbalanced loops: a row for each control.

    Parameters
    ----------
    eta, z, null
        As for `conditions_figure.control_conditions_figure`.

    Raises
    ------
    ValueError
        If there is nothing to draw, or a task, model, strategy or control is unknown.
    """
    eta, z = (table[table["control"] != CORE] for table in (eta, z))
    if not list(control_cells(eta)):
        raise ValueError("nothing to draw: the table of controls has no rows")
    names = places_of_arms(eta)
    size = PAGE_WIDTH, CONTROL_HEIGHT * (max(names) + 1) + 1.3
    figure = Figure(figsize=size, layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    for place, (control, strategy) in names.items():
        draw_row(left, place, of_arm(eta, control, strategy), "eta", BLACK, "D")
        for balanced, colour in LOOP_COLOURS.items():
            rows = of_arm(z[z["balanced"] == balanced], control, strategy)
            draw_row(right, place, rows, "z", colour, LOOP_MARKERS[balanced])
    label_rows(left, right, names)
    legend_above(figure, _handles())
    caption(figure, eta.assign(diverged=0), _CAPTION.format(null=null))
    return figure


def places_of_arms(eta: pd.DataFrame) -> dict[float, tuple[str, str]]:
    """Return control and strategy of each row by its place; blocks stand a row apart."""
    found, place = {}, 0
    for block in blocks(eta):
        place += 1
        for arm in block:
            found[place] = arm
            place += 1
    return found


def blocks(eta: pd.DataFrame) -> Iterator[list[tuple[str, str]]]:
    """Yield the rows of each block: the cuts, then each treatment of signs with its strategies."""
    there = set(zip(eta["control"], eta["strategy"], strict=True))
    cuts = [(control, "dense") for control in CUT_LABELS if (control, "dense") in there]
    treated = ([(c, s) for s in STRATEGIES if (c, s) in there] for c in SIGN_LABELS)
    yield from (block for block in (cuts, *treated) if block)


def of_arm(table: pd.DataFrame, control: str, strategy: str) -> pd.DataFrame:
    """Return the rows of one control of a strategy's networks."""
    return table[(table["control"] == control) & (table["strategy"] == strategy)]


def draw_row(
    axes: Axes, place: float, rows: pd.DataFrame, value: str, colour: str, marker: str
) -> None:
    """Draw the mean of each condition, pale, and the mean of these, bold."""
    means = rows.groupby(CONDITION)[value].mean()
    flat = [place] * len(means)
    axes.plot(means, flat, marker, color=colour, markersize=3, alpha=0.25, markeredgewidth=0)
    axes.plot(means.mean(), place, marker, color=colour, markersize=5)


def label_rows(left: Axes, right: Axes, names: dict[float, tuple[str, str]]) -> None:
    """Name rows and blocks, and draw what chance gives."""
    labels = [
        CUT_LABELS[control] if control in CUT_LABELS else STRATEGIES[strategy].label
        for control, strategy in names.values()
    ]
    left.set_yticks(list(names), labels)
    left.set_ylim(max(names) + 0.7, -0.6)
    for place, (control, _) in names.items():
        if place - 1 not in names:
            title = SIGNS_TITLE.format(SIGN_LABELS.get(control, ""))
            title = CUTS_TITLE if control in CUT_LABELS else title
            for axes in (left, right):
                axes.axhline(place - 1.5, color="#D0D0D0", linewidth=0.5)
            style = {"transform": left.get_yaxis_transform(), "va": "center", "color": GREY}
            left.text(0.01, place - 1, title, **style)
    left.axvline(0.5, color=GREY, linewidth=0.6, linestyle="--", zorder=0)
    right.axvspan(-1.96, 1.96, color="#E4E4E4", linewidth=0, zorder=0)
    symmetric_log(right.xaxis)
    for axes, label in ((left, "Balance η"), (right, "Mean z-score (s.d.)")):
        axes.set_xlabel(label)
        axes.tick_params(axis="y", length=0)
    letter_title(left, 0, "Balance")
    letter_title(right, 1, "Loops against random networks")


def _handles() -> list[Line2D]:
    """Return the legend."""
    style = {"linestyle": "", "markersize": 5}
    return [
        Line2D([], [], color=BLACK, marker="D", label="balance η", **style),
        *(
            Line2D([], [], color=colour, marker=LOOP_MARKERS[key], label=f"z of {name}", **style)
            for (key, colour), name in zip(LOOP_COLOURS.items(), LOOP_LABELS.values(), strict=True)
        ),
    ]
