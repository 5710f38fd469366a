"""Which signed motifs are more or less frequent than in the random networks of a null model."""

from __future__ import annotations

from collections.abc import Callable
from statistics import NormalDist

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.empirical import benjamini_hochberg, p_values
from sparse_rnn.graphs.motifs import FFL, MOTIFS
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import AUTO, NullSample, Swaps, null_sample
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


def quotient(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Return the quotient, NaN where the divisor is 0."""
    return np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)


def contributions(observed: np.ndarray, sample: np.ndarray) -> dict:
    """Return mean and z = (observed - mean) / sd, each with what the networks contribute to it.

    A statistic of many random networks is, but for terms that vanish as one over their number, the
    mean of what each of them contributes (its influence), whatever the distribution of the values.
    The spread of the contributions over the root of their number is its standard error.

    Parameters
    ----------
    observed, sample
        See `z_scores`.

    Returns
    -------
    dict
        ``"mean"`` and ``"z"``, each the statistic ``(M,)`` and the contributions
        ``(networks, M)``, those of z less z itself; NaN where the values have no spread.
    """
    mean, sd = sample.mean(0), spread(sample)
    z, deviation = quotient(observed - mean, sd), quotient(sample - mean, sd)
    return {"mean": (mean, sample), "z": (z, -deviation - z * (deviation**2 - 1) / 2)}


def z_interval(observed: np.ndarray, sample: np.ndarray, level: float = 0.95) -> np.ndarray:
    """Return how far z may be from its value with any number of random networks.

    The interval is that of the delta method, see `contributions`: it follows from the spread of
    the values and, for large z, from the weight of their tails, and shrinks as one over the root
    of the number of networks.  It speaks of the random networks alone: one given network has no
    error, and networks that their chains have not mixed are not put right.

    Parameters
    ----------
    observed, sample
        See `z_scores`; with fewer than some 100 networks the interval is too narrow.
    level : float, optional
        Share of the intervals that hold the z of infinitely many networks.

    Returns
    -------
    ndarray
        Lower and upper end, ``(2, M)``; NaN where the random networks all agree (sd = 0): nothing
        then tells how far z may be from its value.

    Raises
    ------
    ValueError
        If the level does not lie between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"the level must lie between 0 and 1, got {level}")
    z, each = contributions(observed, sample)["z"]
    known = ~np.isnan(z)
    half = np.full(z.shape, np.nan)
    half[known] = spread(each[:, known]) / np.sqrt(len(sample))
    return z + np.array([[-1.0], [1.0]]) * NormalDist().inv_cdf((1 + level) / 2) * half


def significance_profile(z: np.ndarray) -> np.ndarray:
    """Return z-scores scaled to length 1, which compares networks of different sizes.

    The significance profile of Milo et al. (2004), doi 10.1126/science.1089167:
    ``z / sqrt(sum z ** 2)`` over the motifs given, such as the classes of triads.

    Parameters
    ----------
    z : ndarray, (..., M)
        z-scores of one profile in the last axis.

    Returns
    -------
    ndarray
        ``(..., M)``.  A z that is NaN or infinite stays out of the sum and is NaN; where all others
        are 0, so are they in the profile.
    """
    z = np.asarray(z, dtype=float)
    return _unit(np.where(np.isfinite(z), z, np.nan))


def _unit(values: np.ndarray) -> np.ndarray:
    """Return vectors in the last axis scaled to length 1; NaN is left out, zeros stay zeros."""
    largest = np.nanmax(np.abs(values), axis=-1, keepdims=True, initial=0.0)
    scaled = values / np.where(largest > 0, largest, 1.0)
    length = np.sqrt(np.nansum(scaled**2, axis=-1, keepdims=True))
    return scaled / np.where(length > 0, length, 1.0)


def frequencies(census: np.ndarray) -> np.ndarray:
    """Return each motif's share of all connected triads; 0 where there are none."""
    total = census.sum(-1, keepdims=True)
    return np.divide(census, total, out=np.zeros(census.shape), where=total > 0)


def count_table(census: np.ndarray, motifs: np.ndarray = FFL) -> pd.DataFrame:
    """Return ``triad``, ``signs``, ``balanced`` and ``count`` of motifs, without a comparison."""
    chosen = [MOTIFS[m] for m in motifs]
    return pd.DataFrame(
        {
            "triad": [motif.triad for motif in chosen],
            "signs": [motif.signs for motif in chosen],
            "balanced": [motif.loops[0] == motif.loops[1] for motif in chosen],
            "count": census[motifs],
        }
    )


def motif_table(census: np.ndarray, sample: NullSample, motifs: np.ndarray = FFL) -> pd.DataFrame:
    """Compare a census with the censuses of random networks; see `motif_significance`."""
    observed, counts = census[motifs], sample.counts[:, motifs]
    table = against_random(observed, counts)
    low, high = z_interval(observed, counts)
    of_shares = z_scores(frequencies(census), frequencies(sample.counts))[motifs]
    beside_z = {
        "z_low": low,
        "z_high": high,
        "z_frequency": of_shares,
        "profile": significance_profile(table["z"].to_numpy()),
    }
    for place, (name, values) in enumerate(beside_z.items(), table.columns.get_loc("z") + 1):
        table.insert(place, name, values)
    if sample.convergence is not None:
        table["settled"] = sample.convergence.motifs[motifs]
    return pd.concat([count_table(census, motifs), table.drop(columns="count")], axis=1)


def against_random(observed: np.ndarray, counts: np.ndarray) -> pd.DataFrame:
    """Compare counts ``(M,)`` with those of random networks ``(networks, M)``.

    Returns
    -------
    pandas.DataFrame
        One row per count: ``count``, ``mean``, ``sd`` (ddof 1), ``z`` (for sd = 0 see `z_scores`),
        empirical p-values ``p_more``, ``p_fewer`` and ``p`` (two-sided), and ``q``, the latter
        adjusted among these counts (see `empirical`).
    """
    p = p_values(observed, counts)
    return pd.DataFrame(
        {
            "count": observed,
            "mean": counts.mean(0),
            "sd": spread(counts),
            "z": z_scores(observed, counts),
            "p_more": p.more,
            "p_fewer": p.fewer,
            "p": p.two_sided,
            "q": benjamini_hochberg(p.two_sided),
        }
    )


def motif_significance(
    graph: SignedGraph,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    swaps_per_edge: Swaps = AUTO,
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
        (ddof 1), ``z`` on counts with its 95 % interval ``z_low`` to ``z_high`` (`z_interval`),
        ``z_frequency`` on the share of all connected triads, as FANMOD has it (for sd = 0 see
        `z_scores`), and the ``profile`` of z among these motifs (`significance_profile`);
        empirical p-values ``p_more``, ``p_fewer`` and ``p`` (two-sided), and ``q``, the latter
        adjusted among these motifs (see `empirical`).

    Raises
    ------
    ValueError
        If the null model is unknown or a number out of its range.
    """
    sample = null_sample(graph, null_model, networks, seed, swaps_per_edge, threads, progress)
    return motif_table(signed_triad_census(graph, threads), sample, motifs)
