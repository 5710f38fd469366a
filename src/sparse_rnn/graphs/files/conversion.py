"""One signed graph from whatever form a network comes in."""

from __future__ import annotations

from os import PathLike
from typing import TypeAlias

import networkx as nx
import numpy as np
import scipy.sparse as sp

from sparse_rnn.graphs.files.graphml import ATTRIBUTES
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.signed_graph import SignedGraph

Network: TypeAlias = (
    "SignedGraph | np.ndarray | sp.sparray | sp.spmatrix | nx.DiGraph | str | PathLike"
)
"""What `as_signed_graph` turns into a signed graph."""


def as_signed_graph(network: Network) -> SignedGraph:
    """Return the signed graph of a network.

    Parameters
    ----------
    network : SignedGraph, array, networkx.DiGraph, str or path
        A signed graph; weights ``(N, N)``, dense or sparse, ``network[i, j]`` the link i -> j; a
        digraph whose links have the attribute ``sign`` or else ``weight``; or the name of a file
        (see `readers.read_network`).  Of a weight only the sign counts, a weight of 0 is no link,
        and self-loops are left out.

    Raises
    ------
    ValueError
        If the weights are not a square matrix of finite numbers, a link of the digraph has neither
        attribute, or the file is not what its name says.
    OSError
        If the file cannot be opened.
    """
    if isinstance(network, SignedGraph):
        return network
    if isinstance(network, str | PathLike):
        return read_network(network).graph
    if isinstance(network, nx.Graph):
        return SignedGraph.from_networkx(network, _sign_attribute(network))
    return SignedGraph.from_weights(network)


def _sign_attribute(graph: nx.Graph) -> str:
    """Return the first of the `ATTRIBUTES` that any link has, the first of all if none has one."""
    links = list(graph.edges(data=True))
    return next((k for k in ATTRIBUTES if any(k in own for *_, own in links)), ATTRIBUTES[0])
