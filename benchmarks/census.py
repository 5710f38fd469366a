"""How fast the signed census is, beside igraph: python benchmarks/census.py [--quick].

Everything runs on this machine, after the kernels are compiled.  --quick compares with igraph
alone and takes under a minute; otherwise two threads, growth with the number of links, and memory
accesses come first.  igraph counts without signs and is optional (pip install igraph).  The last
line compares equal work: nine swaps proposed per link, FANMOD's three sweeps of three attempts.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from time import perf_counter, process_time

import numba
import numpy as np
from tqdm import tqdm

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import SWAPS_PER_EDGE, network_source, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph

GROWTH = (10**3, 10**4, 10**5, 10**6, 10**7)


def reference_graph() -> SignedGraph:
    """Return the reference: 150 nodes, each link there with probability 0.05, random signs."""
    rng = np.random.default_rng(0)
    weights = (rng.random((150, 150)) < 0.05) * rng.choice([-1.0, 1.0], (150, 150))
    return SignedGraph.from_weights(weights)


def heavy_tailed_graph(edges: int, seed: int = 0) -> SignedGraph:
    """Return a graph whose expected degrees fall as rank ** -0.5, ten links per node."""
    rng = np.random.default_rng(seed)
    n = edges // 10
    ends = (n * rng.random((2, int(1.1 * edges))) ** 2).astype(np.int64)
    key = np.unique(ends[0] * n + ends[1])
    key = rng.permutation(key[key // n != key % n])[:edges]
    return SignedGraph.from_edges(key // n, key % n, rng.choice([-1, 1], len(key)), n=n)


def per_network(draw, networks: int, repeats: int, clock=perf_counter) -> float:
    """Return the least seconds per network of some repeats."""
    times = []
    for _ in range(repeats):
        start = clock()
        draw(networks)
        times.append((clock() - start) / networks)
    return min(times)


def igraph_draw(graph: SignedGraph, swaps_per_edge: float):
    """Return igraph's rewire and motifs_randesu, without signs; None where there is no igraph."""
    try:
        import igraph
    except ImportError:
        return None
    links = list(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
    peer = igraph.Graph(n=graph.n, edges=links, directed=True)
    random.seed(0)

    def draw(networks):
        for _ in range(networks):
            copy = peer.copy()
            copy.rewire(n=round(swaps_per_edge * graph.edges))
            copy.motifs_randesu(size=3)

    return draw


def compare_with_igraph() -> str:
    """Print times per network and return the line with the ratio for equal work."""
    graph = reference_graph()
    print(f"reference: {graph.n} nodes, {graph.edges} links; ms of processor time per network")
    runs: dict[tuple, tuple[Callable, int]] = {}
    for swaps in (3.0, SWAPS_PER_EDGE):
        for null in (DEFAULT_NULL, "no-regard"):
            ours = partial(draw_ours, graph, null, swaps)
            ours(2)
            runs[f"ours, {null}", swaps] = ours, 200
        peer = igraph_draw(graph, swaps)
        if peer is None:
            return "igraph is not installed: pip install igraph to compare with it"
        runs["igraph, without signs", swaps] = peer, 10
    best = dict.fromkeys(runs, np.inf)
    for _ in range(30):  # in turn, so that a busy spell of the machine hits all
        for run, (draw, networks) in runs.items():
            best[run] = min(best[run], 1e3 * per_network(draw, networks, 1, process_time))
    for (name, swaps), taken in best.items():
        print(f"  {taken:7.3f}  {name}, {swaps:g} swaps proposed per link")
    three, nine = ("igraph, without signs", 3.0), ("igraph, without signs", SWAPS_PER_EDGE)
    ours = f"ours, {DEFAULT_NULL}"
    print(f"  igraph / ours at 3 swaps each: {best[three] / best[ours, 3.0]:.1f} x")
    print(f"  igraph at 3 / ours at 9: {best[three] / best[ours, SWAPS_PER_EDGE]:.1f} x")
    return f"igraph / ours: {best[nine] / best[ours, SWAPS_PER_EDGE]:.1f} x"


def draw_ours(graph: SignedGraph, null: str, swaps: float, networks: int) -> None:
    null_sample(graph, null, networks, swaps_per_edge=swaps)


def growth() -> None:
    """Print time and peak memory of one census against the number of links."""
    print("\ngrowth: heavy-tailed graphs, one census, one core, in a process of its own")
    rows = []
    for edges in GROWTH:
        command = [sys.executable, __file__, "--one", str(edges)]
        out = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
        seconds, memory = map(float, out.split())
        rows.append((edges, seconds))
        print(f"  {edges:>9,} links: {seconds:8.4f} s, {memory:6.0f} MB at most", flush=True)
    x, y = np.log(rows).T
    print(f"  slope of log time against log links: {np.polyfit(x, y, 1)[0]:.2f}")


def one_census(edges: int) -> None:
    """Print seconds and MB of the census of one graph."""
    signed_triad_census(heavy_tailed_graph(20_000))
    graph = heavy_tailed_graph(edges)
    start = perf_counter()
    signed_triad_census(graph)
    seconds = perf_counter() - start
    print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def two_threads() -> None:
    """Print how much two threads gain, and the time of 1,000 random networks of 10^5 links."""
    graph, best = reference_graph(), [np.inf, np.inf]
    for _ in range(5):
        for extra in (0, 1):
            draw = partial(null_sample, graph, DEFAULT_NULL, threads=1 + extra)
            best[extra] = min(best[extra], per_network(draw, 2000, 1))
    print(f"two threads are {best[0] / best[1]:.2f} times as fast as one (reference)")
    graph, start = heavy_tailed_graph(100_000), perf_counter()
    with tqdm(total=1000, desc="1,000 networks of 10^5 links") as bar:
        null_sample(graph, networks=1000, threads=2, progress=bar.update)
    print(f"1,000 random networks of 10^5 links, two threads: {perf_counter() - start:.0f} s")


@numba.njit
def _wander(table, steps):
    place, total = np.uint64(0), np.uint64(0)
    for _ in range(steps):
        place = place * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
        total += table[(place >> np.uint64(33)) % np.uint64(len(table))]
    return total


def limits() -> None:
    """Print the time of a swap beside that of a random access to memory."""
    print("\nwhat limits it: a swap needs six places of the link table and a link at random;")
    print("where they outgrow the innermost caches they are fetched 32 swaps ahead")
    for edges in (10**4, 10**5, 10**6):
        graph = heavy_tailed_graph(edges)
        chain = network_source(graph, "global-const", 0, 1.0)
        chain.draw(0)
        swap = min(_seconds(lambda c=chain: c.draw(1)) for _ in range(3)) / edges
        table = np.zeros(chain.sampler.table.nbytes // 8, dtype=np.uint64)
        _wander(table, 10)
        access = min(_seconds(lambda t=table: _wander(t, 10**6)) for _ in range(3)) / 1e6
        print(f"  {edges:>9,} links: {1e9 * swap:5.0f} ns a swap, {1e9 * access:5.1f} ns an access")


def _seconds(action) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="compare with igraph alone")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one_census(options.one)
    if not options.quick:
        two_threads()
        growth()
        limits()
        print()
    print(compare_with_igraph())


if __name__ == "__main__":
    main()
