"""Networks in continuous time are no exception (C7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from sparse_rnn.studies.performance.claim import comparable
from sparse_rnn.studies.structure.rise_claim import rises
from sparse_rnn.verdicts.findings import Finding
from sparse_rnn.verdicts.limits import CONTINUOUS


def holds_in_continuous_time(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield what the tables say of C1 and of C4 for the CT-RNN and the neural ODE.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``history`` and ``balance``.
    """
    yield from comparable(tables, CONTINUOUS, "performance")
    yield from rises(tables, CONTINUOUS, "balance")
