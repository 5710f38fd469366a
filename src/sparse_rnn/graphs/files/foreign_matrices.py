"""Weight matrices of other programs, read by SciPy: MatrixMarket and MATLAB."""

from __future__ import annotations

import re
from io import BytesIO

import numpy as np
import scipy.sparse as sp
from scipy.io import loadmat, mminfo, mmread

from sparse_rnn.graphs.files.link_list import LinkList, parsing
from sparse_rnn.graphs.files.matrices import links_of_matrix
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions

HDF5 = b"\x89HDF\r\n\x1a\n"


def read_mtx(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a weight matrix of MatrixMarket, entry (i, j) the link i -> j.

    A symmetric matrix gives a link each way; a pattern, which has no weights, gives positive links.
    Both are noted.

    Raises
    ------
    ValueError
        If the file is damaged, or holds anything but a square matrix of real numbers.
    """
    with parsing("MatrixMarket"):
        rows, columns, entries, layout, field, symmetry = mminfo(BytesIO(data))
        claimed = rows * columns // 2 if layout == "array" else entries
        if 2 * claimed > len(data) + 2 or max(rows, columns) > 2**31:
            raise ValueError(f"{len(data)} bytes cannot hold {claimed} entries")
        if rows != columns:
            matrix = np.empty((rows, columns))
        else:
            matrix = mmread(BytesIO(data), spmatrix=False)
    told = []
    if symmetry != "general":
        told.append(f"the matrix is {symmetry}: each entry stands for a link each way")
    if field == "pattern":
        told.append("the matrix is a pattern without weights: all links are taken as positive")
    return _once(links_of_matrix(matrix, notes=tuple(told)), matrix)


def _once(links: LinkList, matrix: np.ndarray | sp.coo_array) -> LinkList:
    """Return links, refusing an entry that is given twice (SciPy would add the two)."""
    if sp.issparse(matrix):
        keys = np.asarray(matrix.coords[0], dtype=np.int64) * matrix.shape[1] + matrix.coords[1]
        ordered = np.sort(keys)
        twice = ordered[1:][ordered[1:] == ordered[:-1]]
        if twice.size:
            row, column = divmod(int(twice[0]), matrix.shape[1])
            raise ValueError(f"entry ({row + 1}, {column + 1}) is given twice; leave one out")
    return links


def read_mat(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a weight matrix of MATLAB (up to version 7), entry (i, j) the link i -> j.

    It is the only square matrix of the file, or the variable ``options.attribute``.  A cell array
    or a character matrix with as many texts as there are nodes names them, if there is only one.

    Raises
    ------
    ValueError
        If the file is damaged or of version 7.3, or none or several variables are square matrices.
    """
    if data.startswith(HDF5) or data[512:520] == HDF5 or b"MATLAB 7.3" in data[:128]:
        raise ValueError("is a MATLAB file of version 7.3; save it with save(..., '-v7')")
    with parsing("MATLAB file"):
        loaded = loadmat(
            BytesIO(data), struct_as_record=True, verify_compressed_data_integrity=True
        )
    variables = {name: value for name, value in loaded.items() if not re.match("__", name)}
    name = _variable(variables, options)
    matrix = variables[name]
    names = _names(variables, matrix.shape[0])
    others = ", ".join(shown(other) for other in variables if other != name)
    told = f"matrix {shown(name)} read, not {others} (--attribute chooses)"
    return links_of_matrix(matrix, names, (told,) if others else ())


def _variable(variables: dict, options: ReadingOptions) -> str:
    """Return the name of the variable that holds the weights."""
    square = [name for name, value in variables.items() if _is_square(value)]
    there = ", ".join(map(shown, list(variables)[:8])) or "none"
    if options.attribute is not None:
        if options.attribute in square:
            return options.attribute
        raise ValueError(f"holds no square matrix {shown(options.attribute)}; it has {there}")
    if len(square) == 1:
        return square[0]
    if square:
        raise ValueError(
            f"holds several square matrices ({', '.join(map(shown, square[:8]))}); say which"
            " (--attribute NAME)"
        )
    raise ValueError(f"holds no square matrix of real numbers; its variables are {there}")


def _is_square(value: object) -> bool:
    """Return whether a variable is a square matrix of numbers with more than one row."""
    shape = getattr(value, "shape", ())
    real = getattr(getattr(value, "dtype", None), "kind", "") in ("b", "u", "i", "f")
    return real and len(shape) == 2 and shape[0] == shape[1] > 1


def _names(variables: dict, n: int) -> list[str] | None:
    """Return the names of the nodes if a variable holds them."""
    found = [names for value in variables.values() if (names := _texts(value)) and len(names) == n]
    distinct = [names for names in found if all(names) and len(set(names)) == n]
    return distinct[0] if len(distinct) == 1 else None


def _texts(value: object) -> list[str]:
    """Return the texts of a character matrix or a cell array, none if it holds anything else."""
    if not isinstance(value, np.ndarray) or value.dtype.kind not in "UO":
        return []
    texts = []
    for item in value.ravel():
        while isinstance(item, np.ndarray) and item.size == 1:
            item = item.ravel()[0]
        if not isinstance(item, str):
            return []
        texts.append(item.strip())
    return texts
