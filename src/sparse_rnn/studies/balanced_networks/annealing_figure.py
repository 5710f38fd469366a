"""Runs of simulated annealing: balance and energy against the proposals made."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.catalog import STRATEGIES, TASKS
from sparse_rnn.drawing.condition_panels import common_legend
from sparse_rnn.drawing.grid import is_lowest, letter_title, make_grid
from sparse_rnn.drawing.palette import GREY
from sparse_rnn.drawing.style import check_known, in_order, styled

TRIAL_LOOKS = [
    STRATEGIES[name] for name in ("pruning_1", "deep_r", "static", "set", "pruning_2", "dense")
]
"""Colour and marker of each trial, neighbours far apart."""


@styled
def annealing_trials_figure(traces: pd.DataFrame) -> Figure:
    """Draw eta and the energy along the runs of several trials, side by side for each task.

    Parameters
    ----------
    traces : pandas.DataFrame
        As ``studies.balanced_networks.annealing.anneal_trials`` writes it.

    Raises
    ------
    ValueError
        If there is nothing to draw, a task is unknown, or trials are more than colours.
    """
    if traces.empty:
        raise ValueError("nothing to draw: the trace of the runs has no rows")
    check_trials(traces)
    columns = {"eta": "Balance η (fraction)", "energy": "Energy of all links"}
    tasks = list(in_order(traces).groupby("task", sort=False))
    figure, axes = make_grid(2 * len(tasks), 1.7, (1,))
    for index, (panel,) in enumerate(axes):
        (task, rows), (column, label) = tasks[index // 2], list(columns.items())[index % 2]
        for trial, run in rows.groupby("trial"):
            colour = TRIAL_LOOKS[trial - 1].colour
            panel.plot(run["proposals"], run[column], color=colour, lw=0.9, label=f"trial {trial}")
        letter_title(panel, index, TASKS[task].label)
        panel.set_ylabel(label)
        if is_lowest(index, len(axes)):
            panel.set_xlabel("Exchanges proposed")
    common_legend(figure, axes[0][0])
    note = f"One run of annealing per trial, {traces['trial'].nunique()} of each task."
    figure.supxlabel(note, fontsize=6.5, color=GREY)
    return figure


def check_trials(table: pd.DataFrame) -> None:
    """Stop at a task that is unknown, and at more trials than there are colours."""
    for task in table["task"].unique():
        check_known(TASKS, "task", task)
    if table["trial"].max() > len(TRIAL_LOOKS):
        most = table["trial"].max()
        raise ValueError(f"{most} trials to draw; there are {len(TRIAL_LOOKS)} colours")
