"""The closing words of a run: what ran, what could not, what came out, and where to look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import atomic, load_record, load_table
from sparse_rnn.results.intervals import (
    CONDITION,
    RUN,
    final_metric,
    first_epoch,
    first_null_model,
    last_epoch,
    summarise,
    with_defined_z,
    without_diverged,
)
from sparse_rnn.results.quote import quoted


def write_summary(
    path: str | Path,
    tables: Mapping[str, str | Path],
    records: Sequence[str | Path],
    figures: str | Path,
) -> None:
    """Write the summary of a run as plain text.

    Parameters
    ----------
    path : path
        Text output.
    tables : Mapping of str to path
        The tables ``history``, ``balance`` and ``motifs``.
    records : sequence of path
        What became of fetching each task's raw data.
    figures : path
        Folder of the figures.
    """
    history, balance, motifs = (
        load_table(tables[kind], [*RUN, "diverged"]) for kind in ("history", "balance", "motifs")
    )
    good = without_diverged(history)
    lines = [
        f"Trained {len(good[RUN].drop_duplicates())} networks of "
        f"{len(good[CONDITION].drop_duplicates())} conditions "
        f"(means over {good['seed'].nunique()} seeds, 95 % t intervals):",
        "",
        results(good, without_diverged(balance), without_diverged(motifs)),
        "",
        *diverged(history),
        *missing(records),
        f"Figures: {figures}/",
    ]
    with atomic(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")


def results(history: pd.DataFrame, balance: pd.DataFrame, motifs: pd.DataFrame) -> str:
    """Return one line per condition: test metric, eta before and after, z of the two kinds."""
    final = with_defined_z(last_epoch(first_null_model(motifs)))
    mean_z = final.groupby([*RUN, "balanced"], as_index=False)["z"].mean()
    columns = {
        "test metric": summarise(final_metric(history), "metric"),
        "eta before": summarise(first_epoch(balance), "eta"),
        "eta after": summarise(last_epoch(balance), "eta"),
        "z balanced": summarise(mean_z[mean_z["balanced"]], "z"),
        "z unbalanced": summarise(mean_z[~mean_z["balanced"]], "z"),
    }
    return quoted(columns).to_string(index=False)


def diverged(history: pd.DataFrame) -> list[str]:
    """Return a paragraph on each run that diverged."""
    runs = history[history["diverged"] > 0].drop_duplicates(RUN)
    return [
        f"DIVERGED and left out of every mean: {run.task}, {run.model}, {run.strategy} at sparsity "
        f"{run.sparsity:g}, seed {run.seed}, in epoch {run.diverged}. Lower its learning_rate.\n"
        for run in runs.itertuples()
    ]


def missing(records: Sequence[str | Path]) -> list[str]:
    """Return a paragraph on every data set that could not be had."""
    found = [(Path(path).stem, load_record(path)) for path in records]
    return [f"NOT RUN: {task}. {r['error']}\n" for task, r in found if "error" in r]
