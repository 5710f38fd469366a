"""Signed directed networks from files, in each format that a reader's own network may come in."""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sparse_rnn.base.streams import readable_name
from sparse_rnn.graphs.files.foreign_matrices import read_mat, read_mtx
from sparse_rnn.graphs.files.graph_files import read_gexf, read_gml, read_sif
from sparse_rnn.graphs.files.graphml import read_graphml
from sparse_rnn.graphs.files.link_list import LeftOut, LinkList, parsing, to_graph
from sparse_rnn.graphs.files.matrix_files import read_npy, read_npz
from sparse_rnn.graphs.files.pajek import read_pajek
from sparse_rnn.graphs.files.reading_options import AS_IT_STANDS, ReadingOptions
from sparse_rnn.graphs.files.suspicions import suspicions
from sparse_rnn.graphs.files.tables import read_parquet
from sparse_rnn.graphs.files.text_tables import read_text_matrix, read_text_table
from sparse_rnn.graphs.files.unused_options import EVERYWHERE, refuse_unused
from sparse_rnn.graphs.signed_graph import SignedGraph

log = logging.getLogger(__name__)

READERS: dict[str, Callable[[bytes, ReadingOptions], LinkList]] = {
    ".tsv": partial(read_text_table, separator="\t"),
    ".txt": partial(read_text_table, separator="\t"),
    ".edgelist": partial(read_text_table, separator="\t"),
    ".csv": partial(read_text_table, separator=","),
    ".matrix": read_text_matrix,
    ".graphml": read_graphml,
    ".gexf": read_gexf,
    ".gml": read_gml,
    ".net": read_pajek,
    ".sif": read_sif,
    ".mtx": read_mtx,
    ".mat": read_mat,
    ".parquet": read_parquet,
    ".npz": read_npz,
    ".npy": read_npy,
}
"""The reader of each kind of file, by how the file's name ends."""

_ALL_FILES = EVERYWHERE | {"format"}
_USED = dict.fromkeys((".tsv", ".txt", ".edgelist", ".csv", ".parquet"), _ALL_FILES | {"columns"})
_USED |= dict.fromkeys((".graphml", ".gexf", ".gml", ".mat"), _ALL_FILES | {"attribute"})

STANDARD_INPUT = "-"
"""The name of a file that stands for the standard input."""

_GZIP = b"\x1f\x8b"


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
        The file; ``stdin`` for the standard input.
    sha256 : str
        Hash of its bytes.
    notes : tuple of str
        What was chosen in reading it.
    warnings : tuple of str
        What makes it look as if it meant something else, see `suspicions.suspicions`.
    """

    graph: SignedGraph
    left_out: LeftOut
    path: Path
    sha256: str
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name of the file as text, with escapes for what is not UTF-8."""
        return readable_name(self.path)


def read_network(path: str | os.PathLike, options: ReadingOptions = AS_IT_STANDS) -> NetworkFile:
    """Read a signed directed network from a file.

    The name of the file, less ``.gz``, tells its format, unless ``options.format`` does: ``.tsv``,
    ``.txt``, ``.edgelist`` or ``.csv`` is an edge list (see `edge_lists.read_edge_list`) or a
    matrix (`text_tables`), ``.graphml`` GraphML (`graphml.read_graphml`), ``.npy`` a dense and
    ``.npz`` a sparse weight matrix (`matrix_files`); docs/inputs.md lists the formats of other
    programs.  Of a weight only the sign is kept.  The same rules hold for all:

    - a weight of 0 is no link (its nodes are there nonetheless); such weights are counted;
    - weights that are only 0, 1, 2 and 3 may be codes and are refused without ``options.signs``;
    - a sign that is unknown (NaN, ``?``, ``+-``) is refused, or left out and counted; infinity and
      what is no sign is refused;
    - self-loops are left out and counted;
    - a link given twice is refused, unless ``options.merge`` is set and the signs agree, or
      ``options.conflicts`` tells what becomes of it if they do not;
    - names that are all whole numbers are numbers, others stay text; nodes are ordered by name.

    What makes the network look as if it were meant otherwise is logged as a warning.

    Parameters
    ----------
    path : str or path
        The file, packed by gzip or not; ``-`` is the standard input.
    options : ReadingOptions, optional
        What the file does not say itself.

    Raises
    ------
    ValueError
        If the file is not what its name says, or cannot use an option; the message names the file
        and the place in it.
    OSError
        If the file cannot be opened.
    """
    standard = os.fspath(path) == STANDARD_INPUT
    path = Path("stdin") if standard else Path(path)
    ending = _ending(path, standard, options)
    data = sys.stdin.buffer.read() if standard else path.read_bytes()
    try:
        refuse_unused(options, _USED.get(ending, _ALL_FILES))
        links = READERS[ending](_unpacked(data, path), options)
        graph, left_out = to_graph(links, options)
    except ValueError as error:
        raise ValueError(f"{path} {error}") from None
    told = links.notes, suspicions(graph)
    network = NetworkFile(graph, left_out, path, hashlib.sha256(data).hexdigest(), *told)
    for warning in network.warnings:
        log.warning("%s: %s", network.label, warning)
    return network


def _ending(path: Path, standard: bool, options: ReadingOptions) -> str:
    """Return the kind of a file, a key of `READERS`."""
    known = ", ".join(READERS)
    if options.format is not None:
        ending = f".{options.format.lower().removeprefix('.').removesuffix('.gz')}"
        if ending not in READERS:
            raise ValueError(f"{options.format!r} is no known format; choose {known} (--format)")
        return ending
    if standard:
        raise ValueError("stdin has no name that tells its format; say it, such as --format tsv")
    *_, ending = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffixes or [""]
    if ending.lower() not in READERS:
        raise ValueError(f"{path} is of no known kind; name it {known}, or say its --format")
    return ending.lower()


def _unpacked(data: bytes, path: Path) -> bytes:
    """Return the bytes of a file, unpacked if they are packed by gzip."""
    if not data.startswith(_GZIP):
        if path.suffix.lower() == ".gz":
            raise ValueError("is not packed by gzip; name it without .gz")
        return data
    with parsing("gzip"):
        return gzip.decompress(data)
