"""Trained networks as signed links: one gzipped list per condition, all its seeds in it.

After three lines of comments with the number of nodes, the seeds and the epoch come the columns
``seed, source, target, sign, weight``, separated by tabs.  A weight is the shortest decimal that is
no other float32.  It is empty, or the whole column absent, in lists of networks that were archived
before weights were.
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

SIGN_COLUMNS = ["seed", "source", "target", "sign"]
LINK_COLUMNS = [*SIGN_COLUMNS, "weight"]
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
        ``weights`` ``(S, R, N, N)`` float32 with ``weights[s, r, i, j]`` the link i -> j in
        snapshot s, ``epochs`` ``(S,)`` and ``seeds`` ``(R,)``.

    Raises
    ------
    ValueError
        If a weight is not finite.
    """
    weights, seeds = arrays["weights"][-1], arrays["seeds"]
    replica, source, target = np.nonzero(weights)
    present = weights[replica, source, target]
    if not np.isfinite(present).all():
        raise ValueError("networks have weights that are no finite numbers")
    columns = (seeds[replica], source, target, np.sign(present).astype(int), present.astype(str))
    links = pd.DataFrame(dict(zip(LINK_COLUMNS, columns, strict=True)))
    head = {"nodes": weights.shape[-1], "seeds": seeds.tolist(), "epoch": arrays["epochs"][-1]}
    return _as_text(head, links)


def _as_text(head: Mapping, links: pd.DataFrame) -> str:
    """Return a list of links with its three lines of comments, without an empty last column."""
    links = links if links["weight"].any() else links[SIGN_COLUMNS]
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
        If the list is damaged, or its networks that stay are of another size or epoch.
    """
    if Path(path).is_file():
        (head, links), (own, fresh) = _read(path), _parsed(text)
        others = set(head["seeds"]) - set(own["seeds"])
        if others and (head["nodes"], head["epoch"]) != (own["nodes"], own["epoch"]):
            raise ValueError(f"{path} has networks of another size or epoch; delete it and rerun")
        kept = links[~links["seed"].isin(own["seeds"])]
        seeds = sorted({*head["seeds"], *own["seeds"]})
        both = pd.concat([kept, fresh]).sort_values("seed", kind="stable")
        text = _as_text(own | {"seeds": seeds}, both)
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


def same_links(path: str | Path, other: str | Path, seeds: Collection[int]) -> bool:
    """Tell whether two gzipped lists have the same networks of some seeds.

    Weights count where both lists have them.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If one is damaged.
    """
    (head, one), (other_head, two) = (_of_seeds(each, seeds) for each in (path, other))
    if head != other_head or not one[SIGN_COLUMNS].equals(two[SIGN_COLUMNS]):
        return False
    known = (one["weight"] != "") & (two["weight"] != "")
    return one["weight"][known].equals(two["weight"][known])


def _of_seeds(path: str | Path, seeds: Collection[int]) -> tuple[dict, pd.DataFrame]:
    """Return what a gzipped list has of some seeds: its comments, and links."""
    head, links = _read(path)
    chosen = [seed for seed in head["seeds"] if seed in seeds]
    return head | {"seeds": chosen}, links[links["seed"].isin(chosen)].reset_index(drop=True)


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


def load_weights(path: str | Path) -> dict[int, np.ndarray]:
    """Read the recurrent weights of the networks of one condition by seed.

    Returns
    -------
    dict
        Weights ``(N, N)`` float32, ``W[i, j]`` the link i -> j, of each seed that was archived with
        them.

    Raises
    ------
    FileNotFoundError, ValueError
        See `load_condition`.
    """
    head, links = _read(path)
    found, known = {}, links[links["weight"] != ""]
    try:
        for seed, own in known.groupby("seed"):
            found[seed] = np.zeros((head["nodes"], head["nodes"]), np.float32)
            found[seed][own["source"], own["target"]] = own["weight"].astype(float)
    except IndexError as error:
        raise _no_list(path, error) from None
    return found


def _read(path: str | Path) -> tuple[dict, pd.DataFrame]:
    """Return what the comments of a gzipped list say, and its links."""
    text = read_links(path)
    try:
        return _parsed(text)
    except (KeyError, ValueError) as error:
        raise _no_list(path, error) from None


def _parsed(text: str) -> tuple[dict, pd.DataFrame]:
    head = dict(line[2:].split(": ") for line in text.split("\n", 3)[:3])
    types = dict.fromkeys(SIGN_COLUMNS, np.int64) | {"weight": str}
    form = {"sep": "\t", "comment": "#", "dtype": types, "keep_default_na": False}
    links = pd.read_csv(StringIO(text), **form)
    if list(links.columns) not in (LINK_COLUMNS, SIGN_COLUMNS):
        raise ValueError(f"columns {list(links.columns)} instead of {LINK_COLUMNS}")
    links = links.reindex(columns=LINK_COLUMNS, fill_value="")
    weights = pd.to_numeric(links["weight"].where(links["weight"] != "", links["sign"]))
    if (np.sign(weights) != links["sign"]).any():
        raise ValueError("a weight has another sign than its link")
    seeds = list(map(int, head["seeds"].split()))
    return {"nodes": int(head["nodes"]), "seeds": seeds, "epoch": int(head["epoch"])}, links


def _no_list(path: str | Path, error: Exception) -> ValueError:
    return ValueError(f"{path} is no list of links ({error}); restore it: git checkout -- {path}")


def _graph(links: pd.DataFrame, seed: int, head: Mapping) -> SignedGraph:
    """Return the network of one seed; self-loops, which the list has, are left out of it."""
    own = links[links["seed"] == seed]
    return SignedGraph.from_edges(*(own[name] for name in SIGN_COLUMNS[1:]), n=head["nodes"])


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
