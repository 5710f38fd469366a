"""How everything looks: colours, names, sizes; and how a figure is saved.

Colours are those of Okabe and Ito (https://jfly.uni-koeln.de/color/), told apart by every common
kind of colour vision; each strategy also has a marker of its own.
"""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.drawing.titles import fit_titles

PAGE_WIDTH = 7.09
"""Width of a two-column figure in inches (180 mm)."""

PAGE_HEIGHT = 10.6
"""Height in inches that the panels of a figure may fill (A4 less its caption)."""

GREY = "#6E6E6E"

styled = mpl.rc_context(
    {
        "font.family": "DejaVu Sans",
        "font.size": 7,
        "axes.labelsize": 7,
        "axes.titlesize": 7.5,
        "axes.titlelocation": "left",
        "axes.linewidth": 0.6,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "xtick.labelsize": 6.5,
        "ytick.labelsize": 6.5,
        "xtick.major.width": 0.6,
        "ytick.major.width": 0.6,
        "xtick.major.size": 2.5,
        "ytick.major.size": 2.5,
        "ytick.minor.size": 1.5,
        "ytick.minor.width": 0.4,
        "legend.fontsize": 7,
        "legend.frameon": False,
        "figure.constrained_layout.h_pad": 0.05,
        "pdf.fonttype": 42,
    }
)
"""Decorator of every function that draws or saves: the style holds inside it and nowhere else."""


@dataclass(frozen=True)
class Strategy:
    """Name, colour and marker of a sparsification strategy."""

    label: str
    colour: str
    marker: str


@dataclass(frozen=True)
class Task:
    """Name of a task, name and possible values of its test metric, whether it spans decades."""

    label: str
    metric: str = "Accuracy (fraction)"
    bounds: tuple[float, float] = (0, 1)
    log: bool = False


STRATEGIES = {
    "pruning_1": Strategy("Pruning I", "#0072B2", "o"),
    "pruning_2": Strategy("Pruning II", "#56B4E9", "s"),
    "deep_r": Strategy("DeepR", "#D55E00", "^"),
    "set": Strategy("SET", "#E69F00", "v"),
    "random_pruning": Strategy("Random pruning", "#CC79A7", "X"),
    "static": Strategy("Random sparse", "#009E73", "D"),
    "dense": Strategy("Dense", "#000000", "P"),
}

TASKS = {
    "mnist": Task("MNIST"),
    "sms": Task("SMS spam"),
    "mg": Task("Mackey–Glass", "Mean squared error", (0, math.inf), log=True),
    "hgs": Task("Hand gestures"),
    "har": Task("Human activity"),
    "mtc": Task("Cognitive tasks", "Performance (fraction)"),
}

MODELS = {
    "rnn": "RNN",
    "ct_rnn": "CT-RNN",
    "neural_ode": "Neural ODE",
    "liquid": "Liquid time constant",
}


def check_known(registry: Collection[str], kind: str, key: str) -> None:
    """Stop at a key that a registry does not hold.

    Raises
    ------
    ValueError
        The message lists the valid keys.
    """
    if key not in registry:
        raise ValueError(f"no drawing for {kind} {key!r}; known: {', '.join(registry)}")


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table's rows in the order of tasks, then models, that all figures share."""
    orders = {"task": list(TASKS), "model": list(MODELS)}
    keys = [key for key in orders if key in table]
    place = {"key": lambda names: names.map(orders[names.name].index, "ignore"), "kind": "stable"}
    return table.sort_values(keys, **place)


@styled
def save_figure(figure: Figure, folder: str | Path, name: str) -> Path:
    """Write ``name.png`` (200 dots per inch) and ``name.pdf``; return the path of the png.

    Titles that would leave the canvas or meet the next one are broken, see `titles.fit_titles`.
    The same figure gives the same bytes: no date and no version is written into the files.
    """
    figure.draw_without_rendering()  # lays the panels out, once for both files
    if fit_titles(figure):
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for suffix, metadata in {
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None},
        "png": {"Software": None},
    }.items():
        path = Path(folder) / f"{name}.{suffix}"
        with atomic(path) as temporary:
            figure.savefig(temporary, format=suffix, dpi=200, metadata=metadata)
    return path
