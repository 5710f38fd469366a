"""Weight matrices of other programs: MatrixMarket and MATLAB.

The readers of SciPy crash on some damaged files, so these formats are read here.
"""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pandas as pd

from sparse_rnn.graphs.files.link_list import LinkList, parsing
from sparse_rnn.graphs.files.matlab import variables_of
from sparse_rnn.graphs.files.matrices import links_of_matrix
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions

HDF5 = b"\x89HDF\r\n\x1a\n"
LAYOUTS = ("coordinate", "array")
VALUE_KINDS = ("real", "double", "integer", "unsigned-integer", "pattern")
SYMMETRIES = {"general": 0, "symmetric": 1, "skew-symmetric": -1}
"""Kinds of symmetry, and the sign of entry (j, i) beside entry (i, j)."""


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
        head, sizes, body = _mtx_parts(data)
        layout, field, symmetry = head
        row, column, weight = _mtx_entries(layout, field, symmetry, sizes, body)
    if sizes[0] != sizes[1]:
        raise ValueError(f"weights must be a square matrix (N, N), got shape {tuple(sizes[:2])}")
    back = np.flatnonzero(row != column) if SYMMETRIES[symmetry] else np.zeros(0, dtype=int)
    source, target = np.append(row, column[back]), np.append(column, row[back])
    weight = np.append(weight, SYMMETRIES[symmetry] * weight[back])

    def place(entry: int) -> str:
        return f"entry ({source[entry] + 1}, {target[entry] + 1})"

    told = []
    if SYMMETRIES[symmetry]:
        told.append(f"the matrix is {symmetry}: each entry stands for a link each way")
    if field == "pattern":
        told.append("the matrix is a pattern without weights: all links are taken as positive")
    return LinkList(source, target, weight, sizes[0], place, notes=tuple(told))


def _mtx_parts(data: bytes) -> tuple[tuple[str, ...], list[int], np.ndarray]:
    """Return layout, field and symmetry; the sizes; and the numbers of a file, a row a line."""
    first, _, rest = data.partition(b"\n")
    mark, kind, *head = first.decode("ascii").lower().split()
    if mark != "%%matrixmarket" or kind != "matrix" or len(head) != 3:
        raise ValueError("the first line is not %%MatrixMarket matrix LAYOUT FIELD SYMMETRY")
    for word, known in zip(head, (LAYOUTS, VALUE_KINDS, SYMMETRIES), strict=True):
        if word not in known:
            raise ValueError(f"a {shown(word)} matrix is not read; there are {', '.join(known)}")
    lines = [line for line in rest.splitlines() if line.strip() and not line.startswith(b"%")]
    sizes = [int(size) for size in lines[0].split()]
    if len(sizes) != (3 if head[0] == "coordinate" else 2) or min(sizes) < 0:
        raise ValueError("the line of sizes is not ROWS COLUMNS and, for coordinates, ENTRIES")
    if len(lines) == 1:
        return tuple(head), sizes, np.zeros((0, 3))
    text = BytesIO(b"\n".join(lines[1:]))
    table = pd.read_csv(text, sep=r"\s+", header=None, dtype=float, na_values=["nan"])
    return tuple(head), sizes, table.to_numpy()


def _mtx_entries(
    layout: str, field: str, symmetry: str, sizes: list[int], body: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return rows and columns, from 0, and values of the entries that are written down."""
    n, columns = sizes[:2]
    part = {"symmetric": 1, "skew-symmetric": -1}.get(symmetry)
    stored = n * columns if part is None else n * (n + part) // 2
    stored = sizes[2] if layout == "coordinate" else stored
    width = 1 if layout == "array" else 2 if field == "pattern" else 3
    if len(body) != stored or (stored and body.shape[1] != width):
        raise ValueError(f"{len(body)} lines of values where {stored} are claimed")
    if layout == "array":
        below = 1 if part == -1 else 0  # a skew matrix has no diagonal
        firsts = (0 if part is None else j + below for j in range(columns))
        places = ((j, i) for j, first in enumerate(firsts) for i in range(first, n))
        column, row = np.array(list(places), dtype=np.int64).reshape(-1, 2).T
        present = np.flatnonzero(body[:, 0])
        return row[present], column[present], body[present, 0]
    row, column = (body[:, side].astype(np.int64) - 1 for side in (0, 1))
    if stored and (min(row.min(), column.min()) < 0 or row.max() >= n or column.max() >= columns):
        raise ValueError(f"an entry outside the matrix of {n} rows and {columns} columns")
    return row, column, np.ones(stored) if field == "pattern" else body[:, 2]


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
        variables = variables_of(data)
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
    found = [value for value in variables.values() if isinstance(value, list) and len(value) == n]
    distinct = [names for names in found if all(names) and len(set(names)) == n]
    return distinct[0] if len(distinct) == 1 else None
