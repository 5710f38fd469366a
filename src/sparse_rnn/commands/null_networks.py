"""The random networks that subcommands compare with: drawn with progress, and interruptible."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tqdm import tqdm

from sparse_rnn.graphs.nulls.sample import NullSample, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph


def draw_null_networks(graph: SignedGraph, options: argparse.Namespace) -> NullSample:
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
