"""What subcommands tell on the terminal: networks, null models, balance and tables, in words."""

from __future__ import annotations

from textwrap import fill

import numpy as np
import pandas as pd

from sparse_rnn.graphs.files.readers import NetworkFile

UNMOVED = """\
NOTHING COULD BE MOVED: all random networks are the given one, which is no evidence of anything.
      Choose a null model that keeps less, see --help."""


_LEFT_OUT = {
    "self_loops": "self-loops",
    "zeros": "zero weights",
    "repeats": "repeats",
    "unknown": "unknown signs",
    "conflicts": "conflicts",
    "comments": "comment lines",
}
"""What the fields of `LeftOut` are called on the terminal, in the order in which they are told."""


def network_in_words(network: NetworkFile) -> str:
    """Return a line on a network: how large it is, and what was left out; then a line per note."""
    graph = network.graph
    positive = int((graph.sign > 0).sum())
    counts = {name: getattr(network.left_out, field) for field, name in _LEFT_OUT.items()}
    without = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    line = (
        f"{network.label}: {graph.n:,} nodes, {graph.edges:,} links"
        f" ({positive:,} positive, {graph.edges - positive:,} negative)"
        + (f", without {without}" if without else "")
    )
    return "\n".join([line, *(f"note: {note}" for note in network.notes)])


def null_networks_in_words(record: dict) -> str:
    """Return as the terminal shows it what `records.null_record` says."""
    share = record["swaps_accepted_share"]
    accepted = "" if share is None else f", {100 * share:.0f} % of them accepted"
    line = (
        f"null model {record['null_model']}: {record['networks']:,} networks,"
        f" seed {record['seed']}, {record['swaps_proposed']:,} swaps each{accepted}"
    )
    kept = fill(f"kept: {'; '.join(record['null_model_keeps'])}", 100, subsequent_indent=" " * 6)
    return "\n".join([line, kept, *([UNMOVED] if share == 0 else [])])


def balance_in_words(record: dict, table: pd.DataFrame) -> str:
    """Return eta with its interval and the table (see `records`), as the terminal shows them."""
    if record["eta"] is None:
        return "global balance eta: not defined, for there is no transitive triad"
    low, high = record["eta_bootstrap_95"]
    head = f"global balance eta = {record['eta']:.4f}, the mean of the ratios below it"
    interval = f"(95 % of bootstraps lie between {low:.4f} and {high:.4f})"
    return "\n".join([f"{head} {interval}", table_in_words(table)])


def table_in_words(table: pd.DataFrame) -> str:
    """Return a table as columns of text; a dash stands for what is not defined."""
    shown = table.copy()
    for name in table.select_dtypes("bool"):
        shown[name] = np.where(table[name], "yes", "no")
    return shown.to_string(index=False, na_rep="-", float_format="{:.4g}".format)
