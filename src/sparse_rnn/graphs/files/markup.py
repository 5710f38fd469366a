"""What GraphML and GEXF files have in common: one graph in XML, edges with or without direction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from sparse_rnn.graphs.files.attributes import Ends
from sparse_rnn.graphs.files.link_list import parsing
from sparse_rnn.graphs.files.quoting import shown

Element = ElementTree.Element


@dataclass(frozen=True)
class Markup:
    """A file of markup before networkx reads it.

    Attributes
    ----------
    root : Element
        The whole file.
    graph : Element
        Its only graph.
    edges : list of Element
        The edges of the graph.
    """

    root: Element
    graph: Element
    edges: list[Element]


def markup_of(data: bytes, kind: str, namespace: str) -> Markup:
    """Return the only graph of a file, refusing what networkx would leave out without a word.

    Parameters
    ----------
    data : bytes
        The file.
    kind : str
        What it is called, for messages.
    namespace : str
        Namespace that networkx wants; elements without one, or of another version, are given it.

    Raises
    ------
    ValueError
        If the file is damaged, or holds no graph, several, or one within another.
    """
    with parsing(kind):
        root = ElementTree.fromstring(data)
    for element in root.iter():
        space, name = _split(element)
        if not space or _site(space) == _site(namespace):
            element.tag = f"{{{namespace}}}{name}"
    return Markup(root, _only_graph(root, kind), all_named(root, "edge"))


def _site(namespace: str) -> str:
    """Return a namespace without www and version; that of pictures keeps its last part."""
    _, _, rest = namespace.partition("//")
    site, *path = rest.removeprefix("www.").split("/")
    return site + ("/viz" if path[-1:] == ["viz"] else "")


def _split(element: Element) -> tuple[str, str]:
    """Return the namespace and the name of an element."""
    space, _, name = str(element.tag).rpartition("}")
    return space.removeprefix("{"), name


def all_named(element: Element, name: str) -> list[Element]:
    """Return all elements of a name, however deep and of whatever namespace."""
    return [inner for inner in element.iter() if _split(inner)[1] == name]


def _only_graph(root: Element, kind: str) -> Element:
    """Return the only graph of a file."""
    graphs = all_named(root, "graph")
    if not graphs:
        raise ValueError(f"cannot be read as {kind} (it holds no graph)")
    outer = next((graph for graph in graphs if len(all_named(graph, "graph")) > 1), None)
    if outer is not None:
        raise ValueError(
            f"graph {shown(outer.get('id', ''))} holds a graph within a node or an edge; write one"
            " flat graph"
        )
    if len(graphs) > 1:
        ids = ", ".join(shown(graph.get("id", "")) for graph in graphs[:5])
        raise ValueError(f"holds {len(graphs)} graphs ({ids}); write each into a file of its own")
    return graphs[0]


def check_once(names: Sequence[str | None], kind: str) -> None:
    """Raise if a name is given twice, where the later of the two would replace the earlier."""
    twice = [name for name, count in Counter(names).items() if count > 1 and name is not None]
    if twice:
        raise ValueError(f"{kind} {shown(twice[0])} is listed twice; leave one out or rename it")


def as_file(markup: Markup) -> BytesIO:
    """Return a changed file for networkx to read."""
    return BytesIO(ElementTree.tostring(markup.root))


def all_read(edges: list, markup: Markup) -> None:
    """Raise unless as many edges were read as there are."""
    if len(edges) != len(markup.edges):
        raise ValueError(
            f"lists {len(markup.edges)} edges, of which {len(edges)} stand where a graph has them;"
            " move the others there"
        )


def in_both_directions(
    ends: Ends, attributes: Sequence[Mapping], both: Sequence[bool]
) -> tuple[Ends, Sequence[Mapping], tuple[str, ...]]:
    """Return links with the reverse of those that have no direction, and a note on how many."""
    back = [link for link, (i, j) in enumerate(ends) if both[link] and i != j]
    ends = [*ends, *((ends[link][1], ends[link][0]) for link in back)]
    told = (f"edges without a direction, taken in both: {len(back)}",) if back else ()
    return ends, [*attributes, *(attributes[link] for link in back)], told
