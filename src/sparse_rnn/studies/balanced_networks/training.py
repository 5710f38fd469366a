"""Training on series of networks from random to balanced."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import load_arrays, save_arrays
from sparse_rnn.base.seeding import torch_seed
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.draw_weights import draw_weights
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.runs import final_metric, without_diverged
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.balanced_networks.annealing import RATIOS
from sparse_rnn.studies.structure.measure import mean_eta
from sparse_rnn.training.fixed_topology import remove_checkpoints, train_given
from sparse_rnn.training.history import history_table, warn_if_all_diverged
from sparse_rnn.training.loop import Loop

log = logging.getLogger(__name__)

ARMS = {"fixed": False, "trained": True}
"""Whether the recurrent weights are trained; the structure never changes."""

KEYS = ["task", "arm", "trial", "level", "seed"]
"""What names a network: ``level`` is its place in the series, 0 the random network."""


def train_balanced(
    task: str,
    arm: str,
    trials: Sequence[int],
    settings: Mapping,
    code: str,
    raw: str | Path,
    series: str | Path,
    results: str | Path,
    history: str | Path,
    networks: str | Path,
) -> None:
    """Train on the networks of some trials, and write their test metric beside their balance.

    That all of them diverged is only told here: those of another trial may have come through.  The
    networks of one trial and seed differ in nothing but the arrangement of links and signs:
    they share the sizes of weights, the initial input and readout weights and the order of batches.
    They are trained together, trial after trial and seed after seed, for memory's sake.

    Parameters
    ----------
    task, arm : str
        Names of the task and of one of `ARMS`.
    trials : sequence of int
        Which runs of annealing, from 1.
    settings : Mapping
        As `config.given_settings` returns them.
    code, raw
        See `training.fixed_topology.train_given`.
    series : path
        What `balanced_networks.anneal_trials` wrote.
    results : path
        csv output, a row per network: `KEYS`, its ``eta`` and T_i, ``eta_after`` of its weights
        after training, the test ``metric`` (none if it diverged) and ``diverged``.
    history : path
        csv output, a row per network and evaluated epoch.
    networks : path
        npz output: ``weights`` ``(R, N, N)`` float32 after training, in the order of the results.

    Raises
    ------
    ValueError
        If the arm is unknown, or the file of networks is not whole or lacks a trial.
    """
    if arm not in ARMS:
        raise ValueError(f"unknown arm {arm!r}; legal: {', '.join(ARMS)}")
    folder, names = Path(networks).parent, {"task": task, "arm": arm}
    rows, histories, weights = [], [], []
    series = groups(load_arrays(series), trials, settings["seeds"], names)
    for keys, loop in train_groups(task, series, settings, code, raw, folder, ARMS[arm]):
        rows.append(keys.assign(eta_after=_etas(loop), diverged=loop.diverged.numpy()))
        histories.append(history_table(loop, keys[[*KEYS, "eta"]]))
        weights.append(loop.last_good.recurrent.numpy())
    along = pd.concat(histories, ignore_index=True)
    metric = final_metric(without_diverged(along), KEYS).drop(columns="epoch")
    table = pd.concat(rows, ignore_index=True).merge(metric, "left", KEYS)
    write_table("balanced_networks_history", history, along)
    save_arrays(networks, weights=np.concatenate(weights))
    write_table("balanced_networks", results, table)
    remove_checkpoints(folder)
    rate = "balanced.training.learning_rate", settings["task"]["learning_rate"]
    warn_if_all_diverged(table["diverged"], *rate)


def groups(
    series: Mapping[str, np.ndarray],
    trials: Sequence[int],
    seeds: Sequence[int],
    names: Mapping[str, str],
) -> Iterator[tuple[pd.DataFrame, np.ndarray]]:
    """Yield the networks that are trained together: their keys and balance, and their signs.

    Levels that a run of annealing did not meet are left out.  ValueError if a trial is not there.
    """
    number = len(series["eta"])
    if not set(trials) <= set(range(1, number + 1)):
        raise ValueError(f"there are the trials 1 to {number}, and trials {trials} are asked for")
    for trial in trials:
        eta, ratio, signs = (series[name][trial - 1] for name in ("eta", "ratio", "signs"))
        met = np.flatnonzero(np.isfinite(eta))
        for seed in seeds:
            places = {"trial": trial, "level": met, "seed": seed, "eta": eta[met]}
            ratios = dict(zip(RATIOS, ratio[met].T, strict=True))
            yield pd.DataFrame({**names, **places, **ratios}), signs[met]


def train_groups(
    task: str,
    series: Iterable[tuple[pd.DataFrame, np.ndarray]],
    settings: Mapping,
    code: str,
    raw: str | Path,
    folder: Path,
    trainable: bool,
) -> Iterator[tuple[pd.DataFrame, Loop]]:
    """Train group after group of networks; yield the keys of each and its loop, trained.

    Parameters
    ----------
    task : str
        Name of the task.
    series : iterable
        As `groups` yields them; ``trial`` and ``seed`` are the same for all networks of a group.
    settings, code, raw
        See `train_balanced`.
    folder : Path
        Where the checkpoint of each group stays until `remove_checkpoints`: a run that was stopped
        trains only the groups that it lacks, and goes on within the one that it was at.
    trainable : bool
        Whether the recurrent weights are trained.
    """
    for keys, signs in series:
        trial, seed = map(int, keys.loc[0, ["trial", "seed"]])
        log.info("trial %d, seed %d: %d networks", trial, seed, len(keys))
        root = torch_seed(seed, "trial", trial)
        given = draw_weights(signs, settings["weight_limit"], settings["spectral_radius"], root)
        own = settings | {"seeds": [root] * len(keys)}
        checkpoint = folder / f"checkpoint_{trial}_{seed}.npz"
        yield keys, train_given(task, own, code, raw, given, checkpoint, mean_eta, trainable)


def _etas(loop: Loop) -> list[float | None]:
    """Return the balance of each network after training."""
    graphs = map(SignedGraph.from_weights, loop.last_good.recurrent.numpy())
    return [global_balance(graph).eta for graph in graphs]
