"""Lesions of trained networks: the test metric after each removal."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.models.compiled.denormals import denormals_flushed
from sparse_rnn.models.ensemble import Ensemble
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.lesions.removal import LESION_KINDS, lesioned, removal_orders
from sparse_rnn.tasks.base import Task
from sparse_rnn.training.condition import untrained
from sparse_rnn.training.loop import evaluate

log = logging.getLogger(__name__)


def lesion_networks(
    task: str,
    orders: int,
    settings: Mapping,
    raw: str | Path,
    networks: str | Path,
    table: str | Path,
) -> None:
    """Remove loops and, as a control, random links from trained networks, and test after each.

    Parameters
    ----------
    task : str
        Name of the task.
    orders : int
        Random orders of removal per network and kind.
    settings : Mapping
        With which the networks were trained, see `lesions.training.train_tangent_loops`.
    raw : path
        Folder of the raw data files.
    networks : path
        What `lesions.training.train_tangent_loops` wrote.
    table : path
        csv output, a row per ``task``, ``network``, ``kind`` of lesion (`LESION_KINDS`), ``order``
        and number ``removed`` of loops (of three links each for random ones): the ``size`` of what
        went, the sum of its |w|, and the test ``metric``.  If a network has no loop of a kind,
        that kind has only the row of 0.

    Raises
    ------
    ValueError
        If the file of networks is not whole or of other networks.
    """
    torch.set_num_threads(1)  # the workflow runs jobs side by side
    arrays = load_arrays(networks)
    nodes, seeds = arrays["nodes"], arrays["seeds"].tolist()
    data, ensemble, _ = untrained(task, "rnn", settings | {"seeds": seeds}, Path(raw))
    load_parameters(ensemble, arrays, networks, "train the networks anew")
    write_table("lesions", table, lesion_table(data, ensemble, nodes, orders))


def load_parameters(
    ensemble: Ensemble, arrays: Mapping[str, np.ndarray], path: str | Path, remedy: str
) -> None:
    """Give an ensemble the parameters read from a file; ValueError if they do not fit."""
    for name, parameter in ensemble.parameters.items():
        found = arrays[name].shape if name in arrays else None
        if found != tuple(parameter.shape):
            raise ValueError(
                f"{path}: {name!r} has shape {found}, the ensemble's has {tuple(parameter.shape)};"
                f" {remedy}"
            )
        parameter.data = torch.from_numpy(arrays[name])


def lesion_table(task: Task, ensemble: Ensemble, nodes: np.ndarray, orders: int) -> pd.DataFrame:
    """Return the rows of all networks of an ensemble.

    Parameters
    ----------
    task, ensemble, orders
        See `lesion_rows`.
    nodes : ndarray
        Nodes i, j, k of the tangent loops of each network, ``(R, m, 3)``.

    Returns
    -------
    pandas.DataFrame
        As `lesion_networks` writes it; ``network`` is the seed.
    """
    rows = []
    with denormals_flushed():
        for r, seed in enumerate(ensemble.seeds):
            keys = {"task": task.name, "network": seed}
            rows += [keys | row for row in lesion_rows(task, ensemble, r, nodes[r], orders)]
            log.info("network %d done, %d of %d", seed, r + 1, len(ensemble.seeds))
    return pd.DataFrame(rows)


def lesion_rows(
    task: Task, ensemble: Ensemble, r: int, nodes: np.ndarray, orders: int
) -> Iterator[dict]:
    """Yield the rows of one network: ``kind, order, removed, size, metric``.

    Parameters
    ----------
    task : Task
        What is tested.
    ensemble : Ensemble
        The trained networks.
    r : int
        Which of them.
    nodes : ndarray
        Nodes i, j, k of its tangent loops, ``(m, 3)``.
    orders : int
        Orders of removal per kind.
    """
    weights = ensemble.recurrent[r].detach().numpy()
    for kind in LESION_KINDS:
        found = removal_orders(weights, nodes, kind, orders, ensemble.seeds[r], task.name)
        for order, links in enumerate(found, 1):
            left = lesioned(weights, links)
            sizes = np.abs(weights - left).sum((1, 2), dtype=float).tolist()
            tensor = torch.from_numpy(left)
            metrics = evaluate(task, ensemble.copies(r, tensor), tensor != 0, "test").tolist()
            for removed, (size, metric) in enumerate(zip(sizes, metrics, strict=True)):
                names = {"kind": kind, "order": order, "removed": removed}
                yield names | {"size": size, "metric": metric}
