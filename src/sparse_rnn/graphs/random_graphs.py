"""Random signed networks to start from."""

from __future__ import annotations

import numpy as np

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.signed_graph import SignedGraph


def erdos_renyi(n: int, p: float, seed: int, *names: str | int) -> SignedGraph:
    """Return a directed Erdos-Renyi graph whose signs are fair coins.

    Each of the ``n (n - 1)`` links i -> j, i != j, is there with probability ``p``, independently
    (Gilbert 1959, doi 10.1214/aoms/1177706098): first their number is drawn, then which they are.

    Parameters
    ----------
    n : int
        Number of nodes.
    p : float
        Probability of each link, from 0 to 1.
    seed : int
        Root seed.
    *names : str or int
        Further words that name the random stream beside ``"erdos-renyi"``.

    Raises
    ------
    ValueError
        If there is no node, or ``p`` is no probability.
    """
    if n < 1:
        raise ValueError(f"a random graph needs 1 node or more, got n = {n}")
    if not 0 <= p <= 1:
        raise ValueError(f"the probability of a link must lie between 0 and 1, got p = {p}")
    rng = stream(seed, "erdos-renyi", *names)
    possible = n * (n - 1)
    link = rng.choice(possible, rng.binomial(possible, p), replace=False) if possible else []
    source, target = np.divmod(np.asarray(link, dtype=np.int64), max(n - 1, 1))
    target += target >= source  # the place of the self-loop is left out of each row
    return SignedGraph.from_edges(source, target, rng.choice([-1, 1], len(source)), n=n)
