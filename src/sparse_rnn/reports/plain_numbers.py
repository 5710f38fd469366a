"""Numbers as callers give them, made Python's own: JSON holds no others."""

from __future__ import annotations

from operator import index

import numpy as np


def whole_number(name: str, value: object) -> int:
    """Return a whole number of any integer type, such as NumPy's.

    Raises
    ------
    ValueError
        If it is none; 10.5, "10" and True are none.
    """
    try:
        if not isinstance(value, bool):
            return index(value)
    except TypeError:
        pass
    raise ValueError(f"{name} must be a whole number; got {value!r}")


def real_number(name: str, value: object) -> float:
    """Return a real number of any type.

    Raises
    ------
    ValueError
        If it is none; "0.5" and True are none.
    """
    try:
        if not isinstance(value, str | bytes | bool | np.bool_):
            return float(value)
    except TypeError:
        pass
    raise ValueError(f"{name} must be a number; got {value!r}")
