"""One signed graph from whatever form a network comes in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from os import PathLike
from typing import Any, TypeAlias

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from sparse_rnn.graphs.files.attributes import names_as_text
from sparse_rnn.graphs.files.graph_objects import (
    links_of_graph_tool,
    links_of_igraph,
    links_of_mapping,
    links_of_networkx,
    links_of_tuples,
)
from sparse_rnn.graphs.files.link_list import LinkList, to_graph
from sparse_rnn.graphs.files.matrices import links_of_matrix
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.files.reading_options import AS_IT_STANDS, ReadingOptions
from sparse_rnn.graphs.files.tables import links_of_table
from sparse_rnn.graphs.files.unused_options import EVERYWHERE, refuse_unused
from sparse_rnn.graphs.signed_graph import SignedGraph

Network: TypeAlias = (
    "SignedGraph | str | PathLike | np.ndarray | sp.sparray | sp.spmatrix | pd.DataFrame"
    " | nx.Graph | Mapping | Iterable | Any"
)
"""What `as_signed_graph` takes, and graphs of igraph and graph-tool and PyTorch tensors."""

TAKEN = (
    "the name of a file, a NumPy array or SciPy sparse matrix (N, N), a pandas DataFrame (an edge"
    " list with named columns, or a matrix), a graph of networkx, igraph or graph-tool with the"
    " sign as an edge attribute, a PyTorch tensor (N, N), a list of (source, target, sign), or a"
    " dict {source: {target: sign}}"
)
"""What is taken for a network, in words."""


def as_signed_graph(network: Network, options: ReadingOptions = AS_IT_STANDS) -> SignedGraph:
    """Return the signed graph of a network.

    Parameters
    ----------
    network : any form of a network
        A `SignedGraph`; the name of a file (see `readers.read_network`); weights ``(N, N)``, a
        NumPy array, SciPy sparse matrix, PyTorch tensor or list of lists, ``network[i, j]`` the
        link i -> j; a pandas DataFrame, an edge list or a matrix (see `tables.links_of_table`); a
        graph of networkx, igraph or graph-tool whose links have a sign as an attribute (see
        `attributes.chosen_attribute`); an iterable of (source, target, sign); or a dict
        ``{source: {target: sign}}``.
    options : ReadingOptions, optional
        What the network does not say itself; the same rules hold as for files.

    Returns
    -------
    SignedGraph
        The network without its self-loops.  Nodes that have names are in the order of these, unless
        it is a `SignedGraph` and stays as it is.

    Raises
    ------
    TypeError
        If the object is none of these.
    ValueError
        If it is one that holds no signed directed network, or cannot use an option; the message
        names the place, or the option.
    OSError
        If the file cannot be opened.
    """
    if isinstance(network, SignedGraph) and options == AS_IT_STANDS:
        return network
    if isinstance(network, str | PathLike):
        return read_network(network, options).graph
    return to_graph(_links_of(network, options), options)[0]


def _links_of(network: Network, options: ReadingOptions) -> LinkList:
    """Return the links of an object that is no file; see `as_signed_graph`."""
    read, used = _reading_of(network)
    refuse_unused(options, used, f"a {type(network).__name__}")
    return read(network, options)


def _reading_of(network: Network) -> _Reading:
    """Return what reads an object, and which options it can use."""
    if reading := _BY_PACKAGE.get(type(network).__module__.partition(".")[0]):
        return reading
    for kind, reading in _BY_TYPE:
        if isinstance(network, kind) and not isinstance(network, bytes):
            return reading
    raise TypeError(_untaken(network))


def _untaken(network: object) -> str:
    """Return what is wrong with an object of a kind that is not taken."""
    kind = type(network)
    return f"a {kind.__module__}.{kind.__qualname__} is no network; give {TAKEN}"


def _of_tensor(tensor: Any, options: ReadingOptions) -> LinkList:
    """Return the links of a PyTorch tensor, dense or sparse, wherever it lies."""
    if not hasattr(tensor, "detach"):
        raise TypeError(_untaken(tensor))
    tensor = tensor.detach().cpu()
    dense = tensor.to_dense() if str(tensor.layout) != "torch.strided" else tensor
    return links_of_matrix((dense.double() if dense.is_floating_point() else dense).numpy())


def _of_array(array: np.ndarray, options: ReadingOptions) -> LinkList:
    """Return the links of a NumPy array; texts are signs, and a masked entry is no link."""
    array = np.ma.filled(array, 0)
    return links_of_matrix(array.astype(object) if array.dtype.kind == "U" else np.asarray(array))


def _of_sparse(matrix: sp.sparray | sp.spmatrix, options: ReadingOptions) -> LinkList:
    """Return the links of a sparse matrix of SciPy."""
    return links_of_matrix(matrix)


def _of_signed_graph(graph: SignedGraph, options: ReadingOptions) -> LinkList:
    """Return the links of a signed graph, which other options may turn."""
    ends = graph.source.astype(np.int64), graph.target.astype(np.int64)
    nodes = graph.n if graph.names is None else names_as_text(graph.names)
    return LinkList(*ends, graph.sign, nodes, "link {}".format)


def _of_iterable(rows: Iterable, options: ReadingOptions) -> LinkList:
    """Return the links of anything that gives rows one after another."""
    return _of_rows(list(rows), options)


def _of_rows(rows: Sequence, options: ReadingOptions) -> LinkList:
    """Return the links of a list: of links, or of the rows of a matrix."""
    if not rows:
        raise ValueError("the list is empty; a network needs links")
    if any(isinstance(row, str) or not isinstance(row, Sequence | np.ndarray) for row in rows):
        raise TypeError(_untaken(rows[0] if len(rows) == 1 else rows))
    if isinstance(rows[0], tuple) or any(isinstance(name, str) for name in rows[0][:2]):
        return links_of_tuples(rows, options)
    if len({len(row) for row in rows}) > 1:
        raise ValueError("the rows of a matrix must have one length")
    return links_of_matrix(np.array(rows))


_Reading: TypeAlias = tuple[Callable[[Any, ReadingOptions], LinkList], Set[str]]
_WITH_COLUMNS, _WITH_ATTRIBUTES = EVERYWHERE | {"columns"}, EVERYWHERE | {"attribute"}
_BY_PACKAGE: dict[str, _Reading] = {
    "igraph": (links_of_igraph, _WITH_ATTRIBUTES),
    "graph_tool": (links_of_graph_tool, _WITH_ATTRIBUTES),
    "torch": (_of_tensor, EVERYWHERE),
}
_BY_TYPE: tuple[tuple[type | tuple[type, ...], _Reading], ...] = (
    (SignedGraph, (_of_signed_graph, EVERYWHERE - {"signs", "unknown"})),
    (nx.Graph, (links_of_networkx, _WITH_ATTRIBUTES)),
    (pd.DataFrame, (links_of_table, _WITH_COLUMNS)),
    (np.ndarray, (_of_array, EVERYWHERE)),
    (Mapping, (links_of_mapping, _WITH_ATTRIBUTES)),
    ((sp.sparray, sp.spmatrix), (_of_sparse, EVERYWHERE)),
    (Iterable, (_of_iterable, EVERYWHERE)),
)
"""What reads an object, and the options that it can use; the last kind takes what is left."""
