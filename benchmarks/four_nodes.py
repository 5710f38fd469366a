"""How fast triads are listed and four-node motifs counted: python benchmarks/four_nodes.py.

Everything runs on this machine after the kernels are compiled, on one core, in less than a minute.
igraph counts four-node motifs without signs and is optional (pip install igraph).
"""

from __future__ import annotations

import runpy
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

import numpy as np

from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.census.four.classes import four_node_classes
from sparse_rnn.graphs.census.four.count import four_node_census
from sparse_rnn.graphs.census.four.significance import counts_of
from sparse_rnn.graphs.census.occurrences import occurrences
from sparse_rnn.graphs.census.participation import participation
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import SWAPS_PER_EDGE, network_source
from sparse_rnn.graphs.signed_graph import SignedGraph

CENSUS = runpy.run_path(str(Path(__file__).with_name("census.py")))
REPEATS = 15
EVERY_CLASS = np.arange(len(four_node_classes()))
LARGE = (10**4, 10**5, 10**6)


def median_ms(action: Callable[[], object], repeats: int = REPEATS) -> float:
    """Return the median time of some repeats in milliseconds."""
    times = []
    for _ in range(repeats):
        start = perf_counter()
        action()
        times.append(perf_counter() - start)
    return 1e3 * float(np.median(times))


def random_signed(n: int, links: int, seed: int = 0) -> SignedGraph:
    """Return a graph of some links at random with random signs."""
    rng = np.random.default_rng(seed)
    key = rng.choice(n * (n - 1), links, replace=False)
    source, place = key // (n - 1), key % (n - 1)
    return SignedGraph.from_edges(
        source, place + (place >= source), rng.choice([-1, 1], links), n=n
    )


def igraph_count(graph: SignedGraph) -> Callable[[], object] | None:
    """Return igraph's count of four-node motifs without signs; None where there is no igraph."""
    try:
        import igraph
    except ImportError:
        return None
    links = list(zip(graph.source.tolist(), graph.target.tolist(), strict=True))
    peer = igraph.Graph(n=graph.n, edges=links, directed=True)
    return partial(peer.motifs_randesu, size=4)


def reference() -> None:
    """Print the time of one census and of one random network of the reference."""
    graph = random_signed(150, 1100)
    sets = four_node_census(graph, EVERY_CLASS).sum()
    ours = median_ms(lambda: four_node_census(graph, EVERY_CLASS))
    rings = median_ms(lambda: four_node_census(graph))
    print(f"reference: {graph.n} nodes, {graph.edges} links, {sets:,} connected sets of four nodes")
    print(f"  {ours:8.2f} ms, median of {REPEATS}: all four-node classes")
    print(f"  {rings:8.2f} ms, median of {REPEATS}: the classes with a pattern")
    source = network_source(graph, DEFAULT_NULL, 0, SWAPS_PER_EDGE)
    drawn = median_ms(lambda: counts_of(source.network, 20), 5) / 20
    print(f"  {drawn:8.2f} ms, median of 5: a random network, drawn and counted")
    peer = igraph_count(graph)
    if peer is None:
        print("  igraph is not installed: pip install igraph to compare with it")
        return
    theirs = median_ms(peer)
    print(f"  {theirs:8.2f} ms, median of {REPEATS}: igraph, without signs")
    print(f"  igraph / ours, all classes: {theirs / ours:.1f} x")


def growth(title: str, graphs: list[SignedGraph], classes: np.ndarray | None) -> None:
    """Print the time of the four-node census of some graphs, and how it grows with the links."""
    print(f"\n{title}")
    rows = []
    for graph in graphs:
        time, sets = (
            median_ms(lambda g=graph: four_node_census(g, classes), 3),
            four_node_census(graph, classes).sum(),
        )
        rows.append((graph.edges, time))
        size = f"{graph.n:>7,} nodes, {graph.edges:>7,} links, {sets:>12,} sets"
        print(f"  {size}: {time:9.2f} ms ({1e6 * time / max(sets, 1):.1f} ns a set)")
    links, times = np.log(rows).T
    print(f"  slope of log time against log links: {np.polyfit(links, times, 1)[0]:.2f}")


def triads() -> None:
    """Print the times of what lists closed triads beside that of their census."""
    print("\nfeed-forward loops of heavy-tailed graphs, ten links per node; ms")
    print("      links   triad census   participation     list them   local balance")
    for edges in LARGE:
        graph = CENSUS["heavy_tailed_graph"](edges)
        jobs = (signed_triad_census, participation, list_all, local_balance)
        times = [median_ms(lambda g=graph, job=job: job(g), 1) for job in jobs]
        print(f"  {edges:>9,}", *(f"{time:14.0f}" for time in times))


def list_all(graph: SignedGraph) -> int:
    """Go through all occurrences, keeping none; return their number."""
    return sum(len(block.motif) for block in occurrences(graph))


def main() -> None:
    four_node_census(random_signed(150, 1100), EVERY_CLASS)
    for job in (four_node_census, participation, list_all, local_balance, signed_triad_census):
        job(random_signed(150, 1100))
    reference()
    more_nodes = [random_signed(n, 15 * n) for n in (100, 300, 1000, 3000)]
    more_links = [random_signed(150, links) for links in (300, 600, 1200, 2400)]
    heavy = [CENSUS["heavy_tailed_graph"](links) for links in (3000, 10_000, 30_000, 100_000)]
    for classes, name in ((EVERY_CLASS, "all classes"), (None, "classes with a pattern")):
        growth(f"{name}; more nodes with 15 links each", more_nodes, classes)
        growth(f"{name}; more links of 150 nodes", more_links, classes)
    growth("classes with a pattern; heavy-tailed degrees, ten links per node", heavy, None)
    triads()


if __name__ == "__main__":
    main()
