"""What balance does to the test metric of the authors' networks, along training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.results.join import joined
from sparse_rnn.results.runs import final_metric, higher_is_better, without_diverged
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.balanced_networks.effect import POOLED, correlations

NETWORK = ["task", "protocol", "trial", "level", "seed"]
"""What names a network: its place in the authors' series, and the draw of its weights."""

MEASURES = ("eta", "T_030T")
"""Measures of balance that the metric is compared with.

In the authors' series eta hardly follows T_030T, the share of balanced loops in the most frequent
triads: eta weighs the few loops of rare triads as much.
"""


def save_effect(
    networks: Sequence[str | Path], histories: Sequence[str | Path], effect: str | Path
) -> None:
    """Write what balance does along training in all series of a task and protocol.

    Parameters
    ----------
    networks, histories : sequence of path
        The tables that `training.train_published` wrote, a part of each per job.
    effect : path
        csv output, see `effect_along`.

    Raises
    ------
    FloatingPointError
        If all networks diverged.
    """
    table = joined("published_training", networks)
    along = joined("published_training_history", histories)
    write_table("published_training_effect", effect, effect_along(table, along))


def effect_along(networks: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Return Spearman's correlation of metric and balance in each trial, at each evaluated epoch.

    Parameters
    ----------
    networks : pandas.DataFrame
        A row per network: `NETWORK` and `MEASURES`.
    history : pandas.DataFrame
        A row per network and evaluated epoch.

    Returns
    -------
    pandas.DataFrame
        ``task, protocol, trial, epoch, measure``, the number ``n`` of networks and ``rho``,
        positive where balanced networks perform better.  The metric is what a run that ends with
        this epoch would quote, see `results.runs.final_metric`; a mean over seeds.
    """
    balance = networks[[*NETWORK, *MEASURES]]
    rows = [
        correlations(
            as_series(higher_is_better(metric).merge(balance, "left", NETWORK), measure)
        ).assign(epoch=epoch, measure=measure)
        for epoch, metric in metric_along(history)
        for measure in MEASURES
    ]
    table = pd.concat(rows, ignore_index=True).rename(columns={"arm": "protocol"})
    table = table[table["trial"] != POOLED].astype({"trial": int})
    return table.sort_values(["trial", "measure", "epoch"], kind="stable")


def metric_along(history: pd.DataFrame) -> Iterator[tuple[int, pd.DataFrame]]:
    """Yield each evaluated epoch, and the test metric of each network if training ended there."""
    whole = without_diverged(history)
    for epoch in sorted(whole["epoch"].unique()):
        metric = final_metric(whole[whole["epoch"] <= epoch], NETWORK)
        yield epoch, metric.drop(columns="epoch")


def as_series(networks: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return networks as the study of our own series has them, by one measure of balance.

    Its functions call the arm what is the protocol here, and the balance eta.
    """
    return networks.rename(columns={"protocol": "arm"}).assign(eta=networks[measure])
