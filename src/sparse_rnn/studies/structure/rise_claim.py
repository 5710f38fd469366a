"""The global balance eta rises along training (C4, and C7 in continuous time)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from sparse_rnn.results.runs import start_and_end, without_diverged
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import REPORTED, Finding, judged, per_condition
from sparse_rnn.verdicts.rules import above
from sparse_rnn.verdicts.words import AT_END, RISE


def rises(
    tables: Mapping[str, pd.DataFrame], models: Sequence[str], variant: str = ""
) -> Iterator[Finding]:
    """Yield for each sparse condition of some models by how much eta rises, with a t interval.

    Beside it is reported whether eta is above that of random signs in the end: five networks that
    are sparse from the start may start below it by chance.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``balance``.
    models, variant
        See `performance.claim.comparable`.
    """
    balance = tables["balance"]
    chosen = balance["model"].isin(models) & balance["strategy"].isin(limits.PAPER_STRATEGIES)
    balance = balance[chosen]
    runs = start_and_end(without_diverged(balance), "eta")
    for condition, interval, note in per_condition(balance, runs, "rise"):
        yield judged(RISE, interval, 0.0, above, condition, variant=variant, note=note)
    words = {"variant": variant, "scope": REPORTED}
    for condition, interval, note in per_condition(balance, runs, "end"):
        yield judged(AT_END, interval, limits.CHANCE, above, condition, note=note, **words)
