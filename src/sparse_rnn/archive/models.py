"""The files of archived networks with all their parameters, and the list of their checksums.

The files go into a release, for they are large; the list stays in git, so that it tells of every
archived network whether its file is here or not.  ``sha256sum -c models.sha256`` checks them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from sparse_rnn.archive.units import group_of_job
from sparse_rnn.base.artifacts import atomic
from sparse_rnn.config import Condition
from sparse_rnn.layout import MODEL_ENDING, MODEL_FOLDER
from sparse_rnn.tasks.manifest import manifest_text, parse_manifest

CHECKSUMS = "models.sha256"


def model_name(condition: Condition, seed: int) -> str:
    """Return where an archive keeps the file of a network, from its folder."""
    return "/".join([MODEL_FOLDER, *condition.wildcards.values(), f"{seed}{MODEL_ENDING}"])


def collect_models(data: Path, archive: Path, jobs: Collection[str]) -> None:
    """Archive the files of the networks that some jobs of training left.

    Jobs that ran before there were such files have none; what is archived of them stays.

    Parameters
    ----------
    data : Path
        Folder of the run, e.g. ``data/paper``.
    archive : Path
        Folder of the archive, e.g. ``data/reference``.
    jobs : collection of str
        The jobs, e.g. ``mg/rnn/set/0.95/1-5``.

    Raises
    ------
    ValueError
        If the list of checksums is damaged.
    """
    fresh = {}
    for job in jobs:
        condition, seeds = group_of_job(job)
        for seed in seeds:
            path = data / "train" / job / MODEL_FOLDER / f"{seed}{MODEL_ENDING}"
            if path.is_file():
                name, content = model_name(condition, seed), path.read_bytes()
                fresh[name] = hashlib.sha256(content).hexdigest()
                _keep(archive / name, content)
    if fresh:
        _write_checksums(archive, checksums(archive) | fresh)


def drop_models(archive: str | Path, condition: Condition, seeds: Collection[int]) -> None:
    """Take the networks of some seeds of a condition out of an archive, files and checksums."""
    archive, gone = Path(archive), {model_name(condition, seed) for seed in seeds}
    for name in gone:
        (archive / name).unlink(missing_ok=True)
    known = checksums(archive)
    if not gone.isdisjoint(known):
        _write_checksums(archive, {n: d for n, d in known.items() if n not in gone})


def checksums(archive: str | Path) -> dict[str, str]:
    """Return the sha256 of each archived network's file by its name; ValueError if damaged."""
    path = Path(archive) / CHECKSUMS
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return parse_manifest(text, str(path)) if text else {}


def _keep(path: Path, content: bytes) -> None:
    """Write a file unless it has this content."""
    if not (path.is_file() and path.read_bytes() == content):
        with atomic(path) as temporary:
            temporary.write_bytes(content)


def _write_checksums(archive: Path, digests: Mapping[str, str]) -> None:
    """Write the list of checksums, sorted by name."""
    with atomic(archive / CHECKSUMS) as temporary:
        temporary.write_text(manifest_text(digests), encoding="utf-8")
