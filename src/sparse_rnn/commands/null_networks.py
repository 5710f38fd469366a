"""The random networks that subcommands compare with: drawn, told in words, kept on record."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import fill

from tqdm import tqdm

from sparse_rnn.graphs.nulls.models import null_model
from sparse_rnn.graphs.nulls.sample import NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph

UNMOVED = """\
NOTHING COULD BE MOVED: all random networks are the given one, which is no evidence of anything.
      Choose a null model that keeps less, see --help."""


def draw(graph: SignedGraph, options: argparse.Namespace) -> NullSample:
    """Return the random networks, showing progress where a terminal is watching."""
    drawn = options.null, options.networks, options.seed, options.swaps, options.threads
    with leaving_at_once(), progress(options.networks) as bar:
        return null_sample(graph, *drawn, bar.update)


def progress(networks: int) -> tqdm:
    """Return a bar of progress, which only a terminal shows."""
    return tqdm(total=networks, unit=" networks", file=sys.stderr, disable=None)


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """Leave with exit code 130 if interrupted, instead of waiting until all threads are done.

    For use while nothing is being written; what was asked for can still be done again.
    """
    former = signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def provenance(options: argparse.Namespace, sample: NullSample) -> dict:
    """Return all that the random networks depend on (threads do not matter), and how they mixed."""
    proposed = sample.proposed * len(sample.accepted)
    return {
        "null": options.null,
        "null_keeps": list(null_model(options.null).keeps),
        "networks": options.networks,
        "seed": options.seed,
        "swaps_per_link": options.swaps,  # as asked for; of few links more are proposed
        "swaps_proposed": sample.proposed,
        "swaps_accepted_share": float(sample.accepted.sum() / proposed) if proposed else None,
    }


def in_words(origin: dict) -> str:
    """Return what `provenance` says as the terminal shows it."""
    share = origin["swaps_accepted_share"]
    accepted = "" if share is None else f", {100 * share:.0f} % of them accepted"
    line = (
        f"null model {origin['null']}: {origin['networks']:,} networks, seed {origin['seed']},"
        f" {origin['swaps_proposed']:,} swaps each{accepted}"
    )
    kept = fill(f"kept: {'; '.join(origin['null_keeps'])}", 100, subsequent_indent=" " * 6)
    return "\n".join([line, kept, *([UNMOVED] if share == 0 else [])])
