"""What opens a notebook on a claim: where the paper shows it, and the number that carries it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from sparse_rnn.results.runs import CONDITION
from sparse_rnn.studies.structure.profile_effect import kinds_of_loops
from sparse_rnn.verdicts import words
from sparse_rnn.verdicts.findings import DECIDING


@dataclass(frozen=True)
class Headline:
    """How a claim is introduced.

    Attributes
    ----------
    shown : str
        What of the paper the notebook stands for; its figure by number where that is known to us.
    numbers : dict of str to str
        Statistics that may carry the claim, of which the first that was found is told: in the
        words of `verdicts.words`, and in short ones with mathematics.  None for C3, whose verdict
        rests on a count: `carrying_numbers` takes its number from the loops.
    """

    shown: str
    numbers: dict[str, str]


OURS = "nothing in the paper: the question is ours"
_RISE = {words.RISE: r"rise of $\eta$ from before to after training"}
_Z = r"mean $z$ of the balanced loops less that of the unbalanced ones"
HEADLINES: dict[str, Headline] = {
    "C1": Headline(
        "what the paper shows of the performance of sparse networks beside dense ones",
        {
            words.LOSS: "accuracy of sparse networks less that of dense ones",
            words.LOSS_RATIO: "error of sparse networks over that of dense ones",
        },
    ),
    "C2": Headline(
        "what the paper shows of the weights that pruning leaves",
        {words.SETTLED: "share of the links whose sign is settled when pruning ends"},
    ),
    "C3": Headline("the paper's $z$-scores of the eight signed feed-forward loops", {}),
    "C4": Headline(r"the paper's curves of the global balance $\eta$ along training", _RISE),
    "C5": Headline(
        "Figure 7 of the paper, on networks from random to balanced",
        {words.CORRELATION: r"rank correlation $\rho$ of performance and $\eta$"},
    ),
    "C6": Headline(
        "the lesions of the paper, where unbalanced loops are removed one after another",
        {
            words.HARM: "change of the accuracy when all unbalanced loops are removed",
            words.HARM_RATIO: "error without unbalanced loops over that before",
        },
    ),
    "C7": Headline(
        "what the paper shows of networks in continuous time (CT-RNN, neural ODE)", _RISE
    ),
    "C8": Headline(OURS, {words.EXCESS: _Z}),
    "C9": Headline(OURS, {words.GAIN: "test metric less that of SET"}),
}
"""By claim."""


def middle_row(rows: pd.DataFrame) -> pd.Series:
    """Return the row whose estimate is in the middle; the lower one of two."""
    return rows.sort_values("estimate", kind="stable").iloc[(len(rows) - 1) // 2]


def carrying_numbers(
    key: str, found: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> tuple[str, pd.DataFrame]:
    """Return the words of the statistic that carries a claim, and its rows.

    Parameters
    ----------
    key : str
        The claim.
    found : pandas.DataFrame
        The claim's rows as `table.claims_table` returns them.
    tables : Mapping of str to pandas.DataFrame
        What it was judged by; C3 needs ``motifs``.

    Returns
    -------
    str, pandas.DataFrame
        A row per condition that decides: ``CONDITION, n, estimate, low, high, limit``; none where
        nothing ran.
    """
    deciding = found[(found["scope"] == DECIDING) & found["estimate"].notna()]
    if key == "C3" and len(deciding):
        return _Z, _kinds(deciding, tables["motifs"])
    numbers = HEADLINES[key].numbers
    there = [name for name in numbers if (deciding["statistic"] == name).any()]
    if not there:
        return "", deciding.iloc[:0]
    return numbers[there[0]], deciding[deciding["statistic"] == there[0]]


def _kinds(deciding: pd.DataFrame, motifs: pd.DataFrame) -> pd.DataFrame:
    """Return the difference in z between the kinds of loops, where C3 is decided."""
    difference = kinds_of_loops(motifs)["difference"].rename(columns={"mean": "estimate"})
    return deciding[CONDITION].merge(difference, on=CONDITION).assign(limit=math.nan)
