"""How many swaps random networks need: python benchmarks/mixing.py [FOLDER] [NETWORKS].

Follows chains of six null models that start from the trained network of the first notebook (hand
gestures, Pruning II at sparsity 0.95) and writes mixing.csv, mixing.png and mixing.pdf, by default
into figures/reference.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from sparse_rnn.base.artifacts import save_table
from sparse_rnn.drawing.mixing import mixing_figure
from sparse_rnn.drawing.style import save_figure
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.nulls.mixing import mixing_table, settled_at, summary

ROOT = Path(__file__).parents[1]
NETWORK = ROOT / "notebooks" / "example_network.tsv"
NULLS = (
    "global-const",
    "no-regard",
    "local-const",
    "global-const-signed",
    "fixed-topology-signed",
    "fanmod-global-const",
)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "figures" / "reference"
    networks = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    graph = read_network(NETWORK).graph
    tables = []
    for null in NULLS:
        with tqdm(desc=null, disable=None) as bar:
            tables.append(mixing_table(graph, null, networks, progress=bar.update))
        print(f"{null}: settled at {settled_at(tables[-1])} swaps per link")
        print(summary(tables[-1]).round(3).to_string(index=False), flush=True)
    table = pd.concat(tables)
    save_table(folder / "mixing.csv", table)
    note = f"Trained network of {graph.n} nodes, {graph.edges} links; {networks:,} chains each"
    save_figure(mixing_figure(table, note), folder, "mixing")


if __name__ == "__main__":
    main()
