"""The first words of a notebook: what the paper claims, our verdict, and the number behind it."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.drawing.condition_panels import condition_title
from sparse_rnn.notebooks.unmet import unmet_in_words
from sparse_rnn.results.judging import judging_words
from sparse_rnn.results.quote import ANY, quote
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.studies.claims.headline import (
    CONDITION_OF_CLAIM,
    HEADLINES,
    Difference,
    carrying_numbers,
    condition_numbers,
    middle_row,
)
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.studies.claims.table import judged_claim
from sparse_rnn.studies.controls.contrasts import CUT_LABELS, SIGN_LABELS
from sparse_rnn.verdicts.findings import DECIDING, OVERALL
from sparse_rnn.verdicts.rules import NOT_RUN, VERDICTS
from sparse_rnn.verdicts.words import POSSIBLE

DEVIATIONS = "../docs/deviations.md"
"""The document on all differences from the paper, seen from a notebook."""

_WHOSE = {
    "paper": " (in the paper's words)",
    "summary": " (in the words of a summary of the paper)",
    "ours": " (our question)",
}


def opening(key: str, tables: Mapping[str, pd.DataFrame], profile: str, judge: bool = True) -> str:
    """Return what opens a notebook on a claim, as Markdown.

    It tells the claim and whose words it is in, what of the paper the notebook stands for and how
    it differs, our verdict in a sentence with n, the number in the middle with its interval, and
    the conditions that are not reproduced.  A run with too few networks to judge says so.

    Parameters
    ----------
    key : str
        The claim, e.g. ``"C4"``.
    tables : Mapping of str to pandas.DataFrame
        Tables by name, those that the claim is judged by among them.
    profile, judge : str, bool
        Name of the run's configuration, and whether it says something of the claims.
    """
    found = judged_claim(key, tables)
    numbers = condition_numbers(key, found, tables)
    claim, headline = CLAIMS[key], HEADLINES[key]
    statement = claim.statement.removeprefix("Ours: ")
    lines = [
        f"**{key}. {statement[0].upper()}{statement[1:]}**{_WHOSE[claim.wording]}.",
        "",
        f"- **Stands for:** {headline.shown}.",
        difference_in_words(headline.differs),
        f"- {verdict_in_words(found, profile, judge)}",
    ]
    if len(numbers):
        lines.append(f"- **The number:** {number_in_words(*carrying_numbers(key, numbers))}")
        if not judging_words(profile, numbers["n"].to_list(), judge):
            lines.append(unmet_in_words(key, numbers))
    return "\n".join([*lines[:2], *filter(None, lines[2:])])


def difference_in_words(differs: Difference | None) -> str:
    """Return how we differ from the paper, with a link; nothing where the question is ours."""
    if differs is None:
        return ""
    link = f"[deviations]({DEVIATIONS}#{differs.section})"
    return f"- **Differs from the paper:** {differs.words} ({link}, row *{differs.row}*)."


def verdict_in_words(found: pd.DataFrame, profile: str, judge: bool = True) -> str:
    """Return the verdict on a claim in a sentence with n, or that the run cannot judge.

    Parameters
    ----------
    found : pandas.DataFrame
        Rows of one claim, see `studies.claims.table.claims_table`.
    profile, judge : str, bool
        See `opening`.
    """
    verdict = found.loc[found["scope"] == OVERALL, "verdict"].item()
    deciding = found[found["scope"] == DECIDING]
    ran = deciding[deciding["verdict"] != NOT_RUN]
    if ran.empty:
        return f"**Our verdict: {NOT_RUN}.** These tables have no such network."
    doubt = judging_words(profile, ran["n"].to_list(), judge)
    head = f"**No verdict.** {doubt}" if doubt else f"**Our verdict: {verdict}.**"
    return f"{head} {conditions_in_words(ran)}{lacking_in_words(deciding)}"


def conditions_in_words(ran: pd.DataFrame) -> str:
    """Return in how many conditions each verdict was given, and how many units each has."""
    verdicts = ran.groupby(CONDITION_OF_CLAIM, dropna=False)["verdict"].first()
    counts = verdicts.value_counts()
    parts = [f"{counts[verdict]} {verdict}" for verdict in VERDICTS if verdict in counts]
    least, most = ran["n"].min(), ran["n"].max()
    n = f"n = {least}" if least == most else f"n = {least} to {most}"
    units = CLAIMS[ran["claim"].iloc[0]].units[int(most > 1)]
    first, *others = parts
    verb = " is " if first.startswith("1 ") else " are "
    told = ", ".join([first.replace(" ", verb, 1), *others])
    conditions = "condition" if len(verdicts) == 1 else "conditions"
    return f"Of {len(verdicts)} {conditions} {told} ({n} {units} in each)."


def lacking_in_words(deciding: pd.DataFrame) -> str:
    """Return a sentence that names what was not run by its labels; nothing if all was."""
    lacking = deciding[deciding["verdict"] == NOT_RUN]
    names = [labels_of(row) for row in lacking[CONDITION].to_dict("records")]
    return f" Not run: {'; '.join(filter(None, names))}." if any(names) else ""


def labels_of(condition: Mapping[str, object] | pd.Series) -> str:
    """Return the labels of a condition as far as it is known: ``Human activity, CT-RNN``."""
    labels = {"task": TASKS, "model": MODELS, "strategy": STRATEGIES}
    known = (registry.get(condition.get(kind)) for kind, registry in labels.items())
    return ", ".join(entry.label for entry in known if entry)


def number_in_words(words: str, numbers: pd.DataFrame) -> str:
    """Return the estimate in the middle of all conditions with its interval, limit and place.

    Parameters
    ----------
    words : str
        The statistic in short words.
    numbers : pandas.DataFrame
        See `studies.claims.headline.carrying_numbers`.
    """
    row = middle_row(numbers)
    bounds = POSSIBLE.get(row.get("statistic"), ANY)
    number = quote(row["estimate"], row["low"], row["high"], bounds=bounds).replace("-", "−")
    which = {1: "the one condition", 2: "the lower one of 2"}
    where = which.get(len(numbers), f"the middle one of {len(numbers)}")
    limit = f" The limit is {row['limit']:g}.".replace("-", "−") if pd.notna(row["limit"]) else ""
    return (
        f"{words} **{number}** (95 % interval, n = {row['n']}), in {where}: {where_of(row)}.{limit}"
    )


def where_of(row: pd.Series) -> str:
    """Return a condition in words, with the control that its networks are, if they are one."""
    control = (CUT_LABELS | SIGN_LABELS).get(row.get("variant"))
    if control and row["strategy"] == "dense":
        return f"{labels_of(row[['task', 'model']])}, {control} to {100 * row['sparsity']:g} %"
    place = condition_title(*row[CONDITION]) if pd.notna(row["strategy"]) else labels_of(row)
    return f"{place}, {control}" if control else place


def answered(
    question: str, shown: str, answer: str, networks: list[int], profile: str, judge: bool = True
) -> str:
    """Return what opens a notebook on a question that is no claim, as Markdown.

    Parameters
    ----------
    question : str
        The question.
    shown : str
        What of the paper the notebook stands for.
    answer : str
        The answer, with one number.
    networks : list of int
        The number of networks of each condition, see `results.judging.can_judge`; none where
        conditions have no networks of their own.
    profile, judge : str, bool
        See `opening`.
    """
    doubt = judging_words(profile, networks, judge)
    head = f"**No answer.** {doubt}" if doubt else "**Answer:**"
    lines = [f"**{question}**", "", f"- **Stands for:** {shown}.", f"- {head} {answer}"]
    return "\n".join(lines)
