"""``sparse-rnn mixing``: how many swaps the random networks of a null model need."""

from __future__ import annotations

import argparse

from sparse_rnn.commands import help_texts, null_networks, options, output
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.nulls.convergence import APART_AT
from sparse_rnn.graphs.nulls.mixing import SWAPS
from sparse_rnn.graphs.nulls.settling import FEWEST_TO_COMPARE
from sparse_rnn.reports.mixing import mixing_of

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
    (network,) = options.read_networks(given)
    if given.out:
        paths = output.report_paths(given.out, "mixing", network, drawn=True)
        output.prepare(paths, [network])
    with null_networks.drawing(None) as watch:
        mixing = mixing_of(network, options.draws(given), watch.progress)
    paths = []
    if given.out:
        paths = output.save_report(given.out, "mixing", mixing)
        paths += output.save_picture(given.out, "mixing", mixing)
    output.print_report(mixing, paths, given)


MIXING_COMMAND = Command(
    name="mixing",
    summary="check how many swaps the random networks need",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
