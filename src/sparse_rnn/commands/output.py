"""How subcommands print and write their results."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import require_folder, save_record, save_table


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
    if folder is not None:
        require_folder(folder)


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
