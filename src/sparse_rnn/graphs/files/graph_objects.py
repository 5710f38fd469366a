"""Graphs of other packages as lists of links, by the protocols of these packages.

None of igraph and graph-tool is imported: whoever has such a graph has done so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import networkx as nx
import numpy as np

from sparse_rnn.graphs.files.attributes import links_with_attributes, names_as_text
from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.reading_options import ReadingOptions


def links_of_networkx(graph: nx.Graph, options: ReadingOptions) -> LinkList:
    """Return the links of a networkx graph, each with its sign as an attribute.

    An undirected graph is one of the doubts that `link_list.to_graph` decides.
    """
    number = {node: k for k, node in enumerate(graph)}
    edges = list(graph.edges(data=True))
    ends = [(number[source], number[target]) for source, target, _ in edges]
    own = [values for *_, values in edges]
    names = names_as_text(list(graph))
    return links_with_attributes(names, ends, own, options, graph.is_directed())


def links_of_igraph(graph: Any, options: ReadingOptions) -> LinkList:
    """Return the links of an igraph.Graph; its vertices are named by ``name`` if they have one."""
    keys = graph.es.attributes()
    columns = [graph.es[key] for key in keys]
    own = [dict(zip(keys, values, strict=True)) for values in zip(*columns, strict=True)]
    own = [{k: v for k, v in values.items() if v is not None} for values in own]
    ends = [tuple(pair) for pair in graph.get_edgelist()]
    named = "name" in graph.vs.attributes()
    names = names_as_text(graph.vs["name"] if named else range(graph.vcount()))
    return links_with_attributes(names, ends, own or [{}] * len(ends), options, graph.is_directed())


def links_of_graph_tool(graph: Any, options: ReadingOptions) -> LinkList:
    """Return the links of a graph_tool.Graph, or of a view of one.

    Its vertices are named by the vertex property ``name`` if it has one.
    """
    nodes = [int(vertex) for vertex in graph.vertices()]
    number = {node: k for k, node in enumerate(nodes)}
    label = graph.vertex_properties.get("name")
    names = names_as_text(nodes if label is None else [label[v] for v in graph.vertices()])
    edges = list(graph.edges())
    ends = [(number[int(edge.source())], number[int(edge.target())]) for edge in edges]
    own = [{key: values[e] for key, values in graph.edge_properties.items()} for e in edges]
    return links_with_attributes(names, ends, own, options, graph.is_directed())


def links_of_tuples(rows: Sequence[Sequence], options: ReadingOptions) -> LinkList:
    """Return the links of a list of (source, target, sign).

    Raises
    ------
    ValueError
        If an entry has not three parts.
    """
    for position, row in enumerate(rows):
        if len(row) != 3:
            raise ValueError(f"link {position} has {len(row)} parts, not source, target and sign")
    number: dict[object, int] = {}
    ends = [[number.setdefault(end, len(number)) for end in row[:2]] for row in rows]
    source, target = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    weight = np.empty(len(rows), dtype=object)
    weight[:] = [row[2] for row in rows]
    return LinkList(source, target, weight, names_as_text(list(number)), "link {}".format)


def links_of_mapping(neighbours: Mapping, options: ReadingOptions) -> LinkList:
    """Return the links of a dict of dicts: ``{source: {target: sign}}``.

    Instead of a sign there may be a dict of attributes, as networkx.to_dict_of_dicts has it.
    """
    number: dict[object, int] = {node: k for k, node in enumerate(neighbours)}
    ends, own = [], []
    for source, targets in neighbours.items():
        if not isinstance(targets, Mapping):
            raise ValueError(
                f"node {source!r} has a {type(targets).__name__}, not {{target: sign}}"
            )
        for target, value in targets.items():
            ends.append((number[source], number.setdefault(target, len(number))))
            own.append(value if isinstance(value, Mapping) else {"sign": value})
    return links_with_attributes(names_as_text(list(number)), ends, own, options)
