"""Balance and motifs of all controls at a glance: a row for each, over all conditions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import accumulate

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
from sparse_rnn.studies.controls.conditions_figure import control_cells
from sparse_rnn.studies.controls.contrasts import CUT_LABELS, PLACE
from sparse_rnn.studies.controls.measure import AS_TRAINED, CORE

CONTROL_HEIGHT = 0.19
"""Inches of a control."""
CUTS_TITLE = "cut once from dense networks"
SIGN_TITLES = {
    AS_TRAINED: "sparse in training",
    "signs_shuffled": "the same, signs shuffled",
    "signs_exchanged": "the same, signed degrees kept",
}
"""Headings of the groups of rows."""
_CAPTION = (
    "Pale: conditions (task, model, sparsity), their number behind each name; means over seeds.\n"
    "Bold: mean over the conditions that all rows of a group share ({shared}).\n"
    "z against {null}; grey: |z| < 1.96; dashed: random signs."
)
Arms = list[tuple[str, str]]
"""Control and strategy of each row of a group."""


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
    groups = list(groups_of_arms(eta))
    *tops, rows = accumulate((len(arms) + 1 for arms in groups), initial=0)
    size = PAGE_WIDTH, CONTROL_HEIGHT * rows + 1.3
    figure = Figure(figsize=size, layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    names = {}
    for top, arms in zip(tops, groups, strict=True):
        draw_group(left, right, top, arms, (eta, z))
        names |= {place: row_label(eta, *arm) for place, arm in enumerate(arms, top + 1)}
    label_rows(left, right, names)
    legend_above(figure, _handles())
    words = _CAPTION.format(null=null, shared=shared_in_words(eta, groups))
    caption(figure, eta.assign(diverged=0), words)
    return figure


def groups_of_arms(eta: pd.DataFrame) -> Iterator[Arms]:
    """Yield the rows of each group: the cuts, then each treatment of signs with its strategies."""
    there = set(zip(eta["control"], eta["strategy"], strict=True))
    cuts = [(control, "dense") for control in CUT_LABELS if (control, "dense") in there]
    treated = ([(c, s) for s in STRATEGIES if (c, s) in there] for c in SIGN_TITLES)
    yield from (group for group in (cuts, *treated) if group)


def shared_places(eta: pd.DataFrame, arms: Arms) -> pd.DataFrame:
    """Return the tasks, models and sparsities that all rows of a group have: `PLACE`."""
    own = [of_arm(eta, *arm)[PLACE].drop_duplicates() for arm in arms]
    return reduce(lambda some, others: some.merge(others, on=PLACE), own)


def shared_in_words(eta: pd.DataFrame, groups: Sequence[Arms]) -> str:
    """Return over how many conditions the bold marks of each group are, from the top."""
    counts = [len(shared_places(eta, arms)) for arms in groups]
    told = [f"{count}" if count else "none, so no mark" for count in counts]
    return told[0] if len(set(told)) == 1 else f"from the top: {', '.join(told)}"


def of_arm(table: pd.DataFrame, control: str, strategy: str) -> pd.DataFrame:
    """Return the rows of one control of a strategy's networks."""
    return table[(table["control"] == control) & (table["strategy"] == strategy)]


def draw_group(
    left: Axes, right: Axes, top: int, arms: Arms, tables: tuple[pd.DataFrame, pd.DataFrame]
) -> None:
    """Draw the rows of a group below its heading, which stands at the place ``top``.

    Parameters
    ----------
    left, right : Axes
        Where eta and z go.
    top : int
        Place of the heading; the rows follow.
    arms : Arms
        The rows.
    tables : (pandas.DataFrame, pandas.DataFrame)
        eta and z of all controls.
    """
    eta, z = tables
    shared = shared_places(eta, arms)
    for place, arm in enumerate(arms, top + 1):
        draw_row(left, place, of_arm(eta, *arm), shared, ("eta", BLACK, "D"))
        for balanced, colour in LOOP_COLOURS.items():
            rows = of_arm(z[z["balanced"] == balanced], *arm)
            draw_row(right, place, rows, shared, ("z", colour, LOOP_MARKERS[balanced]))
    style = {"transform": left.get_yaxis_transform(), "va": "center", "color": GREY}
    left.text(0.01, top, group_title(arms), **style)
    ends = (top + 0.5, top + len(arms) + 0.5)  # not through the heading
    left.vlines(0.5, *ends, color=GREY, linewidth=0.6, linestyle="--", zorder=0)
    for axes in (left, right):
        axes.axhline(top - 0.5, color="#D0D0D0", linewidth=0.5)


def group_title(arms: Arms) -> str:
    """Return the heading of a group."""
    return SIGN_TITLES.get(arms[0][0], CUTS_TITLE)


def draw_row(
    axes: Axes,
    place: float,
    rows: pd.DataFrame,
    shared: pd.DataFrame,
    look: tuple[str, str, str],
) -> None:
    """Draw the mean of each condition, pale, and the mean of the shared ones, bold.

    Parameters
    ----------
    axes, place
        Where.
    rows : pandas.DataFrame
        One control of a strategy's networks.
    shared : pandas.DataFrame
        As `shared_places` returns it; means over other conditions do not compare.
    look : (str, str, str)
        The column, its colour and its marker.
    """
    value, colour, marker = look
    means = rows.groupby(PLACE)[value].mean()
    flat = [place] * len(means)
    axes.plot(means, flat, marker, color=colour, markersize=3, alpha=0.25, markeredgewidth=0)
    common = shared.merge(means.reset_index(), on=PLACE)[value]
    if len(common):
        axes.plot(common.mean(), place, marker, color=colour, markersize=5)


def label_rows(left: Axes, right: Axes, names: dict[int, str]) -> None:
    """Name the rows, by their place, and draw what chance gives of z."""
    left.set_yticks(list(names), names.values())
    left.set_ylim(max(names) + 0.7, -0.6)
    right.axvspan(-1.96, 1.96, color="#E4E4E4", linewidth=0, zorder=0)
    symmetric_log(right.xaxis)
    for axes, label in ((left, "Balance η"), (right, "Mean z-score (s.d.)")):
        axes.set_xlabel(label)
        axes.tick_params(axis="y", length=0)
    letter_title(left, 0, "Balance")
    letter_title(right, 1, "Loops against random networks")


def row_label(eta: pd.DataFrame, control: str, strategy: str) -> str:
    """Return the name of a row within its group, with the number of its conditions."""
    conditions = len(shared_places(eta, [(control, strategy)]))
    return f"{CUT_LABELS.get(control, STRATEGIES[strategy].label)} ({conditions})"


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
