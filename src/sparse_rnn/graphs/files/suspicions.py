"""What makes a network look as if its file meant something else."""

from __future__ import annotations

import numpy as np

from sparse_rnn.graphs.signed_graph import SignedGraph

FEWEST_BY_CHANCE = 10
"""Fewer links (or repeated senders) than these may look suspicious by chance: once in 2**9."""


def suspicions(graph: SignedGraph) -> tuple[str, ...]:
    """Return a sentence on each thing about a network that its user should check.

    - All links have one sign: balance is then 1, or 0, whatever the wiring.
    - All links run from a lower to a higher node in their order, or all from a higher to a lower
      one, as where each link of an undirected network is listed once.
    - Each node receives links of one sign, though nodes send both, as in a matrix
      ``W[post, pre]`` of neurons that are excitatory or inhibitory.
    """
    found = (_one_sign(graph), _one_direction(graph), _signs_by_receiver(graph))
    return tuple(filter(None, found))


def _one_sign(graph: SignedGraph) -> str:
    """Return a warning if all links have the same sign."""
    if graph.edges < 2 or (graph.sign != graph.sign[0]).any():
        return ""
    name, eta = ("positive", 1) if graph.sign[0] > 0 else ("negative", 0)
    return (
        f"all links are {name}, so that balance is trivially {eta}; if signs are codes, say what"
        " they mean (--signs 1=+,2=-); if they stand in another column, say in which (--columns)"
    )


def _one_direction(graph: SignedGraph) -> str:
    """Return a warning if the links look like an undirected network listed once."""
    upward = graph.source < graph.target
    followed = graph.degrees("out")[graph.target] > 0  # few, if senders and receivers are two kinds
    if followed.sum() < FEWEST_BY_CHANCE or (upward.any() and not upward.all()):
        return ""
    low, high = ("source", "target") if upward.all() else ("target", "source")
    return (
        f"in every link the {low} comes before the {high}, as in a list of an undirected network;"
        " if it is undirected, take links in both directions (--undirected)"
    )


def _signs_by_receiver(graph: SignedGraph) -> str:
    """Return a warning if the sign of a link goes by who receives it and not by who sends it."""
    received = graph.degrees("in")
    mixed_in = (graph.degrees("in", 1) > 0) & (graph.degrees("in", -1) > 0)
    mixed_out = (graph.degrees("out", 1) > 0) & (graph.degrees("out", -1) > 0)
    again = int(np.maximum(received - 1, 0).sum())  # links that could have disagreed
    if again < FEWEST_BY_CHANCE or mixed_in.any() or not mixed_out.any():
        return ""
    return (
        "each node receives links of one sign only, but nodes send both, as in a matrix W[post,"
        " pre]; if it is one, turn its links round (--transpose)"
    )
