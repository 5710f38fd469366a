"""Reports on several networks in one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from sparse_rnn.reports.balance import BalanceReport
from sparse_rnn.reports.census import Census
from sparse_rnn.reports.words import table_in_words


@dataclass(frozen=True)
class Reports:
    """Reports of one kind.

    Attributes
    ----------
    reports : sequence of Census or BalanceReport
        One for each network.
    """

    reports: Sequence[Census | BalanceReport]

    @property
    def table(self) -> pd.DataFrame:
        """Their tables one below another, after the column ``network``."""
        parts = [report.table.assign(network=report.network.label) for report in self.reports]
        table = pd.concat(parts, ignore_index=True)
        return table[["network", *table.columns.drop("network")]]

    @property
    def record(self) -> dict:
        """The record of each, in a list ``networks``; of a single one its own record."""
        if len(self.reports) == 1:
            return self.reports[0].record
        return {"networks": [report.record for report in self.reports]}

    @property
    def words(self) -> str:
        """What each network is, one table of all, and what comes of each."""
        if len(self.reports) == 1:
            return self.reports[0].words
        heads = [report.head for report in self.reports]
        verdicts = [f"{one.network.label}: {one.verdict}" for one in self.reports if one.verdict]
        return "\n\n".join(filter(None, [*heads, table_in_words(self.table), "\n".join(verdicts)]))
