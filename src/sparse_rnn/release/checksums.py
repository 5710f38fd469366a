"""``SHA256SUMS``: the hash of every file of a folder, as ``sha256sum --check`` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from sparse_rnn.tasks.manifest import manifest_text, parse_manifest

SUMS = "SHA256SUMS"
"""Name of the list in each folder that has one."""


def sums_of(files: Mapping[str, Path | bytes]) -> str:
    """Return the list of the given files, by path below the list's folder."""
    return manifest_text({name: _digest(source) for name, source in files.items()})


def changed_files(folder: Path) -> list[str]:
    """Return a line on each listed file that is there with another content.

    Raises
    ------
    FileNotFoundError
        If the folder has no list.
    ValueError
        If the list is damaged.
    """
    there = {name: hash for name, hash in _listed(folder).items() if (folder / name).is_file()}
    actual = {name: _digest(folder / name) for name in there}
    return [
        f"{name}: changed, its sha256 is {actual[name]}, not {expected}"
        for name, expected in there.items()
        if actual[name] != expected
    ]


def wrong_files(folder: Path) -> list[str]:
    """Return a line on each file that is changed, missing, or not in the folder's list.

    Raises
    ------
    FileNotFoundError
        If the folder has no list.
    ValueError
        If the list is damaged.
    """
    listed = set(_listed(folder))
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    lines = changed_files(folder)
    lines += [f"{name}: missing" for name in sorted(listed - found)]
    return lines + [f"{name}: not in {SUMS}" for name in sorted(found - listed - {SUMS})]


def _listed(folder: Path) -> dict[str, str]:
    """Return the hashes of a folder's list, by path."""
    return parse_manifest((folder / SUMS).read_text(encoding="utf-8"), SUMS)


def _digest(source: Path | bytes) -> str:
    """Return the sha256 of a file or of a content."""
    if isinstance(source, bytes):
        return hashlib.sha256(source).hexdigest()
    with source.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
