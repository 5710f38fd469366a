"""Trained networks as signed links: one gzipped list per condition, all its seeds in it.

After three lines of comments with the number of nodes, the seeds and the epoch come the columns
``seed, source, target, sign``, separated by tabs.  Weights are not kept.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.graphs.signed_graph import SignedGraph

LINK_COLUMNS = ["seed", "source", "target", "sign"]
FOLDER, ENDING = "networks", ".tsv.gz"


class NetworkName(NamedTuple):
    """What names a trained network."""

    task: str
    model: str
    strategy: str
    sparsity: float
    seed: int


def as_links(arrays: Mapping[str, np.ndarray]) -> str:
    """Return the networks at the end of training as text.

    Parameters
    ----------
    arrays : Mapping
        ``weights`` ``(S, R, N, N)`` with ``weights[s, r, i, j]`` the link i -> j in snapshot s,
        ``epochs`` ``(S,)`` and ``seeds`` ``(R,)``.
    """
    signs, seeds = np.sign(arrays["weights"][-1]).astype(int), arrays["seeds"]
    replica, source, target = np.nonzero(signs)
    columns = (seeds[replica], source, target, signs[replica, source, target])
    links = pd.DataFrame(dict(zip(LINK_COLUMNS, columns, strict=True)))
    head = {
        "nodes": signs.shape[-1],
        "seeds": " ".join(map(str, seeds.tolist())),
        "epoch": arrays["epochs"][-1],
    }
    comments = "".join(f"# {key}: {value}\n" for key, value in head.items())
    return comments + links.to_csv(sep="\t", index=False, lineterminator="\n")


def save_links(path: str | Path, text: str) -> None:
    """Write text gzipped, without a date; a file that holds it already is left alone."""
    path = Path(path)
    if path.is_file() and text == _unzipped(path):
        return
    with atomic(path) as temporary:
        temporary.write_bytes(gzip.compress(text.encode(), mtime=0))


def read_links(path: str | Path) -> str:
    """Return the text of a gzipped list of links.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is not whole.
    """
    text = _unzipped(Path(path))
    if text is None:
        raise ValueError(f"{path} is damaged; restore it: git checkout -- {path}")
    return text


def _unzipped(path: Path) -> str | None:
    """Return the text of a gzipped file, None if it is damaged."""
    try:
        return gzip.decompress(path.read_bytes()).decode()
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError):
        return None


def load_condition(path: str | Path) -> dict[int, SignedGraph]:
    """Read the networks of one condition by seed.

    Parameters
    ----------
    path : path
        A gzipped list of links.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is damaged or is no such list; the message says how to restore it.
    """
    text = read_links(path)
    try:
        head = dict(line[2:].split(": ") for line in text.split("\n", 3)[:3])
        links = pd.read_csv(StringIO(text), sep="\t", comment="#", dtype=np.int64)
        if list(links.columns) != LINK_COLUMNS:
            raise ValueError(f"columns {list(links.columns)} instead of {LINK_COLUMNS}")
        return {seed: _graph(links, seed, head) for seed in map(int, head["seeds"].split())}
    except (KeyError, ValueError) as error:
        raise ValueError(
            f"{path} is no list of links ({error}); restore it: git checkout -- {path}"
        ) from None


def _graph(links: pd.DataFrame, seed: int, head: Mapping[str, str]) -> SignedGraph:
    """Return the network of one seed; self-loops, which the list has, are left out of it."""
    own = links[links["seed"] == seed]
    return SignedGraph.from_edges(*(own[name] for name in LINK_COLUMNS[1:]), n=int(head["nodes"]))


def load_networks(folder: str | Path) -> dict[NetworkName, SignedGraph]:
    """Read all archived networks.

    Parameters
    ----------
    folder : path
        The archive, e.g. ``data/reference``.

    Returns
    -------
    dict
        The signed graph of each `NetworkName`, self-loops left out; sorted.

    Raises
    ------
    FileNotFoundError
        If there is no archived network.
    ValueError
        If a file is damaged.
    """
    root = Path(folder) / FOLDER
    paths = sorted(root.glob(f"*/*/*/*{ENDING}"))
    if not paths:
        raise FileNotFoundError(f"no archived networks in {root}; write them with make archive")
    return {
        NetworkName(*path.parts[-4:-1], float(path.name.removesuffix(ENDING)), seed): graph
        for path in paths
        for seed, graph in load_condition(path).items()
    }
