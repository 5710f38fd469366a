"""Whether the networks that the authors made balanced perform better (beside C5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from sparse_rnn.studies.balanced_networks.claim import effect_parts
from sparse_rnn.studies.published.training_effect import MEASURES, as_series
from sparse_rnn.verdicts.findings import REPORTED, Finding
from sparse_rnn.verdicts.parts import findings_of
from sparse_rnn.verdicts.words import (
    CHANGE,
    CHANGE_OF_AUTHORS,
    CORRELATION,
    CORRELATION_OF_AUTHORS,
)

WORDS = {CORRELATION: CORRELATION_OF_AUTHORS, CHANGE: CHANGE_OF_AUTHORS}
"""What the statistics of C5 are called here: balance is eta or T_030T, which the variant names."""


def authors_networks_help(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield what balance does in the authors' networks, by protocol and by measure of balance.

    All of it is reported, and decides nothing.  The verdict is that of C5's rule, by intervals over
    the authors' series.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``published_training``; without it nothing is yielded.
    """
    table = tables.get("published_training", pd.DataFrame(columns=["task", "protocol"]))
    for (task, protocol), rows in table.groupby(["task", "protocol"], sort=False):
        for measure in MEASURES:
            parts = [
                replace(part, statistic=WORDS[part.statistic])
                for part in effect_parts(as_series(rows, measure))
            ]
            variant = f"the authors' networks, protocol {protocol}, by {measure}"
            yield from findings_of(parts, {"task": task}, variant=variant, scope=REPORTED)
