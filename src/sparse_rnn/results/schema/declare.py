"""What a table is: its columns, its key, and the check that rows are as declared."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype

KINDS_OF_TYPE = {
    "string": {"string"},
    "integer": {"integer"},
    "number": {"floating", "integer", "mixed-integer-float"},
    "boolean": {"boolean"},
}
"""The kinds of values, as pandas tells them apart, that a column of each type may hold."""

DTYPES = {"integer": "int64", "number": "float64", "boolean": "bool"}
"""What the values of each type are stored as; strings stay as they are."""


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    name : str
        Its name in the header.
    type : {"string", "integer", "number", "boolean"}
        What it holds.
    meaning : str
        One plain sentence.
    unit : str
        Unit of its values; none for words.
    missing : bool
        Whether a row may have no value.
    values : tuple of str
        The words that are allowed, where they are few; else empty.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    missing: bool = False
    values: tuple[str, ...] = ()

    def checked(self, values: pd.Series) -> pd.Series:
        """Return the values of the column in its type.

        Raises
        ------
        ValueError
            If a value is missing, of another type or not allowed; the message names the column and
            the line of the csv file.
        """
        there = ~(values.isna() | (values == "")).to_numpy()
        if not (self.missing or there.all()):
            raise self._refused(values, ~there, "every row must have one")
        present = values[there]
        if len(present) and infer_dtype(present) not in KINDS_OF_TYPE[self.type]:
            raise self._refused(values, _unlike_others(values, there), f"its type is {self.type}")
        wrong = there & ~values.isin(self.values).to_numpy()
        if self.values and wrong.any():
            raise self._refused(values, wrong, f"legal: {', '.join(self.values)}")
        return values.astype(DTYPES[self.type]) if self.type in DTYPES else values

    def _refused(self, values: pd.Series, wrong: np.ndarray, rule: str) -> ValueError:
        """Return the error that names the first value that is wrong; the header is line 1."""
        found, *_ = values[wrong].tolist()
        what = "no value" if pd.isna(found) or found == "" else repr(found)
        line = int(np.flatnonzero(wrong)[0]) + 2
        return ValueError(f"column {self.name!r} has {what} in line {line}: {rule}")


def _unlike_others(values: pd.Series, there: np.ndarray) -> np.ndarray:
    """Return which values are no numbers in a column of mixed kinds; all, if it is of one kind."""
    words = there & pd.to_numeric(values.astype(object), errors="coerce").isna().to_numpy()
    return words if words.any() else there


@dataclass(frozen=True)
class Table:
    """A table of a run or of the archive.

    Attributes
    ----------
    name : str
        Its name in this package.
    title : str
        What it is called.
    row : str
        What a row is, one sentence.
    key : tuple of str
        The columns that name a row.
    columns : tuple of Column
        In the order of the file.
    path : str
        Where it lies in the archive; none if it is not archived.
    """

    name: str
    title: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    path: str

    @property
    def names(self) -> list[str]:
        """The names of the columns."""
        return [column.name for column in self.columns]

    @property
    def texts(self) -> list[str]:
        """The names of the columns that hold words."""
        return [column.name for column in self.columns if column.type == "string"]

    def checked(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of a table, columns in their order and types.

        Raises
        ------
        ValueError
            If a column is missing, unknown or holds what it must not, or if two rows have the same
            key; the message names the table and the column.
        """
        try:
            self._check_names(list(table.columns))
            columns = {column.name: column.checked(table[column.name]) for column in self.columns}
            checked = pd.DataFrame(columns, index=table.index)
            self._check_key(checked)
        except ValueError as error:
            raise ValueError(f"table {self.name}: {error}") from None
        return checked

    def _check_names(self, found: list[str]) -> None:
        """Stop at columns that are missing, unknown or there twice."""
        lacking = [name for name in self.names if name not in found]
        unknown = [name for name in found if name not in self.names]
        if lacking or unknown or len(found) > len(self.names):
            raise ValueError(
                f"lacks column {lacking}, has unknown column {unknown}; it must have {self.names}, "
                f"and has {found}"
            )

    def _check_key(self, table: pd.DataFrame) -> None:
        """Stop at a key that two rows share."""
        key = list(self.key)
        repeated = table.duplicated(key).to_numpy()
        if repeated.any():
            line = int(np.flatnonzero(repeated)[0])
            words = ", ".join(f"{name}={value}" for name, value in table[key].iloc[line].items())
            raise ValueError(f"line {line + 2} repeats the key {words}")
