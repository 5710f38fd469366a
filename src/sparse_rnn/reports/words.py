"""Tables and records as text and as JSON: one spelling for the terminal, files and notebooks."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd


def as_json(record: dict) -> str:
    """Return a record as one JSON object."""
    return json.dumps(record, indent=2, allow_nan=False)


def table_in_words(table: pd.DataFrame) -> str:
    """Return a table as columns of text; a dash stands for what is not defined."""
    return readable(table).to_string(index=False, na_rep="-", float_format="{:.4g}".format)


def readable(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with yes and no for booleans."""
    shown = table.copy()
    for name in table.select_dtypes("bool"):
        shown[name] = np.where(table[name], "yes", "no")
    return shown
