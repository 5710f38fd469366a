"""How far balanced and unbalanced loops lie from chance after training, by condition."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.graphs.motifs import BALANCED_SIGNS
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.runs import (
    CONDITION,
    RUN,
    last_epoch,
    mean_z,
    with_defined_z,
    without_diverged,
)


def trained_loops(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return the loops of sparse networks after training under the null model that decides."""
    sparse = motifs[motifs["decides"] & (motifs["strategy"] != "dense")]
    return with_defined_z(without_diverged(last_epoch(sparse)))


def z_by_loop(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return the mean z of each of the eight loops, ``CONDITION, signs, n, mean, low, high``."""
    return summarise(trained_loops(motifs), "z", [*CONDITION, "signs"])


def kinds_of_loops(motifs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the mean z of balanced loops, of unbalanced ones, and the difference.

    Every run enters once: with the mean z of its four balanced loops, and of its four unbalanced
    ones.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``balanced``, ``unbalanced`` and ``difference``: ``CONDITION, n, mean, low, high``, with the
        95 % t interval over seeds.
    """
    by_run = mean_z(trained_loops(motifs)).pivot(index=RUN, columns="balanced", values="z")
    by_run = by_run.rename(columns={True: "balanced", False: "unbalanced"}).reset_index()
    by_run["difference"] = by_run["balanced"] - by_run["unbalanced"]
    return {name: summarise(by_run, name) for name in ("balanced", "unbalanced", "difference")}


def agreement(each: pd.DataFrame) -> dict[str, int]:
    """Return in how many conditions the mean z of all eight loops has the claimed sign.

    Parameters
    ----------
    each : pandas.DataFrame
        As `z_by_loop` returns it.
    """
    right = (each["mean"] > 0) == each["signs"].isin(BALANCED_SIGNS)
    conditions = right.groupby([each[key] for key in CONDITION]).all()
    return {"conditions": len(conditions), "all_eight_signs_as_claimed": int(conditions.sum())}
