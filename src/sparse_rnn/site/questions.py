"""The questions of docs/map.md with the verdicts on them, as tables and as badges."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.studies.claims.markdown import plain_table
from sparse_rnn.verdicts.findings import OVERALL
from sparse_rnn.verdicts.rules import VERDICTS

_HEAD = "| question | claim | study | rule | notebook |\n"
_WORDS = "|".join(VERDICTS)


@dataclass(frozen=True)
class Question:
    """A question of the repository.

    Attributes
    ----------
    words : str
        The question.
    claim : str
        The claim that answers it, such as "C1"; "all", or empty where nothing is claimed.
    notebooks : tuple of str
        The notebooks that draw the answer.
    """

    words: str
    claim: str
    notebooks: tuple[str, ...]


def read_questions(map_: str) -> list[Question]:
    """Read the questions from the table of docs/map.md.

    Raises
    ------
    ValueError
        If the text has no such table.
    """
    _, found, rest = map_.partition(_HEAD)
    if not found:
        raise ValueError(f"docs/map.md has no table that begins with {_HEAD!r}")
    lines = rest.partition("\n\n")[0].splitlines()[1:]
    cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [Question(row[0], row[1], notebook_names(row[-1])) for row in cells]


def notebook_names(cell: str) -> tuple[str, ...]:
    """Return the names of the notebooks that a cell of the table links to."""
    return tuple(re.findall(r"/(\w+)\.ipynb\)", cell))


def badge(verdict: str) -> str:
    """Return a verdict as HTML that the style sheet colours."""
    name = verdict.replace(" ", "-")
    return f'<span class="verdict verdict-{name}">{escape(verdict)}</span>'


def verdict_table(claims: pd.DataFrame) -> str:
    """Return the README's table of verdicts with each verdict as a badge."""
    return re.sub(rf"\*\*({_WORDS})\*\*", lambda found: badge(found[1]), plain_table(claims))


def badged(text: str) -> str:
    """Return the opening of a notebook with its verdict as a badge."""
    return re.sub(rf"\*\*Our verdict: ({_WORDS})\.\*\*", _verdict_badge, text)


def _verdict_badge(found: re.Match) -> str:
    """Return the words of a found verdict with the verdict as a badge."""
    return f"**Our verdict:** {badge(found[1])}"


def question_table(
    questions: Sequence[Question], claims: pd.DataFrame, titles: Mapping[str, str]
) -> str:
    """Return all questions with their verdicts as a table in Markdown.

    Parameters
    ----------
    questions : sequence of Question
        In the order of the table.
    claims : pandas.DataFrame
        The table ``claims``.
    titles : Mapping of str to str
        The titles of the notebooks' pages by their names.
    """
    rows = []
    for question in questions:
        links = ", ".join(f"[{titles[n]}](notebooks/{n}.ipynb)" for n in question.notebooks)
        rows.append((question.words, short_verdict(question.claim, claims), links))
    return pipe_table(("question", "verdict", "page"), rows)


def short_verdict(claim: str, claims: pd.DataFrame) -> str:
    """Return a claim and its verdict in one cell; a dash where nothing is claimed."""
    rows = claims[(claims["scope"] == OVERALL) & (claims["claim"] == claim)]
    return " ".join(f"{claim} {badge(row.verdict)}" for row in rows.itertuples()) or "–"
