"""One condition along training: the test metric and the balance of all its networks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.base.artifacts import save_table
from sparse_rnn.catalog import TASKS
from sparse_rnn.config import Condition
from sparse_rnn.drawing.grid import note_below
from sparse_rnn.drawing.labels import BAND_CAPTION, chance_line
from sparse_rnn.drawing.marks import mean_curve, start
from sparse_rnn.drawing.style import save_figure, styled
from sparse_rnn.results.runs import CONDITION, at_final_density, first_epoch, without_diverged
from sparse_rnn.site.conditions import page_name
from sparse_rnn.studies.performance.curves_figure import possible_errors


@styled
def condition_figure(condition: Condition, history: pd.DataFrame, balance: pd.DataFrame) -> Figure:
    """Draw the test metric beside the balance η, both against the epoch.

    Parameters
    ----------
    condition : Condition
        Which one it is.
    history, balance : pandas.DataFrame
        Its rows of these tables, of networks that did not diverge.
    """
    figure = Figure(figsize=(6.0, 2.5), layout="constrained")
    metric, eta = figure.subplots(1, 2)
    final = history.loc[at_final_density(history), "epoch"].min()
    task = TASKS[condition.task]
    possible = possible_errors(condition.task, history["test"]) if task.log else task.bounds
    mean_curve(metric, history, "test", condition.strategy, possible, dotted_until=final)
    mean_curve(eta, balance, "eta", condition.strategy, (0, 1), dotted_until=final)
    start(eta, first_epoch(balance), "eta", condition.strategy)
    chance_line(eta)
    for axes, words in ((metric, f"test {task.metric.lower()}"), (eta, "global balance η")):
        axes.set_ylabel(words)
        axes.set_xlabel("Training time (epochs)")
    if task.log:
        metric.set_yscale("log")
    note_below(figure, BAND_CAPTION)
    return figure


def drawn(tables: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Draw every condition along training and write its rows of the history beside.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``history`` and ``balance``.
    folder : path
        Where the figures (png, pdf) and the rows (csv) go, by the names of the pages.
    """
    history, balance = (without_diverged(tables[name]) for name in ("history", "balance"))
    curves = dict(list(balance.groupby(CONDITION)))
    for key, rows in history.groupby(CONDITION):
        name = page_name(Condition(*key))
        save_figure(condition_figure(Condition(*key), rows, curves[key]), folder, name)
        save_table(folder / f"{name}.csv", rows)
