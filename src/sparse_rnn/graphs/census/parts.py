"""One large graph counted by several threads, each of which takes a range of nodes at a time.

Degrees are heavy-tailed as a rule, so that ranges of equally many nodes are unequal work.  The
ranges here hold equally many links instead.  They are many, since the work of a link varies too: a
thread that is done takes the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from sparse_rnn.graphs.census.later import by_target, count_closed, fill_later, room_for_later
from sparse_rnn.graphs.motifs import DYAD_CODES, TRIAD_CODES

if TYPE_CHECKING:
    from sparse_rnn.graphs.census.sparse import LinkRows

PARTS_PER_THREAD, LEAST_LINKS = 32, 10_000  # parts for each thread, and links in a part


def count_in_parts(rows: LinkRows, threads: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the closed triads and the pairs of dyads of a graph, whatever the number of threads.

    Parameters
    ----------
    rows : LinkRows
        The graph, its nodes numbered by rising degree.
    threads : int
        Threads to use, 1 or more.

    Returns
    -------
    closed : ndarray
        Closed triads by code, ``(729,)`` int64.
    pairs : ndarray
        Ordered pairs of dyads at a node by their codes, ``(9, 9)`` int64.
    """
    entering = by_target(rows)
    later = room_for_later(rows, entering)

    def fill(low, high, own):
        fill_later(low, high, rows, entering, later, own)

    def close(low, high, own):
        count_closed(low, high, later, own)

    degrees = rows.indptr + entering[0][: len(rows.indptr)]
    with ThreadPoolExecutor(threads) as pool:
        pairs = _sum(pool, fill, degrees, threads, (DYAD_CODES, DYAD_CODES))
        closed = _sum(pool, close, later.first, threads, (TRIAD_CODES,))
    return closed, pairs


def _sum(
    pool: ThreadPoolExecutor, add: Callable, links: np.ndarray, threads: int, shape: tuple
) -> np.ndarray:
    """Return what a kernel adds over all nodes; ``links`` are those before each node."""

    def part(bounds):
        own = np.zeros(shape, dtype=np.int64)  # an array for each part: threads share none
        add(*bounds, own)
        return own

    return sum(pool.map(part, ranges(links, threads)), np.zeros(shape, dtype=np.int64))


def ranges(links: np.ndarray, threads: int) -> Iterator[tuple[int, int]]:
    """Yield ranges of nodes with about as many links, the last nodes first: a hub is most work."""
    parts = max(1, min(PARTS_PER_THREAD * threads, int(links[-1]) // LEAST_LINKS))
    marks = links[-1] * np.arange(1, parts) // parts
    bounds = np.unique(np.concatenate(([0], np.searchsorted(links, marks), [len(links) - 1])))
    yield from zip(bounds[-2::-1].tolist(), bounds[:0:-1].tolist(), strict=True)
