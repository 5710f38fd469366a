"""The first run of a command, which compiles for a while: a line on the terminal says so."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sparse_rnn.numerics.jit import cache_folder

_FIRST_TIME = "compiling for this machine, up to a minute; only the first run of its kind does"
_EVERY_TIME = """\
compiling, up to a minute in every run, for the machine code cannot be kept; let NUMBA_CACHE_DIR \
name a folder that you may write into"""


@contextmanager
def telling_of_compiling(work: str) -> Iterator[None]:
    """Tell a terminal before some work that it will compile, unless it was done before.

    Parameters
    ----------
    work : str
        What decides which kernels are needed, as part of a file's name: ``"census-no-regard"``.
        That it was done is kept beside the machine code, and forgotten with it.
    """
    folder = cache_folder()
    done = folder and folder / f"{work}.done"
    if sys.stderr.isatty() and not (done and done.exists()):
        sys.stderr.write(f"sparse-rnn: {_FIRST_TIME if done else _EVERY_TIME}\n")
    yield
    if done:
        with suppress(OSError):
            done.touch()
