"""Every figure of FANMOD beside ours: python benchmarks/fanmod.py OUT.csv [NETWORKS].

Writes, for each run of FANMOD 1.1 on three networks of ours kept in tests/golden/fanmod, the mean,
sd and z of the eight signed feed-forward loops: ours, theirs, and the difference in Monte Carlo
standard errors.  FANMOD's "global const" is compared with its own walk, and for the record with the
uniform model.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from agreement import difference_in_errors

from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.significance import motif_significance

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "fanmod"
FIGURES = ["mean", "sd", "z"]
FANMOD_NETWORKS = 2000
SWAPS = 30.0  # FANMOD draws a network from the one before, and so long after the given one


def compare(networks: int) -> pd.DataFrame:
    parts = []
    for network, known in json.loads((GOLDEN / "fanmod.json").read_text(encoding="utf-8")).items():
        graph = read_network(GOLDEN / f"{network}.tsv").graph
        for run in known["runs"]:
            name = run["model"].replace("_", "-") + ("-signed" if run["regard_signs"] else "")
            for null in (f"fanmod-{name}", name) if run["model"] == "global_const" else (name,):
                ours = motif_significance(graph, null, networks, 1, SWAPS).set_index("signs")
                part = beside(ours, networks, pd.DataFrame({key: run[key] for key in FIGURES}))
                parts.append(part.assign(network=network, null_model=null).reset_index())
    return pd.concat(parts, ignore_index=True)


def beside(ours: pd.DataFrame, networks: int, theirs: pd.DataFrame) -> pd.DataFrame:
    theirs = theirs.loc[ours.index].assign(z_frequency=np.nan)  # which was not kept
    apart = difference_in_errors(ours, networks, theirs, FANMOD_NETWORKS)
    part = pd.DataFrame(index=ours.index)
    for figure in FIGURES:
        part[f"{figure}_ours"], part[f"{figure}_fanmod"] = ours[figure], theirs[figure]
        part[f"{figure}_difference_se"] = apart[figure]
    return part


def main() -> None:
    networks = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    table = compare(networks)
    table.to_csv(sys.argv[1], index=False, float_format="%.5g")
    columns = [f"{figure}_difference_se" for figure in FIGURES]
    largest = table[columns].abs().groupby([table["network"], table["null_model"]]).max()
    print(f"largest difference in standard errors, {networks} networks of ours")
    print(largest.round(1).to_string())


if __name__ == "__main__":
    main()
