"""Archives (tar.gz) whose bytes depend on nothing but names, contents and one time."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Mapping
from pathlib import Path

from sparse_rnn.base.artifacts import atomic

Source = Path | bytes
"""A file to read, or the content itself."""


def write_bundle(path: Path, top: str, members: Mapping[str, Source], time: int) -> None:
    """Write files below one folder ``top``: sorted, owned by nobody, all of the same time.

    Parameters
    ----------
    path : path
        The archive to write, ``*.tar.gz``.
    top : str
        Name of the one folder in it.
    members : Mapping of str to path or bytes
        What to write, by path below that folder.
    time : int
        Seconds since 1970.
    """
    with (
        atomic(path) as temporary,
        temporary.open("wb") as file,
        # no name, and the given time in its head, where gzip would put those of now
        gzip.GzipFile("", "wb", 9, file, mtime=time) as packed,
        tarfile.open(
            fileobj=packed, mode="w", format=tarfile.PAX_FORMAT, encoding="utf-8"
        ) as archive,
    ):
        for name, source in sorted(members.items()):
            content = source if isinstance(source, bytes) else source.read_bytes()
            entry = _entry(f"{top}/{name}", source, len(content), time)
            archive.addfile(entry, io.BytesIO(content))


def unpack(path: Path, folder: Path) -> Path:
    """Unpack an archive and return the one folder that it holds.

    Raises
    ------
    ValueError
        If it is damaged, would write elsewhere, or holds several folders.
    """
    try:
        with tarfile.open(path, "r:gz", encoding="utf-8") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, EOFError, OSError, ValueError) as error:
        raise ValueError(f"{path} is no whole archive ({error}); fetch it again") from None
    found = sorted(folder.iterdir())
    if len(found) != 1:
        raise ValueError(f"{path} holds {len(found)} folders, not one; it is no release")
    return found[0]


def _entry(name: str, source: Source, size: int, time: int) -> tarfile.TarInfo:
    """Return the head of a file: of an owner it has none but root."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime = size, time
    runs = isinstance(source, Path) and os.access(source, os.X_OK)
    entry.mode = 0o755 if runs else 0o644
    return entry
