"""Balance and loops of the archived networks, counted afresh, beside what the tables say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sparse_rnn.archive.load import archived_table
from sparse_rnn.archive.networks import NetworkName, load_networks
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.census.sparse import signed_ffl_counts
from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.results.runs import RUN, last_epoch

COUNTED = ["eta", *FFL_SIGNS]


def counted_afresh(archive: str | Path) -> pd.DataFrame:
    """Return `COUNTED`, eta and the eight counts, of every archived network, by `NetworkName`."""
    networks = load_networks(archive)
    rows = [
        [global_balance(graph).eta, *signed_ffl_counts(graph).tolist()]
        for graph in networks.values()
    ]
    index = pd.MultiIndex.from_tuples(networks, names=NetworkName._fields)
    return pd.DataFrame(rows, index, COUNTED, dtype=float)


def counted_before(archive: str | Path) -> pd.DataFrame:
    """Return `COUNTED` at the end of training by `NetworkName`, as the tables have it."""
    balance, motifs = (last_epoch(archived_table(archive, name)) for name in ("balance", "motifs"))
    eta = balance[balance["strategy"] != "dense"].set_index(RUN)["eta"]
    sparse = motifs[motifs["strategy"] != "dense"]
    sparse = sparse.drop_duplicates([*RUN, "signs", "count"])  # one count, several null models
    counts = sparse.pivot(index=RUN, columns="signs", values="count")
    return counts.join(eta, how="outer")[COUNTED].astype(float)


def disagreements(archive: str | Path) -> list[str]:
    """Return a line on each network whose numbers differ, or that is in one of the two alone.

    Raises
    ------
    FileNotFoundError
        If no network is archived, or a table is missing.
    ValueError
        If a file is damaged.
    """
    afresh, before = counted_afresh(archive), counted_before(archive)
    lines = [
        f"{run}: in the tables, but not archived" for run in before.index.difference(afresh.index)
    ]
    lines += [f"{run}: archived, but in no table" for run in afresh.index.difference(before.index)]
    for run in afresh.index.intersection(before.index):
        new, old = afresh.loc[run], before.loc[run]
        wrong = new.index[(new != old) & ~(new.isna() & old.isna())]
        lines += [f"{run}: {name} is {new[name]}, the table says {old[name]}" for name in wrong]
    return lines
