"""The signed structure of the trained networks of one condition, as tables."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.config import Condition
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import motif_significance
from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.results.schema import write_table

log = logging.getLogger(__name__)


def measure_condition(
    condition: Condition,
    settings: Mapping,
    networks: str | Path,
    balance: str | Path,
    motifs: str | Path,
) -> None:
    """Measure the networks of one condition and write two tables.

    Parameters
    ----------
    condition : Condition
        Names the rows.
    settings : Mapping
        ``null_models``, ``networks`` of each and ``swaps_per_edge`` of the random networks.
    networks : path
        npz with ``weights`` ``(S, R, N, N)``, ``epochs`` ``(S,)``, ``seeds`` ``(R,)`` and
        ``diverged`` ``(R,)``, the epoch in which a replica diverged, 0 if it did not.
    balance : path
        csv output: global balance of every snapshot.
    motifs : path
        csv output: the eight motifs with their z-scores, against the first null model before
        training, and after training against each ``null_model``.  The first one ``decides``.
        Networks of a condition without sparsity, in which none of the motifs can occur, are
        compared with the first alone.

    Raises
    ------
    ValueError
        If the file is not whole or a weight is not finite.
    """
    arrays = load_arrays(networks, "weights", "epochs", "seeds", "diverged")
    last = len(arrays["epochs"]) - 1
    along = range(last + 1)
    rows = _rows(condition, arrays, along, lambda graph, _: balance_row(graph))
    write_table("balance", balance, rows)
    first, every = settings["null_models"][:1], settings["null_models"]
    at_the_end = every if condition.sparsity else first
    parts = [
        _rows(condition, arrays, [0], _against(first, settings)),
        _rows(condition, arrays, [last], _against(at_the_end, settings)),
    ]
    write_table("motifs", motifs, pd.concat(parts, ignore_index=True))


def mean_eta(weights: np.ndarray) -> float:
    """Return the mean global balance of networks ``(R, N, N)``; NaN where none has a triad."""
    graphs = map(SignedGraph.from_weights, weights)
    return mean_interval(balance_row(graph)["eta"].item() for graph in graphs).mean


def balance_row(graph: SignedGraph) -> pd.DataFrame:
    """Return eta, the balanced share T and the number n of triads of each transitive type."""
    balance = global_balance(graph)
    row = {"eta": balance.eta}
    row |= {f"T_{triad}": ratio for triad, ratio in balance.ratio.items()}
    row |= {f"n_{triad}": count for triad, count in balance.triads.items()}
    return pd.DataFrame([row]).astype({"eta": float} | dict.fromkeys(_ratios(row), float))


def _ratios(row: Mapping) -> list[str]:
    return [name for name in row if name.startswith("T_")]


def _against(nulls: Sequence[str], settings: Mapping) -> Callable[[SignedGraph, int], pd.DataFrame]:
    """Return the measure that compares a graph with the random networks of some null models."""
    deciding, *_ = settings["null_models"]

    def measure(graph: SignedGraph, seed: int) -> pd.DataFrame:
        parts = [
            motif_rows(graph, {**settings, "null_model": null}, seed).assign(
                null_model=null, decides=null == deciding
            )
            for null in nulls
        ]
        return pd.concat(parts, ignore_index=True)

    return measure


def motif_rows(graph: SignedGraph, settings: Mapping, seed: int) -> pd.DataFrame:
    """Return the eight feed-forward loops with count, null mean, null sd and z-score."""
    table = motif_significance(
        graph,
        settings["null_model"],
        settings["networks"],
        seed,
        settings["swaps_per_edge"],
    )
    return table[["signs", "balanced", "count", "mean", "sd", "z", "z_frequency"]]


def _rows(
    condition: Condition,
    arrays: Mapping[str, np.ndarray],
    snapshots: range | list[int],
    measure: Callable[[SignedGraph, int], pd.DataFrame],
) -> pd.DataFrame:
    """Return what ``measure`` says of each replica and snapshot, with its keys in front."""
    frames = []
    for r, seed in enumerate(arrays["seeds"].tolist()):
        for s in snapshots:
            graph = SignedGraph.from_weights(arrays["weights"][s, r])
            keys = {**condition.label, "seed": seed, "epoch": int(arrays["epochs"][s])}
            table = measure(graph, seed).assign(diverged=int(arrays["diverged"][r]))
            frames.append(pd.DataFrame(keys, index=table.index).join(table))
        log.info("seed %d: %d networks measured", seed, len(snapshots))
    return pd.concat(frames, ignore_index=True)
