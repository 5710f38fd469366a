"""Every figure of FANMOD beside ours: python benchmarks/fanmod.py OUT.csv [NETWORKS].

Writes, for each run of FANMOD 1.1 kept in tests/golden, the mean, sd and both z-scores of the
eight signed feed-forward loops: ours, theirs, and the difference in Monte Carlo standard errors.
FANMOD's "global const" is compared with its own walk, and for the record with the uniform model.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.graphs.agreement import FIGURES, difference_in_errors
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.graphs.significance import motif_significance

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "signed_networks"
RUN = ["network", "bidirectional_edges", "regard_edge_signs", "random_networks", "seed"]


@cache
def ours(network: str, null: str, networks: int) -> pd.DataFrame:
    with np.load(GOLDEN / "links.npz") as archive:
        graph = SignedGraph.from_edges(*archive[network].T)
    return motif_significance(graph, null, networks, seed=1).set_index("signs")


def compare(networks: int) -> pd.DataFrame:
    figures = pd.read_csv(GOLDEN / "fanmod_signed_ffl.csv", dtype={"signs_ij_jk_ik": str})
    figures = figures.rename(columns={"signs_ij_jk_ik": "signs", "z_count": "z"})
    parts = []
    for (network, pairs, regard, drawn, seed), rows in figures.groupby(RUN):
        name = pairs.replace(" ", "-") + ("-signed" if regard else "")
        for null in {f"fanmod-{name}", name} if pairs == "global const" else {name}:
            table = ours(network, null, networks)
            theirs = rows.set_index("signs").loc[table.index]
            apart = difference_in_errors(table, networks, theirs, drawn)
            part = pd.DataFrame(
                {"network": network, "null": null, "run": f"{drawn}/{seed}"}, apart.index
            )
            for figure in FIGURES:
                part[f"{figure}_ours"], part[f"{figure}_fanmod"] = table[figure], theirs[figure]
                part[f"{figure}_difference_se"] = apart[figure]
            parts.append(part.reset_index())
    return pd.concat(parts, ignore_index=True).sort_values(["network", "null", "run", "signs"])


def main() -> None:
    networks = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    table = compare(networks)
    table.to_csv(sys.argv[1], index=False, float_format="%.5g")
    columns = [f"{figure}_difference_se" for figure in FIGURES]
    largest = table[columns].abs().groupby([table["network"], table["null"], table["run"]]).max()
    print(f"largest difference in standard errors, {networks} networks of ours")
    print(largest.round(1).to_string())


if __name__ == "__main__":
    main()
