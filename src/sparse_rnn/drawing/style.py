"""How everything looks: sizes, fonts, colours of loops; and how a figure is saved.

Names, colours and markers of tasks, models and strategies stand in `catalog`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.catalog import MODELS, TASKS
from sparse_rnn.drawing.alt_texts import ALT_TEXTS
from sparse_rnn.drawing.titles import fit_titles

PAGE_WIDTH = 7.09
"""Width of a two-column figure in inches (180 mm)."""

PAGE_HEIGHT = 10.6
"""Height in inches that the panels of a figure may fill (A4 less its caption)."""

OWN_STYLE = {
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
"""What differs from Matplotlib's own style."""

styled = mpl.rc_context(
    {key: mpl.rcParamsDefault[key] for key in mpl.rcParamsDefault if key != "backend"} | OWN_STYLE
)
"""Decorator of every function that draws or saves: the style holds inside it and nowhere else.

It sets all that Matplotlib knows of a style, so that nothing of the reader's ``matplotlibrc`` is
left.
"""


LOOP_LABELS = {True: "balanced loops", False: "unbalanced loops"}
"""What legends call balanced and unbalanced feed-forward loops."""


def check_known(registry: Collection[str], kind: str, key: str) -> None:
    """Stop at a key that a registry does not hold.

    Raises
    ------
    ValueError
        The message lists the valid keys.
    """
    if key not in registry:
        raise ValueError(f"no drawing for {kind} {key!r}; known: {', '.join(registry)}")


def check_columns(table: pd.DataFrame, known: Mapping[str, Collection[str]]) -> None:
    """Stop at a value that the registry of its column does not hold, see `check_known`."""
    for column in table.columns.intersection(list(known)):
        for key in table[column].unique():
            check_known(known[column], column, key)


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
    The files describe themselves by the figure's text alternative, see `alt_texts`.
    The same figure gives the same bytes: no date and no version is written into the files.
    """
    alt = ALT_TEXTS.get(name)
    figure.draw_without_rendering()  # lays the panels out, once for both files
    if fit_titles(figure):
        figure.draw_without_rendering()
    figure.set_layout_engine("none")
    for suffix, metadata in {
        "pdf": {"CreationDate": None, "Producer": None, "Creator": None, "Subject": alt},
        "png": {"Software": None, "Description": alt},
    }.items():
        path = Path(folder) / f"{name}.{suffix}"
        with atomic(path) as temporary:
            figure.savefig(temporary, format=suffix, dpi=200, metadata=metadata)
    return path
