"""Files in and out: arrays (npz), tables (csv), records (json), always whole or not at all.

Every writer writes to a temporary name in the same folder and renames, so a run that is killed, or
finds the disk full, leaves the former file or the new one, never half of one.  Nothing is pickled.
"""

from __future__ import annotations

import errno
import glob
import json
import os
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryFile

import numpy as np
import pandas as pd


def require_folder(folder: str | Path) -> None:
    """Make a folder of results before anything is computed, so that no result is lost.

    Raises
    ------
    OSError
        If nothing can be written there; the message says what to do.
    """
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        reason = f"cannot write into {folder}: {_reason(folder, error)}; name a folder with room"
        raise OSError(error.errno, f"{reason} that you may write into") from None


def _reason(folder: Path, error: OSError) -> str:
    """Return why nothing can be written into a folder."""
    return "it is a file" if os.path.isfile(folder) else error.strerror  # noqa: PTH113


@contextmanager
def atomic(path: str | Path) -> Iterator[Path]:
    """Yield a temporary path beside ``path`` that replaces it when the block ends well.

    Raises
    ------
    OSError
        If the folder cannot be made or written, or the disk is full; the message names the file.
    """
    path = Path(path)
    # Not Path.is_dir, here and in `_reason`: it raises an error where it may not look.
    if os.path.isdir(path):  # noqa: PTH112
        raise IsADirectoryError(errno.EISDIR, f"cannot write {path}: it is a folder; name a file")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=_prefix(path), delete=False) as file:
            temporary = Path(file.name)
    except OSError as error:
        raise OSError(
            error.errno,
            f"cannot write into {path.parent}: {_reason(path.parent, error)}; make it a folder "
            "with room that you may write into, and run again",
        ) from error
    try:
        yield temporary
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OSError(
            error.errno,
            f"cannot write {path}: {error.strerror}; the file is as it was before, make room and "
            "run again",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)


def remove_leftovers(path: str | Path) -> None:
    """Remove what writers of ``path`` that were killed left behind, where nobody else writes it."""
    path = Path(path)
    for leftover in path.parent.glob(f"{glob.escape(_prefix(path))}*"):
        leftover.unlink()


def _prefix(path: Path) -> str:
    """Return how the temporary names of a file begin."""
    return f".{path.name}."


def save_arrays(path: str | Path, **arrays: np.ndarray) -> None:
    """Write named arrays to a compressed npz file; the same arrays give the same bytes."""
    for name, array in arrays.items():
        if np.asarray(array).dtype.hasobject:
            raise ValueError(f"array {name!r} holds Python objects, which npz can only pickle")
    with atomic(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load_arrays(path: str | Path, *names: str) -> dict[str, np.ndarray]:
    """Read named arrays from an npz file (all of them if no name is given).

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is truncated, not an npz, or lacks one of the names.
    """
    try:
        with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as archive:
            missing = set(names) - set(archive.files)
            if missing:
                raise ValueError(f"{path}: no array {sorted(missing)}; it has {archive.files}")
            return {name: archive[name] for name in names or archive.files}
    except (zipfile.BadZipFile, EOFError, AttributeError, OSError, TypeError) as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise ValueError(f"{path} is not a whole npz file ({error}); delete it and rerun") from None


def save_table(path: str | Path, table: pd.DataFrame) -> None:
    """Write a table as csv, floats with enough digits to be read back exactly."""
    with atomic(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def load_table(path: str | Path, texts: Sequence[str] = ()) -> pd.DataFrame:
    """Read a csv table, empty fields as missing values.

    Parameters
    ----------
    path : path
        The csv file.
    texts : sequence of str
        Columns to read as words, whatever they look like.

    Raises
    ------
    ValueError
        If the file is empty or no table; the message names it.
    """
    form = {"float_precision": "round_trip", "keep_default_na": False, "na_values": [""]}
    try:
        return pd.read_csv(path, **form, dtype=dict.fromkeys(texts, str), low_memory=False)
    except (pd.errors.EmptyDataError, pd.errors.ParserError, UnicodeDecodeError) as error:
        raise ValueError(f"{path} is not a csv table: {error}") from None


def save_record(path: str | Path, record: dict) -> None:
    """Write a record as indented json with sorted keys; NaN is refused."""
    with atomic(path) as temporary:
        text = json.dumps(record, indent=2, sort_keys=True, allow_nan=False)
        temporary.write_text(text + "\n", encoding="utf-8")


def load_record(path: str | Path) -> dict:
    """Read a json record."""
    return json.loads(Path(path).read_text(encoding="utf-8"))
