"""The random networks that subcommands compare with: drawn, told in words, kept on record."""

from __future__ import annotations

import argparse
import sys
from textwrap import fill

from tqdm import tqdm

from sparse_rnn.networks.null_models import null_model
from sparse_rnn.networks.null_sample import NullSample, null_sample
from sparse_rnn.networks.signed_graph import SignedGraph


def draw(graph: SignedGraph, options: argparse.Namespace) -> NullSample:
    """Return the random networks, showing progress where a terminal is watching."""
    with tqdm(total=options.networks, unit=" networks", file=sys.stderr, disable=None) as bar:
        return null_sample(
            graph,
            options.null,
            options.networks,
            options.seed,
            options.swaps,
            options.threads,
            bar.update,
        )


def provenance(options: argparse.Namespace, sample: NullSample) -> dict:
    """Return all that the random networks depend on (threads do not matter), and how they mixed."""
    proposed = sample.proposed * len(sample.accepted)
    return {
        "null": options.null,
        "null_keeps": list(null_model(options.null).keeps),
        "networks": options.networks,
        "seed": options.seed,
        "swaps_per_link": options.swaps,
        "swaps_accepted_share": float(sample.accepted.sum() / proposed) if proposed else None,
    }


def in_words(origin: dict) -> str:
    """Return what `provenance` says as the terminal shows it."""
    share = origin["swaps_accepted_share"]
    accepted = "" if share is None else f", {100 * share:.0f} % of them accepted"
    line = (
        f"null model {origin['null']}: {origin['networks']:,} networks, seed {origin['seed']},"
        f" {origin['swaps_per_link']:g} swaps per link{accepted}"
    )
    return f"{line}\n" + fill(
        f"kept: {'; '.join(origin['null_keeps'])}", 100, subsequent_indent=" " * 6
    )
