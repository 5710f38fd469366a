"""The published networks beside ours at a glance: how far each lies from the mean of ours."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.grid import empty_figure, n_in_words, note_below
from sparse_rnn.drawing.legend import legend_above
from sparse_rnn.drawing.palette import BLACK, GREY, LOOP_COLOURS, LOOP_MARKERS
from sparse_rnn.drawing.style import LOOP_LABELS, PAGE_WIDTH, styled
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL_SIGNS
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.studies.published.comparison import ETA_AT_END, Z_OF_KIND
from sparse_rnn.studies.published.source import CORE_LINKS

NOTHING = "no published network was read"
"""What stands in the figure where the data set was not to be had, or not asked for."""
NONE_OF_OURS = "no network of ours to compare with"
NETWORK_HEIGHT, FARTHEST = 0.25, 3.0
"""Inches of a row, and how far from ours a mark can lie; others stand at the edge."""
_CAPTION = (
    "{networks} of theirs; SET has two rows, all links and the core (without those added"
    " last).\n0: mean of ours ({n}); grey: 95 % prediction interval for one network of ours.{edge}"
)
_EDGE = " Arrow at the edge: farther off."


@styled
def published_figure(comparison: pd.DataFrame) -> Figure:
    """Draw eta and z of the eight loops of each published network on the scale of ours.

    The distance from the mean of ours is in units of half the 95 % prediction interval: a network
    of the same kind lies within -1 and 1 in 19 of 20 comparisons.

    Parameters
    ----------
    comparison : pandas.DataFrame
        As `comparison.compare_published` returns it; without a row the figure says so.
    """
    if comparison.empty:
        return empty_figure(NOTHING)
    networks = list(comparison.groupby([*CONDITION, "listed"], sort=False))
    figure = Figure(
        figsize=(PAGE_WIDTH, NETWORK_HEIGHT * len(networks) + 1.2), layout="constrained"
    )
    axes = figure.subplots()
    axes.axvspan(-1, 1, color="#E4E4E4", linewidth=0, zorder=0)
    axes.axvline(0, color=GREY, linewidth=0.6, zorder=1)
    for place, (_, rows) in enumerate(networks):
        draw_network(axes, place, rows)
    axes.set_yticks(range(len(networks)), [name_of(*key) for key, _ in networks])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(networks) - 0.4, -0.6)
    axes.set_xlim(-FARTHEST - 0.15, FARTHEST + 0.15)
    axes.set_xlabel("theirs less mean of ours, in half-widths of the prediction interval")
    legend_above(figure, _handles())
    note_below(figure, caption_of(comparison))
    return figure


def caption_of(comparison: pd.DataFrame) -> str:
    """Return the caption: how many networks there are of theirs and of ours, and what is drawn."""
    count = len(comparison[CONDITION].drop_duplicates())
    networks = f"{count} network{'s' if count > 1 else ''}"
    drawn = comparison[~comparison["quantity"].isin(Z_OF_KIND.values())]
    edge = _EDGE if (distance(drawn).abs() > FARTHEST).any() else ""
    return _CAPTION.format(networks=networks, n=n_in_words(comparison["n"]), edge=edge)


def distance(rows: pd.DataFrame) -> pd.Series:
    """Return theirs less the mean of ours, in half-widths of the prediction interval."""
    return (rows["theirs"] - rows["mean"]) / ((rows["high"] - rows["low"]) / 2)


def name_of(task: str, model: str, strategy: str, sparsity: float, listed: str) -> str:
    """Return a published network in words."""
    core = ", core" if listed == CORE_LINKS else ""
    return f"{TASKS[task].label}, {MODELS[model].label}, {STRATEGIES[strategy].label}{core}"


def draw_network(axes: Axes, place: float, rows: pd.DataFrame) -> None:
    """Draw eta and the eight z-scores of a network, or say that there is none of ours."""
    away = distance(rows).set_axis(rows["quantity"])
    if not away.notna().any():
        axes.text(0, place, NONE_OF_OURS, ha="center", va="center", color=GREY, fontsize=6.5)
        return
    for quantity, colour, marker, shift in _marks():
        value = away.get(quantity, float("nan"))
        beyond = abs(value) > FARTHEST
        style = {"color": colour, "markersize": 6 if quantity == ETA_AT_END else 3.6, "alpha": 0.85}
        mark = (">" if value > 0 else "<") if beyond else marker
        axes.plot(max(-FARTHEST, min(FARTHEST, value)), place + shift, mark, **style)


def _marks() -> Iterator[tuple[str, str, str, float]]:
    """Yield quantity, colour, marker and shift of each mark of a row."""
    for signs in FFL_SIGNS:
        balanced = signs in BALANCED_SIGNS
        shift = -0.16 if balanced else 0.16
        yield f"z {signs}", LOOP_COLOURS[balanced], LOOP_MARKERS[balanced], shift
    yield ETA_AT_END, BLACK, "D", 0.0


def _handles() -> list[Line2D]:
    """Return the legend."""
    style = {"linestyle": "", "markersize": 4}
    return [
        Line2D([], [], color=BLACK, marker="D", label="balance η", **style),
        *(
            Line2D([], [], color=colour, marker=LOOP_MARKERS[key], label=f"z of {name}", **style)
            for (key, colour), name in zip(LOOP_COLOURS.items(), LOOP_LABELS.values(), strict=True)
        ),
    ]
