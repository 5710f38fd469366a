"""How fast edge lists are read, beside pandas.read_csv alone: python benchmarks/reading.py.

Each file has a million links among 100,000 nodes.  pandas only parses the table; reading also
numbers the nodes, reads the signs, looks for repeats and makes the graph.  The names of the last
file have commas and stand in quotes.  Times are those of the processor.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
import pandas as pd

from sparse_rnn.graphs.files.readers import read_network

LINKS, NODES = 10**6, 10**5


def tables() -> dict[str, tuple[pd.DataFrame, dict]]:
    """Return the table of each file and how pandas writes it."""
    rng = np.random.default_rng(0)
    link = rng.permutation(np.unique(rng.integers(0, NODES**2, LINKS)))
    ends = {"source": link // NODES, "target": link % NODES}
    numbers = pd.DataFrame(ends | {"sign": rng.choice([-1, 1], len(link))})
    weights = numbers.assign(sign=rng.normal(size=len(link)).round(6))
    named = weights.assign(source="n" + numbers["source"].astype(str))
    commas = numbers.assign(source="n, " + numbers["source"].astype(str))
    quoted = {"sep": ",", "quoting": 2}  # csv.QUOTE_NONNUMERIC
    return {
        "numbers.tsv": (numbers, {"sep": "\t"}),
        "named.tsv": (named, {"sep": "\t"}),
        "spaces.txt": (numbers, {"sep": " "}),
        "quoted.csv": (named, quoted),
        "gzip.tsv.gz": (numbers, {"sep": "\t"}),
        "commas.csv": (commas, quoted),
    }


def seconds(act: object, *arguments: object, **named: object) -> float:
    """Return the time that a call takes."""
    began = process_time()
    act(*arguments, **named)
    return process_time() - began


def main() -> None:
    """Write each file, read it both ways, and print the times."""
    print(f"{'file':14} {'read_network':>14} {'pandas alone':>14}")
    with TemporaryDirectory() as folder:
        for name, (table, written) in tables().items():
            path = Path(folder) / name
            table.to_csv(path, index=False, **written)
            ours = seconds(read_network, path)
            alone = seconds(pd.read_csv, path, sep=written["sep"])
            print(f"{name:14} {ours:12.2f} s {alone:12.2f} s", flush=True)


if __name__ == "__main__":
    main()
