"""The networks in the authors' repository: where they lie, what they are, and how they are read.

Generated networks are lists of ``source target sign`` (1 is +, 2 is −; the balance in a file's name
tells which).  Trained networks are lists of ``Id,Source,Target,Weight``, one every few epochs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path, PurePosixPath

import numpy as np

from sparse_rnn.graphs.files.edge_lists import read_edge_list
from sparse_rnn.graphs.files.link_list import to_graph
from sparse_rnn.graphs.files.reading_options import AS_IT_STANDS, ReadingOptions
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.tasks.raw_files import PUBLISHED, raw_files, read

GENERATED, RUN_KIND = "generated", "trained"
ALL_LINKS, CORE_LINKS = "all", "core"

SERIES_FOLDERS = {"mnist": "MNIST", "sms": "SMS", "mg": "MG", "hgs": "Gesture"}
"""Folder of the generated networks of a task, below ``model/network/generated``."""

RUNS: dict[str, tuple[str, str, str]] = {
    "MNIST/pruning_n_150_p_0.05": ("mnist", "rnn", "pruning_1"),
    "MNIST/SET_n_150_p_0.05_zeta_0.2": ("mnist", "rnn", "set"),
    "SMS/pruning_n_100_p_0.05_1": ("sms", "rnn", "pruning_2"),
    "SMS/SET_n_100_p_0.05_zeta_0.1": ("sms", "rnn", "set"),
    "MG/pruning_n_128_p_0.05": ("mg", "rnn", "pruning_1"),
    "MG/SET_n_128_p_0.05_zeta_0.2": ("mg", "rnn", "set"),
    "Gesture/pruning_n_128_p_0.05": ("hgs", "rnn", "pruning_2"),
    "Gesture/SET_n_128_p_0.05_zeta_0.1": ("hgs", "rnn", "set"),
    "Gesture_ctrnn/pruning_n_128_p_0.05": ("hgs", "ct_rnn", "pruning_1"),
    "Gesture_ctrnn/deep_rewiring_n_128_p_0.05": ("hgs", "ct_rnn", "deep_r"),
    "Person_node/pruning_n_64_p_0.05": ("har", "neural_ode", "pruning_1"),
    "Person_node/deep_rewiring_n_64_p_0.05": ("har", "neural_ode", "deep_r"),
}
"""Task, model and strategy of every run with networks, by its folder below ``results``.

The strategy stands in the run's ``hp.json``; runs with the name ``test`` have no network of their
own.
"""
PUBLISHED_SPARSITY = 0.95
"""Share of absent links of every published run (``p_0.05`` in its name)."""

_GENERATED_NAME = re.compile(
    r"model/network/generated/(?P<folder>\w+)/Trial ?(?P<trial>\d)/"
    r"(?P<start>ER|BN)_n_(?P<nodes>\d+)_p_0\.05(?:_\d)?(?:_(?P<eta>0\.\d+))?\.txt"
)
_TRAINED_NAME = re.compile(
    r"results/(?P<run>[^/]+/\w+_n_(?P<nodes>\d+)_[^/]+)/"
    r"(?P<core>core_)?edge_list_weighted_(?P<epoch>\d+)\.csv"
)
_CODES = ReadingOptions(columns=("1", "2", "3"), signs={"1": "+", "2": "-"})


@dataclass(frozen=True)
class PublishedNetwork:
    """A published network.

    Attributes
    ----------
    file : str
        Path in the authors' repository.
    task : str
        Key of the task.
    kind : {"generated", "trained"}
        Where it comes from.
    series : str
        ``"trial 1"`` of a generated network, the folder below ``results`` of a trained one.
    step : int
        Place by balance in a series of generated networks, 0 for the random one; epochs trained.
    nodes : int
        Nodes, with or without a link.
    model, strategy : str or None
        Of a trained network.
    sparsity : float or None
        Likewise.
    listed : {"all", "core"}
        Which of its links the file has: SET lists them a second time without those just added.
    named_eta : float or None
        Balance in the name of a generated network.
    """

    file: str
    task: str
    kind: str
    series: str
    step: int
    nodes: int
    model: str | None = None
    strategy: str | None = None
    sparsity: float | None = None
    listed: str = ALL_LINKS
    named_eta: float | None = None


@dataclass(frozen=True)
class PublishedGraph:
    """What the file of a published network holds.

    Attributes
    ----------
    graph : SignedGraph
        Its links without self-loops.
    self_loops : int
        How many self-loops the file lists.
    """

    graph: SignedGraph
    self_loops: int


def published_networks(task: str) -> list[PublishedNetwork]:
    """Return every published network of a task: series by series, then run by run.

    Raises
    ------
    ValueError
        If the manifest of published files is damaged, or lists a file of a form unknown here.
    """
    paths = [path.removeprefix(f"{PUBLISHED}/") for path in raw_files(PUBLISHED)]
    generated = [network for path in paths for network in _generated(path, task)]
    trained = [network for path in paths for network in _trained(path, task)]
    in_run = sorted(trained, key=lambda network: (network.series, network.listed, network.step))
    return [*_with_steps(generated), *in_run]


def read_published(network: PublishedNetwork, raw: str | Path) -> PublishedGraph:
    """Read a published network after its file was verified.

    Parameters
    ----------
    network : PublishedNetwork
        As `published_networks` lists it.
    raw : path
        The folder of raw files, ``data/raw``.

    Raises
    ------
    FileNotFoundError
        If the file is not there; the message says where to put it.
    ValueError
        If the file is not the published one, or not as described above.
    """
    data = read(f"{PUBLISHED}/{network.file}", raw)
    options, separator = (_CODES, "\t") if network.kind == GENERATED else (AS_IT_STANDS, ",")
    try:
        found, left_out = to_graph(read_edge_list(data, options, separator), options)
        graph = with_all_nodes(found, network.nodes)
    except ValueError as error:
        raise ValueError(f"{network.file} {error}") from None
    return PublishedGraph(graph, left_out.self_loops)


def with_all_nodes(graph: SignedGraph, nodes: int) -> SignedGraph:
    """Return a graph of ``nodes`` nodes that were named by their numbers in an edge list."""
    number = np.arange(graph.n) if graph.names is None else np.array(graph.names)
    return SignedGraph.from_edges(number[graph.source], number[graph.target], graph.sign, n=nodes)


def _generated(path: str, task: str) -> Iterator[PublishedNetwork]:
    """Yield the generated network at a path if it is one of the task."""
    found = _GENERATED_NAME.fullmatch(path)
    if found and found["folder"] == SERIES_FOLDERS.get(task):
        eta = float(found["eta"]) if found["eta"] else None
        series, nodes = f"trial {found['trial']}", int(found["nodes"])
        step = 0 if found["start"] == "ER" else 1  # the place among them follows
        yield PublishedNetwork(path, task, GENERATED, series, step, nodes, named_eta=eta)


def _with_steps(generated: list[PublishedNetwork]) -> Iterator[PublishedNetwork]:
    """Yield generated networks in order: the random one of each series, then by balance."""
    order = sorted(generated, key=lambda n: (n.series, n.step, n.named_eta or 0.0))
    for _, series in groupby(order, key=lambda network: network.series):
        for step, network in enumerate(series):
            yield replace(network, step=step)


def _trained(path: str, task: str) -> Iterator[PublishedNetwork]:
    """Yield the trained network at a path if it is one of the task."""
    found = _TRAINED_NAME.fullmatch(path)
    if not found:
        return
    run = found["run"]
    if run not in RUNS:
        raise ValueError(f"{PurePosixPath(path).parent} is no known run; add it to RUNS")
    of_task, model, strategy = RUNS[run]
    if of_task == task:
        yield PublishedNetwork(
            path,
            task,
            RUN_KIND,
            run,
            int(found["epoch"]),
            int(found["nodes"]),
            model,
            strategy,
            PUBLISHED_SPARSITY,
            CORE_LINKS if found["core"] else ALL_LINKS,
        )
