"""How soon a chain forgets the network that it starts from, and so how many swaps it needs.

Many chains start from the given network, each with random numbers of its own.  A chain with more
swaps is the one with fewer gone on, so that the same chains are looked at again and again: after
the `SWAPS` proposed per link, and as long after `LONG_RUN` swaps.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.sparse import sign_codes, signed_triad_census
from sparse_rnn.graphs.motifs import FFL, FFL_SIGNS
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import NullSample, network_source, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import contributions, quotient, spread

SWAPS = (0.0, 0.25, 0.5, 1.0, 2.0, 3.0, 4.5, 6.0, 9.0, 15.0, 30.0)
LONG_RUN = SWAPS[-1]
SWAPS_MEASURED = sorted({*SWAPS, *(LONG_RUN + lag for lag in SWAPS)})
ALL = "all"
OVERLAPS = 20
SETTLED_WITHIN = 4.0  # standard errors; some hundred differences are looked at


def mixing_table(
    graph: SignedGraph,
    null_model: str = DEFAULT_NULL,
    networks: int = 1000,
    seed: int = 0,
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
) -> pd.DataFrame:
    """Return how the random networks of a null model depend on the number of swaps.

    Parameters
    ----------
    graph, null_model, networks, seed, threads, progress
        See `null_sample.null_sample`, which is called for each of the `SWAPS_MEASURED`.

    Returns
    -------
    pandas.DataFrame
        For each of the `SWAPS` proposed per link a row for each of the eight feed-forward loops
        and one for all together: ``null_model``, ``swaps``, share of proposals ``accepted``,
        ``overlap`` (share of the given links still there with their sign; mean of the first 20
        networks), ``signs``, ``autocorrelation`` of the counts that many swaps apart in the long
        run, ``mean``, ``sd``, ``z``, each of mean and z less that of the long run
        (after more than `LONG_RUN` swaps), ``mean_difference`` and ``z_difference``, and the
        Monte Carlo standard errors of these four (``..._se``).  NaN where counts have no spread.

    Raises
    ------
    ValueError
        If there are fewer than two networks, the null model is unknown or a number out of range.
    """
    if networks < 2:
        raise ValueError(f"mixing needs 2 or more networks, got {networks}")
    samples = {
        moment: null_sample(graph, null_model, networks, seed, moment, threads, progress)
        for moment in SWAPS_MEASURED
    }
    counts = {moment: _loops(sample.counts) for moment, sample in samples.items()}
    observed = _loops(signed_triad_census(graph))
    long_run = [counts[moment] for moment in SWAPS_MEASURED if moment > LONG_RUN]
    parts = []
    for swaps in SWAPS:
        known = {"null_model": null_model, "swaps": swaps, "accepted": _accepted(samples[swaps])}
        known |= {"overlap": overlap(graph, null_model, seed, swaps, min(networks, OVERLAPS))}
        known |= {"signs": [*FFL_SIGNS, ALL]}
        known |= {"autocorrelation": correlation(counts[LONG_RUN], counts[LONG_RUN + swaps])}
        parts.append(pd.DataFrame(known | differences(observed, counts[swaps], long_run)))
    return pd.concat(parts, ignore_index=True)


def _loops(census: np.ndarray) -> np.ndarray:
    """Return the counts of the eight feed-forward loops and of all, ``(..., 9)``."""
    loops = census[..., FFL]
    return np.concatenate((loops, loops.sum(-1, keepdims=True)), axis=-1)


def _accepted(sample: NullSample) -> float:
    proposed = sample.proposed * len(sample.accepted)
    return sample.accepted.sum() / proposed if proposed else np.nan


def overlap(graph: SignedGraph, null_model: str, seed: int, swaps: float, networks: int) -> float:
    """Return the mean share of the given links that are still there, with their sign."""
    if not graph.edges:
        return np.nan
    chain = network_source(graph, null_model, seed, swaps)
    given = _keys(graph, graph.target, sign_codes(graph))
    drawn = (chain.draw(index) for index in range(networks))
    shares = [np.isin(given, _keys(graph, target, code)).mean() for target, code, _ in drawn]
    return float(np.mean(shares))


def _keys(graph: SignedGraph, target: np.ndarray, code: np.ndarray) -> np.ndarray:
    """Return a number for each signed link from the graph's sources, ``(E,)``."""
    return (graph.source.astype(np.int64) * graph.n + target) * 4 + code


def correlation(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return the correlation of each column over the chains, NaN where one has no spread."""
    product = ((one - one.mean(0)) * (other - other.mean(0))).mean(0)
    return quotient(product, one.std(0) * other.std(0))


def differences(observed: np.ndarray, counts: np.ndarray, long_run: list[np.ndarray]) -> dict:
    """Return means and z-scores, less their values in the long run, with standard errors.

    A difference of two statistics of the same chains is the mean of what each chain contributes to
    it, see `contributions`, however alike the same chain is at both moments.

    Parameters
    ----------
    observed : ndarray, (M,)
        Counts of the given network.
    counts : ndarray, (networks, M)
        Counts of the chains at one moment.
    long_run : list of ndarray, (networks, M)
        Counts of the same chains at moments of the long run; their mean is taken.
    """
    root, result = np.sqrt(len(counts)), {"sd": spread(counts)}
    now, then = contributions(observed, counts), [contributions(observed, c) for c in long_run]
    for name, (value, here) in now.items():
        end, there = (np.mean(part, axis=0) for part in zip(*(t[name] for t in then), strict=True))
        result |= {name: value, f"{name}_se": spread(here) / root}
        result |= {f"{name}_difference": value - end}
        result |= {f"{name}_difference_se": spread(here - there) / root}
    return result


def in_errors(table: pd.DataFrame) -> pd.DataFrame:
    """Return the differences of ``mean`` and ``z`` from the long run in standard errors."""
    apart = pd.DataFrame(index=table.index)
    for name in ("mean", "z"):
        columns = table[[f"{name}_difference", f"{name}_difference_se"]].to_numpy()
        apart[name] = quotient(*columns.T)
    return apart


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each number of swaps: what is left of the given network in any loop.

    Columns ``swaps``, ``accepted``, ``overlap``, ``autocorrelation`` (the largest of the nine),
    and in standard errors the differences from the long run: of the mean of all loops together,
    ``all``, and the largest of the eight ``means`` and of the eight ``z``.  With nothing left the
    largest of eight is about 2.
    """
    loops = table["signs"] != ALL
    apart = in_errors(table)
    by_swaps = table["swaps"]
    return pd.DataFrame(
        {
            **{name: table.groupby("swaps")[name].first() for name in ("accepted", "overlap")},
            "autocorrelation": table.groupby("swaps")["autocorrelation"].max(),
            "all": apart["mean"][~loops].groupby(by_swaps).first(),
            "means": apart["mean"][loops].abs().groupby(by_swaps).max(),
            "z": apart["z"][loops].abs().groupby(by_swaps).max(),
        }
    ).reset_index()


def has_spread(table: pd.DataFrame) -> bool:
    """Return whether any count differs between chains, so that differences have an error."""
    return bool(in_errors(table).notna().to_numpy().any())


def settled_at(table: pd.DataFrame) -> float | None:
    """Return the fewest swaps from which on no difference exceeds four standard errors.

    None if there is no such number of swaps, or nothing to compare.
    """
    if not has_spread(table):
        return None
    far = (
        summary(table).set_index("swaps")[["all", "means", "z"]].abs().max(axis=1) > SETTLED_WITHIN
    )
    wrong = far[far].index.max()
    later = [swaps for swaps in far.index if not swaps <= wrong]
    return later[0] if later else None
