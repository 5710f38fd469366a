"""``sparse-rnn census``: how often each signed motif occurs, and whether chance explains it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import atomic, save_table
from sparse_rnn.commands import help_texts, null_networks, options, output
from sparse_rnn.commands.command import Command
from sparse_rnn.commands.nulls import null_paths, save_null_networks
from sparse_rnn.reports.census import Census, census_of
from sparse_rnn.reports.draws import NullNetworks
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.several import Reports

_DESCRIPTION = """\
Count the eight signed feed-forward loops i -> j -> k, i -> k of a directed network (with --all the
signed motifs of all thirteen connected triads), each as an induced subgraph, and compare the counts
with random networks. Signs are written in the order w_ij w_jk w_ik; a loop is balanced if
it has an even number of minus signs. Columns: mean and standard deviation over the random networks,
z = (count - mean) / sd; z_low and z_high, between which z would lie with any number of random
networks (95 %); the same z of the share of all connected triads (z_frequency); profile, z scaled to
length 1 over the motifs listed, which compares networks of different sizes (Milo et al. 2004);
empirical p for more, for fewer and for either, and q, the last of these adjusted for all motifs
listed (Benjamini-Hochberg).
Where all random networks have the same count, sd is 0; z is then 0 if the given network has that
count too, and otherwise infinite: inf if it has more, -inf if it has fewer, spelt so here, in the
table file and, as a string, in JSON. A single random network has no spread, and z is not defined: a
dash here, an empty field in the table file, null in JSON. A second table compares the balance, see
sparse-rnn balance --help. Several networks share one table, with the column network. The last line
says how many loops differ from the random networks at q < 0.05. Warnings come first: z is no
evidence where the random networks have not settled, or where they are nearly the given network.
"""
_EXAMPLES = """\
JSON: motifs, balance (the rows of the two tables), eta, eta_bootstrap_95, verdict, warnings, and
provenance: the file, what was left out, null_model, networks, seed, swaps_asked, swaps_per_link
(used), swaps_proposed, swaps_accepted_share, overlap (share of the signed links that random
networks have in common with the given one), settled (true, false, or null: not looked at) and
unsettled (what has not). Several networks: a list networks of such objects.

examples:
  sparse-rnn census net.tsv
  sparse-rnn census net.tsv --networks 0                     (counts alone)
  sparse-rnn census before.tsv after.tsv --out results
  sparse-rnn census net.tsv --list loops.tsv --participation --out results
  sparse-rnn census net.npz --networks 10000 --threads 4 --out results
  sparse-rnn census net.graphml --null fixed-topology-signed --json > net.json
"""
_PARTS, _KINDS = "participation_{}.csv", ("nodes", "links")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the census."""
    options.add_input(parser, several=True)
    parser.add_argument("--all", action="store_true", help="list all 132 signed motifs")
    options.add_null_networks(parser)
    options.add_output(parser, "a table (csv), a record (json) and the profile (png, pdf)")
    parser.add_argument(
        "--participation",
        action="store_true",
        help="also write into the folder of --out in how many of the listed motifs each node, by"
        " its role, and each link takes part",
    )
    parser.add_argument(
        "--list",
        metavar="FILE",
        help="file to write every occurrence of the listed motifs into: triad, signs and the nodes"
        " i, j, k, separated by tabs, in .csv by commas",
    )
    parser.add_argument(
        "--export",
        metavar="DIR",
        help="folder to write the random networks into, as sparse-rnn nulls does",
    )


def _run(given: argparse.Namespace) -> None:
    """Read networks, count, compare, and print or write the result."""
    _check(given)
    networks = options.read_networks(given)
    for folder in (given.out, given.export):
        output.check_names(networks, folder)
    output.prepare(_paths(networks, given), networks)
    reports, paths = [], []
    for network in networks:
        reports.append(_census(network, given))
        paths += _written(reports[-1], given)
    report = Reports(reports)
    if given.out and len(networks) > 1:
        paths += output.save_together(given.out, "census", report)
    output.print_report(report, paths, given)


def _check(given: argparse.Namespace) -> None:
    """Raise ValueError if arguments do not go together."""
    if given.list and len(given.graph) > 1:
        raise ValueError("--list writes the occurrences of one network; name one file")
    if given.participation and not given.out:
        raise ValueError("--participation writes tables; name a folder for them (--out)")
    if given.export and not given.networks:
        raise ValueError("--export writes random networks, and --networks 0 asks for none")


def _paths(networks: Sequence[NamedNetwork], given: argparse.Namespace) -> list[Path]:
    """Return all files that will be written."""
    paths = [Path(given.list)] if given.list else []
    if given.out and len(networks) > 1:
        paths.append(output.together_path(given.out, "census"))
    for network in networks:
        if given.out:
            paths += output.report_paths(given.out, "census", network, drawn=given.networks > 0)
        if given.participation:
            paths += [output.result_path(given.out, network, _PARTS.format(k)) for k in _KINDS]
        if given.export:
            paths += null_paths(network, given.networks, given.export)
    return paths


def _census(network: NamedNetwork, given: argparse.Namespace) -> Census:
    """Return the census of one network, showing progress where a terminal is watching."""
    with null_networks.drawing(given.networks) as watch:
        return census_of(network, options.draws(given), given.all, *watch)


def _written(census: Census, given: argparse.Namespace) -> list[Path]:
    """Write what is asked for of one network; return the paths."""
    paths = []
    if given.out:
        paths += output.save_report(given.out, "census", census)
        paths += output.save_picture(given.out, "census", census) if census.sample else []
    if given.participation:
        paths += _save_participation(census, given.out)
    if given.list:
        paths.append(_save_occurrences(census, Path(given.list)))
    if given.export:
        drawn = NullNetworks(census.sample.network, census.draws.networks)
        paths += save_null_networks(census.network, census.draws, drawn, given.export)
    return paths


def _save_participation(census: Census, folder: str) -> list[Path]:
    """Write who takes part in what, as tables of nodes and of links; return their paths."""
    found = census.participation
    paths = [output.result_path(folder, census.network, _PARTS.format(kind)) for kind in _KINDS]
    for path, table in zip(paths, (found.node_table(), found.link_table()), strict=True):
        save_table(path, table)
    return paths


def _save_occurrences(census: Census, path: Path) -> Path:
    """Write every occurrence of the listed motifs, block by block; return the path."""
    form = {"sep": "," if path.suffix == ".csv" else "\t", "index": False, "lineterminator": "\n"}
    with atomic(path) as temporary:
        pd.DataFrame(columns=["triad", "signs", *"ijk"]).to_csv(temporary, **form)
        for block in census.occurrences():
            block.to_csv(temporary, mode="a", header=False, **form)
    return path


CENSUS_COMMAND = Command(
    name="census",
    summary="count the signed motifs and compare them with random networks",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
