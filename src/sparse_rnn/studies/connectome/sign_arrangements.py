"""All networks that keep the links and the signed degrees of every node, where they are few.

Where neurons send one sign hardly a link can change its sign without another degree.  A chain of
swaps then waits long for the rare exchange that is possible, while the few networks can be listed.
"""

from __future__ import annotations

from itertools import product

import networkx as nx
import numpy as np

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.studies.connectome.signs_on_links import sample_of_signs

FIXED_SIGNED = "fixed-topology-signed"
"""The null model that keeps links and signed degrees."""
MOST_MOVABLE = 16
"""Links that can move; their 65,536 arrangements are looked at in less than a second."""


def movable_links(graph: SignedGraph) -> np.ndarray:
    """Return the numbers of the links that can change sign if all signed degrees are kept.

    A positive link can be exchanged along a closed walk of links that are in turn positive and
    negative (see `nulls.sign_exchange`).  Give positive links the direction from sender to
    receiver, negative ones the other: such walks are directed cycles, and a link lies on one if
    and only if both its ends are in one strongly connected component.  In a network in which every
    node sends one sign, a sender's links all leave it or all enter it, and none can.
    """
    walks = nx.DiGraph()
    ends = zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True)
    for link, (source, target, sign) in enumerate(ends):
        step = ("sends", source), ("receives", target)
        walks.add_edge(*(step if sign > 0 else step[::-1]), link=link)
    parts = nx.strongly_connected_components(walks)
    free = [link for part in parts for *_, link in walks.subgraph(part).edges.data("link")]
    return np.array(sorted(free), dtype=np.int64)


def sign_arrangements(graph: SignedGraph) -> np.ndarray | None:
    """Return the signs of all networks of the same links and signed degrees, ``(members, E)``.

    None if more than `MOST_MOVABLE` links can move.  The given signs are among them.
    """
    free = movable_links(graph)
    if len(free) > MOST_MOVABLE:
        return None
    every = np.array(list(product((1, -1), repeat=len(free))), dtype=np.int64)
    kept = np.ones(len(every), dtype=bool)
    for ends in (graph.source[free], graph.target[free]):
        at_node = ends[:, None] == np.unique(ends)
        kept &= (every @ at_node == graph.sign[free] @ at_node).all(1)
    signs = np.tile(graph.sign, (kept.sum(), 1))
    signs[:, free] = every[kept]
    return signs


def arrangement_sample(graph: SignedGraph, networks: int, seed: int = 0) -> NullSample | None:
    """Return random networks drawn from all `sign_arrangements`; None if these are too many."""
    members = sign_arrangements(graph)
    if members is None:
        return None
    drawn = stream(seed, FIXED_SIGNED).integers(len(members), size=networks)
    return sample_of_signs(graph, members[drawn])
