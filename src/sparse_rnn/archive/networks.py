"""Trained networks as signed links: one gzipped list per condition, all its seeds in it.

After three lines of comments with the number of nodes, the seeds and the epoch come the columns
``seed, source, target, sign``, separated by tabs.  Weights are not kept.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Collection, Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.config import Condition
from sparse_rnn.graphs.signed_graph import SignedGraph

LINK_COLUMNS = ["seed", "source", "target", "sign"]
FOLDER, ENDING = "networks", ".tsv.gz"


def links_path(archive: str | Path, condition: Condition) -> Path:
    """Return where an archive keeps the networks of a condition."""
    return Path(archive) / FOLDER / f"{'/'.join(condition.wildcards.values())}{ENDING}"


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
    head = {"nodes": signs.shape[-1], "seeds": seeds.tolist(), "epoch": arrays["epochs"][-1]}
    return _as_text(head, links)


def _as_text(head: Mapping, links: pd.DataFrame) -> str:
    """Return a list of links with its three lines of comments."""
    spelt = head | {"seeds": " ".join(map(str, head["seeds"]))}
    comments = "".join(f"# {key}: {value}\n" for key, value in spelt.items())
    return comments + links.to_csv(sep="\t", index=False, lineterminator="\n")


def merge_links(path: str | Path, text: str) -> None:
    """Write networks into the list of their condition, in place of those of the same seeds.

    Parameters
    ----------
    path : path
        The gzipped list, which need not be there.  Its seeds are sorted.
    text : str
        Networks as `as_links` returns them.

    Raises
    ------
    ValueError
        If the list is damaged, or its networks are of another size or epoch.
    """
    if Path(path).is_file():
        (head, links), (own, fresh) = _read(path), _parsed(text)
        if (head["nodes"], head["epoch"]) != (own["nodes"], own["epoch"]):
            raise ValueError(f"{path} has networks of another size or epoch; delete it and rerun")
        kept = links[~links["seed"].isin(own["seeds"])]
        seeds = sorted({*head["seeds"], *own["seeds"]})
        both = pd.concat([kept, fresh]).sort_values("seed", kind="stable")
        text = _as_text(head | {"seeds": seeds}, both)
    save_links(path, text)


def drop_links(path: str | Path, seeds: Collection[int]) -> None:
    """Take the networks of some seeds out of a list, and the file away if none is left."""
    if not Path(path).is_file():
        return
    head, links = _read(path)
    left = [seed for seed in head["seeds"] if seed not in seeds]
    if left:
        save_links(path, _as_text(head | {"seeds": left}, links[links["seed"].isin(left)]))
    else:
        Path(path).unlink()


def links_of_seeds(path: str | Path, seeds: Collection[int]) -> str:
    """Return the networks of some seeds of a gzipped list as text.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If it is damaged.
    """
    head, links = _read(path)
    chosen = [seed for seed in head["seeds"] if seed in seeds]
    return _as_text(head | {"seeds": chosen}, links[links["seed"].isin(chosen)])


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
    head, links = _read(path)
    try:
        return {seed: _graph(links, seed, head) for seed in head["seeds"]}
    except ValueError as error:
        raise _no_list(path, error) from None


def _read(path: str | Path) -> tuple[dict, pd.DataFrame]:
    """Return what the comments of a gzipped list say, and its links."""
    text = read_links(path)
    try:
        return _parsed(text)
    except (KeyError, ValueError) as error:
        raise _no_list(path, error) from None


def _parsed(text: str) -> tuple[dict, pd.DataFrame]:
    head = dict(line[2:].split(": ") for line in text.split("\n", 3)[:3])
    links = pd.read_csv(StringIO(text), sep="\t", comment="#", dtype=np.int64)
    if list(links.columns) != LINK_COLUMNS:
        raise ValueError(f"columns {list(links.columns)} instead of {LINK_COLUMNS}")
    seeds = list(map(int, head["seeds"].split()))
    return {"nodes": int(head["nodes"]), "seeds": seeds, "epoch": int(head["epoch"])}, links


def _no_list(path: str | Path, error: Exception) -> ValueError:
    return ValueError(f"{path} is no list of links ({error}); restore it: git checkout -- {path}")


def _graph(links: pd.DataFrame, seed: int, head: Mapping) -> SignedGraph:
    """Return the network of one seed; self-loops, which the list has, are left out of it."""
    own = links[links["seed"] == seed]
    return SignedGraph.from_edges(*(own[name] for name in LINK_COLUMNS[1:]), n=head["nodes"])


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
