"""The one way this package compiles: cached where a cache can be written, without the GIL."""

from __future__ import annotations

from collections.abc import Callable

import numba


def compiled(function: Callable) -> Callable:
    """Compile a kernel with Numba, keeping the machine code on disk where that is possible.

    Numba refuses to decorate at all when neither the package folder nor the user's cache folder
    can be written; the kernel is then compiled afresh in each process.  Numba tells a stale cache
    by the file of the kernel alone: after an edit of a file whose kernels those of other files
    call (`randomness`, `link_table`, `rewiring`, `census`, `dense_census`), delete the folder
    ``__pycache__``.
    """
    try:
        return numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        return numba.njit(nogil=True)(function)


def inlined(function: Callable) -> Callable:
    """Compile a part of a kernel into the kernels that call it.

    A call between kernels passes seven words for each array and counts references to it, at the
    price of a cache line that all threads write to: about 100 ns.
    """
    return numba.njit(inline="always")(function)
