"""Runs of simulated annealing: balance and energy against the proposals made."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.catalog import TASKS
from sparse_rnn.drawing.condition_panels import common_legend
from sparse_rnn.drawing.grid import letter_title, note_below
from sparse_rnn.drawing.style import PAGE_WIDTH, check_columns, in_order, styled


class TrialLook(NamedTuple):
    """How a trial is drawn: trials are replicates, so that they are grey and not coloured."""

    colour: str
    marker: str
    line: str


TRIAL_LOOKS = tuple(
    TrialLook(f"#{3 * shade}", marker, line)
    for shade, marker, line in zip(
        ("00", "55", "99", "2B", "77", "BB"), "o^Dsv*", ("-", "--", "-.") * 2, strict=True
    )
)
"""The look of each trial."""
COLUMNS = {"eta": "Balance η", "energy": "Energy of all links"}


@styled
def annealing_trials_figure(traces: pd.DataFrame) -> Figure:
    """Draw eta above and the energy below along the runs of several trials, a column per task.

    Parameters
    ----------
    traces : pandas.DataFrame
        As ``studies.balanced_networks.annealing.anneal_trials`` writes it.

    Raises
    ------
    ValueError
        If there is nothing to draw, a task is unknown, or trials are more than looks.
    """
    if traces.empty:
        raise ValueError("nothing to draw: the trace of the runs has no rows")
    check_trials(traces)
    tasks = list(in_order(traces).groupby("task", sort=False))
    figure = Figure(figsize=(PAGE_WIDTH, 3.6), layout="constrained")
    axes = figure.subplots(2, len(tasks), squeeze=False, sharex=True, sharey="row")
    for place, (task, rows) in enumerate(tasks):
        for index, column in enumerate(COLUMNS):
            panel = axes[index, place]
            for trial, run in rows.groupby("trial"):
                look = TRIAL_LOOKS[trial - 1]
                style = {"color": look.colour, "ls": look.line, "lw": 1, "label": f"trial {trial}"}
                panel.plot(run["proposals"], run[column], **style)
            letter_title(panel, len(tasks) * index + place, TASKS[task].label)
        panel.set_xlabel("Exchanges proposed")
    for (first, *_), label in zip(axes, COLUMNS.values(), strict=True):
        first.set_ylabel(label)
    common_legend(figure, axes[0, 0])
    note = f"One run of annealing per trial, {traces['trial'].nunique()} of each task."
    note_below(figure, note)
    return figure


def check_trials(table: pd.DataFrame) -> None:
    """Stop at a task that is unknown, and at more trials than there are looks."""
    check_columns(table, {"task": TASKS})
    if table["trial"].max() > len(TRIAL_LOOKS):
        most = table["trial"].max()
        raise ValueError(f"{most} trials to draw; there are {len(TRIAL_LOOKS)} looks")
