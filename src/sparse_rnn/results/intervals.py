"""Numbers quoted from several seeds: the value of a run, means and their intervals.

A *run* is one trained network: a row of keys ``task, model, strategy, sparsity, seed``.  A
*condition* is what its seeds have in common.  Undefined values (NaN) never count as a seed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.special import stdtrit

CONDITION = ["task", "model", "strategy", "sparsity"]
RUN = [*CONDITION, "seed"]
BEST_VALIDATION = ("hgs", "har")
"""Tasks whose test metric is that of the epoch with the best validation accuracy."""

LOWER_IS_BETTER = ("mg",)
"""Tasks whose test metric is an error; that of all others is an accuracy."""


class Interval(NamedTuple):
    """A mean over ``n`` seeds and the two ends of its confidence interval (NaN for one seed)."""

    n: int
    mean: float
    low: float
    high: float


def mean_interval(values: Iterable[float], level: float = 0.95) -> Interval:
    """Return the mean of independent values with Student's t interval.

    Parameters
    ----------
    values : iterable of float
        One value per seed; NaN is left out.
    level : float
        Coverage of the interval, between 0 and 1.

    Raises
    ------
    ValueError
        If the level is not a proper fraction.
    """
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval must lie between 0 and 1, got {level}")
    array = np.asarray(list(values), dtype=float)
    array = array[~np.isnan(array)]
    n = len(array)
    mean = float(array.mean()) if n else np.nan
    if n < 2:
        return Interval(n, mean, np.nan, np.nan)
    half = stdtrit(n - 1, (1 + level) / 2) * array.std(ddof=1) / np.sqrt(n)
    return Interval(n, mean, float(mean - half), float(mean + half))


def summarise(table: pd.DataFrame, value: str, by: list[str] | None = None) -> pd.DataFrame:
    """Return one row per condition with ``n, mean, low, high`` of a column (95 % t interval)."""
    by = by or CONDITION
    rows = [(*key, *mean_interval(group[value])) for key, group in table.groupby(by, sort=False)]
    return pd.DataFrame(rows, columns=[*by, *Interval._fields])


def to_records(table: pd.DataFrame) -> list[dict]:
    """Return the rows of a table as json can hold them, with None for undefined values."""
    return table.astype(object).where(table.notna(), None).to_dict("records")


def rank_correlation(x: pd.Series, y: pd.Series) -> float:
    """Return Spearman's rank correlation, equal values sharing their mean rank.

    It is NaN for fewer than two pairs, or where all values of one are equal.
    """
    pairs = pd.concat([x, y], axis=1).dropna().rank()
    if len(pairs) < 2 or (pairs.nunique() == 1).any():
        return np.nan
    return float(np.corrcoef(pairs.to_numpy().T)[0, 1])


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

    There is no scale there: a dense network, in which the motif cannot occur, is not typical.
    """
    return motifs.assign(z=motifs["z"].where(motifs["sd"] > 0))


def first_null_model(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a table of motifs that belong to its first null model, the paper's."""
    return motifs[motifs["null_model"].isin(motifs["null_model"].head(1))]


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
