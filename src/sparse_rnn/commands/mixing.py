"""``sparse-rnn mixing``: how many swaps the random networks of a null model need."""

from __future__ import annotations

import argparse

from sparse_rnn.commands import help_texts, null_networks, options, output
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.nulls.mixing import LONG_RUN, SWAPS_MEASURED
from sparse_rnn.reports.mixing import mixing_of

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
    (network,) = options.read_networks(given)
    output.make_folder(given.out)
    with null_networks.drawing(given.networks * len(SWAPS_MEASURED)) as finished:
        mixing = mixing_of(network, options.draws(given), finished)
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
