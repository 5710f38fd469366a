"""``sparse-rnn mixing``: how many swaps the random networks of a null model need."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from sparse_rnn.commands import null_networks, output, settings
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.nulls.mixing import (
    LONG_RUN,
    MOMENTS,
    SWAPS,
    comparable,
    mixing_table,
    settled_at,
    summary,
)
from sparse_rnn.graphs.nulls.models import null_model
from sparse_rnn.results.intervals import to_records

SUMMARY = "check how many swaps the random networks need"
DESCRIPTION = f"""\
Start many chains of swaps from the network and look at them again and again, after 0 to
{LONG_RUN:g} swaps proposed per link and as long after that, the long run. Columns: swaps proposed
per link; share of them accepted; overlap, the share of the given links that are still there with
their sign; autocorrelation in the long run of the counts of loops that many swaps apart, the
largest of the eight signed feed-forward loops and of all together; and what the random networks
differ from those of the long run, in Monte Carlo standard errors: in the mean number of all loops,
and, the largest of the eight loops, in mean and in z. If nothing of the given network is left, the
largest of eight is about 2.
"""
EXAMPLES = """\
examples:
  sparse-rnn mixing net.tsv
  sparse-rnn mixing net.tsv --null no-regard-signed --networks 10000 --out results
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the mixing."""
    settings.add_input(parser)
    settings.add_random_networks(parser, fewest=2)
    settings.add_output(parser, "a table (csv), a record (json) and the picture (png, pdf)")
    parser.epilog = "\n".join([settings.FORMATS, settings.null_models_in_words(), "", EXAMPLES])


def run(options: argparse.Namespace) -> None:
    """Read a network, follow its chains, and print or write how they mix."""
    network = read_network(options.graph, options.merge)
    output.make_folder(options.out)
    draws = options.networks * len(MOMENTS)
    with null_networks.leaving_at_once(), null_networks.progress(draws) as bar:
        drawn = options.null, options.networks, options.seed, options.threads
        table = mixing_table(network.graph, *drawn, bar.update)
    record = {
        "mixing": to_records(table),
        "settled_at": settled_at(table),
        "provenance": output.provenance(network) | provenance(options),
    }
    paths = []
    if options.out:
        name = f"{network.path.stem}_mixing"
        paths = output.save_result(options.out, name, table, record)
        paths += draw_mixing(options.out, name, table, f"{options.networks:,} chains")
    if options.json:
        print(output.as_json(record))
    else:
        print(output.network_in_words(network), f"null model {options.null}", "", sep="\n")
        print(output.columns_of(summary(table)), "", in_words(table, options.networks), sep="\n")
        output.print_paths(paths)


def provenance(options: argparse.Namespace) -> dict:
    """Return all that the chains depend on (threads do not matter)."""
    return {
        "null": options.null,
        "null_keeps": list(null_model(options.null).keeps),
        "networks": options.networks,
        "seed": options.seed,
        "swaps_per_link": list(SWAPS),
        "long_run": MOMENTS[-1],
    }


def in_words(table: pd.DataFrame, networks: int) -> str:
    """Return from how many swaps on the random networks are those of the long run."""
    swaps = settled_at(table)
    if not comparable(table):
        return "cannot be told: no count of loops differs from one random network to another"
    if swaps is None:
        return f"not settled after {SWAPS[-1]:g} swaps per link: give census and balance more"
    return (
        f"settled from {swaps:g} swaps per link on: nothing differs by 4 standard errors of"
        f" {networks:,} chains (more chains see smaller differences: --networks)"
    )


def draw_mixing(folder: str, name: str, table: pd.DataFrame, note: str) -> list[Path]:
    """Draw the mixing; return the paths of the png and the pdf."""
    # Matplotlib takes a second to load, which only those who want a picture should wait for.
    from sparse_rnn.drawing.mixing import mixing_figure
    from sparse_rnn.drawing.style import save_figure

    png = save_figure(mixing_figure(table, note), folder, name)
    return [png, png.with_suffix(".pdf")]
