"""Which signed four-node motifs are more or less frequent than in random networks."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.four.classes import chosen_classes, four_node_classes
from sparse_rnn.graphs.census.four.count import four_node_census
from sparse_rnn.graphs.nulls.convergence import APART_AT, starts_apart
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.nulls.settling import FEWEST_TO_COMPARE, starts_of
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import against_random, z_interval

_BLOCK = 500
"""Classes that are compared at once: all of them would take gigabytes."""


@dataclass(frozen=True)
class FourNodeSample:
    """Counts of four-node classes in random networks.

    Attributes
    ----------
    classes : ndarray
        Places of the C classes in `classes.four_node_classes`.
    counts : ndarray
        ``(networks, C)`` int32.
    null : NullSample
        The triads of the same networks, and what they owe to the number of swaps.
    """

    classes: np.ndarray
    counts: np.ndarray
    null: NullSample

    @property
    def settled(self) -> np.ndarray | None:
        """Whether the count of each class has forgotten the starts, ``(C,)`` bool.

        None where it was not looked at, see `nulls.sample.NullSample.convergence`, or where there
        are too few networks to tell.
        """
        if self.null.convergence is None or len(self.counts) < FEWEST_TO_COMPARE:
            return None
        starts = starts_of(len(self.counts))
        blocks = (starts_apart(self.counts[:, b].astype(float), starts) for b in _blocks(self))
        return np.concatenate([np.zeros(0), *blocks]) < APART_AT

    def z_interval(self, census: np.ndarray) -> np.ndarray:
        """Return the 95 % interval of z of a census ``(C,)``, ``(2, C)``.

        See `graphs.significance.z_interval`.
        """
        blocks = (z_interval(census[b], self.counts[:, b]) for b in _blocks(self))
        return np.concatenate([np.zeros((2, 0)), *blocks], axis=1)


def _blocks(sample: FourNodeSample) -> list[slice]:
    """Return the classes of a sample in blocks of `_BLOCK`."""
    return [slice(b, b + _BLOCK) for b in range(0, len(sample.classes), _BLOCK)]


def counts_of(
    network: Callable[[int], SignedGraph],
    networks: int,
    threads: int = 1,
    classes: np.ndarray | None = None,
    progress: Callable[[int], None] | None = None,
) -> np.ndarray:
    """Count signed four-node classes of networks by number, ``(networks, C)`` int32.

    Parameters
    ----------
    network : callable
        Returns a network by its number, as `nulls.sample.NullSample.network` does.
    networks, threads : int
        How many networks, and how many threads count them.
    classes : ndarray of int, optional
        Places in `classes.four_node_classes`; those with any of the `classes.PATTERNS` by default.
        1,000 networks of these take 80 MB.  If all chosen classes are linked in a ring, as these
        are, counting takes much less time; see `count`.
    progress : callable, optional
        Called with 1 for each network.
    """
    counts = np.zeros((networks, len(chosen_classes(classes))), dtype=np.int32)

    def count(index: int) -> None:
        counts[index] = four_node_census(network(index), classes)

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(count, range(networks)):
            if progress is not None:
                progress(1)
    return counts


def four_node_table(census: np.ndarray, sample: FourNodeSample) -> pd.DataFrame:
    """Compare a four-node census with those of random networks.

    Parameters
    ----------
    census : ndarray, (C,)
        Counts of the classes of the sample in the given network, see `count.four_node_census`.
    sample : FourNodeSample
        The random networks.

    Returns
    -------
    pandas.DataFrame
        A row for each class of the sample that occurs in the given network or in a random one, by
        their order: ``id`` (of the links, FANMOD's), ``name``, ``signs`` in the order of
        `FourNodeClass.links`, ``patterns`` that the class contains, joined by commas, then
        ``count``, ``mean``, ``sd``, ``z``, ``p_more``, ``p_fewer``, ``p`` and ``q`` as in
        `graphs.significance.against_random`, and ``z_low`` and ``z_high``, between which z would
        lie with any number of random networks (95 %).  Most classes are rare: q is adjusted for all
        rows.  Where it was looked at, ``settled`` tells whether chains that started apart agree in
        the class (but for one in 10,000, by chance).
    """
    occurs = np.flatnonzero((census > 0) | (sample.counts > 0).any(0))
    table = against_random(census[occurs], sample.counts[:, occurs])
    beside_z = table.columns.get_loc("z") + 1
    for name, ends in zip(("z_high", "z_low"), sample.z_interval(census)[::-1], strict=True):
        table.insert(beside_z, name, ends[occurs])
    if (settled := sample.settled) is not None:
        table["settled"] = settled[occurs]
    return pd.concat([_described(sample.classes[occurs]), table], axis=1)


def four_node_counts(census: np.ndarray, classes: np.ndarray) -> pd.DataFrame:
    """Return the first columns of `four_node_table`, up to ``count``, without a comparison.

    Parameters
    ----------
    census : ndarray, (C,)
        Counts of the classes, see `count.four_node_census`; only those that occur get a row.
    classes : ndarray, (C,)
        Places of the classes in `classes.four_node_classes`.
    """
    occurs = np.flatnonzero(census)
    return _described(classes[occurs]).assign(count=census[occurs])


def _described(classes: np.ndarray) -> pd.DataFrame:
    """Return what classes are, a row each."""
    found = [four_node_classes()[place] for place in classes.tolist()]
    return pd.DataFrame(
        {
            "id": np.array([one.id for one in found], dtype=np.int64),
            "name": [one.name for one in found],
            "signs": [one.signs for one in found],
            "patterns": [", ".join(one.patterns) for one in found],
        }
    )
