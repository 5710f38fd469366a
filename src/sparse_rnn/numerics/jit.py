"""The one way this package compiles: cached where a cache can be written, without the GIL.

Numba tells a stale cache by the file of a kernel alone, though a kernel holds the machine code of
all kernels that it calls, from whatever file.  So the cache lies in a folder that is named by a
digest of all files that import this module: whichever of them is edited, all is compiled afresh.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

import numba

from sparse_rnn.base.package import PACKAGE

OWN_CACHE = PACKAGE / "__pycache__"


def compiled(function: Callable, **options: object) -> Callable:
    """Compile a kernel with Numba, keeping the machine code on disk where that is possible.

    Where nothing can be written the kernel is compiled afresh in each process.  ``options`` are
    the options of ``numba.njit``.

    A kernel that changes an array of a tuple takes the array by its name, ``links = chain.links``:
    what it writes to arrays that it unpacks, ``links, n = chain``, Numba may drop as dead code.
    """
    folder = cache_folder()
    if folder is None:
        return numba.njit(nogil=True, **options)(function)
    given, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(folder)
    try:
        return numba.njit(cache=True, nogil=True, **options)(function)
    finally:
        numba.config.CACHE_DIR = given  # what other packages compile is none of our business


def arithmetic(function: Callable) -> Callable:
    """Compile a kernel of floating-point arithmetic so that its loops can use vector instructions.

    Sums may be reordered and multiplications fused with additions, the same way each time on the
    same processor; division by zero gives infinity, and not-a-number is kept.
    """
    return compiled(function, error_model="numpy", fastmath={"reassoc", "contract", "nsz"})


def inlined(function: Callable) -> Callable:
    """Compile a part of a kernel into the kernels that call it.

    A call between kernels passes seven words for each array and counts references to it, at the
    price of a cache line that all threads write to: about 100 ns.
    """
    return numba.njit(inline="always")(function)


def kernel_digest() -> str:
    """Return a digest of the package's files that compile kernels."""
    summary = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_bytes()
        if b"sparse_rnn.numerics.jit" in text:
            summary.update(text)
    return summary.hexdigest()[:16]


@cache
def cache_folder() -> Path | None:
    """Return the folder of the machine code, made if need be; None if there is no place for it.

    It lies in the folder that the user gave Numba (NUMBA_CACHE_DIR), or else in the package's
    ``__pycache__``, or else in the user's cache.  Folders of former code in ``__pycache__`` are
    removed; folders elsewhere may belong to other installations.
    """
    given = numba.config.CACHE_DIR
    users = Path(os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"))  # noqa: PTH111
    own = [OWN_CACHE, *([users] if users.is_absolute() else [])]  # a user may have no home
    for home in [Path(given)] if given else own:
        folder = home / f"sparse_rnn-{kernel_digest()}"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            TemporaryFile(dir=folder).close()
        except OSError:
            continue
        for former in set(OWN_CACHE.glob("sparse_rnn-*")) - {folder} if home == OWN_CACHE else ():
            shutil.rmtree(former, ignore_errors=True)
        return folder
    return None


@contextmanager
def compiling_alone(work: str) -> Iterator[Callable[..., None]]:
    """Let one process after another compile the kernels of some work, until all are in the cache.

    Processes that compile at the same time find parts of their kernels in the cache, compiled by
    each other.  Whether a kernel rounds as its part in the cache or as its own copy of that part
    then depends on who was first, and so do the last digits of all that is trained.

    Parameters
    ----------
    work : str
        What the kernels are for, e.g. ``"training"``.

    Yields
    ------
    callable
        To be called, with any arguments, once all kernels have run.  From then on no process
        waits any more.
    """
    import fcntl  # not on Windows, where networks can be counted but are not trained

    folder = cache_folder()
    if folder is None or (folder / f"{work}.compiled").exists():
        yield lambda *_: None
        return
    with (folder / f"{work}.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        def all_compiled(*_: object) -> None:
            (folder / f"{work}.compiled").touch()
            fcntl.flock(lock, fcntl.LOCK_UN)

        yield all_compiled
