"""What limits the signed census: python benchmarks/census_limits.py [swap] [count] [growth].

swap and count split the time of one swap of the null model's chain, and of one link of the count,
by what is done.  Beside each part stand the random memory accesses that it needs, and the time of
one random access to an array of that size, measured in the same run: where each access needs the
one before (chased), and where none does (gathered).  Seconds are of the processor, medians of
five, one thread.

growth is time and peak memory of one count in a process of its own, from 10^5 links up to --most
or to the last that fits --memory, as the bytes per link of the one before tell.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import numba
import numpy as np

from sparse_rnn.graphs.census.later import by_target, count_closed, fill_later, room_for_later
from sparse_rnn.graphs.census.sparse import rows_by_rising_degree, signed_triad_census
from sparse_rnn.graphs.nulls.chain.link_index import look_up, taken_up
from sparse_rnn.graphs.nulls.chain.packed_links import Chain, exchange, source_of, target_of
from sparse_rnn.graphs.nulls.chain.rewiring import rewire
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL
from sparse_rnn.graphs.nulls.sample import network_source
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.numerics.randomness import STEP, U1, U32, mixed

SIZES = (10**3, 10**5, 10**6, 10**7)
GROWTH = (10**5, 10**6, 10**7, 3 * 10**7, 10**8)
STEPS, REPEATS = 500_000, 5
CHUNK = 5 * 10**6  # links that are drawn at a time
GB = 1e9


class Part(NamedTuple):
    """What a part of the work takes: ns, random accesses, and the bytes of the array accessed."""

    name: str
    ns: float
    accesses: float
    array: int


def heavy_tailed_network(links: int, seed: int = 0) -> SignedGraph:
    """Return a network whose expected degrees fall as rank ** -0.5, ten links for each node.

    Links drawn twice and self-loops are left out.  It is drawn by ranges of sources: beside the
    network itself, memory holds one chunk of links.
    """
    rng, n = np.random.default_rng(seed), links // 10
    out = np.zeros(n, dtype=np.int64)
    for first in range(0, links, CHUNK):
        out += np.bincount(_ends(rng, n, min(CHUNK, links - first)), minlength=n)
    source, target = np.empty(links, dtype=np.int32), np.empty(links, dtype=np.int32)
    filled = 0
    for key in _chunks(rng, n, out):
        end = filled + len(key)
        source[filled:end], target[filled:end] = key // n, key % n
        filled = end
    sign = 2 * rng.integers(0, 2, filled, dtype=np.int8) - 1
    return SignedGraph(n, source[:filled], target[:filled], sign)


def _ends(rng: np.random.Generator, n: int, number: int) -> np.ndarray:
    return (n * rng.random(number) ** 2).astype(np.int64)


def _chunks(rng: np.random.Generator, n: int, out: np.ndarray) -> Iterator[np.ndarray]:
    """Yield links source * n + target in order, ``out[i]`` or fewer from node i."""
    before = np.cumsum(out)
    marks = np.searchsorted(before, np.arange(CHUNK, before[-1], CHUNK))
    for low, high in zip([0, *marks], [*marks, n], strict=True):
        source = np.repeat(np.arange(low, high), out[low:high])
        key = np.unique(source * n + _ends(rng, n, len(source)))
        yield key[key // n != key % n]


def nanoseconds(action: Callable[[], object], steps: float) -> float:
    """Return the median processor time of a step, after a first run that compiles."""
    action()
    taken = []
    for _ in range(REPEATS):
        start = process_time()
        action()
        taken.append(process_time() - start)
    return 1e9 * median(taken) / steps


@numba.njit
def _successors(words):
    """Return a permutation of one cycle: a full-period linear congruential generator."""
    table = np.empty(words, dtype=np.uint64)
    for place in range(words):
        following = np.uint64(place) * np.uint64(6364136223846793005) + STEP
        table[place] = following & np.uint64(words - 1)
    return table


@numba.njit
def _chase(table, steps):
    place = np.uint64(0)
    for _ in range(steps):
        place = table[place]
    return place


@numba.njit
def _gather(table, steps):
    seed, total, mask = U1, np.uint64(0), np.uint64(len(table) - 1)
    for _ in range(steps):
        seed += STEP
        total += table[mixed(seed) & mask]
    return total


@cache
def access(power: int) -> tuple[float, float]:
    """Return the ns of a chased and of a gathered access to an array of ``2 ** power`` words."""
    table = _successors(1 << power)
    return tuple(
        nanoseconds(lambda k=kernel: k(table, STEPS), STEPS) for kernel in (_chase, _gather)
    )


@numba.njit
def _steps(stage, steps, packed, table, n):
    """Make steps of the chain, nothing fetched ahead: 0 draw, 1 read, 2 look up, 3 write.

    Return how many swaps were taken; before stage 3, a number that keeps the work from being
    dropped.
    """
    seed, e, total, links = U1, 0, 0, len(packed)
    for _ in range(steps):
        seed += STEP
        e = e + 1 if e + 1 < links else 0
        f = np.int64(((mixed(seed) >> U32) * np.uint64(links)) >> U32)
        if stage == 0:
            total += f
            continue
        one, other = packed[np.uint64(e)], packed[np.uint64(f)]
        a, b, c, d = source_of(one), target_of(one), source_of(other), target_of(other)
        if stage == 1:
            total += a ^ b ^ c ^ d
            continue
        busy = taken_up(table, n, a, d) | taken_up(table, n, c, b)
        busy |= np.int64((one | other) >> np.uint64(63))
        busy |= look_up(table, n, d, a) | look_up(table, n, b, c)
        if stage == 2:
            total += busy
        elif busy == 0:
            exchange(packed, table, n, e, f, one, other)
            total += 1
    return total


def parts_of_a_swap(graph: SignedGraph) -> list[Part]:
    """Return what a swap proposed to the chain takes, and what the chain in use takes."""
    sampler = network_source(graph, DEFAULT_NULL, 0, 1.0).sampler
    packed, table, n = sampler.packed.copy(), sampler.table.copy(), graph.n
    until = [
        nanoseconds(lambda s=stage: _steps(s, STEPS, packed, table, n), STEPS) for stage in range(4)
    ]
    draw, read, look, write = np.diff([0.0, *until])
    taken = _steps(3, STEPS, packed, table, n) / STEPS
    peers, mutual = sampler.peers, sampler.model.mutual
    own = sampler.packed.copy(), sampler.table.copy()
    chain, state = Chain(graph.indptr, *own, n, mutual, False, peers, 0), np.zeros(1, np.uint64)
    used = nanoseconds(lambda: rewire(STEPS, state, chain), STEPS)
    return [
        Part("draw a random number", draw, 0, 0),
        Part("read the two links, one at random", read, 1, packed.nbytes),
        Part("look up the four links that matter", look, 4, table.nbytes),
        Part(f"write, {100 * taken:.0f} % of the times", write, 2 * taken, table.nbytes),
        Part("all of it", until[3], 5 + 2 * taken, table.nbytes),
        Part("the chain in use, memory fetched ahead", used, 5 + 2 * taken, table.nbytes),
    ]


def parts_of_the_count(graph: SignedGraph) -> list[Part]:
    """Return what a link takes in each part of the count of a large network."""
    links, n = graph.edges, graph.n
    rows = rows_by_rising_degree(graph)
    entering = by_target(rows)
    later = room_for_later(rows, entering)
    pairs, closed = np.zeros((9, 9), dtype=np.int64), np.zeros(729, dtype=np.int64)
    number = nanoseconds(lambda: rows_by_rising_degree(graph), links)
    turn = nanoseconds(lambda: by_target(rows), links)
    fill = nanoseconds(lambda: fill_later(0, n, rows, entering, later, pairs), links)
    close = nanoseconds(lambda: count_closed(0, n, later, closed), links)
    row = later.end - later.first[:-1]
    owner = np.repeat(np.arange(n), row)
    place = np.arange(len(owner)) + np.repeat(later.first[:-1] - np.cumsum(row) + row, row)
    visits = row[later.node[place]].sum() / links
    return [
        Part("number the nodes by degree", number, 1, 4 * n),
        Part("turn the links round", turn, 3, 8 * n),
        Part("tally dyads, keep later neighbours", fill, 4, n),
        Part(f"close triads: {visits:.1f} visits", close, visits, n),
    ]


def print_parts(parts: list[Part]) -> None:
    """Print a row for each part."""
    print(f"  {'':40}     ns  accesses  array, MB  ns chased  gathered  ns / gathered")
    for part in parts:
        line = f"  {part.name:40} {part.ns:6.1f} {part.accesses:9.1f}"
        if part.accesses:
            power = max(int(np.log2(part.array / 8)), 4)
            chased, gathered = access(power)
            share = part.ns / (part.accesses * gathered)
            line += f" {part.array / 1e6:10.3f} {chased:10.1f} {gathered:9.1f} {share:14.1f}"
        print(line, flush=True)


def print_all_parts(parts_of: Callable[[SignedGraph], list[Part]], what: str, sizes) -> None:
    """Print the parts for networks of several sizes."""
    for links in sizes:
        graph = heavy_tailed_network(links)
        print(f"\n{what}, network of {graph.edges:,} links, {graph.n:,} nodes")
        print_parts(parts_of(graph))


def print_growth(most: int, memory: float, threads: int) -> None:
    """Print time and memory against the number of links, up to what fits."""
    print("\none count of a heavy-tailed network, in a process of its own")
    print("        links  threads  s to make  s to count  s of processor  GB at most  bytes a link")
    held = 0.0
    for links in (size for size in GROWTH if size <= most):
        if held * links > memory * GB:
            needs = f"{held:.0f} bytes a link are {held * links / GB:.1f} GB"
            return print(f"ends before {links:,} links: {needs}, more than {memory:g} (--memory)")
        for number in sorted({1, threads}):
            command = [sys.executable, __file__, "--one", str(links), "--threads", str(number)]
            run = subprocess.run(command, stdout=subprocess.PIPE, check=True, encoding="utf-8")
            found, made, wall, spent, before, peak = map(float, run.stdout.split())
            held = (peak - before) / found
            print(
                f"{found:13,.0f} {number:8} {made:10.1f} {wall:11.2f} {spent:15.2f}"
                f" {peak / GB:11.2f} {held:13.0f}",
                flush=True,
            )
    return print(f"ends at {most:,} links, as asked (--most); {memory:g} GB allowed more")


def one_count(links: int, threads: int) -> None:
    """Print links, seconds to make and to count, processor time, and bytes before and at most."""
    signed_triad_census(heavy_tailed_network(20_000), threads)
    before, start = _peak(), perf_counter()
    graph = heavy_tailed_network(links)
    made, start, spent = perf_counter() - start, perf_counter(), process_time()
    signed_triad_census(graph, threads)
    taken = perf_counter() - start, process_time() - spent
    print(graph.edges, made, *taken, before, _peak())


def _peak() -> int:
    """Return the most bytes that this process has held."""
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> None:
    """Print what is asked for, all by default."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    known = ("swap", "count", "growth")
    parser.add_argument("what", nargs="*", help="swap, count or growth (default: all)")
    parser.add_argument("--most", type=int, default=10**8, help="links (default: %(default)s)")
    parser.add_argument("--memory", type=float, default=24.0, help="GB (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=2, help="for growth (default: %(default)s)")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        return one_count(options.one, options.threads)
    if wrong := set(options.what) - set(known):
        parser.error(f"{', '.join(sorted(wrong))}: choose from {', '.join(known)}")
    what, sizes = options.what or known, [size for size in SIZES if size <= options.most]
    if "swap" in what:
        print_all_parts(parts_of_a_swap, "one swap", sizes)
    if "count" in what:
        print_all_parts(parts_of_the_count, "one link of the count", sizes)
    if "growth" in what:
        print_growth(options.most, options.memory, options.threads)


if __name__ == "__main__":
    main()
