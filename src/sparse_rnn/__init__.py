"""Sparse training of recurrent networks and the signed structure that it leaves behind.

Two halves that meet in files: *training* (torch) writes networks, *networks* (NumPy and Numba,
never torch) reads them.  Everywhere ``W`` has shape ``(N, N)`` and ``W[i, j]`` is the link
``i -> j``.
"""

__version__ = "0.1.0"
