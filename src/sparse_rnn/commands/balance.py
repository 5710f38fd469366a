"""``sparse-rnn balance``: the structural balance of a network, of its links and of its nodes."""

from __future__ import annotations

import argparse
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import save_table
from sparse_rnn.commands import help_texts, null_networks, options, output, records, words
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.signed_graph import SignedGraph

_DESCRIPTION = """\
Measure eta, the mean over the transitive triads 030T, 120D, 120U and 300 of the balanced share of
the feed-forward loops i -> j -> k, i -> k in them. A loop is balanced if the path i -> j -> k has
the sign of the link i -> k. Signs at random give about 0.5; triads that do not occur are left out.
Compare it with eta of random networks: low and high enclose 95 % of these. Columns: value, eta and
the ratio T of each class of triads; triads, how many there are; mean and sd over the random
networks in which there are any (networks), z = (value - mean) / sd, and empirical p for more, for
fewer and for either. The files of links and nodes tell how many loops each is in (loops), and how
many (balanced_loops) and which share (balanced_share) of these are balanced.
"""
_EXAMPLES = """\
examples:
  sparse-rnn balance net.tsv
  sparse-rnn balance weights.npy --networks 0 --json         (without random networks)
  sparse-rnn balance net.graphml --null sign-permutation --out results
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the balance."""
    options.add_input(parser)
    options.add_null_networks(parser, fewest=0)
    options.add_output(parser, "tables (csv) of the balance, of links and of nodes, and a record")


def _run(given: argparse.Namespace) -> None:
    """Read a network, measure its balance, and print or write the result."""
    network = read_network(given.graph, options.reading(given))
    output.make_folder(given.out)
    census = signed_triad_census(network.graph)
    sample = null_networks.draw_null_networks(network.graph, given) if given.networks else None
    table = records.balance_rows(census, sample)
    drawn = records.null_record(given, sample) if sample else {}
    provenance = records.network_record(network) | drawn
    record = records.balance_record(census, table) | {"provenance": provenance}
    paths = []
    if given.out:
        name = f"{network.path.stem}_balance"
        paths = output.save_result(given.out, name, table, record)
        paths += _save_local_tables(given.out, name, network.graph)
    if given.json:
        print(output.as_json(record))
    else:
        print(words.network_in_words(network))
        if sample:
            print(words.null_networks_in_words(drawn))
        print("", words.balance_in_words(record, table), sep="\n")
        output.print_paths(paths)


def _save_local_tables(folder: str, name: str, graph: SignedGraph) -> list[Path]:
    """Write the loops around each link and each node as tables; return their paths."""
    paths = []
    for kind, table in _local_tables(graph).items():
        paths.append(Path(folder) / f"{name}_{kind}.csv")
        save_table(paths[-1], table)
    return paths


def _local_tables(graph: SignedGraph) -> dict[str, pd.DataFrame]:
    """Return the loops around each link and each node, and the balanced share of them."""
    local = local_balance(graph)
    names = pd.Index(range(graph.n) if graph.names is None else graph.names)
    ends = {"source": names[graph.source], "target": names[graph.target], "sign": graph.sign}
    of_links = (local.edge_loops, local.edge_balanced, local.edge)
    of_nodes = (local.node_loops, local.node_balanced, local.node)
    columns = ("loops", "balanced_loops", "balanced_share")
    return {
        "links": pd.DataFrame(ends | dict(zip(columns, of_links, strict=True))),
        "nodes": pd.DataFrame({"node": names} | dict(zip(columns, of_nodes, strict=True))),
    }


BALANCE_COMMAND = Command(
    name="balance",
    summary="measure the structural balance of the network and its parts",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(help_texts.null_models_in_words(), _EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
