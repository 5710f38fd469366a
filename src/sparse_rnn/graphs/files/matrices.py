"""Weight matrices as lists of links, with or without names of rows and columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from sparse_rnn.graphs.files.attributes import names_as_text
from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.quoting import shown


def links_of_matrix(
    matrix: np.ndarray | sp.sparray | sp.spmatrix,
    names: Sequence[object] | None = None,
    notes: tuple[str, ...] = (),
) -> LinkList:
    """Return the links of a weight matrix.

    Parameters
    ----------
    matrix : ndarray or scipy sparse array, (N, N)
        Entry (i, j) is the link i -> j: a real number, or an object that is a sign.  NaN on the
        diagonal is a self-loop, as any other value there.
    names : sequence, optional
        Names of the nodes.
    notes : tuple of str, optional
        What was chosen before.

    Raises
    ------
    ValueError
        If the matrix is not square, or not of real numbers.
    """
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1]:
        raise ValueError(f"weights must be a square matrix (N, N), got shape {matrix.shape}")
    if matrix.dtype.kind not in "buifO":
        raise ValueError(f"weights must be real numbers, got dtype {matrix.dtype}")
    source, target, weight = _entries(matrix)
    nodes = matrix.shape[0] if names is None else names_as_text(names)

    def place(entry: int) -> str:
        ends = int(source[entry]), int(target[entry])
        known = ends if names is None else [nodes[end] for end in ends]
        return "entry ({}, {})".format(*(shown(end) for end in known))

    return LinkList(source, target, weight, nodes, place, notes=notes)


def _entries(
    matrix: np.ndarray | sp.sparray | sp.spmatrix,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return row, column and value of the entries of a matrix that are not 0."""
    if sp.issparse(matrix):
        entries = sp.csr_array(matrix, copy=True)
        entries.sum_duplicates()  # what is given twice is the sum of the two, as SciPy takes it
        entries = entries.tocoo()
        source, target = entries.coords
        return source.astype(np.int64), target.astype(np.int64), entries.data
    source, target = np.nonzero(matrix)
    return source, target, matrix[source, target]
