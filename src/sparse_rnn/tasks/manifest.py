"""A manifest: one text file with the hash of every file of a data set, as ``sha256sum`` does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


def parse_manifest(text: str, name: str) -> dict[str, str]:
    """Return the hash of each file of a manifest, by path, in its order.

    Parameters
    ----------
    text : str
        Lines ``"<sha256>  <path>"``; paths are relative and may hold spaces.
    name : str
        What to call the manifest in a message.

    Raises
    ------
    ValueError
        If a line has another form, a path would leave the folder or stands twice, or no file is
        listed; the message names the manifest and the line.
    """
    digests: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(
                f"{name}, line {number}: expected a sha256, two spaces and a path, got {line!r}; "
                "restore the file from the repository"
            )
        digest, path = match.groups()
        _require_place(path, digests, f"{name}, line {number}")
        digests[path] = digest
    if not digests:
        raise ValueError(f"{name} lists no file; restore it from the repository")
    return digests


def manifest_text(digests: Mapping[str, str]) -> str:
    """Return the manifest of files by path, sorted; :func:`parse_manifest` reads it."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items()))


def _require_place(path: str, known: dict[str, str], where: str) -> None:
    """Refuse a path that stands twice or leaves the folder."""
    if path in known:
        raise ValueError(f"{where}: {path} stands twice; restore the file from the repository")
    if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
        raise ValueError(f"{where}: {path} leaves the folder of the data set")
