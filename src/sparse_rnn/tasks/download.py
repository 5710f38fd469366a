"""Fetching the raw data files from their public homes, or from a mirror folder.

pooch cannot hash the content of a compressed file, so only its downloader is used; a download stays
in memory until its content is verified, hence no broken file ever stands in ``data/raw``.
"""

from __future__ import annotations

import io
import logging
import os
import zipfile
import zlib
from pathlib import Path, PurePosixPath

import pooch
from requests.exceptions import ConnectionError as Unreachable

from sparse_rnn.base.artifacts import atomic, save_record
from sparse_rnn.base.logs import tell
from sparse_rnn.tasks.raw_files import (
    FILES,
    MIRROR_VARIABLE,
    PUBLISHED,
    RawFile,
    advice,
    lookup,
    raw_files,
    verified,
)

log = logging.getLogger(__name__)

TIMEOUT = (3, 30)
"""Seconds to wait for a connection, and between two packets."""
MEMBER_LIMIT = 100_000_000
"""Bytes; the largest raw file has 21 million, so more is an archive bomb."""


def fetch(path: str, raw: str | Path, downloads: dict[str, bytes] | None = None) -> Path:
    """Bring one raw file into the folder of raw files and return its place.

    A good file that is already there is kept.  Else it comes from the folder named by the
    environment variable ``DATA_MIRROR``; if that is unset, from its public homes, each tried twice.

    Parameters
    ----------
    path : str
        One of the paths of :func:`~sparse_rnn.tasks.raw_files.raw_files`, relative to ``raw``.
    raw : path
        The folder of raw files, ``data/raw``.
    downloads : dict, optional
        What was already downloaded, by URL: an archive that holds many files comes once.

    Raises
    ------
    OSError
        If no source has a good copy; the message names the file, every source tried with what was
        wrong with it (expected and actual hash), and where to put the file by hand.
    """
    return fetch_file(lookup(path), raw, downloads)


def fetch_file(file: RawFile, raw: str | Path, downloads: dict[str, bytes] | None = None) -> Path:
    """Bring a raw file that need not be one of :data:`FILES`; see `fetch`."""
    target = Path(raw) / file.path
    downloads = {} if downloads is None else downloads
    failures = {}
    for source in _sources(file, target):
        try:
            data = _obtain(file, source, downloads)
            verified(file, data)
        except (OSError, ValueError) as error:
            downloads.pop(source, None)
            failures[source] = _reason(error)
            continue
        if source != str(target):
            with atomic(target) as temporary:
                temporary.write_bytes(data)
            log.info("%s from %s", file.path, source)
        return target
    tried = "".join(f"\n  {source}: {reason}" for source, reason in failures.items())
    raise OSError(f"no good copy of {file.path} was found:{tried}\n{advice(file, target)}")


def fetch_task(task: str, raw: str | Path) -> list[Path]:
    """Bring all the raw files of one task into the folder of raw files and return their places.

    Raises
    ------
    ValueError
        If no raw file belongs to this task, or the manifest of its files is damaged.
    OSError
        If a file cannot be had, see :func:`fetch`.
    """
    paths = raw_files(task)
    if not paths:
        known = sorted({PurePosixPath(file.path).parent.name for file in FILES} | {PUBLISHED})
        raise ValueError(
            f"task {task!r} has no raw files; tasks with raw files: {', '.join(known)}"
        )
    downloads: dict[str, bytes] = {}
    return [fetch(path, raw, downloads) for path in paths]


def record_task(task: str, raw: str | Path, path: str | Path) -> None:
    """Bring the raw files of one task and write down what came of it.

    A data set that cannot be had must not stop what does not need it, so this is no failure here.

    Parameters
    ----------
    task : str
        Key of the task.
    raw : path
        The folder of raw files, ``data/raw``.
    path : path
        json output: the ``files`` with the hash of their content, or the ``error`` that says what
        is missing and where to put it.
    """
    try:
        fetch_task(task, raw)
    except OSError as error:
        tell(f"NOT AVAILABLE: {task}, so what needs it is left out. {error}")
        save_record(path, {"error": str(error)})
    else:
        save_record(path, {"files": {name: lookup(name).hash for name in raw_files(task)}})


def _sources(file: RawFile, target: Path) -> list[str]:
    """List where to look: the target itself, then the mirror folder or else the public homes."""
    mirror = os.environ.get(MIRROR_VARIABLE)
    homes = [str(Path(mirror).expanduser() / file.path)] if mirror else list(file.urls * 2)
    return [str(target), *homes] if target.exists() else homes


def _obtain(file: RawFile, source: str, downloads: dict[str, bytes]) -> bytes:
    """Return the bytes of a file from a folder or the internet."""
    if "://" not in source:
        return Path(source).read_bytes()
    if source not in downloads:
        buffer = io.BytesIO()
        pooch.HTTPDownloader(timeout=TIMEOUT, chunk_size=1 << 16)(source, buffer, None)
        downloads[source] = buffer.getvalue()
    data = downloads[source]
    return _member(data, file) if source.endswith(".zip") else data


def _member(archive: bytes, file: RawFile) -> bytes:
    """Return the one member of a zip archive that is a file; nothing is unpacked to disk."""
    name = file.member or file.name
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as files:
            found = [i for i in files.infolist() if _is_member(i.filename, file)]
            if len(found) != 1:
                raise ValueError(f"the archive holds {len(found)} files called {name}, not one")
            if found[0].file_size > MEMBER_LIMIT:
                raise ValueError(f"{name} unpacks to {found[0].file_size} bytes, too many")
            return files.read(found[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ValueError(f"not a whole zip archive ({error})") from None


def _is_member(filename: str, file: RawFile) -> bool:
    """Tell whether a file is a member: by its path below the top folder if known, else by name."""
    if file.member:
        return filename.partition("/")[2] == file.member
    return PurePosixPath(filename).name == file.name


def _reason(error: Exception) -> str:
    """Shorten what went wrong to one line."""
    if isinstance(error, Unreachable):
        return "cannot be reached"
    return getattr(error, "strerror", None) or str(error)
