"""All members of a small network's ensemble, by enumeration: what chains of swaps must agree with.

The number of members grows faster than exponentially with the links; five or six nodes are the
limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np

from sparse_rnn.graphs.motifs import (
    LINK_CODES,
    MOTIF_OF_CODE,
    MOTIFS,
    UV_WEIGHT,
    UW_WEIGHT,
    VW_WEIGHT,
)
from sparse_rnn.graphs.nulls import models as nm
from sparse_rnn.graphs.signed_graph import SignedGraph

MOST_NODES, MOST_MEMBERS = 5, 100_000
"""Up to so many nodes and networks looked at, enumeration takes less than a second."""


class TooManyMembers(ValueError):
    """The ensemble cannot be enumerated."""


def ensemble(graph: SignedGraph, null_model: str, most: int = MOST_MEMBERS) -> np.ndarray:
    """Return every network that keeps what a null model keeps of the given one.

    Parameters
    ----------
    graph : SignedGraph
        The given network, of few nodes.
    null_model : str
        Name of a null model that draws all networks alike.
    most : int, optional
        Members that may be looked at.

    Returns
    -------
    ndarray
        Signs ``(members, N, N)`` int8, entry (i, j) the link i -> j.

    Raises
    ------
    ValueError
        If the null model is unknown or not uniform.
    TooManyMembers
        If more networks would have to be looked at.
    """
    model = nm.find_null_model(null_model)
    if not model.uniform:
        raise ValueError(f"{null_model} does not draw all networks alike")
    signs = graph.to_weights().astype(np.int8)
    found, looked_at = [], 0
    for topology in _topologies(signs != 0, model):
        members = _signed(topology, signs, nm.SIGNED_OUT in model.keeps)
        looked_at += len(members)
        if looked_at > most:
            raise TooManyMembers(f"more than {most:,} networks keep what {null_model} keeps")
        found.append(members[_kept(members, signs, model)])
    return np.concatenate(found)


def few_members(graph: SignedGraph, null_model: str) -> np.ndarray | None:
    """Return the `ensemble` of a graph of very few nodes, None if there are more or too many."""
    if graph.n > MOST_NODES:
        return None
    try:
        return ensemble(graph, null_model)
    except TooManyMembers:
        return None


def _topologies(links: np.ndarray, model: nm.NullModel) -> Iterator[np.ndarray]:
    """Yield each matrix of links with the given degrees; only the given one if that is kept."""
    if nm.TOPOLOGY in model.keeps:
        yield links
        return
    n, out = len(links), links.sum(1)
    rows = [list(combinations([j for j in range(n) if j != i], out[i])) for i in range(n)]

    def filled(row: int, chosen: list[tuple[int, ...]], left: np.ndarray) -> Iterator[np.ndarray]:
        if row == n:
            matrix = np.zeros((n, n), dtype=bool)
            for i, targets in enumerate(chosen):
                matrix[i, list(targets)] = True
            yield matrix
            return
        for targets in rows[row]:
            rest = left.copy()
            rest[list(targets)] -= 1
            if (rest >= 0).all() and (rest <= n - row - 1).all():
                yield from filled(row + 1, [*chosen, targets], rest)

    yield from filled(0, [], links.sum(0))


def _signed(topology: np.ndarray, signs: np.ndarray, by_source: bool) -> np.ndarray:
    """Return the topology with signs in each way that keeps their number, of each source if so."""
    source, target = np.nonzero(topology)
    # Signs keep their number in each row, or in all rows as if they were one.
    rows, row_of = (signs, source) if by_source else (signs.reshape(1, -1), np.zeros_like(source))
    parts = [np.flatnonzero(row_of == row).tolist() for row in range(len(rows))]
    positive = (rows > 0).sum(1).tolist()
    ways = [list(combinations(part, k)) for part, k in zip(parts, positive, strict=True)]
    chosen = [sum(way, ()) for way in product(*ways)]
    values = np.full((len(chosen), len(source)), -1, dtype=np.int8)
    for value, links in zip(values, chosen, strict=True):
        value[list(links)] = 1
    members = np.zeros((len(chosen), *signs.shape), dtype=np.int8)
    members[:, source, target] = values
    return members


def _kept(members: np.ndarray, signs: np.ndarray, model: nm.NullModel) -> np.ndarray:
    """Return which members keep signed in-degrees and mutual pairs, as far as the model does."""
    keeps, given = np.ones(len(members), dtype=bool), signs[None]
    if nm.SIGNED_IN in model.keeps:
        keeps &= ((members > 0).sum(1) == (given > 0).sum(1)).all(1)
    if nm.PAIRS in model.keeps:
        keeps &= (_pair_types(members) == _pair_types(given)).all(1)
    if nm.NODE_PAIRS in model.keeps:
        keeps &= (_mutual(members).sum(2) == _mutual(given).sum(2)).all(1)
    return keeps


def _mutual(members: np.ndarray) -> np.ndarray:
    return (members != 0) & (members.transpose(0, 2, 1) != 0)


def _pair_types(members: np.ndarray) -> np.ndarray:
    """Return the numbers of mutual pairs of two positive, unlike and two negative links."""
    both = np.where(_mutual(members), members + members.transpose(0, 2, 1), 9)
    return np.stack([(both == kind).sum((1, 2)) for kind in (2, 0, -2)], axis=1)


def exact_counts(members: np.ndarray) -> np.ndarray:
    """Return the signed triad census of each member, ``(members, 132)`` int64.

    Parameters
    ----------
    members : ndarray, (members, N, N)
        Signs, as `ensemble` returns them.
    """
    code = np.where(members < 0, 2, members).astype(np.int64)
    dyad = code + LINK_CODES * code.transpose(0, 2, 1)
    counts = np.zeros((len(members), len(MOTIFS) + 1), dtype=np.int64)
    rows = np.arange(len(members))
    for u, v, w in combinations(range(members.shape[1]), 3):
        triad = UV_WEIGHT * dyad[:, u, v] + UW_WEIGHT * dyad[:, u, w] + VW_WEIGHT * dyad[:, v, w]
        counts[rows, MOTIF_OF_CODE[triad]] += 1  # unconnected triads, -1, go into the last column
    return counts[:, :-1]
