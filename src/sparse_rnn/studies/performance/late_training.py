"""Whether sparse networks that fall short of dense ones still catch up when training ends."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.catalog import MODELS, TASKS
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.judging import can_judge
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import (
    CONDITION,
    RUN,
    difference_to_dense,
    final_metric,
    higher_is_better,
    last_epoch,
    log_errors,
    start_and_end,
    without_diverged,
)
from sparse_rnn.studies.performance.claim import comparable
from sparse_rnn.verdicts.findings import DECIDING
from sparse_rnn.verdicts.limits import DISCRETE, PAPER_TASKS
from sparse_rnn.verdicts.rules import NOT_RUN, REPRODUCED

TRENDS = ("still catching up", "falling behind", "parallel: no sign of either")
CATCHING_UP, FALLING_BEHIND, PARALLEL = TRENDS
"""What the gap between sparse and dense networks does; the rule is that of `trend`."""


def trend(low: float, high: float) -> str:
    """Return what a gap does whose change has an interval; the rule was fixed before it was used.

    Catching up: the whole interval is above 0.  Falling behind: it is below.  Else, and without an
    interval, there is no sign of either.
    """
    return CATCHING_UP if low > 0 else FALLING_BEHIND if high < 0 else PARALLEL


def late_changes(history: pd.DataFrame) -> pd.DataFrame:
    """Return how the gap to dense networks changes late, where a task has conditions that fail C1.

    Parameters
    ----------
    history : pandas.DataFrame
        The table of that name.

    Returns
    -------
    pandas.DataFrame
        A row for each condition that decides on C1 in those tasks: ``CONDITION``, its ``verdict``,
        the change of the gap (``n``, ``mean``, ``low``, ``high``: 95 % t interval over pairs of one
        seed; see `changes_of_gap`), its ``trend``, and the median ``dense_epoch`` of `epochs_ahead`
        with the number of networks that it was ``reached`` in.
    """
    verdicts = verdicts_on_performance(history)
    fails = verdicts.loc[verdicts["verdict"] != REPRODUCED, "task"]
    good = without_diverged(history[history["task"].isin(fails)])
    changes = summarise(changes_of_gap(good), "difference")
    ahead = epochs_ahead(good).groupby(CONDITION)["epoch"]
    epochs = ahead.agg(dense_epoch="median", reached="count").reset_index()
    table = verdicts.merge(changes, on=CONDITION).merge(epochs, "left", CONDITION)
    ends = zip(table["low"], table["high"], strict=True)
    return table.assign(trend=[trend(*pair) for pair in ends])


def verdicts_on_performance(history: pd.DataFrame) -> pd.DataFrame:
    """Return ``CONDITION`` and the ``verdict`` of C1 on each condition that decides and ran."""
    found = comparable({"history": history[history["task"].isin(PAPER_TASKS)]}, DISCRETE)
    rows = [
        (*finding.condition.values(), finding.verdict)
        for finding in found
        if finding.scope == DECIDING and finding.verdict != NOT_RUN
    ]
    return pd.DataFrame(rows, columns=[*CONDITION, "verdict"])


def changes_of_gap(history: pd.DataFrame) -> pd.DataFrame:
    """Return the change of the gap, sparse less dense, over the last sixth of training.

    It goes from the last epoch that was recorded before that sixth to the last of all.  The gap is
    one of test metrics; for errors of their logarithms with the sign turned, so that the change is
    positive where the sparse network gains.

    Parameters
    ----------
    history : pandas.DataFrame
        ``RUN, epoch, test`` of networks that did not diverge.

    Returns
    -------
    pandas.DataFrame
        ``RUN`` and ``difference``, of runs with a dense partner of their seed.
    """
    metric = higher_is_better(log_errors(history.assign(metric=history["test"])))
    end = metric.groupby(RUN)["epoch"].transform("max")
    before = last_epoch(metric[6 * metric["epoch"] <= 5 * end])
    gains = start_and_end(pd.concat([before, last_epoch(metric)]), "metric")
    return difference_to_dense(gains[RUN].assign(metric=gains["rise"]))


def epochs_ahead(history: pd.DataFrame) -> pd.DataFrame:
    """Return when the dense network of its seed first had the final metric of each sparse one.

    Parameters
    ----------
    history : pandas.DataFrame
        The table of that name, of networks that did not diverge.

    Returns
    -------
    pandas.DataFrame
        ``RUN`` and ``epoch``, the first one that was recorded; no row where there was none.
    """
    pair = ["task", "model", "seed"]
    final = higher_is_better(final_metric(history)).drop(columns="epoch")
    curves = higher_is_better(history.assign(metric=history["test"]))
    dense = curves.loc[curves["strategy"] == "dense", [*pair, "epoch", "metric"]]
    both = final[final["strategy"] != "dense"].merge(dense, on=pair, suffixes=("", "_dense"))
    there = both[both["metric_dense"] >= both["metric"]]
    return there.groupby(RUN, as_index=False)["epoch"].min()


def late_table(late: pd.DataFrame) -> pd.DataFrame:
    """Return what a notebook shows of `late_changes`, with the change quoted."""
    numbers = late[["mean", "low", "high"]].itertuples(index=False)
    shown = late[[*CONDITION, "verdict", "n"]].assign(
        change=[quote(*row) for row in numbers],
        trend=late["trend"],
        dense_epoch=[f"{epoch:g}" if epoch == epoch else "–" for epoch in late["dense_epoch"]],
        reached=late["reached"].fillna(0).astype(int),
    )
    return shown.rename(columns={"dense_epoch": "dense there at epoch", "reached": "in networks"})


def late_in_words(late: pd.DataFrame, judge: bool = True) -> str:
    """Return for each task and model what the conditions do late that fail C1, a line each.

    Parameters
    ----------
    late : pandas.DataFrame
        See `late_changes`.
    judge : bool, optional
        See `results.judging.can_judge`.
    """
    fails = late[late["verdict"] != REPRODUCED]
    if fails.empty:
        return "no condition of C1 falls short."
    if not can_judge(fails["n"].to_list(), judge):
        return "networks or training are too small to tell whether sparse ones still catch up."
    lines = [_of_task(*key, rows) for key, rows in fails.groupby(["task", "model"], sort=False)]
    return "conditions that are not reproduced, late in training:\n\n" + "\n".join(lines)


def _of_task(task: str, model: str, rows: pd.DataFrame) -> str:
    """Return the line of one task and model."""
    counts = rows["trend"].value_counts()
    trends = ", ".join(f"{counts[name]} of {len(rows)} {name}" for name in TRENDS if name in counts)
    low, high = rows["dense_epoch"].min(), rows["dense_epoch"].max()
    when = f"at epoch {low:g}" if low == high else f"at epochs {low:g} to {high:g}"
    told = f" Dense networks first had their final metric {when}." if low == low else ""
    return f"- {TASKS[task].label}, {MODELS[model].label}: {trends}.{told}"
