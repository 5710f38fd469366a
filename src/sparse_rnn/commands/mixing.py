"""``sparse-rnn mixing``: how many swaps the random networks of a null model need."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from sparse_rnn.commands import help_texts, null_networks, options, output, records, words
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.nulls.convergence import APART_AT
from sparse_rnn.graphs.nulls.mixing import (
    FEWEST_TO_COMPARE,
    SWAPS,
    has_spread,
    mixing_table,
    settled_at,
    summary,
)
from sparse_rnn.results.intervals import to_records

_DESCRIPTION = f"""\
Start half of many chains of swaps from the network and half far from it, at members of the ensemble
that have had ten times as many swaps, and compare them after 0 to {SWAPS[-1]:g} swaps proposed per
link, and more until they agree twice. Columns: swaps proposed per link; share of them accepted;
overlap, the share of the given links that are still there with their sign, and the same of the
chains that started far away; the largest differences between the two halves of the mean (in
standard errors) and of z, of the eight signed feed-forward loops; and the largest difference
between starts of all that decides (loops, balance, links), in standard errors, with its name.
Below {APART_AT:g} is chance.
"""
_EXAMPLES = """\
examples:
  sparse-rnn mixing net.tsv
  sparse-rnn mixing net.tsv --null no-regard-signed --networks 10000 --out results
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the mixing."""
    options.add_input(parser)
    options.add_null_model(parser, FEWEST_TO_COMPARE)
    options.add_output(parser, "a table (csv), a record (json) and the picture (png, pdf)")


def _run(given: argparse.Namespace) -> None:
    """Read a network, follow its chains, and print or write how they mix."""
    network = read_network(given.graph, options.reading(given))
    output.make_folder(given.out)
    with null_networks.leaving_at_once(), null_networks.progress(None) as bar:
        drawn = given.null, given.networks, given.seed, given.threads
        table = mixing_table(network.graph, *drawn, bar.update)
    followed = {"swaps_per_link": table["swaps"].unique().tolist()}
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
    swaps, most = settled_at(table), table["swaps"].max()
    if not has_spread(table):
        return "cannot be told: no count of loops differs from one random network to another"
    if swaps is None:
        return (
            f"not settled after {most:g} swaps per link: chains that started apart still differ,"
            " or too few links moved to tell"
        )
    return (
        f"settled from {swaps:g} swaps per link on: nothing differs by {APART_AT:g} standard errors"
        f" of {networks:,} chains that started apart (more chains see smaller differences:"
        " --networks)"
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
