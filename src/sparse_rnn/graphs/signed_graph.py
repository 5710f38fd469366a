"""A directed network of signs: who links to whom, and whether the link is positive or negative."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from operator import index

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sp

from sparse_rnn.graphs.files.sign_words import NOT_A_SIGN, UNKNOWN_SIGN, read_signs

MAX_NODES = 2**31 - 1
COUNTED_AT_ONCE = 2**20


@dataclass(frozen=True, eq=False)
class SignedGraph:
    """A simple directed graph whose links have signs, without self-loops.

    Memory is proportional to the number of links.  Construct with `from_weights`, `from_edges` or
    `from_networkx`, which drop self-loops and absent links and say what is wrong otherwise.

    Attributes
    ----------
    n : int
        Number of nodes.
    source, target : ndarray
        Ends of the ``E`` links source -> target, ``(E,)`` int32, sorted by (source, target).
    sign : ndarray
        Signs of the links, ``(E,)`` int8, each -1 or +1.
    names : tuple or None
        Names of the nodes in order; None where nodes are just numbers.

    Raises
    ------
    ValueError
        If the arrays are not of one length, unsorted, out of range, hold a self-loop or a
        duplicate, or a sign other than -1 and +1.
    """

    n: int
    source: np.ndarray
    target: np.ndarray
    sign: np.ndarray
    names: tuple[Hashable, ...] | None = None

    def __post_init__(self) -> None:
        for field, dtype in (("source", np.int32), ("target", np.int32), ("sign", np.int8)):
            array = np.array(getattr(self, field), dtype=dtype, order="C")
            array.flags.writeable = False
            object.__setattr__(self, field, array)
        object.__setattr__(self, "n", index(self.n))  # one of NumPy's own would overflow in n * n
        _check_links(self.n, self.source, self.target, self.sign)
        if self.names is not None and len(self.names) != self.n:
            raise ValueError(f"{len(self.names)} node names for {self.n} nodes")

    @classmethod
    def from_weights(
        cls,
        weights: np.ndarray | sp.sparray | sp.spmatrix | pd.DataFrame,
        names: Iterable | None = None,
    ) -> SignedGraph:
        """Return the signs of a weight matrix.

        Parameters
        ----------
        weights : ndarray, scipy sparse array or pandas.DataFrame, (N, N)
            ``weights[i, j]`` is the link i -> j; zeros are no links, the diagonal is left out.
        names : iterable, optional
            Names of the nodes; the labels of a DataFrame by default, unless these are just numbers.

        Raises
        ------
        ValueError
            If the matrix is not square, not of numbers, or holds NaN or infinity.
        """
        if isinstance(weights, pd.DataFrame):
            weights, labels = _labelled(weights)
            names = labels if names is None else names
        matrix = weights if sp.issparse(weights) else np.asarray(weights)
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
            raise ValueError(f"weights must be a square matrix (N, N), got shape {matrix.shape}")
        if matrix.dtype.kind not in "buif":
            raise ValueError(f"weights must be real numbers, got dtype {matrix.dtype}")
        if sp.issparse(matrix):
            links = sp.coo_array(matrix)
            links.sum_duplicates()
            source, target, values = links.row, links.col, links.data
        else:
            source, target = np.nonzero(matrix)
            values = matrix[source, target]
        return cls.from_edges(source, target, values, n=matrix.shape[0], names=names)

    @classmethod
    def from_edges(
        cls,
        source: np.ndarray,
        target: np.ndarray,
        weight: np.ndarray,
        n: int | None = None,
        names: Iterable | None = None,
    ) -> SignedGraph:
        """Return the graph of a list of weighted links, in any order.

        Parameters
        ----------
        source, target : array-like of int or str, (E,)
            Links source -> target, by the numbers or by the names of the nodes; self-loops are left
            out.
        weight : array-like, (E,)
            Weights or signs (``"+"``, ``"-"`` and the like, see `sign_words`); only the sign is
            kept, and a weight of 0 is no link.
        n : int, optional
            Number of nodes; one more than the largest number by default.
        names : iterable, optional
            Names of the nodes, in order; those of the ends, sorted, if the ends are names.

        Raises
        ------
        ValueError
            If the lengths differ, a node is out of range or among no names, a weight is NaN,
            infinite or no sign, or a link is given twice.
        """
        names = None if names is None else tuple(names)
        if _are_names(source) and _are_names(target):
            source, target, names = _numbered(source, target, names)
            n = len(names) if n is None else n
        source, target = _node_numbers("source", source), _node_numbers("target", target)
        weight = _weights_or_signs(weight)
        if not source.shape == target.shape == weight.shape or source.ndim != 1:
            raise ValueError(
                "source, target and weight must be lists of one length, got shapes "
                f"{source.shape}, {target.shape} and {weight.shape}"
            )
        if weight.size and weight.dtype.kind not in "buif":
            raise ValueError(f"weights must be real numbers, got dtype {weight.dtype}")
        if not np.isfinite(weight).all():
            bad = int(np.flatnonzero(~np.isfinite(weight))[0])
            raise ValueError(
                f"link {source[bad]} -> {target[bad]} has weight {weight[bad]}; "
                "weights must be finite"
            )
        if n is None:
            n = int(max(source.max(initial=-1), target.max(initial=-1))) + 1
        _check_range(n, source, target)
        kept = (source != target) & (weight != 0)
        source, target, weight = source[kept], target[kept], weight[kept]
        order = np.argsort(source * n + target)
        sign = np.where(weight[order] > 0, np.int8(1), np.int8(-1))
        return cls(n, source[order], target[order], sign, names)

    @classmethod
    def from_networkx(cls, graph: nx.DiGraph, weight: str = "weight") -> SignedGraph:
        """Return the signs of a networkx digraph; the nodes keep their order and names.

        Parameters
        ----------
        graph : networkx.DiGraph or networkx.MultiDiGraph
            Directed and without parallel links.
        weight : str, optional
            Edge attribute whose sign is taken: numbers, or signs such as ``"+"`` and ``"-"``.

        Raises
        ------
        ValueError
            If the graph is undirected, has parallel links, or a link lacks the attribute.
        """
        if not graph.is_directed():
            raise ValueError(
                f"need a networkx.DiGraph, got a {type(graph).__name__}; give each link a"
                " direction, or take each in both (graph.to_directed())"
            )
        names = list(graph.nodes)
        number = {name: i for i, name in enumerate(names)}
        links = list(graph.edges(data=weight))
        for x, y, value in links:
            if value is None:
                raise ValueError(f"link {x!r} -> {y!r} has no attribute {weight!r}")
        ends = np.array([(number[x], number[y]) for x, y, _ in links], dtype=np.int64)
        values = np.empty(len(links), dtype=object)
        values[:] = [value for *_, value in links]
        source, target = ends.reshape(-1, 2).T
        return cls.from_edges(source, target, values, n=len(names), names=names)

    def to_networkx(self, weight: str = "weight") -> nx.DiGraph:
        """Return a networkx digraph with the signs in the edge attribute ``weight``."""
        names = range(self.n) if self.names is None else self.names
        graph = nx.DiGraph()
        graph.add_nodes_from(names)
        links = zip(self.source.tolist(), self.target.tolist(), self.sign.tolist(), strict=True)
        graph.add_edges_from((names[i], names[j], {weight: s}) for i, j, s in links)
        return graph

    def to_sparse(self) -> sp.csr_array:
        """Return the signs as a sparse array ``(N, N)``, int8, entry (i, j) the link i -> j."""
        return sp.csr_array((self.sign, self.target, self.indptr), shape=(self.n, self.n))

    def to_weights(self) -> np.ndarray:
        """Return the signs as a dense matrix ``(N, N)`` of float64; for small graphs."""
        return self.to_sparse().toarray().astype(float)

    def with_links(self, target: np.ndarray, sign: np.ndarray) -> SignedGraph:
        """Return the graph whose link e goes from the same source to ``target[e]``, ``(E,)``."""
        return SignedGraph.from_edges(self.source, target, sign, n=self.n, names=self.names)

    @property
    def edges(self) -> int:
        """Number of links."""
        return len(self.source)

    @property
    def complete(self) -> bool:
        """Whether every node links to every other, so that no link can move."""
        return self.edges == self.n * (self.n - 1)

    @cached_property
    def indptr(self) -> np.ndarray:
        """First link of each source, ``(N + 1,)`` int64: the row pointer of a CSR matrix."""
        return np.concatenate(([0], np.cumsum(_links_of_nodes(self.source, self.n))))

    @cached_property
    def reverse(self) -> np.ndarray:
        """Number of the link that runs the other way, ``(E,)`` int64; -1 where there is none."""
        key = self.source.astype(np.int64) * self.n + self.target
        back = self.target.astype(np.int64) * self.n + self.source
        place = np.minimum(np.searchsorted(key, back), max(self.edges - 1, 0))
        return np.where(key[place] == back, place, -1) if self.edges else place

    def degrees(self, side: str, sign: int = 0) -> np.ndarray:
        """Return each node's number of links, ``(N,)``.

        Parameters
        ----------
        side : {"out", "in"}
            Count the links that leave a node or the links that enter it.
        sign : {0, 1, -1}, optional
            Only the positive or only the negative ones; 0 for both.

        Raises
        ------
        ValueError
            If the side or the sign is another.
        """
        ends = {"out": self.source, "in": self.target}
        if side not in ends or sign not in (0, 1, -1):
            raise ValueError(f"side must be 'out' or 'in' and sign 0, 1 or -1: {side!r}, {sign!r}")
        chosen = ends[side] if sign == 0 else ends[side][self.sign == sign]
        return _links_of_nodes(chosen, self.n)

    def digest(self) -> str:
        """Return the SHA-256 of the number of nodes and the signed links, without the names."""
        head = hashlib.sha256(f"{self.n} {self.edges}".encode())
        for array in (self.source, self.target, self.sign):
            head.update(array.astype(array.dtype.newbyteorder("<")).tobytes())
        return head.hexdigest()


def checked(graph: SignedGraph) -> SignedGraph:
    """Return a signed graph, refusing any other object with a word on how to make one of it.

    Raises
    ------
    TypeError
        If it is anything else.
    """
    if not isinstance(graph, SignedGraph):
        raise TypeError(
            f"need a SignedGraph, got a {type(graph).__module__}.{type(graph).__qualname__};"
            " make one with sparse_rnn.read(...), which takes files, arrays, tables and graphs"
        )
    return graph


def _links_of_nodes(ends: np.ndarray, n: int) -> np.ndarray:
    """Return how often each node is an end, ``(n,)`` int64.

    It counts block by block, because NumPy turns all that it counts into eight bytes each.
    """
    block, counts = max(n, COUNTED_AT_ONCE), np.zeros(n, dtype=np.int64)
    for first in range(0, len(ends), block):
        counts += np.bincount(ends[first : first + block], minlength=n)
    return counts


def _labelled(table: pd.DataFrame) -> tuple[np.ndarray, list | None]:
    """Return the weights of a table and the names of its rows, None if they are just numbers."""
    rows, columns = list(table.index), list(table.columns)
    if rows != columns and not set(rows).isdisjoint(columns):
        raise ValueError("rows and columns of the table must have the same labels in one order")
    return table.to_numpy(), None if rows == list(range(len(rows))) else rows


def _are_names(ends: np.ndarray) -> bool:
    """Return whether the ends of links are given by names."""
    ends = np.asarray(ends)
    return ends.dtype.kind == "U" or (
        ends.dtype.kind in "OT" and ends.size > 0 and all(isinstance(end, str) for end in ends)
    )


def _numbered(
    source: np.ndarray, target: np.ndarray, names: tuple[Hashable, ...] | None
) -> tuple[np.ndarray, np.ndarray, tuple[Hashable, ...]]:
    """Return ends by their numbers, and the names of the nodes."""
    source, target = list(map(str, source)), list(map(str, target))
    names = tuple(sorted({*source, *target})) if names is None else names
    number = {name: node for node, name in enumerate(names)}
    for end in (*source, *target):
        if end not in number:
            raise ValueError(f"node {end!r} is not among the names")
    ends = ([number[end] for end in side] for side in (source, target))
    return *(np.array(side, dtype=np.int64) for side in ends), names


def _weights_or_signs(weight: np.ndarray) -> np.ndarray:
    """Return weights as numbers; signs in words become 1 and -1."""
    weight = np.asarray(weight)
    if weight.dtype.kind not in "UOT" or weight.ndim != 1:
        return weight
    sign = read_signs(weight.astype(object))
    wrong = np.flatnonzero((sign == NOT_A_SIGN) | (sign == UNKNOWN_SIGN))
    if wrong.size:
        raise ValueError(
            f"weights must be real numbers or signs such as + and -, got {str(weight[wrong[0]])!r}"
            f" for link {wrong[0]}; weights must be finite"
        )
    return sign


def _node_numbers(name: str, values: np.ndarray) -> np.ndarray:
    """Return node numbers as int64, refusing what is not whole."""
    numbers = np.asarray(values)
    if numbers.size and numbers.dtype.kind not in "ui":
        raise ValueError(f"{name} must be whole node numbers, got dtype {numbers.dtype}")
    return numbers.astype(np.int64, copy=False)


def _check_range(n: int, source: np.ndarray, target: np.ndarray) -> None:
    """Raise if a link leaves or enters a node that is not there."""
    if not 0 <= n <= MAX_NODES:
        raise ValueError(f"the number of nodes must lie between 0 and {MAX_NODES}, got {n}")
    for name, ends in (("source", source), ("target", target)):
        wrong = ends[(ends < 0) | (ends >= n)]
        if wrong.size:
            raise ValueError(f"{name} {wrong[0]} is not one of the {n} nodes 0 to {n - 1}")


def _check_links(n: int, source: np.ndarray, target: np.ndarray, sign: np.ndarray) -> None:
    """Raise unless the links make a simple graph and are in order."""
    if not source.shape == target.shape == sign.shape:
        raise ValueError(f"{len(source)} sources, {len(target)} targets and {len(sign)} signs")
    _check_range(n, source, target)
    if (source == target).any():
        raise ValueError(f"node {source[source == target][0]} has a self-loop; leave it out")
    if not ((sign == 1) | (sign == -1)).all():
        raise ValueError("signs must be -1 or +1")
    # Masks of one byte a link: keys source * N + target would take eight, and more to compare.
    same = source[1:] == source[:-1]
    again = same & (target[1:] == target[:-1])
    if again.any():
        twice = int(np.argmax(again))
        raise ValueError(f"link {source[twice]} -> {target[twice]} is given twice")
    if (source[1:] < source[:-1]).any() or (same & (target[1:] < target[:-1])).any():
        raise ValueError("links must be sorted by source, then target; use from_edges")
