"""Lesions: which links are taken out of a network, in which order, and what is left."""

from __future__ import annotations

import numpy as np

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.motifs import is_balanced
from sparse_rnn.studies.lesions.tangent_loops import loop_links, loop_weights

LOOP_KINDS = {"unbalanced": False, "balanced": True}
RANDOM = "random"
LESION_KINDS = (*LOOP_KINDS, RANDOM)
"""What is removed, three links at a time: the paper's lesion, and the two controls."""


def removal_orders(
    weights: np.ndarray, nodes: np.ndarray, kind: str, orders: int, seed: int, *names: str | int
) -> np.ndarray:
    """Return several random orders in which links are removed, three at a step.

    Parameters
    ----------
    weights : ndarray, (N, N)
        Weights after training, ``weights[i, j]`` the link i -> j: their signs tell which loops are
        balanced, and which links there are.
    nodes : ndarray, (m, 3)
        Nodes i, j, k of the tangent loops.
    kind : {"unbalanced", "balanced", "random"}
        Remove the unbalanced loops one by one, or the balanced ones, or at each step three links
        drawn from all links of the network (without self-loops), for as many steps as there are
        unbalanced loops.
    orders : int
        Number of orders.
    seed : int
        Root seed.
    *names : str or int
        Further words that name the random streams beside ``"lesion"`` and the kind.

    Returns
    -------
    ndarray
        Source and target of the links, ``(orders, steps, 3, 2)``; there are no steps where no loop
        is of that kind.

    Raises
    ------
    ValueError
        If there is no such kind, no order is asked for, a loop has lost a link, or the network has
        fewer links than would be removed.
    """
    if kind not in LESION_KINDS:
        raise ValueError(f"no lesion {kind!r}; there are {', '.join(LESION_KINDS)}")
    if orders < 1:
        raise ValueError(f"a lesion needs 1 order of removal or more, got {orders}")
    loops = loop_weights(nodes, weights)
    if not loops.all():
        lost = nodes[~loops.all(1)][0].tolist()
        raise ValueError(f"the loop of the nodes i, j, k = {lost} has lost a link of its three")
    rng = stream(seed, "lesion", kind, *names)
    if kind == RANDOM:
        return _random_links(weights, int((~is_balanced(loops)).sum()), orders, rng)
    chosen = loop_links(nodes[is_balanced(loops) == LOOP_KINDS[kind]])
    return np.stack([rng.permutation(chosen) for _ in range(orders)])


def _random_links(
    weights: np.ndarray, steps: int, orders: int, rng: np.random.Generator
) -> np.ndarray:
    """Return links drawn without replacement, ``(orders, steps, 3, 2)``."""
    links = np.argwhere((weights != 0) & ~np.eye(len(weights), dtype=bool))
    if len(links) < 3 * steps:
        raise ValueError(f"{3 * steps} links cannot be removed from {len(links)}")
    drawn = [rng.choice(links, 3 * steps, replace=False) for _ in range(orders)]
    return np.stack(drawn).reshape(orders, steps, 3, 2)


def lesioned(weights: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return the weights before the first and after each step of a lesion, ``(steps + 1, N, N)``.

    Parameters
    ----------
    weights : ndarray, (N, N)
        Weights before the lesion, ``weights[i, j]`` the link i -> j.
    order : ndarray, (steps, 3, 2)
        Source and target of the links that go at each step.
    """
    left = np.repeat(weights[None], len(order) + 1, axis=0)
    for step, (source, target) in enumerate(np.moveaxis(order, -1, 1), 1):
        left[step:, source, target] = 0
    return left
