"""Does census choose enough swaps?  Run python benchmarks/swaps.py [FOLDER] [NETWORKS].

Two kinds of given networks, under every null model that is drawn by a chain:

- small ones whose ensembles are enumerated, so that the means are known exactly;
- synthetic ones that look like what people have (heavy-tailed, dense, one sign per source, small,
  bipartite-like, reciprocal) and a trained one, compared with chains of `LONGER` times as many
  swaps.

Writes calibration.csv, by default into benchmarks/measured, a row per network and null model
as it is finished, and goes on where it was interrupted.  ``error_se`` is the largest difference of
the nine means (the eight feed-forward loops and all) in standard errors of both runs, ``error_sd``
the same in standard deviations of the null, ``z_error`` the largest difference of z.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import save_table
from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.motifs import FFL
from sparse_rnn.graphs.nulls.exact import TooManyMembers, ensemble, exact_counts
from sparse_rnn.graphs.nulls.models import NULL_MODELS
from sparse_rnn.graphs.nulls.sample import NullSample, null_sample, settled_sample
from sparse_rnn.graphs.nulls.settling import search_swaps
from sparse_rnn.graphs.nulls.source import numbered_for_counting
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import spread, z_scores

ROOT = Path(__file__).parents[1]
LONGER, MOST = 6, 2304.0
FIRST = ("global-const", "global-const-signed", "no-regard", "fixed-topology-signed")
CHAINS = sorted((n for n, m in NULL_MODELS.items() if m.mixes), key=lambda n: n not in FIRST)
SMALL = 6
MOST_MEMBERS = 200_000


def signed(links: np.ndarray, rng: np.random.Generator, dale: bool, positive: float) -> SignedGraph:
    """Return links ``(N, N)`` with signs at random, one per source if ``dale``."""
    n = len(links)
    chosen = rng.random((n, 1) if dale else (n, n)) < positive
    weights = np.where(links, np.where(chosen, 1, -1), 0)
    np.fill_diagonal(weights, 0)
    return SignedGraph.from_weights(weights)


def heavy_tailed(n: int, links: int, rng: np.random.Generator, reciprocal: float) -> np.ndarray:
    """Return links between nodes of power-law weights, half of them closing a two-step path."""
    out, into = (1 / rng.random((2, n)) ** 0.6).clip(max=n / 4)
    matrix = np.zeros((n, n), dtype=bool)
    while matrix.sum() < links:
        i = rng.choice(n, p=out / out.sum())
        paths = (matrix[i] @ matrix) & ~matrix[i] if rng.random() < 0.5 else np.zeros(n, dtype=bool)
        j = rng.choice(np.flatnonzero(paths)) if paths.any() else rng.choice(n, p=into / into.sum())
        if i != j:
            matrix[i, j] = True
            matrix[j, i] |= rng.random() < reciprocal
    return matrix


def layered(n: int, density: float, rng: np.random.Generator) -> np.ndarray:
    """Return links from the first half of the nodes to the second, and one in ten elsewhere."""
    share = np.full((n, n), density / 10)
    share[: n // 2, n // 2 :] = density
    return rng.random((n, n)) < share


def synthetic_networks() -> Iterator[tuple[str, SignedGraph]]:
    """Yield 18 synthetic networks by name."""
    rng = stream(0, "calibration of swaps")
    for n, links in ((300, 2300), (200, 900), (120, 1500)):
        yield f"heavy-tailed {n}", signed(heavy_tailed(n, links, rng, 0.1), rng, False, 0.7)
        yield f"one sign per source {n}", signed(heavy_tailed(n, links, rng, 0.2), rng, True, 0.75)
    for n, density in ((60, 0.3), (40, 0.5), (30, 0.7)):
        yield f"dense {n}", signed(rng.random((n, n)) < density, rng, False, 0.6)
    for n, density in ((18, 0.41), (12, 0.4), (9, 0.45)):
        yield f"small {n}", signed(rng.random((n, n)) < density, rng, False, 0.6)
    yield "small, one sign per source 14", signed(rng.random((14, 14)) < 0.4, rng, True, 0.6)
    for n, density in ((80, 0.2), (40, 0.4)):
        yield f"bipartite-like {n}", signed(layered(n, density, rng), rng, False, 0.5)
    for n, links in ((200, 1200), (80, 700)):
        yield f"reciprocal {n}", signed(heavy_tailed(n, links, rng, 0.8), rng, False, 0.85)
    yield "sparse 100", signed(rng.random((100, 100)) < 0.02, rng, False, 0.5)


def small_networks() -> Iterator[tuple[str, SignedGraph]]:
    """Yield networks of six nodes whose ensembles may be enumerated."""
    rng = stream(0, "small networks for enumeration")
    for number in range(6):
        links = rng.random((SMALL, SMALL)) < rng.uniform(0.25, 0.6)
        yield f"six nodes {number}", signed(links, rng, number % 4 == 3, 0.6)


def by_chain(graph: SignedGraph, null: str, networks: int) -> NullSample:
    """Return random networks with as many swaps as census chooses, never by enumeration."""
    search = search_swaps(numbered_for_counting(graph, null), null, 0, 2)
    return settled_sample(search, networks, lambda drawn: drawn)


def nine(counts: np.ndarray) -> np.ndarray:
    """Return the feed-forward loops by sign and all together, ``(..., 9)``."""
    loops = counts[..., FFL]
    return np.concatenate((loops, loops.sum(-1, keepdims=True)), axis=-1).astype(float)


def compared(graph: SignedGraph, sample: NullSample, mean: np.ndarray, sd: np.ndarray, se) -> dict:
    """Return a row: what was chosen, and how far the means and z are from the reference."""
    counts, given = nine(sample.counts), nine(signed_triad_census(graph))
    error = np.abs(counts.mean(0) - mean)
    own = spread(counts) / np.sqrt(len(counts))
    both = np.hypot(own, se)
    none = np.where(error > 1e-9, np.inf, 0.0)
    in_se = np.divide(error, both, out=none.copy(), where=both > 0)
    in_sd = np.divide(error, sd, out=none.copy(), where=sd > 0)
    z = np.divide(given - mean, sd, out=np.zeros(9), where=sd > 0)
    worst = int(np.argmax(in_se))
    return {
        "nodes": graph.n, "links": graph.edges, "swaps": sample.swaps,
        "accepted": sample.acceptance, "overlap": sample.overlap, "settled": sample.settled,
        "mean_reference": mean[worst], "mean": counts.mean(0)[worst], "error_se": in_se[worst],
        "error_sd": in_sd.max(), "z_error": np.nanmax(np.abs(z_scores(given, counts) - z)),
    }  # fmt: skip


def exact_row(graph: SignedGraph, null: str, networks: int) -> dict | None:
    """Compare with the exact means; None if the ensemble is too large or has one member."""
    try:
        members = ensemble(graph, null, MOST_MEMBERS)
    except TooManyMembers:
        return None
    if len(members) < 2:
        return None
    counts = nine(exact_counts(members))
    exact = {"reference": "exact", "members": len(members)}
    sample = by_chain(graph, null, networks)
    return exact | compared(graph, sample, counts.mean(0), counts.std(0), 0.0)


def long_row(graph: SignedGraph, null: str, networks: int) -> dict:
    """Compare with chains of `LONGER` times as many swaps, all from the given network."""
    began = time.perf_counter()
    sample = null_sample(graph, null, networks, threads=2)
    seconds = time.perf_counter() - began
    swaps = min(LONGER * max(sample.swaps, 9.0), MOST)
    reference = nine(null_sample(graph, null, networks, 1, swaps, threads=2).counts)
    fixed = nine(null_sample(graph, null, networks, 2, 9.0, threads=2).counts).mean(0)
    sd = spread(reference)
    known = {"reference": f"{swaps:g} swaps", "members": np.nan, "seconds": seconds}
    far = np.abs(fixed - reference.mean(0))
    known["error_sd_at_9"] = np.divide(far, sd, out=np.zeros(9), where=sd > 0).max()
    return known | compared(graph, sample, reference.mean(0), sd, sd / np.sqrt(networks))


def cases() -> Iterator[tuple[str, SignedGraph, str]]:
    """Yield the kind, the name and the network of each case."""
    yield from (("exact", *case) for case in small_networks())
    yield from (("long", *case) for case in synthetic_networks())
    for path in sorted((ROOT / "notebooks").glob("example_network.tsv")):
        yield "long", "trained (notebook 00)", read_network(path).graph


def main() -> None:
    """Fill the table, a row at a time."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "benchmarks" / "measured"
    networks = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "calibration.csv"
    rows = pd.read_csv(path).to_dict("records") if path.exists() else []
    done = {(row["network"], row["null_model"]) for row in rows}
    for null in CHAINS:
        for kind, name, graph in cases():
            if (name, null) in done:
                continue
            row = {"exact": exact_row, "long": long_row}[kind](graph, null, networks)
            if row is not None:
                rows.append({"network": name, "null_model": null} | row)
                save_table(path, pd.DataFrame(rows))
                print(*(f"{key} {value}" for key, value in rows[-1].items()), sep="  ", flush=True)


if __name__ == "__main__":
    main()
