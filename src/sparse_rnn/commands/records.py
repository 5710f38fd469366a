"""What subcommands measure and where it comes from, as tables and as records for JSON."""

from __future__ import annotations

import argparse

import numpy as np
import pandas as pd

from sparse_rnn import __version__
from sparse_rnn.base.streams import readable_name
from sparse_rnn.graphs.balance.of_graph import class_ratios, eta_of_census
from sparse_rnn.graphs.balance.significance import balance_table, bootstrap_interval
from sparse_rnn.graphs.files.readers import NetworkFile
from sparse_rnn.graphs.motifs import TRANSITIVE_CLASSES, class_members
from sparse_rnn.graphs.nulls.models import find_null_model
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.results.intervals import to_records


def network_record(network: NetworkFile) -> dict:
    """Return where the numbers come from: this version, the file and what was read of it."""
    graph, left_out = network.graph, network.left_out
    return {
        "sparse_rnn": __version__,
        "file": readable_name(network.path),
        "sha256": network.sha256,
        "nodes": graph.n,
        "links": graph.edges,
        "positive_links": int((graph.sign > 0).sum()),
        "self_loops_left_out": left_out.self_loops,
        "zero_weights_left_out": left_out.zeros,
        "repeats_merged": left_out.repeats,
    }


def drawn_record(options: argparse.Namespace) -> dict:
    """Return which random networks were asked for (threads do not matter)."""
    return {
        "null_model": options.null,
        "null_model_keeps": list(find_null_model(options.null).keeps),
        "networks": options.networks,
        "seed": options.seed,
    }


def null_record(options: argparse.Namespace, sample: NullSample) -> dict:
    """Return all that the random networks depend on, and how they mixed."""
    proposed = sample.proposed * len(sample.accepted)
    return drawn_record(options) | {
        "swaps_per_link": options.swaps,  # as asked for; a small network gets more
        "swaps_proposed": sample.proposed,
        "swaps_accepted_share": float(sample.accepted.sum() / proposed) if proposed else None,
    }


def balance_rows(census: np.ndarray, sample: NullSample | None) -> pd.DataFrame:
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


def balance_record(census: np.ndarray, table: pd.DataFrame) -> dict:
    """Return eta, an interval of it from drawing its triads anew, and all rows of the table."""
    low, high = bootstrap_interval(census)
    eta = table["value"][0]
    defined = not np.isnan(eta)
    return {
        "eta": float(eta) if defined else None,
        "eta_bootstrap_95": [low, high] if defined else None,
        "balance": to_records(table),
    }
