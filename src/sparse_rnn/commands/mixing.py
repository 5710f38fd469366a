"""``sparse-rnn mixing``: how many swaps the random networks of a null model need."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from sparse_rnn.commands import help_texts, null_networks, options, output, records, words
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.nulls.mixing import (
    LONG_RUN,
    SWAPS,
    SWAPS_MEASURED,
    has_spread,
    mixing_table,
    settled_at,
    summary,
)
from sparse_rnn.results.intervals import to_records

_DESCRIPTION = f"""\
Start many chains of swaps from the network and look at them again and again, after 0 to
{LONG_RUN:g} swaps proposed per link and as long after that, the long run. Columns: swaps proposed
per link; share of them accepted; overlap, the share of the given links that are still there with
their sign; autocorrelation in the long run of the counts of loops that many swaps apart, the
largest of the eight signed feed-forward loops and of all together; and what the random networks
differ from those of the long run, in Monte Carlo standard errors: in the mean number of all loops,
and, the largest of the eight loops, in mean and in z. If nothing of the given network is left, the
largest of eight is about 2.
"""
_EXAMPLES = """\
examples:
  sparse-rnn mixing net.tsv
  sparse-rnn mixing net.tsv --null no-regard-signed --networks 10000 --out results
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the mixing."""
    options.add_input(parser)
    options.add_null_model(parser, fewest=2)
    options.add_output(parser, "a table (csv), a record (json) and the picture (png, pdf)")


def _run(given: argparse.Namespace) -> None:
    """Read a network, follow its chains, and print or write how they mix."""
    network = read_network(given.graph, options.reading(given))
    output.make_folder(given.out)
    draws = given.networks * len(SWAPS_MEASURED)
    with null_networks.leaving_at_once(), null_networks.progress(draws) as bar:
        drawn = given.null, given.networks, given.seed, given.threads
        table = mixing_table(network.graph, *drawn, bar.update)
    followed = {"swaps_per_link": list(SWAPS), "long_run": SWAPS_MEASURED[-1]}
    record = {
        "mixing": to_records(table),
        "settled_at": settled_at(table),
        "provenance": records.network_record(network) | records.drawn_record(given) | followed,
    }
    paths = []
    if given.out:
        name = f"{network.path.stem}_mixing"
        paths = output.save_result(given.out, name, table, record)
        paths += _draw_mixing(given.out, name, table, f"{given.networks:,} chains")
    if given.json:
        print(output.as_json(record))
    else:
        print(words.network_in_words(network), f"null model {given.null}", "", sep="\n")
        print(words.table_in_words(summary(table)), "", sep="\n")
        print(mixing_in_words(table, given.networks))
        output.print_paths(paths)


def mixing_in_words(table: pd.DataFrame, networks: int) -> str:
    """Return after how many swaps the random networks are as in the long run."""
    swaps = settled_at(table)
    if not has_spread(table):
        return "cannot be told: no count of loops differs from one random network to another"
    if swaps is None:
        return f"not settled after {SWAPS[-1]:g} swaps per link: give census and balance more"
    return (
        f"settled from {swaps:g} swaps per link on: nothing differs by 4 standard errors of"
        f" {networks:,} chains (more chains see smaller differences: --networks)"
    )


def _draw_mixing(folder: str, name: str, table: pd.DataFrame, note: str) -> list[Path]:
    """Draw the mixing; return the paths of the png and the pdf."""
    # Matplotlib takes a second to load, and only a picture needs it.
    from sparse_rnn.drawing.mixing import mixing_figure
    from sparse_rnn.drawing.style import save_figure

    png = save_figure(mixing_figure(table, note), folder, name)
    return [png, png.with_suffix(".pdf")]


MIXING_COMMAND = Command(
    name="mixing",
    summary="check how many swaps the random networks need",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
