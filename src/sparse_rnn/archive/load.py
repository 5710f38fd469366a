"""What an archive holds: tables and the record of their origin, or clear words that it does not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import load_record
from sparse_rnn.results.schema import read_table
from sparse_rnn.results.schema.tables import SCHEMA

RECORD = "provenance.json"


def present(path: str | Path) -> Path:
    """Return the path of an archived file; FileNotFoundError if it is not there."""
    if not Path(path).is_file():
        raise FileNotFoundError(f"{path} is missing: write the archive with make archive")
    return Path(path)


def table_path(archive: str | Path, name: str) -> Path:
    """Return where an archive keeps a table of the schema."""
    return Path(archive) / SCHEMA[name].path


def archived_table(archive: str | Path, name: str) -> pd.DataFrame:
    """Return a table of an archive.

    Raises
    ------
    FileNotFoundError
        If the archive does not have it.
    ValueError
        If it is damaged or not as the schema says.
    """
    path = present(table_path(archive, name))
    table = read_table(name, path)
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
