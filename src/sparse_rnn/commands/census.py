"""``sparse-rnn census``: how often each signed motif occurs, and whether chance explains it."""

from __future__ import annotations

import argparse
import warnings
from pathlib import Path

import pandas as pd

from sparse_rnn.base.streams import readable_name
from sparse_rnn.commands import help_texts, null_networks, options, output, records, words
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.files.readers import NetworkFile, read_network
from sparse_rnn.graphs.motifs import EVERY_MOTIF, FFL
from sparse_rnn.graphs.significance import motif_table
from sparse_rnn.results.intervals import to_records

_DESCRIPTION = """\
Count the eight signed feed-forward loops i -> j -> k, i -> k of a directed network (with --all the
signed motifs of all thirteen connected triads), each as an induced subgraph, and compare the counts
with random networks. Signs are written in the order w_ij w_jk w_ik; a loop is balanced if
it has an even number of minus signs. Columns: mean and standard deviation over the random networks,
z = (count - mean) / sd, the same z of the share of all connected triads, empirical p for more, for
fewer and for either, and q, the last of these adjusted for all motifs listed (Benjamini-Hochberg).
Where all random networks have the same count, sd is 0; z is then 0 if the given network has that
count too, and otherwise not defined: a dash here, null in JSON, an empty field in the table file. A
second table compares the balance, see sparse-rnn balance --help.
"""
_EXAMPLES = """\
examples:
  sparse-rnn census net.tsv
  sparse-rnn census net.npz --networks 10000 --threads 4 --out results
  sparse-rnn census net.graphml --null fixed-topology-signed --json > net.json
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the census."""
    options.add_input(parser)
    parser.add_argument("--all", action="store_true", help="list all 132 signed motifs")
    options.add_null_networks(parser)
    options.add_output(parser, "a table (csv), a record (json) and the profile (png, pdf)")


def _run(given: argparse.Namespace) -> None:
    """Read a network, count, compare, and print or write the result."""
    network = read_network(given.graph, options.reading(given))
    output.make_folder(given.out)
    sample = null_networks.draw_null_networks(network.graph, given)
    census = signed_triad_census(network.graph)
    table = motif_table(census, sample, EVERY_MOTIF if given.all else FFL)
    ratios = records.balance_rows(census, sample)
    drawn = records.null_record(given, sample)
    record = {
        "motifs": to_records(table),
        **records.balance_record(census, ratios),
        "provenance": records.network_record(network) | drawn,
    }
    paths = []
    if given.out:
        name = f"{network.path.stem}_census"
        paths = output.save_result(given.out, name, table, record)
        paths += _draw_profile(given.out, name, motif_table(census, sample), network, given)
    if given.json:
        print(output.as_json(record))
    else:
        print(words.network_in_words(network), words.null_networks_in_words(drawn), sep="\n")
        print("", words.table_in_words(table), sep="\n")
        print("", words.balance_in_words(record, ratios), sep="\n")
        output.print_paths(paths)


def _draw_profile(
    folder: str, name: str, loops: pd.DataFrame, network: NetworkFile, given: argparse.Namespace
) -> list[Path]:
    """Draw the z-scores of the feed-forward loops; return the paths of the png and the pdf."""
    # Matplotlib takes a second to load, and only a picture needs it.
    from sparse_rnn.drawing.profile import profile_figure
    from sparse_rnn.drawing.style import save_figure

    name_of_file, graph = readable_name(network.path.name), network.graph
    title = f"{name_of_file}: {graph.n:,} nodes, {graph.edges:,} links"
    note = f"{given.networks:,} random networks, {given.null}, seed {given.seed}."
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # of the file's name
        png = save_figure(profile_figure(loops, title, note), folder, name)
    return [png, png.with_suffix(".pdf")]


CENSUS_COMMAND = Command(
    name="census",
    summary="count the signed motifs and compare them with random networks",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
