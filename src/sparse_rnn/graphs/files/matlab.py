"""The variables of MATLAB files up to version 7.

scipy.io.loadmat crashes on some damaged files, so the file is taken apart here, and every size is
checked against what is there.  The format: MathWorks, MAT-File Level 5 File Format.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from math import prod
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from sparse_rnn.graphs.files.matrix_files import unpacked

HEAD = 128
NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8"}
NUMBERS |= {12: "i8", 13: "u8"}
TEXTS = {2: "latin-1", 1: "latin-1", 4: "utf-16", 16: "utf-8", 17: "utf-16", 18: "utf-32"}
MATRIX, COMPRESSED = 14, 15
CELL, CHARACTERS, SPARSE_MATRIX = 1, 4, 5
NUMERIC = range(6, 16)
COMPLEX = 0x0800


class _Part(NamedTuple):
    """An element of a file: the number of its type, and its bytes."""

    kind: int
    data: bytes


def variables_of(data: bytes) -> dict[str, object]:
    """Return the variables of a file by name.

    A matrix is an array, dense or sparse; characters and cell arrays of characters are lists of
    texts; of all else the value is None.

    Raises
    ------
    Exception
        Of any kind, if the file is damaged (see `link_list.parsing`).
    """
    order = {b"IM": "<", b"MI": ">"}[data[126:HEAD]]
    found = {}
    for part in _parts(data[HEAD:], order):
        if part.kind == COMPRESSED:
            part = next(_parts(zlib.decompress(part.data), order))
        if part.kind != MATRIX:
            raise ValueError(f"an element of type {part.kind} where a variable is due")
        name, value = _variable(part.data, order)
        found[name] = value
    return found


def _parts(data: bytes, order: str) -> Iterator[_Part]:
    """Yield the elements one after another."""
    start = 0
    while start < len(data):
        kind, size = (int(n) for n in np.frombuffer(data, f"{order}u4", 2, start))
        begin, end = start + 8, start + 8 + size
        start = end if kind == COMPRESSED else end + -size % 8
        if kind >> 16:  # a small element holds its data in its head
            kind, size = kind & 0xFFFF, kind >> 16
            begin, end, start = begin - 4, begin - 4 + min(size, 4), begin
        if end > len(data):
            raise ValueError(f"an element of {size} bytes where {len(data) - begin} are left")
        yield _Part(kind, data[begin:end])


def _variable(data: bytes, order: str) -> tuple[str, object]:
    """Return name and value of a variable."""
    flags, sizes, name, *values = _parts(data, order)
    word = int(np.frombuffer(flags.data, f"{order}u4", 2)[0])
    shape = tuple(_numbers(sizes, order).tolist())
    return name.data.decode("latin-1"), _value(word & 0xFF, word & COMPLEX, shape, values, order)


def _value(kind: int, has_imaginary: int, shape: tuple, values: list[_Part], order: str) -> object:
    """Return the value of a variable; see `variables_of`."""
    if kind == CELL:
        cells = [_variable(part.data, order)[1] for part in values]
        single = [cell[0] if isinstance(cell, list) and len(cell) == 1 else None for cell in cells]
        return single if single and None not in single else None
    if kind == CHARACTERS:
        return _texts(values[0], shape, order) if values else [""]
    if has_imaginary:
        return None
    if kind == SPARSE_MATRIX:
        return _sparse(values, shape, order)
    if kind not in NUMERIC:
        return None
    numbers = _numbers(values[0], order)
    if min(shape, default=0) < 0 or prod(shape) != numbers.size:
        raise ValueError(f"{numbers.size} numbers for a matrix of shape {shape}")
    return numbers.reshape(shape, order="F")


def _numbers(part: _Part, order: str) -> np.ndarray:
    """Return the numbers of an element."""
    return np.frombuffer(part.data, order + NUMBERS[part.kind])


def _texts(part: _Part, shape: tuple, order: str) -> list[str]:
    """Return the rows of a character matrix."""
    ending = {"<": "-le", ">": "-be"}[order]
    coding = TEXTS[part.kind]
    text = part.data.decode(coding + ending if coding in ("utf-16", "utf-32") else coding)
    if len(shape) != 2 or min(shape) < 0 or prod(shape) != len(text):
        raise ValueError(f"{len(text)} characters for a matrix of shape {shape}")
    return [text[row :: shape[0]].strip() for row in range(min(shape[0], len(text)))] or [""]


def _sparse(values: list[_Part], shape: tuple, order: str) -> sp.coo_array:
    """Return a sparse matrix, which is stored by columns."""
    row, start, *weights = (_numbers(part, order) for part in values)
    weight = weights[0] if weights else np.ones(0)
    n = shape[1]
    count = int(start[-1])
    if not 0 <= count <= min(len(row), len(weight)) or start.shape != (n + 1,):
        raise ValueError(f"{len(row)} rows and {len(weight)} weights of {count} entries")
    column, row = unpacked(start, row[:count], n)
    if count and not 0 <= row.min() <= row.max() < shape[0]:
        raise ValueError(f"a row outside a matrix of shape {shape}")
    return sp.coo_array((weight[:count], (row, column)), shape=shape)
