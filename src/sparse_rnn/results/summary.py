"""The closing words of a run: what ran, what could not, what came out, and where to look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import atomic, load_record
from sparse_rnn.results.conditions import TOLD, summaries_of_conditions
from sparse_rnn.results.quote import quoted
from sparse_rnn.results.runs import CONDITION, RUN, without_diverged
from sparse_rnn.results.schema import read_table

NO_VERDICTS = (
    "Verdicts on the claims: cannot judge. Networks, seeds or training are smaller than the"
    " paper's:\nthis run shows that all steps work, not whether a claim holds (data/reference has"
    " verdicts).\n"
)
"""What the summary of a small run says instead of verdicts."""


def write_summary(
    path: str | Path,
    tables: Mapping[str, str | Path],
    records: Sequence[str | Path],
    origins: Sequence[str | Path],
    figures: str | Path,
    judge: bool = True,
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
    origins : sequence of path
        Where the networks of each job come from.
    figures : path
        Folder of the figures.
    judge : bool, optional
        Whether the run says something of the claims; the summary says so where it does not.
    """
    history, balance, motifs = (
        read_table(name, tables[name]) for name in ("history", "balance", "motifs")
    )
    good = without_diverged(history)
    lines = [
        f"Trained {len(good[RUN].drop_duplicates())} networks of "
        f"{len(good[CONDITION].drop_duplicates())} conditions "
        f"(means over {good['seed'].nunique()} seeds, of errors geometric ones, "
        "95 % t intervals):",
        "",
        results(history, balance, motifs),
        "",
        *diverged(history),
        *missing(records),
        *several_processors(origins),
        *([] if judge else [NO_VERDICTS]),
        f"Figures: {figures}/",
    ]
    with atomic(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")


def results(history: pd.DataFrame, balance: pd.DataFrame, motifs: pd.DataFrame) -> str:
    """Return one line per condition: test metric, η before and after, z of the two kinds."""
    summaries = summaries_of_conditions(history, balance, motifs)
    return quoted({TOLD[name]: each for name, each in summaries.items()}).to_string(index=False)


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


def several_processors(origins: Sequence[str | Path]) -> list[str]:
    """Return a paragraph on the processors, if jobs trained on several kinds."""
    jobs = Counter(load_record(path)["environment"]["processor"] for path in origins)
    if len(jobs) < 2:
        return []
    kinds = ", ".join(f"{number} on {name}" for name, number in sorted(jobs.items()))
    return [
        f"SEVERAL KINDS OF PROCESSOR trained (jobs: {kinds}), and one alone would train other "
        "networks. Send all jobs of a run to one kind: docs/cluster.md.\n"
    ]
