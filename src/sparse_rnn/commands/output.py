"""How subcommands print and write their results."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryFile

import pandas as pd

from sparse_rnn.base.artifacts import save_record, save_table


def as_json(record: dict) -> str:
    """Return a record as one JSON object."""
    return json.dumps(record, indent=2, allow_nan=False)


def make_folder(folder: str | Path | None) -> None:
    """Make the folder of the results before anything is computed, so that no result is lost.

    Raises
    ------
    OSError
        If nothing can be written there.
    """
    if folder is None:
        return
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        reason = f"cannot write into {folder}: {error.strerror}; name a folder with room"
        raise OSError(error.errno, f"{reason} that you may write into") from None


def save_result(folder: str | Path, name: str, table: pd.DataFrame, record: dict) -> list[Path]:
    """Write a table as ``name.csv`` and a record as ``name.json``; return the two paths."""
    paths = [Path(folder) / f"{name}.{suffix}" for suffix in ("csv", "json")]
    save_table(paths[0], table)
    save_record(paths[1], record)
    return paths


def print_paths(paths: list[Path]) -> None:
    """Tell which files were written."""
    for path in paths:
        print(f"written: {path}")
