"""Training on the networks that the authors generated, by their protocol and by ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.results.runs import final_metric, without_diverged
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.balanced_networks.training import groups, train_groups
from sparse_rnn.studies.published.training_effect import NETWORK
from sparse_rnn.training.fixed_topology import remove_checkpoints
from sparse_rnn.training.history import history_table, warn_if_all_diverged


def train_published(
    task: str,
    protocol: str,
    trials: Sequence[int],
    settings: Mapping,
    code: str,
    raw: str | Path,
    series: Mapping[str, np.ndarray],
    tables: Mapping[str, str | Path],
) -> None:
    """Train on series of networks that the authors generated; recurrent weights are fixed.

    The networks of one trial and seed share sizes of weights, start values and batches, as in
    `balanced_networks.training.train_balanced`.  Self-loops are links as any other.  That all
    networks diverged is only told here: those of another series may have come through.

    Parameters
    ----------
    task, protocol : str
        Names of the task and of the protocol.
    trials : sequence of int
        Which of the authors' series, from 1.
    settings : Mapping
        As `config.protocol_settings` returns them.
    code, raw
        See `training.fixed_topology.train_given`.
    series : Mapping of str to ndarray
        As `generated.series_to_train` returns them.
    tables : Mapping of str to path
        csv outputs: ``published_training``, a row per network with its balance and test metric
        after training; ``published_training_history``, one per network and evaluated epoch.

    Raises
    ------
    ValueError
        If a trial is not among the series.
    """
    folder = Path(tables["published_training"]).parent
    names = {"task": task, "protocol": protocol}
    rows, histories = [], []
    trained = groups(series, trials, settings["seeds"], names)
    for keys, loop in train_groups(task, trained, settings, code, raw, folder, trainable=False):
        rows.append(keys.assign(diverged=loop.diverged.numpy()))
        histories.append(history_table(loop, keys[[*NETWORK, "eta"]]))
    networks = pd.concat(rows, ignore_index=True).merge(
        of_files(series), "left", ["trial", "level"]
    )
    along = pd.concat(histories, ignore_index=True)
    metric = final_metric(without_diverged(along), NETWORK).drop(columns="epoch")
    write_table("published_training_history", tables["published_training_history"], along)
    results = networks.merge(metric, "left", NETWORK)
    write_table("published_training", tables["published_training"], results)
    remove_checkpoints(folder)
    rate = f"published.training.protocols.{protocol}.learning_rate"
    warn_if_all_diverged(results["diverged"], rate, settings["task"]["learning_rate"])


def of_files(series: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Return what else is known of each network: eta in the name of its file, and self-loops."""
    trial, level = np.indices(series["eta"].shape)
    columns = {"trial": trial + 1, "level": level}
    columns |= {name: series[name] for name in ("named_eta", "self_loops")}
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()})
