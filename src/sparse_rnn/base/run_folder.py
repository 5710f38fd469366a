"""Whether a run of the workflow can start, or go on, where it writes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sparse_rnn.base.artifacts import require_folder

ROOM = 1_000_000
"""Bytes that a run needs for its locks, logs and records."""


def hindrance(folder: Path, checkout: Path) -> str | None:
    """Return what hinders a run, with what to do; None if nothing does.

    Parameters
    ----------
    folder : Path
        Where the run writes.
    checkout : Path
        Where its code lies, which may be read-only.
    """
    for path in (folder, checkout):
        if not str(path).isprintable():  # it has bytes that are no letters in this locale
            return f"Python cannot read the name of {str(path)!a}; set PYTHONUTF8=1, or rename it"
    if not os.access(folder, os.W_OK):
        return (
            f"results go into data/ and figures/ of {folder}, which cannot be written; name a "
            "folder that you may write into: --directory FOLDER"
        )
    if shutil.disk_usage(folder).free < ROOM:
        return (
            f"the disk of {folder} is full; make room and run the same command again, what is "
            "finished stays"
        )
    return _no_kernel_cache(os.environ.get("NUMBA_CACHE_DIR"))


def _no_kernel_cache(folder: str | None) -> str | None:
    """Return what is wrong with the folder of compiled kernels, if one is named."""
    try:
        if folder:
            require_folder(folder)
    except OSError as error:
        return f"NUMBA_CACHE_DIR: {error.strerror}, or each job compiles its kernels afresh"
    return None
