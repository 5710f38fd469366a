"""Which signed motifs are more or less frequent than in the random networks of a null model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.empirical import benjamini_hochberg, p_values
from sparse_rnn.graphs.motifs import FFL, MOTIFS
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import SWAPS_PER_EDGE, NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph


def z_scores(observed: np.ndarray, sample: np.ndarray) -> np.ndarray:
    """Return (observed - mean) / sd of each column.

    Parameters
    ----------
    observed : ndarray, (M,)
        Values of the given network.
    sample : ndarray, (networks, M)
        Values of the random networks; the sd has ddof 1.

    Returns
    -------
    ndarray
        ``(M,)`` float64.  Where all random networks agree (sd = 0), it is 0 if the given network
        agrees with them too, else infinite, with the sign of the difference.  NaN where there is
        a single random network, which has no spread.
    """
    if len(sample) < 2:
        return np.full(len(observed), np.nan)
    sd = spread(sample)
    centre = np.where(sd > 0, sample.mean(0), sample[0])  # a mean of equal values may be rounded
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(observed == centre, 0.0, (observed - centre) / sd)


def spread(sample: np.ndarray) -> np.ndarray:
    """Return the standard deviation (ddof 1) of each column; 0 for a single row."""
    constant = (sample == sample[0]).all(0)  # rounding must not make a spread of equal values
    return np.where(constant, 0.0, sample.std(0, ddof=min(1, len(sample) - 1)))


def frequencies(census: np.ndarray) -> np.ndarray:
    """Return each motif's share of all connected triads; 0 where there are none."""
    total = census.sum(-1, keepdims=True)
    return np.divide(census, total, out=np.zeros(census.shape), where=total > 0)


def count_table(census: np.ndarray, motifs: np.ndarray = FFL) -> pd.DataFrame:
    """Return ``triad``, ``signs``, ``balanced`` and ``count`` of motifs, without a comparison."""
    return pd.DataFrame(
        {
            "triad": [MOTIFS[m].triad for m in motifs],
            "signs": [MOTIFS[m].signs for m in motifs],
            "balanced": [MOTIFS[m].loops[0] == MOTIFS[m].loops[1] for m in motifs],
            "count": census[motifs],
        }
    )


def motif_table(census: np.ndarray, sample: NullSample, motifs: np.ndarray = FFL) -> pd.DataFrame:
    """Compare a census with the censuses of random networks; see `motif_significance`."""
    counts = sample.counts[:, motifs]
    z_frequency = z_scores(frequencies(census), frequencies(sample.counts))
    p = p_values(census[motifs], counts)
    return count_table(census, motifs).assign(
        mean=counts.mean(0),
        sd=spread(counts),
        z=z_scores(census[motifs], counts),
        z_frequency=z_frequency[motifs],
        p_more=p.more,
        p_fewer=p.fewer,
        p=p.two_sided,
        q=benjamini_hochberg(p.two_sided),
    )


def motif_significance(
    graph: SignedGraph,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps_per_edge: float = SWAPS_PER_EDGE,
    threads: int = 1,
    motifs: np.ndarray = FFL,
    progress: Callable[[int], None] | None = None,
) -> pd.DataFrame:
    """Return count, null mean, null sd and z of signed motifs, Z = (N_0 - mu) / sigma.

    Parameters
    ----------
    graph : SignedGraph
        The given network.
    null_model, networks, seed, swaps_per_edge, threads, progress
        The random networks; see `null_sample.null_sample`.
    motifs : ndarray of int, optional
        Numbers of the motifs in `motifs.MOTIFS`; the eight feed-forward loops by default.

    Returns
    -------
    pandas.DataFrame
        One row per motif: ``triad``, ``signs`` (feed-forward loops: of w_ij, w_jk, w_ik),
        ``balanced`` (every feed-forward loop in the motif), ``count``, ``mean``, ``sd``
        (ddof 1), ``z`` on counts, and ``z_frequency`` on the share of all connected triads, as
        FANMOD has it (for sd = 0 see `z_scores`); empirical p-values ``p_more``, ``p_fewer`` and
        ``p`` (two-sided), and ``q``, the latter adjusted among these motifs (see `empirical`).

    Raises
    ------
    ValueError
        If the null model is unknown or a number out of its range.
    """
    sample = null_sample(graph, null_model, networks, seed, swaps_per_edge, threads, progress)
    return motif_table(signed_triad_census(graph), sample, motifs)
