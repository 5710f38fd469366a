"""Work that is not done again while all that it depends on is as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from sparse_rnn.base.artifacts import atomic

_MADE_FOR = "made_for.txt"


def key_of(paths: Iterable[str | Path], *words: str) -> str:
    """Return a digest of the contents of some files and of some words."""
    digests = [hashlib.sha256(Path(path).read_bytes()).hexdigest() for path in paths]
    return hashlib.sha256("\n".join([*digests, *words]).encode()).hexdigest()


def made(folder: str | Path, key: str, make: Callable[[Path], None]) -> bool:
    """Let a function fill a folder, unless the folder was filled for the same key.

    Parameters
    ----------
    folder : path
        Where the files are kept from one run to the next.
    key : str
        Digest of all that they depend on, see `key_of`.
    make : callable
        Writes the files into the folder.

    Returns
    -------
    bool
        Whether the function was called.
    """
    folder = Path(folder)
    record = folder / _MADE_FOR
    if record.is_file() and record.read_text(encoding="utf-8") == key:
        return False
    record.unlink(missing_ok=True)  # what a killed run leaves is made again
    folder.mkdir(parents=True, exist_ok=True)
    make(folder)
    with atomic(record) as temporary:
        temporary.write_text(key, encoding="utf-8")
    return True
