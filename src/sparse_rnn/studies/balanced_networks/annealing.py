"""Series of networks from random to balanced: one run of annealing per trial."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import save_arrays
from sparse_rnn.base.seeding import torch_seed
from sparse_rnn.graphs.annealing.run import Annealed, Schedule, anneal_graph
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.motifs import TRANSITIVE_CLASSES
from sparse_rnn.graphs.random_graphs import erdos_renyi
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.schema import write_table

log = logging.getLogger(__name__)

RATIOS = [f"T_{triad}" for triad in TRANSITIVE_CLASSES]


def anneal_trials(
    task: str, n: int, settings: Mapping, seed: int, networks: str | Path, trace: str | Path
) -> None:
    """Anneal a random network per trial and write the networks met on the way.

    Parameters
    ----------
    task : str
        The task that the networks are for; each has networks of its own.
    n : int
        Number of nodes ``N``.
    settings : Mapping
        ``p``, probability of a link of the random networks; ``trials``; ``levels``, the number of
        networks kept on the way, evenly spaced in eta up to the ``target``; ``schedule``, see
        `graphs.annealing.run.Schedule`.
    seed : int
        Root seed.
    networks : path
        npz output, axis ``K = levels + 1`` beginning with the random network: ``signs``
        ``(trials, K, N, N)`` int8 with ``signs[t, k, i, j]`` the link i -> j, ``level`` ``(trials,
        K)``, the eta asked for, ``eta`` ``(trials, K)`` and ``ratio`` ``(trials, K, 4)``, the T_i
        of 030T, 120D, 120U and 300 (NaN where there is none).  A level that the run did not meet
        has no links, and eta is NaN.
    trace : path
        csv output: how each run went, see `graphs.annealing.run.Annealed`.

    Raises
    ------
    ValueError
        If a random network has no link or no transitive triad, or a setting is impossible.
    """
    series, traces = [], []
    for trial in range(1, settings["trials"] + 1):
        start = erdos_renyi(n, settings["p"], seed, "balanced", task, trial)
        run = anneal_graph(
            start,
            settings["target"],
            torch_seed(seed, "balanced", task, trial),
            Schedule(**settings["schedule"]),
            settings["levels"],
        )
        (log.info if run.reached else log.warning)("trial %d: %s", trial, run.summary)
        series.append(as_arrays(start, run, settings["levels"]))
        traces.append(run.trace.assign(task=task, trial=trial))
    save_arrays(networks, **{key: np.stack([s[key] for s in series]) for key in series[0]})
    write_table("annealing", trace, pd.concat(traces, ignore_index=True))


def as_arrays(start: SignedGraph, run: Annealed, levels: int) -> dict[str, np.ndarray]:
    """Return a run's networks, the random one first, as the arrays that are stored of a trial."""
    asked = np.linspace(run.start, run.target, levels + 1)
    met = {asked[0]: start} | {level: graph for level, _, graph in run.series}
    rows = [_row(met.get(level), start.n) for level in asked]
    signs, eta, ratio = map(np.stack, zip(*rows, strict=True))
    return {"signs": signs, "level": asked, "eta": eta, "ratio": ratio}


def _row(graph: SignedGraph | None, n: int) -> tuple[np.ndarray, float, np.ndarray]:
    """Return the signs of a network, its eta and its T_i; no link and NaN where there is none."""
    if graph is None:
        return np.zeros((n, n), np.int8), np.nan, np.full(len(RATIOS), np.nan)
    balance = global_balance(graph)
    ratio = np.array(list(balance.ratio.values()), dtype=float)
    return graph.to_weights().astype(np.int8), balance.eta, ratio
