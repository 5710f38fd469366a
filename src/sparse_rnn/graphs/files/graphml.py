"""Networks in GraphML, read by networkx."""

from __future__ import annotations

from io import BytesIO

import networkx as nx
import numpy as np

from sparse_rnn.graphs.files.link_list import LinkList, parsing, shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions

ATTRIBUTES = ("sign", "weight")
"""Edge attributes that may hold the sign; the first one that any edge has is read."""

NAMES = ("name", "label")
"""Node attributes that may hold the name; the first one that tells all nodes apart is read."""


def read_graphml(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a directed network whose edges have the attribute ``sign`` or else ``weight``.

    Nodes are named by their attribute ``name`` or else ``label``, if every one has a text of its
    own there, else by their ids.  An edge without the attribute has the default of its key.

    Raises
    ------
    ValueError
        If the file is damaged or undirected, or an edge has no sign; the message names the edge.
    """
    with parsing("GraphML"):
        graph = nx.read_graphml(BytesIO(data), node_type=_node_id, force_multigraph=True)
    if not graph.is_directed():
        raise ValueError("is undirected; set edgedefault to directed and give each link its way")
    default = graph.graph["edge_default"]
    default = default if isinstance(default, dict) else {}  # a graph may have data of that name
    edges = [(source, target, default | own) for source, target, own in graph.edges(data=True)]
    key = next((k for k in ATTRIBUTES if any(k in own for *_, own in edges)), "")
    places = [f"edge {shown(source)} -> {shown(target)}" for source, target, _ in edges]
    number = {name: node for node, name in enumerate(graph)}
    ends = np.array([(number[i], number[j]) for i, j, _ in edges], dtype=np.int64).reshape(-1, 2)
    weights = [_weight(own, key, place) for (*_, own), place in zip(edges, places, strict=True)]
    return LinkList(*ends.T, np.array(weights, dtype=object), _names(graph), places.__getitem__)


def _names(graph: nx.MultiDiGraph) -> list[str]:
    """Return the names of the nodes."""
    for key in NAMES:
        names = [str(own.get(key, "")).strip() for _, own in graph.nodes(data=True)]
        if all(names) and len(set(names)) == len(names):
            return names
    return list(graph)


def _weight(attributes: dict, key: str, place: str) -> object:
    """Return the sign or weight that an edge has, as it stands there."""
    if key not in attributes:
        raise ValueError(f"{place}: it has no attribute {key or ' or '.join(ATTRIBUTES)}")
    return attributes[key]


def _node_id(text: str | None) -> str:
    """Return the id of a node, refusing one that is missing."""
    if not text:
        raise ValueError("a node without id, or an edge without source or target")
    return text
