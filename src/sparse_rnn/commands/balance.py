"""``sparse-rnn balance``: the structural balance of a network, of its links and of its nodes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from sparse_rnn.base.artifacts import save_table
from sparse_rnn.commands import help_texts, null_networks, options, output
from sparse_rnn.commands.command import Command
from sparse_rnn.reports.balance import BalanceReport, balance_of
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.several import Reports

_DESCRIPTION = """\
Measure eta, the mean over the transitive triads 030T, 120D, 120U and 300 of the balanced share of
the feed-forward loops i -> j -> k, i -> k in them. A loop is balanced if the path i -> j -> k has
the sign of the link i -> k. Signs at random give about 0.5; triads that do not occur are left out.
Compare it with eta of random networks: low and high enclose 95 % of these. Columns: value, eta and
the ratio T of each class of triads; triads, how many there are; mean and sd over the random
networks in which there are any (networks), z = (value - mean) / sd, and empirical p for more, for
fewer and for either; where sd is 0, z is 0, inf or -inf, see sparse-rnn census --help, as are the
keys of JSON. The files of links and nodes tell how many loops each is in (loops), and how
many (balanced_loops) and which share (balanced_share) of these are balanced.
"""
_EXAMPLES = """\
examples:
  sparse-rnn balance net.tsv
  sparse-rnn balance weights.npy --networks 0 --json         (without random networks)
  sparse-rnn balance net.graphml --null sign-permutation --out results
"""
_PARTS, _KINDS = "balance_{}.csv", ("links", "nodes")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the balance."""
    options.add_input(parser, several=True)
    options.add_null_networks(parser)
    options.add_output(parser, "tables (csv) of the balance, of links and of nodes, and a record")


def _run(given: argparse.Namespace) -> None:
    """Read networks, measure their balance, and print or write the result."""
    networks = options.read_networks(given)
    output.check_names(networks, given.out)
    output.prepare(_paths(networks, given.out), networks)
    reports, paths = [], []
    for network in networks:
        reports.append(_balance(network, given))
        paths += _written(reports[-1], given.out) if given.out else []
    report = Reports(reports)
    if given.out and len(networks) > 1:
        paths += output.save_together(given.out, "balance", report)
    output.print_report(report, paths, given)


def _paths(networks: Sequence[NamedNetwork], folder: str | None) -> list[Path]:
    """Return all files that will be written."""
    if folder is None:
        return []
    paths = [output.together_path(folder, "balance")] if len(networks) > 1 else []
    for network in networks:
        paths += output.report_paths(folder, "balance", network, drawn=False)
        paths += [output.result_path(folder, network, _PARTS.format(kind)) for kind in _KINDS]
    return paths


def _balance(network: NamedNetwork, given: argparse.Namespace) -> BalanceReport:
    """Return the balance of one network, showing progress where a terminal is watching."""
    with null_networks.drawing(given.networks) as watch:
        return balance_of(network, options.draws(given), *watch)


def _written(balance: BalanceReport, folder: str) -> list[Path]:
    """Write the tables and the record of one network; return the paths."""
    paths = output.save_report(folder, "balance", balance)
    for kind in _KINDS:
        paths.append(output.result_path(folder, balance.network, _PARTS.format(kind)))
        save_table(paths[-1], getattr(balance, kind))
    return paths


BALANCE_COMMAND = Command(
    name="balance",
    summary="measure the structural balance of the network and its parts",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
