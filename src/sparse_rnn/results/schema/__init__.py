"""The tables of a run and of the archive: written and read as their schema says.

Every table is declared in `tables`: its columns with type, unit and meaning, and its key.
``python -m sparse_rnn.results.schema`` writes these declarations down for people and for programs.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pandas as pd

from sparse_rnn.base.artifacts import load_table, save_table
from sparse_rnn.results.schema.declare import Table


def write_table(name: str, path: str | Path, table: pd.DataFrame) -> None:
    """Write a table as csv, its columns in the order of the schema.

    Parameters
    ----------
    name : str
        Which table it is, one of `tables.SCHEMA`.
    path : path
        csv output.
    table : pandas.DataFrame
        The rows, with all columns of the table and no others.

    Raises
    ------
    ValueError
        If there is no such table, or the rows are not as the schema says; the message names the
        file, the table and the column.
    """
    try:
        checked = _declared(name).checked(table)
    except ValueError as error:
        raise ValueError(
            f"{path}: {error}; nothing was written: correct the rows, or declare what is new in "
            "sparse_rnn/results/schema"
        ) from None
    save_table(path, checked)


def read_table(name: str, path: str | Path) -> pd.DataFrame:
    """Read a csv table, every column with the type that the schema declares.

    Parameters
    ----------
    name : str
        Which table it is, one of `tables.SCHEMA`.
    path : path
        The csv file.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If there is no such table, or the file is not as the schema says; the message names the
        file, the table and the column.
    """
    declared = _declared(name)
    table = load_table(path, texts=declared.texts)
    try:
        return declared.checked(table)
    except ValueError as error:
        raise ValueError(
            f"{path}: {error}; write the table again, or restore it if it is archived: "
            f"git checkout -- {path}"
        ) from None


def no_rows(name: str) -> pd.DataFrame:
    """Return a table without rows, its columns named and typed as the schema says."""
    declared = _declared(name)
    return declared.checked(pd.DataFrame(columns=declared.names))


def _declared(name: str) -> Table:
    """Return the declaration of a table.

    It is looked up as the program runs.  The digest of a step's code follows imports; it then does
    not cover the schema, and a new task or a clearer sentence there trains nothing anew.
    """
    schema = import_module(f"{__name__}.tables").SCHEMA
    if name not in schema:
        raise ValueError(f"no table is called {name!r}; there are {', '.join(schema)}")
    return schema[name]
