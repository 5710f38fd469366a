"""Balance and loops of the networks that the authors published, as tables like those of ours."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import pandas as pd

from sparse_rnn.results.schema import write_table
from sparse_rnn.studies.published.source import (
    GENERATED,
    PublishedGraph,
    PublishedNetwork,
    published_networks,
    read_published,
)
from sparse_rnn.studies.structure.measure import balance_row, motif_rows

log = logging.getLogger(__name__)

_COLUMNS = ("file", "task", "model", "strategy", "sparsity", "kind", "series", "step", "listed")


def measure_published(
    task: str,
    raw: str | Path,
    settings: Mapping,
    balance: str | Path,
    motifs: str | Path,
) -> None:
    """Measure the published networks of a task and write two tables.

    Parameters
    ----------
    task : str
        Key of the task.
    raw : path
        The folder of raw files, ``data/raw``; each file is verified as it is read.
    settings : Mapping
        ``null_model``, ``networks`` and ``swaps_per_edge`` of the random networks, and their
        ``seed``.
    balance : path
        csv output ``published_balance``: every network.
    motifs : path
        csv output ``published_motifs``: every generated network, and the first and the last one
        of each run.

    Raises
    ------
    FileNotFoundError
        If a file is missing; the message says where to put it.
    ValueError
        If a file is not the published one, or nothing is published of the task.
    """
    networks = published_networks(task)
    if not networks:
        raise ValueError(f"nothing is published of task {task!r}; take it out of published.tasks")
    graphs = {network: read_published(network, raw) for network in networks}
    rows = [_labelled(_balance(network, graphs[network]), network) for network in networks]
    write_table("published_balance", balance, pd.concat(rows, ignore_index=True))
    log.info("%d networks read", len(networks))
    counted = list(with_loops(networks))
    rows = [_labelled(_motifs(graphs[network], settings), network) for network in counted]
    write_table("published_motifs", motifs, pd.concat(rows, ignore_index=True))
    log.info("%d networks compared with random ones", len(counted))


def with_loops(networks: Sequence[PublishedNetwork]) -> Iterator[PublishedNetwork]:
    """Yield the networks whose loops are compared with random networks, in their order.

    All generated ones; of a run the first and the last, of all links and of the core alike.
    """
    key = ("kind", "series", "listed")
    for (kind, *_), group in groupby(networks, lambda n: tuple(getattr(n, k) for k in key)):
        series = list(group)
        yield from series if kind == GENERATED else (series[0], series[-1])


def _balance(network: PublishedNetwork, found: PublishedGraph) -> pd.DataFrame:
    """Return the row of a network's size and balance."""
    return balance_row(found.graph).assign(
        nodes=found.graph.n,
        links=found.graph.edges,
        self_loops=found.self_loops,
        named_eta=network.named_eta,
    )


def _motifs(found: PublishedGraph, settings: Mapping) -> pd.DataFrame:
    """Return the eight loops of a network."""
    rows = motif_rows(found.graph, settings, settings["seed"])
    return rows.assign(null_model=settings["null_model"])


def _labelled(rows: pd.DataFrame, network: PublishedNetwork) -> pd.DataFrame:
    """Return rows with the columns that name their network."""
    return rows.assign(**{name: getattr(network, name) for name in _COLUMNS})
