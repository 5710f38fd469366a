"""Balance and loops of the worm's wiring, by rule of sign and null model, as tables."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.graphs.balance.of_graph import eta_of_census
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.balance.significance import balance_table
from sparse_rnn.graphs.census.participation import participation
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.nulls.sample import NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import motif_table, z_interval
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.connectome.neuron_permutation import (
    NEURON_PERMUTATION,
    neuron_permutation_sample,
)
from sparse_rnn.studies.connectome.sign_arrangements import (
    FIXED_SIGNED,
    arrangement_sample,
    movable_links,
)
from sparse_rnn.studies.connectome.wiring import SIGN_RULES, read_wiring, signed_wiring

log = logging.getLogger(__name__)

NULLS = (
    "global-const",
    "global-const-signed",
    "sign-permutation",
    FIXED_SIGNED,
    "no-regard",
)
"""The five null models; the first four are those of the trained networks too."""

LOOP_COLUMNS = [
    *("signs", "balanced", "count", "mean", "sd", "z", "z_frequency"),
    *("z_low", "z_high", "profile"),
]


def measure_connectome(
    links: str | Path,
    neurons: str | Path,
    networks: int,
    balance: str | Path,
    motifs: str | Path,
    participation: str | Path,
) -> None:
    """Compare the worm's wiring with random networks and write three tables.

    Parameters
    ----------
    links, neurons : path
        The tables of ``data/connectome``.
    networks : int
        Number of random networks of each null model.
    balance, motifs, participation : path
        csv output: the tables ``connectome_balance``, ``connectome_motifs`` and
        ``connectome_neurons``.
    """
    wiring, kinds = read_wiring(links), read_wiring(neurons)
    found: dict[str, list[pd.DataFrame]] = {"balance": [], "motifs": [], "neurons": []}
    for rule in SIGN_RULES:
        graph = signed_wiring(wiring, rule)
        row = {"rule": rule, "published": len(wiring)}
        rows, loops = against_nulls(graph, networks)
        found["balance"].append(rows.assign(**row, **size_of(graph)))
        found["motifs"].append(loops.assign(rule=rule))
        found["neurons"].append(neuron_rows(graph, kinds).assign(rule=rule))
        log.info("%s: %d links against %d null models", rule, graph.edges, len(rows))
    paths = {"balance": balance, "motifs": motifs, "neurons": participation}
    for name, parts in found.items():
        write_table(f"connectome_{name}", paths[name], pd.concat(parts, ignore_index=True))


def size_of(graph: SignedGraph) -> dict[str, int]:
    """Return the numbers of nodes, links, negative links, and links that may change sign alone."""
    return {
        "nodes": graph.n,
        "links": graph.edges,
        "negative": int((graph.sign < 0).sum()),
        "movable": len(movable_links(graph)),
    }


def against_nulls(graph: SignedGraph, networks: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return eta, and the eight loops, with their values under each null model."""
    census = signed_triad_census(graph)
    rows, loops = [], []
    for null, sample in samples(graph, networks):
        log.info("%s: %g swaps per link %s", null, sample.swaps, sample.unsettled or "are enough")
        known = {"null_model": null, **swaps_of(graph, sample)}
        rows.append(eta_row(census, sample).assign(**known))
        loops.append(motif_table(census, sample)[LOOP_COLUMNS].assign(null_model=null))
    return pd.concat(rows, ignore_index=True), pd.concat(loops, ignore_index=True)


def eta_row(census: np.ndarray, sample: NullSample) -> pd.DataFrame:
    """Return eta with its values in random networks, and the 95 % Monte Carlo interval of z."""
    eta = balance_table(census, sample).loc[["eta"]].rename(columns={"value": "eta"})
    kept = eta[["eta", "mean", "sd", "low", "high", "z", "p_more", "networks"]]
    etas = eta_of_census(sample.counts)
    etas = etas[~np.isnan(etas)]
    low, high = z_interval(eta["eta"].to_numpy(), etas[:, None])
    return kept.assign(z_low=low, z_high=high)


def swaps_of(graph: SignedGraph, sample: NullSample) -> dict[str, float | bool]:
    """Return how many swaps were proposed and taken, what they left, and whether they suffice."""
    taken = float(sample.accepted.mean() / graph.edges) if graph.edges else 0.0
    return {
        "swaps": sample.swaps,
        "accepted_per_link": taken,
        "overlap": sample.overlap,
        "settled": bool(sample.settled),
    }


def samples(graph: SignedGraph, networks: int) -> Iterator[tuple[str, NullSample]]:
    """Yield the random networks of each null model, by name.

    Where few links can change sign under fixed links and signed degrees, all such networks are
    listed.  The signs of neurons are exchanged only where every neuron has one.
    """
    for null in NULLS:
        listed = arrangement_sample(graph, networks) if null == FIXED_SIGNED else None
        yield null, listed or null_sample(graph, null, networks)
    if not ((graph.degrees("out", 1) > 0) & (graph.degrees("out", -1) > 0)).any():
        yield NEURON_PERMUTATION, neuron_permutation_sample(graph, networks)


def neuron_rows(graph: SignedGraph, kinds: pd.DataFrame) -> pd.DataFrame:
    """Return the feed-forward loops that contain each neuron, how many are balanced, its places.

    The loops are those in transitive triads, as for eta; the places are those in triads that are a
    single loop (030T), where each neuron has one.
    """
    loops = local_balance(graph)
    places = participation(graph).loop_roles.sum(2)
    kind = kinds.set_index("neuron")["kind"].reindex(graph.names)
    return pd.DataFrame(
        {
            "neuron": graph.names,
            "kind": kind.to_numpy(),
            "loops": loops.node_loops,
            "balanced_loops": loops.node_balanced,
            **dict(zip(("first", "middle", "last"), places.T, strict=True)),
        }
    )
