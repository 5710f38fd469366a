"""Balance and loops of the worm's wiring, by rule of sign and null model, as tables."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.balance.significance import balance_table
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.nulls.sample import NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import motif_table
from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.connectome.neuron_permutation import (
    NEURON_PERMUTATION,
    neuron_permutation_sample,
)
from sparse_rnn.studies.connectome.wiring import (
    SIGN_RULES,
    movable_links,
    read_wiring,
    signed_wiring,
)

log = logging.getLogger(__name__)

FIXED_SIGNED = "fixed-topology-signed"
NULLS = (
    "global-const",
    "global-const-signed",
    "sign-permutation",
    FIXED_SIGNED,
    "no-regard",
)
"""The five null models; the first four are those of the trained networks too."""

SETTLED_SWAPS = 100.0
"""Swaps proposed per link.  Of 9, 30, 100 and 300, which a study of this wiring tried, 9 leave the
mean number of feed-forward loops 7 to 12 % too high under models that keep mutual pairs, 30 up to
2 %; 100 and 300 agree within two Monte Carlo errors, and so do the balances."""

MOTIF_COLUMNS = ["signs", "balanced", "count", "mean", "sd", "z", "z_frequency"]


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
        "movable": movable_links(graph),
    }


def against_nulls(graph: SignedGraph, networks: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return eta, and the eight loops, with their values under each null model."""
    census = signed_triad_census(graph)
    rows, loops = [], []
    for null, sample in samples(graph, networks):
        eta = balance_table(census, sample).loc[["eta"]].rename(columns={"value": "eta"})
        kept = eta[["eta", "mean", "sd", "low", "high", "z", "p_more", "networks"]]
        rows.append(
            kept.assign(null_model=null, accepted_per_link=accepted_per_link(graph, sample))
        )
        loops.append(motif_table(census, sample)[MOTIF_COLUMNS].assign(null_model=null))
    return pd.concat(rows, ignore_index=True), pd.concat(loops, ignore_index=True)


def samples(graph: SignedGraph, networks: int) -> Iterator[tuple[str, NullSample]]:
    """Yield the random networks of each null model, by name.

    Where no sign can move no swap is proposed: all random networks are the given one.  The signs
    of neurons are exchanged only where every neuron has one.
    """
    for null in NULLS:
        still = null == FIXED_SIGNED and not movable_links(graph)
        yield null, null_sample(graph, null, networks, 0, 0 if still else SETTLED_SWAPS)
    if not ((graph.degrees("out", 1) > 0) & (graph.degrees("out", -1) > 0)).any():
        yield NEURON_PERMUTATION, neuron_permutation_sample(graph, networks)


def accepted_per_link(graph: SignedGraph, sample: NullSample) -> float:
    """Return the swaps taken per link, mean over the random networks."""
    return float(sample.accepted.mean() / graph.edges) if graph.edges else 0.0


def neuron_rows(graph: SignedGraph, kinds: pd.DataFrame) -> pd.DataFrame:
    """Return the feed-forward loops that contain each neuron, and how many are balanced."""
    loops = local_balance(graph)
    kind = kinds.set_index("neuron")["kind"].reindex(graph.names)
    return pd.DataFrame(
        {
            "neuron": graph.names,
            "kind": kind.to_numpy(),
            "loops": loops.node_loops,
            "balanced_loops": loops.node_balanced,
        }
    )
