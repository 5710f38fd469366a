"""The test metric of networks along series from random to balanced."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sparse_rnn.catalog import TASKS, StrategyEntry
from sparse_rnn.drawing.condition_panels import common_legend
from sparse_rnn.drawing.grid import is_lowest, letter_title, make_grid
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import check_known, in_order, styled
from sparse_rnn.studies.balanced_networks.annealing_figure import TRIAL_LOOKS, check_trials
from sparse_rnn.studies.balanced_networks.effect import ARM_KEYS, ARM_LABELS, TRIAL_KEYS


@styled
def balance_effect_figure(results: pd.DataFrame) -> Figure:
    """Draw the test metric of every network against its balance eta, a panel per task and arm.

    Parameters
    ----------
    results : pandas.DataFrame
        Columns ``task, arm, trial, level, seed, eta, metric, diverged``; diverged networks are left
        out, and the caption counts them.

    Raises
    ------
    ValueError
        If there is nothing to draw, a task or arm is unknown, or trials are more than colours.
    """
    shown = results[results["diverged"] == 0]
    if shown.empty:
        raise ValueError("nothing to draw: no network that did not diverge")
    check_trials(shown)
    for arm in shown["arm"].unique():
        check_known(ARM_LABELS, "arm", arm)
    panels = list(in_order(shown).groupby(ARM_KEYS, sort=False))
    figure, axes = make_grid(len(panels), 1.8, (1,))
    for index, (((task, arm), rows), (panel,)) in enumerate(zip(panels, axes, strict=True)):
        for trial, own in rows.groupby("trial"):
            draw_series(panel, own, f"trial {trial}", TRIAL_LOOKS[trial - 1])
        letter_title(panel, index, f"{TASKS[task].label}, {ARM_LABELS[arm]}")
        panel.set_ylabel(TASKS[task].metric)
        if is_lowest(index, len(panels)):
            panel.set_xlabel("Balance η of the network (fraction)")
    common_legend(figure, axes[0][0])
    figure.supxlabel(numbers_in_words(results), fontsize=6.5, color=GREY)
    return figure


def draw_series(axes: Axes, rows: pd.DataFrame, label: str, look: StrategyEntry) -> None:
    """Draw the networks of one trial: every seed, the mean over seeds, a straight line through."""
    mean = rows.groupby("level")[["eta", "metric"]].mean()
    axes.plot(rows["eta"], rows["metric"], ".", color=look.colour, markersize=2, alpha=0.4)
    style = {"color": look.colour, "markersize": 3, "label": label}
    axes.plot(mean["eta"], mean["metric"], look.marker, **style)
    if mean["eta"].nunique() > 1:
        ends = mean["eta"].agg(["min", "max"]).to_numpy()
        line = np.polyval(np.polyfit(mean["eta"], mean["metric"], 1), ends)
        axes.plot(ends, line, color=look.colour, linewidth=0.8)


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
        f"n = {trials} trials of {levels} networks, seeds on each: {seeds}. Faint: single seeds,"
        " marks: means over seeds, lines: least squares."
        + (f" {lost} diverged, left out." if lost else "")
    )
