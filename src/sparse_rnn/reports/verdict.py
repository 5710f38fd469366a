"""What comes of a comparison with random networks, in one plain sentence.

A sentence says what is more or less frequent than in the random networks; it does not say why.
"""

from __future__ import annotations

from math import ceil

import numpy as np
import pandas as pd

from sparse_rnn.graphs.motifs import FFL_CLASS
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.reports.draws import NullDraws, sample_warnings

SIGNIFICANT_BELOW = 0.05
ENOUGH_FOR_P = ceil(2 / SIGNIFICANT_BELOW)
"""With fewer random networks no two-sided p-value can be below the level."""


def loops_verdict(motifs: pd.DataFrame, draws: NullDraws, sample: NullSample) -> str:
    """Return how many balanced and unbalanced feed-forward loops differ from the random networks.

    Parameters
    ----------
    motifs : pandas.DataFrame
        The table of `graphs.significance.motif_table`.
    draws, sample
        The random networks.
    """
    if silence := _nothing_to_say(draws, sample):
        return silence
    loops = motifs[motifs["triad"] == FFL_CLASS]
    parts = [
        _kind(loops[loops["balanced"] == balanced], name)
        for balanced, name in ((True, "balanced loops"), (False, "unbalanced loops"))
    ]
    return _told("; ".join(parts), motifs, draws, "motif")


def four_nodes_verdict(table: pd.DataFrame, draws: NullDraws, sample: NullSample) -> str:
    """Return how many four-node classes differ from the random networks.

    Parameters
    ----------
    table : pandas.DataFrame
        The table of `graphs.census.four.significance.four_node_table`.
    draws, sample
        The random networks.
    """
    if silence := _nothing_to_say(draws, sample):
        return silence
    return _told(_kind(table, "four-node classes"), table, draws, "class")


def _kind(rows: pd.DataFrame, name: str) -> str:
    """Return how many rows of one kind are over- and under-represented."""
    found = rows[rows["q"] < SIGNIFICANT_BELOW]
    over = int((found["p_more"] < found["p_fewer"]).sum())
    under = len(found) - over
    return f"{over} of {len(rows):,} {name} are over-represented and {under} under-represented"


def _told(found: str, rows: pd.DataFrame, draws: NullDraws, name: str) -> str:
    """Return what was found with what it rests on; no verdict if few networks show nothing."""
    enough = ENOUGH_FOR_P * len(rows)
    few = draws.networks < enough
    if few and not (rows["q"] < SIGNIFICANT_BELOW).any():
        return (
            f"no verdict: {draws.networks:,} random networks are too few to show a {name} that"
            f" differs alone; draw {enough:,} or more (--networks)"
        )
    rest = f"q < {SIGNIFICANT_BELOW:g}, {draws.networks:,} networks of {draws.null_model}"
    rest += f"; fewer than {enough:,} cannot show a {name} that differs alone" * few
    return f"{found} ({rest})"


def eta_verdict(balance: pd.DataFrame, draws: NullDraws, sample: NullSample) -> str:
    """Return on which side of the random networks eta lies; empty where eta does not exist."""
    if silence := _nothing_to_say(draws, sample):
        return silence
    eta = balance.iloc[0]
    if np.isnan(eta["p"]):
        return ""
    if eta["p"] >= SIGNIFICANT_BELOW:
        told = f"the {draws.networks:,} random networks (p = {eta['p']:.2g})"
        return f"eta is not distinguishable from that of {told}"
    side = "higher" if eta["p_more"] < eta["p_fewer"] else "lower"
    return f"eta is {side} than in random networks ({draws.null_model}, p = {eta['p']:.2g})"


def _nothing_to_say(draws: NullDraws, sample: NullSample) -> str:
    """Return why the random networks allow no verdict; empty if they do."""
    if sample_warnings(sample):
        return "no verdict: see the warning"
    if draws.networks < ENOUGH_FOR_P:
        few = f"{draws.networks} random networks are too few for p < {SIGNIFICANT_BELOW}"
        return f"no verdict: {few}; draw {ENOUGH_FOR_P} or more (--networks)"
    return ""
