"""Are the archived z-scores settled?  Run python benchmarks/settled.py [FOLDER] [SEEDS] [NULL ...].

Counts the archived trained networks against random networks with more swaps than the archive's
nine: FANMOD's walk with 30 and 100, the uniform models with as many as census chooses.  Writes
settled.csv, by default into benchmarks/measured, a row per network, null model and loop as
they are finished, and goes on where it was interrupted; prints for each null model by how much z
has changed.  ``error`` is the Monte Carlo standard error of the difference of two z-scores from
1,000 networks each.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.archive.networks import NetworkName, load_networks
from sparse_rnn.base.artifacts import save_table
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import FFL, FFL_SIGNS
from sparse_rnn.graphs.nulls.sample import AUTO, Swaps, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import z_scores
from sparse_rnn.results.schema import read_table

ARCHIVE = Path(__file__).parents[1] / "data" / "reference"
MEASURED = Path(__file__).parent / "measured"
NETWORKS = 1000
AGAIN: tuple[tuple[str, Swaps], ...] = (
    ("fanmod-global-const", 30.0),
    ("fanmod-global-const", 100.0),
    ("global-const", AUTO),
    ("global-const-signed", AUTO),
    ("fixed-topology-signed", AUTO),
)
KEY = [*NetworkName._fields, "signs", "null_model"]


def archived_z() -> pd.DataFrame:
    """Return the archived z-scores at the end of training."""
    table = read_table("motifs", ARCHIVE / "tables" / "motifs.csv")
    last = table.groupby(list(NetworkName._fields))["epoch"].transform("max")
    return table[table["epoch"] == last].set_index(KEY)["z"]


def counted_again(graph: SignedGraph, null: str, swaps: Swaps) -> dict:
    """Return z of the eight loops, and what the random networks owe to their swaps."""
    sample = null_sample(graph, null, NETWORKS, 1, swaps, threads=2)
    z = z_scores(signed_triad_census(graph)[FFL], sample.counts[:, FFL])
    mixed = {"accepted": sample.acceptance, "overlap": sample.overlap, "settled": sample.settled}
    return {"signs": list(FFL_SIGNS), "z": z, "swaps": sample.swaps, **mixed}


def report(table: pd.DataFrame) -> pd.DataFrame:
    """Return by null model and swaps how far z is from the archived one."""
    former = archived_z().reindex(pd.MultiIndex.from_frame(table[KEY])).to_numpy()
    change = table["z"] - former
    error = np.sqrt(2 / NETWORKS * (1 + former**2 / 2))
    kinds = table.assign(change=change, errors=change / error, size=np.abs(change), was=former)
    by = kinds.dropna(subset="was").groupby(["null_model", "asked"])
    return by.agg(
        rows=("change", "size"),
        swaps_median=("swaps", "median"),
        swaps_most=("swaps", "max"),
        accepted=("accepted", "mean"),
        overlap=("overlap", "mean"),
        settled=("settled", "mean"),
        mean_change=("change", "mean"),
        sd_in_errors=("errors", "std"),
        largest_in_errors=("errors", lambda e: e.abs().max()),
    )


def main() -> None:
    """Fill the table, a network and null model at a time; print the report."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else MEASURED
    seeds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    again = [(null, swaps) for null, swaps in AGAIN if null in (sys.argv[3:] or dict(AGAIN))]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "settled.csv"
    parts = [pd.read_csv(path, dtype={"asked": str})] if path.exists() else []
    names = [*NetworkName._fields, "null_model", "asked"]
    done = {tuple(row) for row in parts[0][names].to_numpy().tolist()} if parts else set()
    for name, graph in load_networks(ARCHIVE).items():
        for null, swaps in again if name.seed <= seeds else ():
            key = (*name, null, str(swaps))
            if key not in done:
                known = dict(zip(names, key, strict=True))
                parts.append(pd.DataFrame(known | counted_again(graph, null, swaps)))
        save_table(path, pd.concat(parts, ignore_index=True))
    print(report(pd.concat(parts, ignore_index=True)).round(3).to_string())


if __name__ == "__main__":
    main()
