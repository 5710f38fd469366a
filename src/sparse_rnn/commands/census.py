"""``sparse-rnn census``: how often each signed motif occurs, and whether chance explains it."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.commands import balance, null_networks, output, settings
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.files.readers import NetworkFile, read_network
from sparse_rnn.graphs.motifs import FFL, MOTIFS
from sparse_rnn.graphs.significance import motif_table
from sparse_rnn.results.intervals import to_records

SUMMARY = "count the signed motifs and compare them with random networks"
DESCRIPTION = """\
Count the eight signed feed-forward loops i -> j -> k, i -> k of a directed network (with --all the
signed motifs of all thirteen connected triads), each as an induced subgraph, and compare the counts
with those of random networks. Signs are written in the order w_ij w_jk w_ik; a loop is balanced if
it has an even number of minus signs. Columns: mean and standard deviation over the random networks,
z = (count - mean) / sd, the same z of the share of all connected triads, empirical p for more, for
fewer and for either, and q, the latter adjusted for all motifs listed (Benjamini-Hochberg). Where
all random networks have the same count, sd is 0 and z is 0 or infinite. A second table compares the
balance, see sparse-rnn balance --help.
"""
EXAMPLES = """\
examples:
  sparse-rnn census net.tsv
  sparse-rnn census net.npz --networks 10000 --threads 4 --out results
  sparse-rnn census net.graphml --null fixed-topology-signed --json > net.json
"""
EVERY_MOTIF = np.arange(len(MOTIFS))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the census."""
    settings.add_input(parser)
    parser.add_argument("--all", action="store_true", help="list all 132 signed motifs")
    settings.add_null(parser)
    settings.add_output(parser, "a table (csv), a record (json) and the profile (png, pdf)")
    parser.epilog = "\n".join([settings.FORMATS, settings.null_models_in_words(), "", EXAMPLES])


def run(options: argparse.Namespace) -> None:
    """Read a network, count, compare, and print or write the result."""
    network = read_network(options.graph, options.merge)
    output.make_folder(options.out)
    sample = null_networks.draw(network.graph, options)
    census = signed_triad_census(network.graph)
    table = motif_table(census, sample, EVERY_MOTIF if options.all else FFL)
    ratios = balance.in_rows(census, sample)
    origin = output.provenance(network) | null_networks.provenance(options, sample)
    record = {
        "motifs": to_records(table),
        **balance.as_record(census, ratios),
        "provenance": origin,
    }
    paths = []
    if options.out:
        name = f"{network.path.stem}_census"
        paths = output.save_result(options.out, name, table, record)
        paths += draw_profile(options.out, name, motif_table(census, sample), network, options)
    if options.json:
        print(output.as_json(record))
    else:
        print(output.network_in_words(network), null_networks.in_words(origin), sep="\n")
        print("", output.columns_of(table), "", balance.in_words(record, ratios), sep="\n")
        output.print_paths(paths)


def draw_profile(
    folder: str, name: str, loops: pd.DataFrame, network: NetworkFile, options: argparse.Namespace
) -> list[Path]:
    """Draw the z-scores of the feed-forward loops; return the paths of the png and the pdf."""
    # Matplotlib takes a second to load, which only those who want a picture should wait for.
    from sparse_rnn.drawing.profile import profile_figure
    from sparse_rnn.drawing.style import save_figure

    title = f"{network.path.name}: {network.graph.n:,} nodes, {network.graph.edges:,} links"
    note = f"{options.networks:,} random networks, {options.null}, seed {options.seed}."
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # of the file's name
        png = save_figure(profile_figure(loops, title, note), folder, name)
    return [png, png.with_suffix(".pdf")]
