"""The occurrences of signed motifs: which nodes make up each of them, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.census.triads import (
    TRIADS_AT_ONCE,
    Triads,
    closed_triads,
    neighbours,
    open_triads,
)
from sparse_rnn.graphs.motifs import (
    FFL,
    MOTIF_OF_CODE,
    MOTIFS,
    TRIAD_CODES,
)
from sparse_rnn.graphs.signed_graph import SignedGraph


class Occurrences(NamedTuple):
    """Some occurrences of motifs.

    Attributes
    ----------
    nodes : ndarray
        The nodes i, j, k of each, numbered as in the graph, ``(B, 3)`` int64, in the order of the
        drawing of `motifs.TRIAD_LINKS`.  Of orders that a symmetry of the motif turns into each
        other one is given.
    motif : ndarray
        Number of each in `motifs.MOTIFS`, ``(B,)`` int64.
    """

    nodes: np.ndarray
    motif: np.ndarray


def _order_of_code() -> np.ndarray:
    """Return which places of a triad of each code are i, j and k of its motif, ``(729, 3)``."""
    order = np.zeros((TRIAD_CODES, 3), dtype=np.int64)
    for motif in MOTIFS:
        for code, places in motif.labelled:
            order[code] = places
    return order


_ORDER_OF_CODE = _order_of_code()


def chosen_motifs(motifs: np.ndarray) -> np.ndarray:
    """Return the numbers of motifs as an array, refusing what is not one.

    Raises
    ------
    ValueError
        If a number is not one of `motifs.MOTIFS`, or is given twice.
    """
    given = np.asarray(motifs).ravel()
    motifs = given.astype(np.int64)
    wrong = given[(motifs < 0) | (motifs >= len(MOTIFS)) | (motifs != given)]
    if wrong.size:
        raise ValueError(f"no motif {wrong[0]}; the motifs are numbered 0 to {len(MOTIFS) - 1}")
    if len(np.unique(motifs)) < len(motifs):
        raise ValueError(f"each motif may be chosen once, got {motifs.tolist()}")
    return motifs


def occurrences(
    graph: SignedGraph, motifs: np.ndarray = FFL, block: int = TRIADS_AT_ONCE
) -> Iterator[Occurrences]:
    """Yield the occurrences of signed motifs as induced subgraphs.

    The order depends on the graph and the chosen motifs alone.  The memory is proportional to the
    links and the size of a block.  The time is that of the triads that are looked at: see `triads`,
    whose open ones are only looked at if an open motif is chosen.

    Parameters
    ----------
    graph : SignedGraph
        The network.
    motifs : ndarray of int, optional
        Numbers in `motifs.MOTIFS`; the eight feed-forward loops by default.
    block : int, optional
        How many triads are looked at together, 1 or more.

    Yields
    ------
    Occurrences
        One block, never empty.

    Raises
    ------
    ValueError
        If a motif does not exist or is given twice, or the block is empty.
    """
    motifs, near = chosen_motifs(motifs), neighbours(graph)
    closed = [MOTIFS[m].closed for m in motifs]
    parts = [closed_triads(near, block)] if any(closed) else []
    parts += [open_triads(near, block)] if not all(closed) else []
    return _chosen(chain(*parts), np.isin(np.arange(len(MOTIFS)), motifs))


def _chosen(blocks: Iterable[Triads], wanted: np.ndarray) -> Iterator[Occurrences]:
    """Yield the triads that are wanted motifs, ``(132,)`` bool."""
    for triads in blocks:
        motif = MOTIF_OF_CODE[triads.code].astype(np.int64)
        kept = np.flatnonzero(wanted[motif])
        if kept.size:
            order = _ORDER_OF_CODE[triads.code[kept]]
            yield Occurrences(np.take_along_axis(triads.nodes[kept], order, 1), motif[kept])
