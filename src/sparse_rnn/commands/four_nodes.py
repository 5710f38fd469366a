"""``sparse-rnn four-nodes``: how often signed motifs of four nodes occur, compared with chance."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from sparse_rnn.commands import help_texts, null_networks, options, output
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.census.four.classes import CLASS_NAMES
from sparse_rnn.reports.four_nodes import TOP_CLASSES, FourNodes, classes_asked, four_nodes_of

_DESCRIPTION = """\
Count signed motifs of four nodes of a directed network, each as an induced subgraph, and compare
the counts with random networks: the bi-fan, the bi-parallel, and two feed-forward loops that have
their source or their target in common, which share one more node (names: see --name). With --all,
every class of four nodes that contains one of these, further links or not. Classes that occur
neither in the network nor in a random one are left out. Columns: id, the number that FANMOD gives
the links; name; signs, in the order of the links that the lines below the table give; count; mean
and standard deviation over the random networks; z = (count - mean) / sd, 0, inf or -inf where sd is
0, see sparse-rnn census --help; z_low and z_high, between which z would lie with any number of
random networks (95 %); empirical p for more, for fewer and for either; q, the last of these
adjusted for all classes that are listed in the table file and in JSON, shown here or not
(Benjamini-Hochberg); settled, whether random networks that started apart agree in this class. Here
and in the picture are the classes of the smallest p, of one p those of the largest |z| (--top). The
last line says how many classes differ from the random networks at q < 0.05: many classes need many
random networks, or --name. Warnings come first: z is no evidence where the random networks have not
settled, or where they are nearly the given network.
The time of a count grows as the number of links times the arboricity, plus the number of rings of
four nodes: in a random network of N nodes with d neighbours each, as N d^2 and d^4.
"""
_EXAMPLES = """\
JSON: four_nodes (the rows of the table: id, name, signs, patterns that the class contains, count
and so on), links (of each id, as pairs source, target of the nodes 0 to 3), verdict, warnings, and
provenance, see sparse-rnn census --help.

examples:
  sparse-rnn four-nodes net.tsv --networks 10000
  sparse-rnn four-nodes net.tsv --name bi-fan
  sparse-rnn four-nodes net.tsv --name "two-target loop" --null fixed-topology-signed
  sparse-rnn four-nodes net.tsv --all --top 40 --out results
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the four-node motifs."""
    options.add_input(parser)
    parser.add_argument(
        "--name",
        metavar="NAME",
        choices=CLASS_NAMES,
        help="list the classes of this name alone: %(choices)s",
    )
    parser.add_argument(
        "--all", action="store_true", help="list every class that contains one of these motifs"
    )
    parser.add_argument(
        "--top",
        metavar="K",
        type=options.number(int, 1, 10**6),
        default=TOP_CLASSES,
        help="classes to show, those of the smallest p; files and JSON hold all"
        " (default: %(default)s)",
    )
    options.add_null_networks(parser)
    options.add_output(parser, "a table (csv), a record (json) and the picture (png, pdf)")


def _run(given: argparse.Namespace) -> None:
    """Read a network, count, compare, and print or write the result."""
    if given.name and given.all:
        raise ValueError("--all lists every class, and --name those of one name; give one of them")
    classes = classes_asked(given.name, given.all)
    (network,) = options.read_networks(given)
    if given.out:
        drawn = given.networks > 0
        paths = output.report_paths(given.out, "four_nodes", network, drawn)
        output.prepare(paths, [network])
    with null_networks.drawing(given.networks) as watch:
        report = four_nodes_of(network, options.draws(given), classes, *watch)
    report = replace(report, top=given.top)
    output.print_report(report, _written(report, given.out), given)


def _written(report: FourNodes, folder: str | None) -> list[Path]:
    """Write the table, the record and the picture, if there is a folder; return the paths."""
    if folder is None:
        return []
    paths = output.save_report(folder, "four_nodes", report)
    return paths + (output.save_picture(folder, "four_nodes", report) if report.sample else [])


FOUR_NODES_COMMAND = Command(
    name="four-nodes",
    summary="count signed motifs of four nodes, against random networks",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
