"""The test metric of networks along series from random to balanced."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator
from scipy.special import stdtrit

from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing.condition_panels import common_legend
from sparse_rnn.drawing.grid import is_lowest, letter_title, make_grid, note_below, share_axes
from sparse_rnn.drawing.labels import better
from sparse_rnn.drawing.marks import BAND
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import check_columns, in_order, styled
from sparse_rnn.results.intervals import correlation_interval
from sparse_rnn.results.quote import quote
from sparse_rnn.studies.balanced_networks.annealing_figure import (
    TRIAL_LOOKS,
    TrialLook,
    check_trials,
)
from sparse_rnn.studies.balanced_networks.effect import ARM_KEYS, ARM_LABELS, TRIAL_KEYS
from sparse_rnn.studies.balanced_networks.series import series_effects

FEWEST_OF_LINE = 3
"""Networks that the interval of a line needs."""


@styled
def balance_effect_figure(results: pd.DataFrame) -> Figure:
    """Draw the test metric of every network against its balance eta, a panel per task and arm.

    Trials differ in the level of the metric, so that each network is drawn beside the mean of its
    trial: accuracies in percentage points, errors as a ratio.  Panels of either share an axis.

    Parameters
    ----------
    results : pandas.DataFrame
        Columns ``task, arm, trial, level, seed, eta, metric, diverged``; diverged networks are left
        out, and the caption counts them.

    Raises
    ------
    ValueError
        If there is nothing to draw, a task or arm is unknown, or trials are more than looks.
    """
    shown = results[results["diverged"] == 0]
    if shown.empty:
        raise ValueError("nothing to draw: no network that did not diverge")
    check_trials(shown)
    check_columns(shown, {"arm": ARM_LABELS})
    panels = list(in_order(shown).groupby(ARM_KEYS, sort=False))
    figure, axes = make_grid(len(panels), 1.9, (1,))
    for index, (((task, arm), rows), (panel,)) in enumerate(zip(panels, axes, strict=True)):
        beside = beside_trial(rows)
        for trial, own in beside.groupby("trial"):
            draw_series(panel, own, f"trial {trial}", TRIAL_LOOKS[trial - 1])
        letter_title(panel, index, f"{TASKS[task].label}, {ARM_LABELS[arm]}")
        label_effect(panel, task, rows)
        if is_lowest(index, len(panels)):
            panel.set_xlabel("Balance η of the network before training")
    every = [panel for (panel,) in axes]
    share_axes(every, [TASKS[task].log for (task, _), _ in panels])
    share_axes(every, ["eta"] * len(every), "x")
    common_legend(figure, every[0])
    note_below(figure, numbers_in_words(results))
    return figure


def beside_trial(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the networks of a task and arm with the metric beside the mean of its trial.

    Accuracies are in percentage points, errors the logarithm (base 10) of a ratio.
    """
    log = TASKS[rows["task"].iloc[0]].log
    scaled = np.log10(rows["metric"]) if log else 100 * rows["metric"]
    mean = scaled.groupby([rows["trial"], rows["level"]]).transform("mean")
    return rows.assign(metric=scaled - mean.groupby(rows["trial"]).transform("mean"))


def draw_series(axes: Axes, rows: pd.DataFrame, label: str, look: TrialLook) -> None:
    """Draw the networks of one trial: every seed, their mean, a straight line and its interval."""
    mean = rows.groupby("level")[["eta", "metric"]].mean()
    if rows["seed"].nunique() > 1:
        axes.plot(rows["eta"], rows["metric"], ".", color=look.colour, markersize=2, alpha=0.25)
    style = {"color": look.colour, "markersize": 3, "label": label, "alpha": 0.8}
    axes.plot(mean["eta"], mean["metric"], look.marker, **style)
    if mean["eta"].nunique() > 1:
        x, line, half = fitted_line(mean["eta"].to_numpy(), mean["metric"].to_numpy())
        axes.plot(x, line, color=look.colour, linewidth=1, linestyle=look.line)
        axes.fill_between(x, line - half, line + half, color=look.colour, **BAND)


def fitted_line(x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return places, the least-squares line there, and half its 95 % interval (t, pointwise).

    The interval is NaN for fewer networks than `FEWEST_OF_LINE`.
    """
    places = np.linspace(x.min(), x.max(), 30)
    slope, _ = np.polyfit(x, y, 1)
    line = y.mean() + slope * (places - x.mean())
    if len(x) < FEWEST_OF_LINE:
        return places, line, np.full(len(places), np.nan)
    rest = y - y.mean() - slope * (x - x.mean())
    spread = np.sqrt((rest**2).sum() / (len(x) - 2))
    lever = 1 / len(x) + (places - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum()
    return places, line, stdtrit(len(x) - 2, 0.975) * spread * np.sqrt(lever)


def label_effect(axes: Axes, task: str, rows: pd.DataFrame) -> None:
    """Label the metric, point the way of better values, and write the mean correlation."""
    entry = TASKS[task]
    axes.set_ylabel(
        "Error / trial mean" if entry.log else "Accuracy − trial mean\n(percentage points)"
    )
    if entry.log:
        axes.yaxis.set_major_locator(FixedLocator(np.log10([0.25, 0.5, 1, 2, 4])))
        axes.yaxis.set_major_formatter(lambda value, _: f"{10**value:.2g}")
    axes.axhline(0, color=GREY, linewidth=0.5, zorder=0)
    better(axes, "y", entry.higher_is_better)
    rho = correlation_interval(series_effects(rows)["rho"])
    words = f"ρ = {quote(*rho[1:], digits=2)} (n = {rho.n} series)".replace("-", "−")
    box = {"facecolor": "w", "edgecolor": "none", "alpha": 0.7, "pad": 1}
    style = {"ha": "left", "va": "top", "fontsize": 7, "transform": axes.transAxes, "bbox": box}
    axes.text(0.02, 0.99, words, **style)


def numbers_in_words(results: pd.DataFrame) -> str:
    """Return what is drawn, how many networks and how many diverged."""
    sizes = results.groupby(ARM_KEYS)[["trial", "seed"]].nunique()
    sizes = sizes.join(results.groupby(TRIAL_KEYS)["level"].nunique())
    trials, seeds, levels = (
        f"{low}" if low == high else f"{low}–{high}"
        for low, high in zip(sizes.min(), sizes.max(), strict=True)
    )
    lost = int((results["diverged"] > 0).sum())
    return (
        f"n = {trials} trials of {levels} networks, seeds on each: {seeds}. Marks: networks (means"
        " over seeds); faint: single seeds.\nLines: least squares with 95 % t intervals. ρ:"
        " Spearman's, mean and 95 % interval over trials (Fisher's z), positive if balance helps."
        + (f" {lost} diverged, left out." if lost else "")
    )
