"""``sparse-rnn nulls``: random networks of a null model, as files."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from sparse_rnn.commands import help_texts, null_networks, options, output
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.reports.draws import NullDraws, null_networks_of
from sparse_rnn.reports.network import NamedNetwork

_DESCRIPTION = """\
Write random networks that keep what a null model keeps of the given one: edge lists NAME_null_1.tsv
and so on, which every command here reads, with the names of the nodes. The first lines of each, as
comments, say where it comes from. With the same options they are the networks that census and
balance count.
"""
_EXAMPLES = """\
examples:
  sparse-rnn nulls net.tsv --networks 100 --out random
  sparse-rnn nulls net.tsv --null fixed-topology-signed --networks 10 --seed 7 --out random
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the random networks."""
    options.add_input(parser)
    options.add_null_networks(parser, fewest=1)
    parser.add_argument("--out", metavar="DIR", required=True, help="folder to write them into")


def _run(given: argparse.Namespace) -> None:
    """Read a network and write random ones."""
    (network,) = options.read_networks(given)
    draws = options.draws(given)
    output.prepare(null_paths(network, draws.networks, given.out), [network])
    with null_networks.drawing(draws.networks) as watch:
        drawn = null_networks_of(network.graph, draws, *watch)
    paths = save_null_networks(network, draws, drawn, given.out)
    print(network.words)
    output.print_paths(paths)


def save_null_networks(
    network: NamedNetwork, draws: NullDraws, drawn: Iterable[SignedGraph], folder: str | Path
) -> list[Path]:
    """Write the random networks of one network into a folder; return their paths."""
    paths = null_paths(network, draws.networks, folder)
    with null_networks.progress(draws.networks) as bar:
        for number, (path, graph) in enumerate(zip(paths, drawn, strict=True), 1):
            own = {"swaps_asked": draws.swaps, "number": number}
            output.save_network(path, graph, network.record | draws.record | own)
            bar.update()
    return paths


def null_paths(network: NamedNetwork, networks: int, folder: str | Path) -> list[Path]:
    """Return the files of so many random networks: ``FOLDER/net_null_01.tsv`` and so on."""
    digits = len(str(networks))
    endings = (f"null_{number:0{digits}d}.tsv" for number in range(1, networks + 1))
    return [output.result_path(folder, network, ending) for ending in endings]


NULLS_COMMAND = Command(
    name="nulls",
    summary="write random networks of a null model as edge lists",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
