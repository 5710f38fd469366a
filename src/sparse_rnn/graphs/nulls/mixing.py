"""How soon a chain forgets where it starts, and so how many swaps it needs.

A chain that is compared with itself gone on for a while agrees if it is slow.  So half of the
chains start from the given network, and half from far starts, members of the ensemble that have had
ten times the swaps and at least a million proposals, see `settling`.  After each number of swaps
the halves are compared with each other, and the far starts among each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import FFL, FFL_SIGNS
from sparse_rnn.graphs.nulls.chain.tally import Tally
from sparse_rnn.graphs.nulls.convergence import APART_AT, between_halves
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.settling import (
    FEWEST_ACCEPTED,
    FEWEST_TO_COMPARE,
    MOST_SWAPS,
    Search,
    compare,
    starts_of,
)
from sparse_rnn.graphs.nulls.source import count_networks, numbered_for_counting
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import contributions, spread

SWAPS = (0.0, 0.5, 1.0, 2.0, 4.0, 9.0, 18.0, 36.0)
"""Numbers of swaps per link that are always looked at; more follow, each twice the one before,
until the chains have agreed twice."""
ALL = "all"


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
    graph, null_model, seed, threads, progress
        See `sample.null_sample`.
    networks : int, optional
        Chains that are followed, half of them from the given network; 32 or more.

    Returns
    -------
    pandas.DataFrame
        For each number of ``swaps`` proposed per link a row for each of the eight feed-forward
        loops and one for all together.  The same for all rows of these swaps: ``null_model``; share
        of proposals ``accepted``, and ``moved``, how many are accepted per link; ``overlap``, the
        share of the given links still there with their sign, in chains from the given network, and
        ``overlap_far`` in the others; ``apart``, the largest difference between starts of the
        statistics that decide (see `convergence`), and ``worst``, which.  By loop: ``signs``;
        ``mean``, ``sd`` and ``z`` of the chains from the given network; ``mean_far`` and ``z_far``
        of the others;
        ``mean_errors``, the difference of the two means in standard errors; ``z_difference`` and
        its standard error ``z_se``.  NaN where counts have no spread.

    Raises
    ------
    ValueError
        If there are too few networks, the null model is unknown or a number out of range.
    """
    if networks < FEWEST_TO_COMPARE:
        raise ValueError(f"mixing needs {FEWEST_TO_COMPARE} or more networks, got {networks}")
    numbered = numbered_for_counting(graph, null_model)
    search = Search.begin(numbered, null_model, seed, threads)
    observed, parts, agreed = _loops(signed_triad_census(graph, threads)), [], 0
    for swaps in _ladder():
        search = search.farther(swaps)
        tally = count_networks(search.sources(swaps, "mixing"), networks, threads, progress)
        parts.append(_rows(search, tally, observed))
        agreed = agreed + 1 if is_settled(parts[-1]) else 0
        if swaps >= SWAPS[-1] and agreed >= 2:
            break
    return pd.concat(parts, ignore_index=True)


def _ladder() -> Iterator[float]:
    """Yield the numbers of swaps that are looked at."""
    yield from SWAPS
    swaps = 2 * SWAPS[-1]
    while swaps <= MOST_SWAPS:
        yield swaps
        swaps *= 2


def _loops(census: np.ndarray) -> np.ndarray:
    """Return the counts of the eight feed-forward loops and of all, ``(..., 9)``."""
    loops = census[..., FFL]
    return np.concatenate((loops, loops.sum(-1, keepdims=True)), axis=-1)


def _rows(search: Search, tally: Tally, observed: np.ndarray) -> pd.DataFrame:
    """Return the rows of one number of swaps."""
    near = starts_of(len(tally.accepted)) == 0
    found, links = compare(search, tally), max(search.graph.edges, 1)
    known = {"null_model": search.null_model, "swaps": search.swaps}
    known |= _movement(search, tally, near, links)
    known |= {"apart": found.largest, "worst": found.worst, "signs": [*FFL_SIGNS, ALL]}
    loops = _loops(tally.counts)
    return pd.DataFrame(known | differences(observed, loops[near], loops[~near]))


def _movement(search: Search, tally: Tally, near: np.ndarray, links: int) -> dict:
    """Return how much of the given network was moved."""
    moved = tally.accepted.mean()
    proposed = search.sources(search.swaps, "mixing")[0].sampler.proposals
    share = tally.shared / links if search.graph.edges else np.full(len(near), np.nan)
    return {
        "accepted": moved / proposed if proposed else np.nan,
        "moved": moved / links,
        "overlap": share[near].mean(),
        "overlap_far": share[~near].mean(),
    }


def differences(observed: np.ndarray, near: np.ndarray, far: np.ndarray) -> dict:
    """Return means and z of two groups of chains, and how far they are apart.

    The standard errors follow from what each chain contributes, see `significance.contributions`.

    Parameters
    ----------
    observed : ndarray, (M,)
        Counts of the given network.
    near, far : ndarray, (chains, M)
        Counts of the chains that start from the given network, and of the others.
    """
    (z, z_influence), (z_far, far_influence) = (
        contributions(observed, part)["z"] for part in (near, far)
    )
    variances = [spread(part) ** 2 / len(part) for part in (z_influence, far_influence)]
    apart = between_halves(near.astype(float), far.astype(float))
    return {
        "mean": near.mean(0), "sd": spread(near), "z": z,
        "mean_far": far.mean(0), "z_far": z_far,
        "mean_errors": np.where(spread(near) + spread(far) > 0, apart, np.nan),
        "z_difference": z - z_far, "z_se": np.sqrt(sum(variances)),
    }  # fmt: skip


def summary(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each number of swaps.

    Columns ``swaps``, ``accepted``, ``overlap`` and ``overlap_far``, the largest difference of the
    nine ``means`` in standard errors, the largest difference ``z`` of the eight z-scores, and of
    all motifs the largest difference ``apart`` with its motif, ``worst``.
    """
    by_swaps = table.groupby("swaps")
    first = by_swaps[["accepted", "overlap", "overlap_far"]].first()
    first["means"] = by_swaps["mean_errors"].max()
    first["z"] = table["z_difference"].abs().groupby(table["swaps"]).max()
    return first.join(by_swaps[["apart", "worst"]].first()).reset_index()


def has_spread(table: pd.DataFrame) -> bool:
    """Return whether any count differs between chains."""
    return bool((table["sd"] > 0).any())


def is_settled(rows: pd.DataFrame) -> bool:
    """Return whether starts agree after some swaps, and links have moved enough to tell."""
    known = rows.iloc[0]
    return bool(known["apart"] < APART_AT and known["moved"] >= FEWEST_ACCEPTED)


def settled_at(table: pd.DataFrame) -> float | None:
    """Return the fewest swaps from which on starts agree; None in doubt.

    Starts must have agreed after two numbers of swaps or more, and all that follow.
    """
    agree = [(swaps, is_settled(rows)) for swaps, rows in table.groupby("swaps")]
    last_wrong = max((place for place, (_, good) in enumerate(agree) if not good), default=-1)
    later = agree[last_wrong + 1 :]
    return float(later[0][0]) if len(later) >= 2 else None
