"""Runs and the rows that count of them: which epoch, which metric, which z-scores.

A *run* is one trained network: a row of keys ``task, model, strategy, sparsity, seed``.  A
*condition* is what its seeds have in common.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sparse_rnn.catalog import TASKS

CONDITION = ["task", "model", "strategy", "sparsity"]
RUN = [*CONDITION, "seed"]

BEST_VALIDATION = tuple(name for name, task in TASKS.items() if task.at_best_validation)
"""Tasks whose test metric is that of the epoch with the best validation accuracy."""

LOWER_IS_BETTER = tuple(name for name, task in TASKS.items() if not task.higher_is_better)
"""Tasks whose test metric is an error; that of all others is an accuracy."""


def without_diverged(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the runs whose training did not diverge; they alone enter any mean."""
    return table[table["diverged"] == 0]


def first_epoch(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of each run that belong to its first epoch."""
    return table[table["epoch"] == table.groupby(RUN)["epoch"].transform("min")]


def last_epoch(table: pd.DataFrame, run: list[str] = RUN) -> pd.DataFrame:
    """Return the rows of each run that belong to its last epoch."""
    return table[table["epoch"] == table.groupby(run)["epoch"].transform("max")]


def with_defined_z(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return a table of motifs without the z-scores where all random networks agree (sd = 0).

    There is no scale there: z is 0 in a dense network, in which the motif cannot occur, and that is
    not typical; elsewhere it is infinite, and no mean over seeds could hold it.
    """
    return motifs.assign(z=motifs["z"].where(motifs["sd"] > 0))


def mean_z(motifs: pd.DataFrame, *keys: str) -> pd.DataFrame:
    """Return the mean z-score of the four balanced and of the four unbalanced loops of each run.

    Diverged runs are left out, and so are z-scores without a scale, see `with_defined_z`.

    Parameters
    ----------
    motifs : pandas.DataFrame
        ``RUN``, ``balanced``, ``sd``, ``z``, ``diverged``: one row per loop.
    *keys : str
        Further columns that tell profiles of a run apart, such as the null model.

    Returns
    -------
    pandas.DataFrame
        ``RUN``, the further keys, ``balanced`` and ``z``, in the order of the table; NaN where none
        of the four z-scores is defined.
    """
    defined = with_defined_z(without_diverged(motifs))
    kinds = defined.groupby([*RUN, *keys, "balanced"], as_index=False, sort=False)
    return kinds["z"].mean()


def higher_is_better(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of the test ``metric`` of each ``task`` with the sign of errors turned."""
    error = table["task"].isin(LOWER_IS_BETTER)
    return table.assign(metric=table["metric"].where(~error, -table["metric"]))


def log_errors(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of the test ``metric`` of each ``task`` with the logarithm of errors.

    A difference of logarithms is a ratio, which is how errors of several networks are compared.
    """
    metric, error = table["metric"], table["task"].isin(LOWER_IS_BETTER)
    return table.assign(metric=metric.where(~error, np.log(metric.where(error & (metric > 0)))))


def as_gains(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of the test ``metric`` of each ``task`` whose differences are gains.

    Accuracies are as they are; errors are their logarithm with the sign turned.
    """
    return higher_is_better(log_errors(table))


def metric_to_compare(history: pd.DataFrame) -> pd.DataFrame:
    """Return the `final_metric` of the runs that did not diverge, with `log_errors`."""
    return log_errors(final_metric(without_diverged(history)))


def start_and_end(table: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return one row per run: ``RUN`` and a column's ``start``, ``end`` and ``rise``."""
    start, end = (
        rows.set_index(RUN)[value].rename(name)
        for name, rows in (("start", first_epoch(table)), ("end", last_epoch(table)))
    )
    both = pd.concat([start, end], axis=1)
    return both.assign(rise=both["end"] - both["start"]).reset_index()


def at_final_density(history: pd.DataFrame, run: list[str] = RUN) -> pd.Series:
    """Return which rows of a history show a network that has lost all links it is going to lose.

    Two per cent of slack covers a schedule whose last cuts are a handful of links.
    """
    final = last_epoch(history, run).set_index(run)["density"]
    return history["density"] <= 1.02 * history.join(final, on=run, rsuffix="_final").density_final


def final_metric(history: pd.DataFrame, run: list[str] = RUN) -> pd.DataFrame:
    """Return one row per run with its test metric, its keys plus ``epoch`` and ``metric``.

    It is the test metric of the last epoch; for ``BEST_VALIDATION`` that of the (first) epoch with
    the best validation accuracy.  Only epochs at the final density qualify there: a network that
    is pruned later would otherwise be quoted for what it did while it was still dense.

    Parameters
    ----------
    history : pandas.DataFrame
        The keys, ``epoch``, ``valid``, ``test``, ``density``.
    run : list of str
        The keys that name a run, ``task`` the first of them.

    Raises
    ------
    ValueError
        If a run that needs a validation accuracy has none; the message names the run.
    """
    history = history.reset_index(drop=True)
    chosen = history["task"].isin(BEST_VALIDATION)
    candidates = history[chosen & at_final_density(history, run)].sort_values("epoch")
    for key, rows in candidates.groupby(run):
        if rows["valid"].isna().all():
            raise ValueError(
                f"history of {dict(zip(run, key, strict=True))}: no validation accuracy, though"
                f" the test metric of {key[0]} is taken at its best; evaluate the 'valid' split"
            )
    best = candidates.loc[candidates.groupby(run)["valid"].idxmax()]
    rows = pd.concat([last_epoch(history[~chosen], run), best])[[*run, "epoch", "test"]]
    return rows.rename(columns={"test": "metric"}).sort_values(run, ignore_index=True)


def difference_to_dense(final: pd.DataFrame) -> pd.DataFrame:
    """Return each sparse run's metric minus that of the dense network of the same seed.

    Both start from the same weights and see the same batches, so the difference is taken pair by
    pair.  Runs without a dense partner are left out.

    Parameters
    ----------
    final : pandas.DataFrame
        As ``final_metric`` returns it; the result has ``RUN`` and ``difference``.
    """
    pair = ["task", "model", "seed"]
    dense = final[final["strategy"] == "dense"][[*pair, "metric"]]
    sparse = final[final["strategy"] != "dense"]
    both = sparse.merge(dense, on=pair, suffixes=("", "_dense"))
    return both.assign(difference=both["metric"] - both["metric_dense"])[[*RUN, "difference"]]
