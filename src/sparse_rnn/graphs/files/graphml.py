"""Networks in GraphML, read by networkx."""

from __future__ import annotations

import networkx as nx

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
from sparse_rnn.graphs.files.reading_options import ReadingOptions

GRAPHML = "http://graphml.graphdrawing.org/xmlns"


def read_graphml(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a directed network whose edges have a sign as an attribute.

    The attribute is ``options.attribute`` or found (see `attributes.chosen_attribute`).  Nodes are
    named by their attribute ``name`` or else ``label``, if every one has a text of its own there,
    else by their ids.  An edge without the attribute has the default of its key.  In a graph with
    both kinds, an edge with ``directed="false"`` stands for a link each way, which is noted.

    Raises
    ------
    ValueError
        If the file is damaged, holds more than one graph, a nested graph or a hyperedge, two keys
        of edges have the same name, or an edge has no sign; the message names the place.
    """
    markup = markup_of(data, "GraphML", GRAPHML)
    told, free = _checked(markup), _without_direction(markup)
    with parsing("GraphML"):
        graph = nx.read_graphml(as_file(markup), node_type=_node_id, force_multigraph=True)
    edges = sorted(graph.edges(keys=True, data=True), key=lambda edge: edge[2])
    all_read(edges, markup)
    default = graph.graph["edge_default"]
    default = default if isinstance(default, dict) else {}  # a graph may have data of that name
    number = {name: node for node, name in enumerate(graph)}
    ends = [(number[source], number[target]) for source, target, *_ in edges]
    own = [default | values for *_, values in edges]
    directed = not all(free) if free else _default(markup) == "directed"
    if directed and not options.undirected:  # else all are taken in both directions anyway
        ends, own, both = in_both_directions(ends, own, free)
        told = (*told, *both)
    names = names_of_nodes(list(graph), [values for _, values in graph.nodes(data=True)])
    return links_with_attributes(names, ends, own, options, directed, told)


def _checked(markup: Markup) -> tuple[str, ...]:
    """Return notes on what is not read, refusing what may not be left out."""
    if all_named(markup.graph, "hyperedge"):
        raise ValueError("holds a hyperedge, which joins more than two nodes; write edges instead")
    check_once([node.get("id") for node in all_named(markup.graph, "node")], "node")
    keys = [k for k in all_named(markup.root, "key") if k.get("for", "all") in ("edge", "all")]
    check_once([key.get("attr.name") for key in keys], "edge attribute")
    ports = len(all_named(markup.graph, "port"))
    return (f"{ports} ports of nodes are not read",) if ports else ()


def _without_direction(markup: Markup) -> list[bool]:
    """Return which edges have no direction; number all edges and make them directed.

    networkx refuses a graph of both kinds, and takes two edges with one id for one.
    """
    default = "true" if _default(markup) == "directed" else "false"
    free = [edge.attrib.pop("directed", default).strip() == "false" for edge in markup.edges]
    for number, edge in enumerate(markup.edges):
        edge.set("id", str(number))
    markup.graph.set("edgedefault", "directed")
    return free


def _default(markup: Markup) -> str:
    """Return whether the edges of a graph are directed if they do not say so."""
    return markup.graph.get("edgedefault", "undirected")


def _node_id(text: str | None) -> str:
    """Return the id of a node, refusing one that is missing."""
    if not text:
        raise ValueError("a node without id, or an edge without source or target")
    return text
