"""All conditions of all claims: each estimate beside its limit, coloured by verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import SymmetricalLogLocator

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.grid import empty_figure, note_below
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import PAGE_HEIGHT, PAGE_WIDTH, in_order, styled
from sparse_rnn.drawing.titles import narrow, set_title
from sparse_rnn.studies.claims.looks import LOOKS, look_of
from sparse_rnn.verdicts import words
from sparse_rnn.verdicts.findings import DECIDING, OVERALL
from sparse_rnn.verdicts.rules import NOT_RUN

FIGURE_COLUMNS = 3
_PITCH, _LINE, _GAP, _FRAME = 0.045, 0.115, 0.07, 0.6
"""Inches of a mark, of a line of its group's label, between groups, around a panel."""

_NUMBERS = ["low", "estimate", "high"]


def as_it_is(row: pd.Series) -> tuple[np.ndarray, float]:
    """Return low end, estimate and high end, and the limit, as they are."""
    return row[_NUMBERS].to_numpy(float), row["limit"]


def share_of_limit(row: pd.Series) -> tuple[np.ndarray, float]:
    """Return a number of loops as a share of all there are, which is the limit."""
    return row[_NUMBERS].to_numpy(float) / row["limit"], 1.0


def share_of_networks(row: pd.Series) -> tuple[np.ndarray, float]:
    """Return a number of networks and its limit as shares of all that count."""
    return row[_NUMBERS].to_numpy(float) / row["n"], row["limit"] / row["n"]


def loss(row: pd.Series) -> tuple[np.ndarray, float]:
    """Return a change of accuracy in units of the loss that is allowed, at -1."""
    return row[_NUMBERS].to_numpy(float) / -row["limit"], -1.0


def log_loss(row: pd.Series) -> tuple[np.ndarray, float]:
    """Return the logarithm of a ratio of errors, turned, in units of what is allowed, at -1."""
    return -np.log(row[_NUMBERS].to_numpy(float)) / np.log(row["limit"]), -1.0


def own_scale(row: pd.Series) -> tuple[np.ndarray, float]:
    """Return a change in units of its own largest end: tasks have metrics of different sizes."""
    values = row[_NUMBERS].to_numpy(float)
    return values / (np.nanmax(np.abs(values)) or 1.0), 0.0


@dataclass(frozen=True)
class Panel:
    """One statistic of one claim: its heading, its x axis, how values are scaled and drawn.

    Where ``turns`` is given, the axis is linear up to it and logarithmic from there on.
    """

    claim: str
    scales: dict[str, Callable[[pd.Series], tuple[np.ndarray, float]]]
    heading: str
    label: str
    rows: str = "task"
    beside: bool = True
    turns: float | None = None


_LOSS = {words.LOSS: loss, words.LOSS_RATIO: log_loss}
_LOSS_LABEL = "change against dense\n/ allowed loss"
PANELS = [
    Panel("C1", _LOSS, "like dense", _LOSS_LABEL),
    Panel("C2", {words.BIMODAL: share_of_networks}, "two modes", "share of networks"),
    Panel("C2", {words.SETTLED: as_it_is}, "signs settle", "share of links"),
    Panel(
        "C3",
        {words.PROFILE: share_of_limit},
        "motif profile",
        "share of the eight loops",
        beside=False,
    ),
    Panel("C3", {words.SIMILARITY: as_it_is}, "similar profiles", "correlation", "variant"),
    Panel("C4", {words.RISE: as_it_is}, "balance rises", "rise of η"),
    Panel("C4", {words.AT_END: as_it_is}, "above random signs", "η after training"),
    Panel(
        "C5",
        {words.CORRELATION: as_it_is, words.CORRELATION_OF_ALL: as_it_is},
        "balance helps",
        "ρ of metric and η",
    ),
    Panel(
        "C5",
        {words.CHANGE: own_scale, words.MEDIAN_CHANGE: own_scale},
        "balance helps",
        "change, own scale",
    ),
    Panel(
        "C6",
        {words.HARM: loss, words.HARM_RATIO: log_loss},
        "no harm",
        "change / allowed harm\n(linear to 1, then logarithmic)",
        turns=1.0,
    ),
    Panel(
        "C6",
        {words.PER_LOOP: own_scale, words.PER_WEIGHT: own_scale},
        "no harm",
        "unbalanced less balanced,\nown scale",
    ),
    Panel("C7", _LOSS, "continuous time", _LOSS_LABEL),
    Panel("C7", {words.RISE: as_it_is}, "balance rises", "rise of η"),
    Panel("C7", {words.AT_END: as_it_is}, "above random signs", "η after training"),
    Panel("C8", {words.EXCESS: as_it_is}, "no excess", "z balanced − unbalanced", beside=False),
    Panel("C9", {words.GAIN: own_scale}, "growth helps", "gain over SET,\nown scale"),
    Panel("C9", {words.ETA_GAIN: as_it_is}, "more balanced", "η less that of SET"),
]


@styled
def claim_conditions_figure(claims: pd.DataFrame) -> Figure:
    """Draw every condition's estimate and interval beside its limit, a panel per statistic.

    Parameters
    ----------
    claims : pandas.DataFrame
        As `studies.claims.table.claims_table` returns it.

    Raises
    ------
    ValueError
        If a verdict is unknown.
    """
    verdicts = claims[claims["scope"] == OVERALL].set_index("claim")["verdict"]
    panels = [(panel, rows) for panel in PANELS if len(rows := of_panel(claims, panel))]
    if not panels:
        return empty_figure("no condition of any claim ran")
    grouped = [groups_of(rows, panel) for panel, rows in panels]
    figure, grid = make_columns([height_of(groups) for groups in grouped])
    for axes, groups, (panel, _) in zip(grid, grouped, panels, strict=True):
        draw_panel(axes, groups, panel)
        verdict = verdicts.get(panel.claim, NOT_RUN)
        colour, _ = look_of(verdict)
        heading = rf"$\bf{{{panel.claim}}}$ {panel.heading}: {verdict}"
        set_title(axes, heading, color=colour, x=-0.25)
    legend_above(figure, _handles(panels))
    note_below(figure, _CAPTION)
    return figure


Groups = dict[str, pd.DataFrame]
Panels = list[tuple[Panel, pd.DataFrame]]


def groups_of(rows: pd.DataFrame, panel: Panel) -> Groups:
    """Return the rows of each group by its label: a task, a model where there are several."""
    if panel.rows == "variant":
        groups = rows.groupby("variant", sort=False)
        return {name.replace("-", "-\n", 1): group for name, group in groups}
    keys = ["task", "model"] if rows["model"].nunique() > 1 else ["task"]
    strategy = rows["strategy"].map(list(STRATEGIES).index, "ignore")
    ordered = in_order(rows.iloc[np.lexsort((rows["sparsity"], strategy))])
    groups = ordered.groupby(keys, sort=False)
    return {
        ",\n".join(narrow((TASKS | MODELS)[name].label) for name in key): group
        for key, group in groups
    }


def height_of(groups: Groups) -> float:
    """Return the inches that the groups of a panel need, one below the other."""
    return sum(group_height(*group) for group in groups.items())


def group_height(label: str, rows: pd.DataFrame) -> float:
    """Return the height of a group in inches: its marks need it, or its label needs more."""
    return max(_PITCH * len(rows), _LINE * (label.count("\n") + 1)) + _GAP


def make_columns(heights: Sequence[float]) -> tuple[Figure, list[Axes]]:
    """Return a figure and its panels, which follow each other down the columns.

    Parameters
    ----------
    heights : sequence of float
        Inches that each panel needs inside its axes; less where they would not fit on a page.
    """
    whole = [height + _FRAME for height in heights]
    parts = split(whole)
    height = min(max(sum(whole[part]) for part in parts), PAGE_HEIGHT)
    figure = Figure(figsize=(PAGE_WIDTH, height + 0.6), layout="constrained")
    axes = []
    for column, part in zip(figure.add_gridspec(1, len(parts)), parts, strict=True):
        own = heights[part]
        axes += column.subgridspec(len(own), 1, height_ratios=own).subplots(squeeze=False).flat
    return figure, axes


def split(heights: Sequence[float]) -> list[slice]:
    """Return the panels of each column, in their order, such that the highest is least high."""
    choices = [
        [slice(*ends) for ends in pairwise((0, *cuts, len(heights)))]
        for cuts in combinations(range(1, len(heights)), min(FIGURE_COLUMNS, len(heights)) - 1)
    ]
    return min(choices, key=lambda parts: max(sum(heights[part]) for part in parts))


_CAPTION = (
    "Marks: conditions with their 95 % intervals; of two alike the upper is the less sparse.\n"
    "Dashed: the limit; right of it the claim holds (C8: left). Faint: reported, without"
    " a say in the verdict on the claim (in the headings)."
)


def of_panel(claims: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    """Return the rows that a panel shows: conditions that ran, as we judge them."""
    mine = (claims["claim"] == panel.claim) & claims["statistic"].isin(list(panel.scales))
    mine &= ~claims["variant"].str.endswith(words.LITERALLY, na=False)
    shown = claims[mine & claims["estimate"].notna()]
    return shown if panel.beside else shown[shown["scope"] == DECIDING]


def draw_panel(axes: Axes, groups: Groups, panel: Panel) -> None:
    """Draw the conditions of a panel, a line each; the y axis is in inches from the top."""
    top, middles = 0.0, []
    for label, rows in groups.items():
        middles.append(top + group_height(label, rows) / 2)
        top += group_height(label, rows)
        shifts = _PITCH * (np.arange(len(rows)) - (len(rows) - 1) / 2)
        for shift, (_, row) in zip(shifts, rows.iterrows(), strict=True):
            values, limit = panel.scales[row["statistic"]](row)
            draw_finding(axes, middles[-1] + shift, values, row)
    if np.isfinite(limit):  # the same for all rows of a panel
        axes.axvline(limit, color=GREY, linewidth=0.6, linestyle="--", zorder=0)
    if {share_of_limit, share_of_networks} & set(panel.scales.values()):
        axes.set_xlim(-0.05, 1.08)
    if panel.turns is not None:
        decades(axes, panel.turns)
    axes.set_yticks(middles, groups)
    axes.set_ylim(height_of(groups), 0)
    axes.set_xlabel(panel.label)


def decades(axes: Axes, turns: float) -> None:
    """Make the x axis linear up to a value and logarithmic beyond, with plain numbers as ticks."""
    axes.set_xscale("symlog", linthresh=turns)
    axes.xaxis.set_major_locator(SymmetricalLogLocator(base=10, linthresh=turns))
    axes.xaxis.set_major_formatter(lambda x, _: f"{x:g}".replace("-", "−"))


def draw_finding(axes: Axes, y: float, values: np.ndarray, row: pd.Series) -> None:
    """Draw one estimate with its interval, in the colour of its verdict."""
    judged = isinstance(row["verdict"], str) and row["verdict"] != ""
    colour, filling = look_of(row["verdict"]) if judged else (GREY, "full")
    strategy = STRATEGIES.get(row["strategy"])
    alpha = 1.0 if row["scope"] == DECIDING else 0.35
    axes.plot(values[[0, 2]], [y, y], color=colour, linewidth=0.8, alpha=alpha)
    style = {"marker": strategy.marker if strategy else "o", "fillstyle": filling}
    axes.plot(values[1], y, color=colour, markersize=3, markeredgewidth=0.6, alpha=alpha, **style)


def _handles(panels: Panels) -> list[Line2D]:
    """Return the legend: the verdicts, and the strategies that occur."""
    there = set().union(*(rows["strategy"].dropna() for _, rows in panels))
    style = {"linestyle": "", "markersize": 4}
    return [
        Line2D([], [], color=colour, marker="o", fillstyle=filling, label=verdict, **style)
        for verdict, (colour, filling) in LOOKS.items()
    ] + [
        Line2D([], [], color=GREY, marker=look.marker, label=look.label, **style)
        for key, look in STRATEGIES.items()
        if key in there
    ]
