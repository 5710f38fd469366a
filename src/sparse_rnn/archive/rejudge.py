"""Verdicts on the claims, judged afresh from the archived tables, beside those archived."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from sparse_rnn.archive.load import archived_table, table_path
from sparse_rnn.results.schema import read_table
from sparse_rnn.results.schema.tables import SCHEMA
from sparse_rnn.studies.claims.table import write_claims

ROW = ["claim", "scope", "task", "model", "strategy", "sparsity", "variant", "statistic"]
CLAIM_NUMBERS = ["n", "estimate", "low", "high", "limit", "smallest_effect"]
ROUNDED_SHARE = 1e-9
"""Share of a number that may differ, for sums are rounded differently elsewhere."""


def rejudged(archive: str | Path) -> pd.DataFrame:
    """Return the table of claims as the other tables of an archive give it now."""
    tables = {name: table_path(archive, name) for name in SCHEMA if name != "claims"}
    with TemporaryDirectory() as folder:
        write_claims(tables, Path(folder) / "claims.csv")
        return read_table("claims", Path(folder) / "claims.csv")


def changed_verdicts(archive: str | Path) -> list[str]:
    """Return a line on each verdict or number that the archived table of claims has otherwise.

    Raises
    ------
    FileNotFoundError
        If the archive has no table of claims.
    ValueError
        If a table is damaged.
    """
    now, before = rejudged(archive), archived_table(archive, "claims")
    if not now[ROW].equals(before[ROW]):
        return [f"claims.csv has other rows than its {len(now)} findings now"]
    lines = []
    for name in ["verdict", *CLAIM_NUMBERS]:
        new, old = now[name], before[name]
        equal = (
            np.isclose(new, old, ROUNDED_SHARE, 0, equal_nan=True)
            if name in CLAIM_NUMBERS
            else new == old
        )
        same = equal | (new.isna() & old.isna())
        for row in now.index[~same]:
            where = " ".join(str(word) for word in now.loc[row, ROW] if word == word)
            lines.append(f"{where}: {name} is {new[row]}, the table says {old[row]}")
    return lines
