"""Networks in GEXF and GML, read by networkx, and in SIF."""

from __future__ import annotations

import networkx as nx
import numpy as np

from sparse_rnn.graphs.files.attributes import links_with_attributes, names_of_nodes
from sparse_rnn.graphs.files.link_list import LinkList, parsing
from sparse_rnn.graphs.files.markup import (
    Markup,
    all_named,
    all_read,
    as_file,
    check_once,
    in_both_directions,
    markup_of,
)
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.text_rows import decoded, fields_of

GEXF = "http://www.gexf.net/1.2draft"


def read_gexf(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a directed network of Gephi, whose edges have a sign as an attribute or a weight.

    Nodes are named by their labels if these tell them apart, else by their ids.  An edge of type
    ``mutual``, or of type ``undirected`` in a graph with both kinds, stands for a link each way.

    Raises
    ------
    ValueError
        If the file is damaged, holds more than one graph, or an edge has no sign.
    """
    markup = markup_of(data, "GEXF", GEXF)
    check_once([node.get("id") for node in all_named(markup.graph, "node")], "node")
    kinds = _kinds(markup)
    with parsing("GEXF"):
        graph = nx.read_gexf(as_file(markup), node_type=_node_id)
        edges = sorted(graph.edges(data=True), key=lambda edge: int(edge[2]["id"]))
    all_read(edges, markup)
    number = {name: node for node, name in enumerate(graph)}
    ends = [(number[source], number[target]) for source, target, _ in edges]
    default = dict(graph.graph.get("edge_default", {}))
    own = [default | values for *_, values in edges]
    directed = any(kind != "undirected" for kind in kinds)
    single = directed and not options.undirected  # else all are taken in both directions anyway
    ends, own, told = in_both_directions(ends, own, [single and k != "directed" for k in kinds])
    names = names_of_nodes(list(graph), [values for _, values in graph.nodes(data=True)])
    return links_with_attributes(names, ends, own, options, directed, told)


def _kinds(markup: Markup) -> list[str]:
    """Return the type of each edge; number all edges and make them directed."""
    default = markup.graph.get("defaultedgetype", "undirected")
    kinds = [edge.attrib.pop("type", default) for edge in markup.edges]
    for number, edge in enumerate(markup.edges):
        if kinds[number] not in ("directed", "undirected", "mutual"):
            raise ValueError(
                f"edge {number + 1} is of type {shown(kinds[number])}; make it directed"
            )
        edge.set("id", str(number))
    markup.graph.set("defaultedgetype", "directed")
    return kinds


def _node_id(text: str | None) -> str:
    """Return the id of a node, refusing one that is missing."""
    if not text:
        raise ValueError("a node without id, or an edge without source or target")
    return text


def read_gml(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a network in GML, whose edges have a sign as an attribute.

    Nodes are named by ``name`` or else ``label`` if these tell them apart, else by their ids.

    Raises
    ------
    ValueError
        If the file is damaged, is not directed, or holds a graph within the graph.
    """
    text, notes = decoded(data)
    with parsing("GML"):
        graph = nx.parse_gml(text.split("\n"), label="id")
    for key, value in graph.graph.items():
        if key.casefold() in ("graph", "edge", "node") and isinstance(value, dict | list):
            raise ValueError(
                f"holds {shown(key)} within the graph, which is not read; write one graph"
            )
    number = {name: node for node, name in enumerate(graph)}
    edges = list(graph.edges(data=True))
    ends = [(number[source], number[target]) for source, target, _ in edges]
    names = names_of_nodes(list(graph), [values for _, values in graph.nodes(data=True)])
    own = [values for *_, values in edges]
    return links_with_attributes(names, ends, own, options, graph.is_directed(), notes)


def read_sif(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a network in Cytoscape's simple interaction format.

    A line holds a source, the interaction, and one or more targets; the interaction is the sign
    (see `sign_words`).  A line with a single node says that it is there.  Fields are separated by
    tabs if the file has any, else by spaces.

    Raises
    ------
    ValueError
        If a line is not as described; the message begins with its number.
    """
    text, notes = decoded(data)
    separator = "\t" if "\t" in text else " "
    number: dict[str, int] = {}
    rows: list[tuple[int, int, str, int]] = []
    for line, content in enumerate(text.split("\n"), 1):
        if not content.strip():
            continue
        source, *more = _sif_fields(content, separator, line)
        ends = [number.setdefault(name, len(number)) for name in (source, *more[1:])]
        rows += [(ends[0], target, more[0], line) for target in ends[1:]]
    source, target, sign, lines = zip(*rows, strict=True) if rows else ((), (), (), ())
    ends = (np.array(end, dtype=np.int64) for end in (source, target))
    weight = np.array(sign, dtype=object)
    return LinkList(*ends, weight, list(number), lambda e: f"line {lines[e]}", notes=notes)


def _sif_fields(content: str, separator: str, line: int) -> list[str]:
    """Return the fields of a line: a node, or a source, an interaction and targets."""
    fields = (
        [f for f in fields_of(content, "\t", line) if f] if separator == "\t" else content.split()
    )
    if len(fields) == 2 or not fields:
        raise ValueError(
            f"line {line}: {len(fields)} fields; a line holds a source, the interaction (a sign)"
            " and its targets"
        )
    return fields
