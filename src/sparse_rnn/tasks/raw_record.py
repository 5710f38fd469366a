"""What the record of a data set says, and whether that still holds of its files."""

from __future__ import annotations

from pathlib import Path

from sparse_rnn.base.artifacts import load_record
from sparse_rnn.tasks.raw_files import raw_files


def error_on(record: str | Path) -> str:
    """Return why a data set could not be had; empty if it could, or there is no record."""
    return load_record(record).get("error", "") if Path(record).exists() else ""


def why_fetch_again(task: str, raw: str | Path, record: str | Path) -> str:
    """Return why the files of a data set must be looked at again, although there is a record.

    They are not read here.  That one has changed is told by its inode, whose time no program sets
    back as ``cp -p`` does that of the content.

    Parameters
    ----------
    task : str
        Key of the task, or the name of another data set.
    raw : path
        The folder of raw files, ``data/raw``.
    record : path
        What `download.record_task` wrote.

    Returns
    -------
    str
        The error on record, or which file is missing or has changed since; empty if nothing speaks
        against the record, or there is none.
    """
    if not Path(record).exists() or error_on(record):
        return error_on(record)
    written = Path(record).stat().st_ctime_ns
    changes = (_change(Path(raw) / file, written) for file in raw_files(task))
    return next(filter(None, changes), "")


def _change(file: Path, since: int) -> str:
    """Return what happened to a file since a time; empty if nothing did."""
    if not file.exists():
        return f"{file} is missing"
    return f"{file} has changed" if file.stat().st_ctime_ns > since else ""
