"""Signed directed networks from files, in each format that a reader's own network may come in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sparse_rnn.graphs.files.edge_lists import read_edge_list
from sparse_rnn.graphs.files.graphml import read_graphml
from sparse_rnn.graphs.files.link_list import LeftOut, LinkList, to_graph
from sparse_rnn.graphs.files.matrix_files import read_npy, read_npz
from sparse_rnn.graphs.signed_graph import SignedGraph

READERS: dict[str, Callable[[bytes], LinkList]] = {
    ".tsv": partial(read_edge_list, separator="\t"),
    ".txt": partial(read_edge_list, separator="\t"),
    ".csv": partial(read_edge_list, separator=","),
    ".graphml": read_graphml,
    ".npz": read_npz,
    ".npy": read_npy,
}
"""The reader of each kind of file, by how the file's name ends."""


@dataclass(frozen=True)
class NetworkFile:
    """A network with where it comes from.

    Attributes
    ----------
    graph : SignedGraph
        The network.
    left_out : LeftOut
        What the file lists beside it.
    path : Path
        The file.
    sha256 : str
        Hash of its bytes.
    """

    graph: SignedGraph
    left_out: LeftOut
    path: Path
    sha256: str


def read_network(path: str | Path, merge: bool = False) -> NetworkFile:
    """Read a signed directed network from a file.

    The name of the file tells its format: ``.tsv``, ``.txt`` or ``.csv`` is an edge list (see
    `edge_lists.read_edge_list`), ``.graphml`` GraphML (`graphml.read_graphml`), ``.npy`` a dense
    and ``.npz`` a sparse weight matrix (`matrix_files`).  Of a weight only the sign is kept.  The
    same rules hold for all:

    - a weight of 0 is no link (its nodes are there nonetheless); such weights are counted;
    - a weight that is NaN or infinite is refused;
    - self-loops are left out and counted;
    - a link given twice is refused, unless ``merge`` is set and the signs agree;
    - names that are all whole numbers are numbers, others stay text; nodes are ordered by name.

    Parameters
    ----------
    path : str or Path
        The file.
    merge : bool, optional
        Count a link once that is given several times with the same sign.

    Raises
    ------
    ValueError
        If the file is not what its name says; the message names the file and the place in it.
    OSError
        If the file cannot be opened.
    """
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if path.suffix.lower() == ".gz":
        raise ValueError(f"{path} is compressed; unpack it first: gzip -d")
    if reader is None:
        raise ValueError(f"{path} is of no known kind; name it {', '.join(READERS)}")
    data = path.read_bytes()
    try:
        graph, left_out = to_graph(reader(data), merge)
    except ValueError as error:
        raise ValueError(f"{path} {error}") from None
    return NetworkFile(graph, left_out, path, hashlib.sha256(data).hexdigest())
