"""What an archive holds: tables and the record of their origin, or clear words that it does not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import load_record, load_table

RECORD = "provenance.json"


def present(path: str | Path) -> Path:
    """Return the path of an archived file; FileNotFoundError if it is not there."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} is missing: write the archive with make archive")
    return Path(path)


def archived_table(archive: str | Path, kind: str, columns: list[str]) -> pd.DataFrame:
    """Return a table of an archive.

    Raises
    ------
    FileNotFoundError
        If the archive does not have it.
    ValueError
        If it is damaged or lacks one of the columns.
    """
    path = present(Path(archive) / "tables" / f"{kind}.csv")
    table = load_table(path, columns)
    if table.empty:
        raise ValueError(f"{path} has no row; restore it: git checkout -- {path}")
    return table


def archived_record(archive: str | Path) -> dict:
    """Return the record of where the archived networks come from.

    Raises
    ------
    FileNotFoundError
        If the archive does not have it.
    ValueError
        If it is damaged.
    """
    path = present(Path(archive) / RECORD)
    try:
        record = load_record(path)
        for job in record["jobs"].values():
            record["environments"][job["environment"]], job["code"], job["settings"]
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise ValueError(
            f"{path} is damaged ({error}); restore it: git checkout -- {path}"
        ) from None
    return record
