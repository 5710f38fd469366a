"""``sparse-rnn balance``: the structural balance of a network, of its links and of its nodes."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import save_table
from sparse_rnn.commands import null_networks, output, settings
from sparse_rnn.graphs.balance.of_graph import class_ratios, eta_of_census
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.balance.significance import balance_table, bootstrap_interval
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.motifs import TRANSITIVE_CLASSES, class_members
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.intervals import to_records

SUMMARY = "measure the structural balance of the network and its parts"
DESCRIPTION = """\
Measure eta, the mean over the transitive triads 030T, 120D, 120U and 300 of the balanced share of
the feed-forward loops i -> j -> k, i -> k in them. A loop is balanced if the path i -> j -> k has
the sign of the link i -> k. Signs at random give about 0.5; triads that do not occur are left out.
Compare it with eta of random networks: low and high enclose 95 % of these. Columns: value, eta and
the ratio T of each class of triads; triads, how many there are; mean and sd over the random
networks in which there are any (networks), z = (value - mean) / sd, and empirical p for more, for
fewer and for either. The files of links and nodes tell how many loops each is in (loops), and how
many (balanced_loops) and which share (balanced_share) of these are balanced.
"""
EXAMPLES = """\
examples:
  sparse-rnn balance net.tsv
  sparse-rnn balance weights.npy --networks 0 --json         (without random networks)
  sparse-rnn balance net.graphml --null sign-permutation --out results
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the balance."""
    settings.add_input(parser)
    settings.add_null(parser, fewest=0)
    settings.add_output(parser, "tables (csv) of the balance, of links and of nodes, and a record")
    parser.epilog = "\n".join([settings.FORMATS, settings.null_models_in_words(), "", EXAMPLES])


def run(options: argparse.Namespace) -> None:
    """Read a network, measure its balance, and print or write the result."""
    network = read_network(options.graph, options.merge)
    output.make_folder(options.out)
    census = signed_triad_census(network.graph)
    sample = null_networks.draw(network.graph, options) if options.networks else None
    table = in_rows(census, sample)
    origin = null_networks.provenance(options, sample) if sample else {}
    words = [
        output.network_in_words(network),
        *([null_networks.in_words(origin)] if sample else []),
    ]
    record = as_record(census, table) | {"provenance": output.provenance(network) | origin}
    paths = []
    if options.out:
        name = f"{network.path.stem}_balance"
        paths = output.save_result(options.out, name, table, record)
        for kind, local in local_tables(network.graph).items():
            paths.append(Path(options.out) / f"{name}_{kind}.csv")
            save_table(paths[-1], local)
    if options.json:
        print(output.as_json(record))
    else:
        print("\n".join(words), in_words(record, table), sep="\n\n")
        output.print_paths(paths)


def in_rows(census: np.ndarray, sample: NullSample | None) -> pd.DataFrame:
    """Return eta and the four T_i, a row each, with the triads behind them and their null values.

    Parameters
    ----------
    census : ndarray, (132,)
        Signed census of the network.
    sample : NullSample or None
        The random networks, if there are any to compare with.
    """
    triads = [int(census[class_members(triad)].sum()) for triad in TRANSITIVE_CLASSES]
    known = {
        "ratio": ["eta", *TRANSITIVE_CLASSES],
        "triads": [sum(triads), *triads],
        "value": np.append(eta_of_census(census), class_ratios(census)),
    }
    compared = {} if sample is None else balance_table(census, sample).to_dict("list")
    return pd.DataFrame(known | compared)


def as_record(census: np.ndarray, table: pd.DataFrame) -> dict:
    """Return eta, an interval of it from drawing its triads anew, and all rows of the table."""
    low, high = bootstrap_interval(census)
    eta = table["value"][0]
    defined = not np.isnan(eta)
    return {
        "eta": float(eta) if defined else None,
        "eta_bootstrap_95": [low, high] if defined else None,
        "balance": to_records(table),
    }


def in_words(record: dict, table: pd.DataFrame) -> str:
    """Return eta with its interval, and the table, as the terminal shows them."""
    if record["eta"] is None:
        return "global balance eta: not defined, for there is no transitive triad"
    low, high = record["eta_bootstrap_95"]
    head = f"global balance eta = {record['eta']:.4f}, the mean of the ratios below it"
    interval = f"(95 % of bootstraps lie between {low:.4f} and {high:.4f})"
    return "\n".join([f"{head} {interval}", output.columns_of(table)])


def local_tables(graph: SignedGraph) -> dict[str, pd.DataFrame]:
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
