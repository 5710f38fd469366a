"""Weight matrices in NumPy's formats: dense in .npy, sparse (as SciPy writes it) in .npz.

Arrays are taken out of the bytes here and every size and index is checked against what is there:
nothing is unpickled, and a damaged file can neither claim memory nor reach beyond an array.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from math import prod

import numpy as np
from numpy.lib import format as npy

from sparse_rnn.graphs.files.link_list import LinkList, parsing, shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions

HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}
SPARSE = {"csr": ("indptr", "indices"), "csc": ("indptr", "indices"), "coo": ("row", "col")}
"""The formats of scipy.sparse that are read, and the arrays that hold their indices."""


def read_npy(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a dense weight matrix ``(N, N)``, entry (i, j) the link i -> j, as numpy.save writes it.

    Raises
    ------
    ValueError
        If the file is damaged or holds anything but a square matrix of real numbers.
    """
    with parsing(".npy"):
        matrix = _array(data)
    _check_kind(matrix, "buif", "real numbers")
    _check_square(matrix.shape)
    source, target = np.nonzero(matrix)
    weight, n = matrix[source, target], len(matrix)
    return LinkList(source, target, weight, n, lambda e: f"entry ({source[e]}, {target[e]})")


def read_npz(data: bytes, options: ReadingOptions) -> LinkList:
    """Read a sparse weight matrix ``(N, N)`` as scipy.sparse.save_npz writes it.

    Raises
    ------
    ValueError
        If the file is damaged, or holds anything but a square matrix of real numbers in one of the
        formats `SPARSE`, or an index that lies outside it.
    """
    layout, arrays = _archive(data)
    shape, *indices = (_whole(arrays, name) for name in ("shape", *SPARSE[layout]))
    _check_square(tuple(shape.tolist()))
    n = int(shape[0])
    source, target = indices if layout == "coo" else unpacked(*indices, n)
    if layout == "csc":
        source, target = target, source
    weight = np.atleast_1d(arrays["data"])
    _check_kind(weight, "buif", "real numbers")
    if not source.shape == target.shape == weight.shape:
        raise ValueError(f"has {source.size} rows, {target.size} columns, {weight.size} weights")
    outside = np.flatnonzero((np.minimum(source, target) < 0) | (np.maximum(source, target) >= n))
    if outside.size:
        e = outside[0]
        raise ValueError(f"entry {e} at ({source[e]}, {target[e]}) lies outside {n} x {n}")
    return LinkList(source, target, weight, n, lambda e: f"entry {e} at ({source[e]}, {target[e]})")


def _archive(data: bytes) -> tuple[str, dict[str, np.ndarray]]:
    """Return the format and the arrays of a sparse matrix, all there but not yet checked."""
    with parsing(".npz"), zipfile.ZipFile(BytesIO(data)) as archive:
        names = {name.removesuffix(".npy") for name in archive.namelist()}
        wanted = {"format", "shape", "data"}.union(*SPARSE.values())
        arrays = {name: _array(archive.read(f"{name}.npy")) for name in sorted(names & wanted)}
        layout = arrays["format"].astype(str).item() if "format" in arrays else None
    if layout is None:
        raise ValueError(f"holds {shown(sorted(names))}, not what scipy.sparse.save_npz writes")
    if layout not in SPARSE:
        raise ValueError(f"is in the sparse format {shown(layout)}; save it as {', '.join(SPARSE)}")
    missing = {"shape", "data", *SPARSE[layout]} - arrays.keys()
    if missing:
        raise ValueError(f"lacks the array {min(missing)!r} of a sparse matrix in format {layout}")
    return layout, arrays


def _array(data: bytes) -> np.ndarray:
    """Return the array that the bytes of a .npy file hold, without copying it."""
    file = BytesIO(data)
    shape, by_column, dtype = HEADERS[npy.read_magic(file)](file)
    if dtype.hasobject:
        raise ValueError("it holds Python objects, which only pickle could load")
    claimed, there = prod(shape) * dtype.itemsize, len(data) - file.tell()
    if claimed != there:
        raise ValueError(f"{there} bytes where {shape} of {dtype} take {claimed}")
    return np.ndarray(shape, dtype, data, file.tell(), order="F" if by_column else "C")


def _whole(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Return an array of whole numbers as int64."""
    _check_kind(arrays[name], "ui", "whole numbers")
    return np.atleast_1d(arrays[name]).astype(np.int64)


def unpacked(start: np.ndarray, other: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return row and column of each entry of a csr matrix (column and row of a csc one).

    Parameters
    ----------
    start : ndarray, (N + 1,)
        The entries of row i are ``start[i]:start[i + 1]``.
    other : ndarray, (E,)
        Their columns.
    """
    rising = start.shape == (n + 1,) and (start[:-1] <= start[1:]).all()
    if not rising or start[0] != 0 or start[-1] != other.size:
        raise ValueError(f"has an index pointer that does not divide {other.size} entries by {n}")
    return np.repeat(np.arange(n), np.diff(start)), other


def _check_kind(array: np.ndarray, kinds: str, words: str) -> None:
    """Raise unless an array is of one of the kinds of ``numpy.dtype.kind``."""
    if array.dtype.kind not in kinds:
        raise ValueError(f"holds {array.dtype} where {words} are needed")


def _check_square(shape: tuple[int, ...]) -> None:
    """Raise unless a shape is that of a square matrix."""
    if len(shape) != 2 or shape[0] != shape[1] or shape[0] < 0:
        raise ValueError(f"holds an array of shape {shape}, not a square matrix (N, N)")
