"""Networks made for lesions: a random core, and feed-forward loops that touch it in one node each.

Construction of Zhang et al. (2023), doi 10.1038/s42005-023-01364-0.  A tangent loop shares a node
with the core and with no other loop, and has two nodes of its own, so that removing its three links
changes no other loop.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.motifs import LOOP_LINKS, is_balanced
from sparse_rnn.graphs.random_graphs import erdos_renyi
from sparse_rnn.graphs.signed_graph import SignedGraph


@dataclass(frozen=True)
class TangentLoops:
    """A network with tangent loops.

    Attributes
    ----------
    graph : SignedGraph
        The network: nodes 0 to N - 2m - 1 are the core.
    nodes : ndarray
        Nodes i, j, k of each loop i -> j, j -> k, i -> k, ``(m, 3)`` int64; one of the three, in
        any place, is of the core.
    """

    graph: SignedGraph
    nodes: np.ndarray


def tangent_loops(
    n: int, m: int, p: float, seed: int, *names: str | int, unbalanced: int | None = None
) -> TangentLoops:
    """Return a directed Erdos-Renyi core with ``m`` loops tangent to it, all with random signs.

    Parameters
    ----------
    n : int
        Nodes in all: N - 2m of the core, 2m of the loops alone.
    m : int
        Number of loops.
    p : float
        Probability of each link of the core.
    seed : int
        Root seed.
    *names : str or int
        Further words that name the random streams beside ``"tangent-loops"``.
    unbalanced : int, optional
        How many of the loops are unbalanced; by default their signs are independent coins too.

    Raises
    ------
    ValueError
        If the core has no distinct node for each loop, more loops are to be unbalanced than there
        are, or ``p`` is no probability.
    """
    core = n - 2 * m
    if not 0 <= m <= core:
        raise ValueError(
            f"m = {m} tangent loops need N = {3 * m} nodes or more, for each has two of its own and"
            f" shares another with the core; got N = {n}"
        )
    if unbalanced is not None and not 0 <= unbalanced <= m:
        raise ValueError(f"{unbalanced} unbalanced loops of m = {m}; ask for 0 to {m}")
    names = ("tangent-loops", *names)
    rng = stream(seed, *names)
    base = erdos_renyi(core, p, seed, *names)
    own = np.arange(core, n).reshape(m, 2)
    touched = rng.choice(core, size=(m, 1), replace=False)
    nodes = rng.permuted(np.hstack([touched, own]), axis=1)
    signs = rng.choice([-1, 1], size=(m, 3))
    if unbalanced is not None:
        wanted = rng.permutation(np.arange(m) >= unbalanced)
        signs[:, 2] *= np.where(is_balanced(signs) == wanted, 1, -1)
    source, target = loop_links(nodes).reshape(-1, 2).T
    graph = SignedGraph.from_edges(
        np.append(base.source, source),
        np.append(base.target, target),
        np.append(base.sign, signs.ravel()),
        n=n,
    )
    return TangentLoops(graph, nodes)


def loop_links(nodes: np.ndarray) -> np.ndarray:
    """Return the links of loops as (source, target), ``(m, 3, 2)``, of their nodes ``(m, 3)``."""
    return nodes[:, LOOP_LINKS]


def loop_weights(nodes: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return w_ij, w_jk, w_ik of each loop, ``(m, 3)``.

    Parameters
    ----------
    nodes : ndarray, (m, 3)
        Nodes i, j, k of each loop.
    weights : ndarray, (N, N)
        ``weights[i, j]`` is the link i -> j.
    """
    source, target = np.moveaxis(loop_links(nodes), -1, 0)
    return weights[source, target]


def refuse_unless_tangent(nodes: np.ndarray, links: np.ndarray, name: str) -> None:
    """Raise ValueError unless every loop is tangent to the rest: two of its nodes have no others.

    Parameters
    ----------
    nodes : ndarray, (m, 3)
        Nodes i, j, k of each loop.
    links : ndarray, (N, N)
        Which links there are, ``links[i, j]`` is the link i -> j.  Self-loops belong to no loop and
        tie nodes to no others.
    name : str
        Where the network is from, for the message.
    """
    others = (links != 0) & ~np.eye(len(links), dtype=bool)
    degree = others.sum(0) + others.sum(1)
    uses = np.bincount(nodes.ravel(), minlength=len(links))
    whole = loop_weights(nodes, others).all(1) & (uses[nodes] == 1).all(1)
    tangent = whole & ((degree[nodes] == 2).sum(1) >= 2)
    if not tangent.all():
        raise ValueError(
            f"{name}: the nodes i, j, k = {nodes[~tangent][0].tolist()} are no tangent loop, which"
            " has the links i->j, j->k, i->k and two nodes without any other link"
        )
