"""Building a release into ``dist/``."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from sparse_rnn.base.artifacts import atomic
from sparse_rnn.release.bundle import write_bundle
from sparse_rnn.release.checksums import SUMS, sums_of
from sparse_rnn.release.citation import CITATION, read_citation
from sparse_rnn.release.contents import commit_hash, commit_time, members, present_parts
from sparse_rnn.release.crate import METADATA, as_text, crate_record
from sparse_rnn.release.distributions import build_distributions
from sparse_rnn.release.metadata import codemeta_record, read_project, zenodo_record

PACKAGED = ("pyproject.toml", "README.md", "LICENSE", CITATION, "src/")
"""How the names of files begin that source distribution and wheel are built of."""


def build_release(root: Path, folder: Path) -> list[Path]:
    """Build a release from a clean checkout, in a folder that is emptied first.

    Returns
    -------
    list of path
        Source distribution, wheel, archive, descriptions, and the list of their hashes.

    Raises
    ------
    RuntimeError
        If the checkout is not clean, or the package cannot be built.
    """
    kept, time = members(root), commit_time(root)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    described = descriptions(root, set(kept))
    for name, text in described.items():
        _write(folder / name, text)
    _write(folder / CITATION, (root / CITATION).read_bytes())
    build_distributions(packaged(kept), folder, time)
    project = read_project(root)
    top = f"{project['name']}-{project['version']}"
    inside = kept | described
    inside[SUMS] = sums_of(inside).encode()
    write_bundle(folder / f"{top}-archive.tar.gz", top, inside, time)
    built = {path.name: path for path in sorted(folder.iterdir())}
    _write(folder / SUMS, sums_of(built).encode())
    return [*built.values(), folder / SUMS]


def packaged(kept: Mapping[str, Path]) -> dict[str, Path]:
    """Return the files of which the package is built."""
    return {name: path for name, path in kept.items() if name.startswith(PACKAGED)}


def descriptions(root: Path, names: set[str]) -> Mapping[str, bytes]:
    """Return what describes a release: for RO-Crate, Zenodo and CodeMeta, by file name."""
    citation, project = read_citation(root), read_project(root)
    parts, commit = present_parts(names), commit_hash(root)
    records = {
        METADATA: crate_record(citation, project, parts, commit),
        ".zenodo.json": zenodo_record(citation, project),
        "codemeta.json": codemeta_record(citation, project),
    }
    return {name: as_text(record).encode() for name, record in records.items()}


def _write(path: Path, content: bytes) -> None:
    """Write a file as a whole."""
    with atomic(path) as temporary:
        temporary.write_bytes(content)
