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

CONDITION_OF_CLAIM = [*CONDITION, "variant"]
"""What tells the conditions of a claim apart."""


@dataclass(frozen=True)
class Difference:
    """How we differ from the paper on a claim, and where the deviations tell of it.

    Attributes
    ----------
    words : str
        The difference that matters most, in one sentence.
    section : str
        Heading of docs/deviations.md, as a link names it.
    row : str
        First cell of the row of its table.
    """

    words: str
    section: str
    row: str


@dataclass(frozen=True)
class Headline:
    """How a claim is introduced.

    Attributes
    ----------
    shown : str
        What of the paper the notebook stands for; its figure by number where that is known to us.
    numbers : dict of str to str
        Statistics that may carry the claim, of which the first that was found is told: in the
        words of `verdicts.words`, and in short ones with mathematics.
    differs : Difference or None
        How we differ from the paper; None where the question is ours.
    """

    shown: str
    numbers: dict[str, str]
    differs: Difference | None = None


OURS = "nothing in the paper: the question is ours"
_DISAGREE = "paper-and-repository-disagree"
_SILENT = "the-paper-is-silent-or-leaves-a-choice"
_CAUSES = "balanced-networks-lesions-controls"
_LOSSES = {
    words.LOSS: "accuracy of sparse networks less that of dense ones",
    words.LOSS_RATIO: "error of sparse networks over that of dense ones",
}
_RISE = {words.RISE: r"rise of $\eta$ from before to after training"}
_Z = r"mean $z$ of the balanced loops less that of the unbalanced ones"
HEADLINES: dict[str, Headline] = {
    "C1": Headline(
        "what the paper shows of the performance of sparse networks beside dense ones",
        _LOSSES,
        Difference(
            "the paper does not say how long networks train on the cognitive tasks; ours have far"
            " fewer trials than those of Yang et al. (2019), the source of these tasks",
            _SILENT,
            "mtc: trials",
        ),
    ),
    "C2": Headline(
        "what the paper shows of the weights that pruning leaves",
        {
            words.SETTLED: "share of the links whose sign is settled when pruning ends",
            words.BIMODAL: "networks whose weights have two modes",
        },
        Difference(
            "Pruning I ends at exactly the number of links that is asked for; the threshold alone"
            " would leave a few more or less",
            _SILENT,
            "threshold of Pruning I at its end",
        ),
    ),
    "C3": Headline(
        "the paper's $z$-scores of the eight signed feed-forward loops",
        {words.PROFILE: _Z},
        Difference(
            "random networks come from our own implementation of FANMOD's walk, each from a chain"
            " of its own",
            "counting",
            "random networks",
        ),
    ),
    "C4": Headline(
        r"the paper's curves of the global balance $\eta$ along training",
        _RISE,
        Difference(
            "DeepR moves links after every update, as the paper's equation says; the authors' code"
            " does so once per epoch",
            _DISAGREE,
            "when DeepR rewires",
        ),
    ),
    "C5": Headline(
        "Figure 7 of the paper, on networks from random to balanced",
        {words.CORRELATION: r"rank correlation $\rho$ of performance and $\eta$"},
        Difference(
            r"the networks of a series are taken at evenly spaced $\eta$; the authors' series end"
            r" at other values of it",
            _CAUSES,
            "series of networks",
        ),
    ),
    "C6": Headline(
        "the lesions of the paper, where unbalanced loops are removed one after another",
        {
            words.HARM: "change of the accuracy when all unbalanced loops are removed",
            words.HARM_RATIO: "error without unbalanced loops over that before",
        },
        Difference(
            "balanced loops and random links are removed too, to tell whether it matters which"
            " links go",
            _CAUSES,
            "lesions",
        ),
    ),
    "C7": Headline(
        "what the paper shows of networks in continuous time (CT-RNN, neural ODE)",
        _RISE | _LOSSES,
        Difference(
            "the solver takes six steps of 1/6 for each input, as the paper says; the authors' code"
            " takes steps of 0.1 and 0.01",
            _DISAGREE,
            "steps of the continuous networks",
        ),
    ),
    "C8": Headline(OURS, {words.EXCESS: _Z}),
    "C9": Headline(OURS, {words.GAIN: "test metric less that of SET"}),
}
"""By claim."""


def middle_row(rows: pd.DataFrame) -> pd.Series:
    """Return the row whose estimate is in the middle; the lower one of two."""
    return rows.sort_values("estimate", kind="stable").iloc[(len(rows) - 1) // 2]


def condition_numbers(
    key: str, found: pd.DataFrame, tables: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the number that tells of each condition of a claim, its verdict beside it.

    Parameters
    ----------
    key : str
        The claim.
    found : pandas.DataFrame
        The claim's rows as `table.claims_table` returns them.
    tables : Mapping of str to pandas.DataFrame
        What it was judged by; C3 needs ``motifs``: its verdict rests on a count of loops, its
        number is their z.

    Returns
    -------
    pandas.DataFrame
        A row per condition that decides and ran, as ``found`` has it: of the statistic that stands
        first in `HEADLINES`, or of the condition's own first one.
    """
    deciding = found[(found["scope"] == DECIDING) & found["estimate"].notna()]
    order = list(HEADLINES[key].numbers)
    places = [order.index(name) if name in order else len(order) for name in deciding["statistic"]]
    first = deciding.assign(place=places).sort_values("place", kind="stable")
    rows = first.drop_duplicates(CONDITION_OF_CLAIM).sort_index().drop(columns="place")
    return _in_z(rows, tables["motifs"]) if key == "C3" and len(rows) else rows


def carrying_numbers(key: str, numbers: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    """Return the words of the statistic that carries a claim, and its rows.

    Parameters
    ----------
    key : str
        The claim.
    numbers : pandas.DataFrame
        As `condition_numbers` returns them.

    Returns
    -------
    str, pandas.DataFrame
        The words; none where nothing ran.
    """
    for name, short in HEADLINES[key].numbers.items():
        if (numbers["statistic"] == name).any():
            return short, numbers[numbers["statistic"] == name]
    return "", numbers.iloc[:0]


def _in_z(rows: pd.DataFrame, motifs: pd.DataFrame) -> pd.DataFrame:
    """Return rows of C3 with the difference in z between the kinds of loops, which has no limit."""
    difference = kinds_of_loops(motifs)["difference"].rename(columns={"mean": "estimate"})
    kept = rows.drop(columns=["n", "estimate", "low", "high"]).assign(limit=math.nan)
    return kept.merge(difference, on=CONDITION)
