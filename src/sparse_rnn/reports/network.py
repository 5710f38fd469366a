"""The network that a report is about: its name, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path

import pandas as pd

from sparse_rnn import __version__
from sparse_rnn.graphs.files.conversion import Network, as_signed_graph
from sparse_rnn.graphs.files.readers import NetworkFile, read_network
from sparse_rnn.graphs.files.suspicions import suspicions
from sparse_rnn.graphs.signed_graph import SignedGraph

_LEFT_OUT = {
    "self_loops": "self-loops",
    "zeros": "zero weights",
    "repeats": "repeats",
    "unknown": "unknown signs",
    "conflicts": "conflicts",
    "comments": "comment lines",
}
"""What the fields of `LeftOut` are called on the terminal, in the order in which they are told."""


@dataclass(frozen=True, eq=False)
class NamedNetwork:
    """A network with what is told of it.

    Attributes
    ----------
    graph : SignedGraph
        The network.
    label : str
        What tables call it: the file with its folder, or ``network``.
    title : str
        One line: its name and how large it is.
    words : str
        The same with what was left out of a file, and a line per choice made in reading it.
    record : dict
        Where the numbers come from, for JSON.
    warnings : tuple of str
        What makes the network look as if something else were meant.
    path : Path or None
        The file; None where there is none.
    """

    graph: SignedGraph
    label: str
    title: str
    words: str
    record: dict
    warnings: tuple[str, ...] = ()
    path: Path | None = None

    @property
    def nodes(self) -> pd.Index:
        """The names of the nodes, or their numbers."""
        return pd.Index(range(self.graph.n) if self.graph.names is None else self.graph.names)

    @property
    def stem(self) -> str:
        """The name without the endings of its kind, for files of results."""
        name = self.label if self.path is None else self.path.name  # the bytes of the name stay
        return Path(name.removesuffix(".gz")).stem


def named_network(network: Network | NamedNetwork) -> NamedNetwork:
    """Return a network in any form that `as_signed_graph` takes, with what is told of it."""
    if isinstance(network, NamedNetwork):
        return network
    if isinstance(network, str | PathLike):
        return named_file(read_network(network))
    graph = as_signed_graph(network)
    told = _title("network", graph), f"network: {size_in_words(graph)}", size_record(graph)
    return NamedNetwork(graph, "network", *told, suspicions(graph))


def named_file(network: NetworkFile) -> NamedNetwork:
    """Return the network of a file, with what is told of it."""
    title = _title(Path(network.label).name, network.graph)
    told = title, network_in_words(network), network_record(network)
    return NamedNetwork(network.graph, network.label, *told, network.warnings, network.path)


def _title(name: str, graph: SignedGraph) -> str:
    return f"{name}: {graph.n:,} nodes, {graph.edges:,} links"


def size_record(graph: SignedGraph) -> dict:
    """Return this version and how large the network is."""
    return {
        "sparse_rnn": __version__,
        "nodes": graph.n,
        "links": graph.edges,
        "positive_links": int((graph.sign > 0).sum()),
    }


def network_record(network: NetworkFile) -> dict:
    """Return where the numbers come from: this version, the file and what was read of it."""
    left_out = network.left_out
    origin = {"sparse_rnn": __version__, "file": network.label, "sha256": network.sha256}
    size = size_record(network.graph)
    return (
        origin
        | size
        | {
            "self_loops_left_out": left_out.self_loops,
            "zero_weights_left_out": left_out.zeros,
            "repeats_merged": left_out.repeats,
            "unknown_signs_left_out": left_out.unknown,
            "conflicts_left_out": left_out.conflicts,
            "comment_lines": left_out.comments,
            "notes": list(network.notes),
            "warnings": list(network.warnings),
        }
    )


def size_in_words(graph: SignedGraph) -> str:
    """Return how many nodes and links there are, and of which signs."""
    positive = int((graph.sign > 0).sum())
    return (
        f"{graph.n:,} nodes, {graph.edges:,} links"
        f" ({positive:,} positive, {graph.edges - positive:,} negative)"
    )


def network_in_words(network: NetworkFile) -> str:
    """Return a line on a network: how large it is, and what was left out; then a line per note."""
    counts = {name: getattr(network.left_out, field) for field, name in _LEFT_OUT.items()}
    without = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    line = f"{network.label}: {size_in_words(network.graph)}"
    line += f", without {without}" if without else ""
    return "\n".join([line, *(f"note: {note}" for note in network.notes)])
