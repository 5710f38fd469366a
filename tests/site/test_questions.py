"""The questions and verdicts of the site are those of docs/map.md and of claims.csv."""

from pathlib import Path

import pandas as pd
import pytest

from sparse_rnn.notebooks.tables import NOTEBOOKS
from sparse_rnn.results.schema import read_table
from sparse_rnn.site.questions import (
    answers,
    badge,
    question_table,
    read_questions,
    verdict_table,
)
from sparse_rnn.studies.claims.registry import CLAIMS

ROOT = Path(__file__).parents[2]
MAP = """\
| question | claim | study | rule | notebook |
|---|---|---|---|---|
| Is it so? | C1 | [a](a) | [b](b) | [01](../notebooks/01_a.ipynb), [03](../notebooks/03_c.ipynb) |
| Why? | | [a](a) | [b](b) | [02](../notebooks/02_b.ipynb) |
| All? | all | [a](a) | [b](b) | [09](../notebooks/09_c.ipynb) |

More.
"""
TINY = pd.DataFrame(
    {
        "claim": ["C1", "C1", "C2"],
        "statement": "said",
        "scope": ["overall", "condition", "overall"],
        "verdict": ["partly", "reproduced", "not run"],
        "n": [3, 5, 0],
        "estimate": [2.0, 0.5, float("nan")],
        "limit": [3.0, 0.4, float("nan")],
        "see": ["01_a", "01_a", "02_b"],
    }
)


@pytest.fixture(scope="module")
def claims():
    return read_table("claims", ROOT / "data/reference/tables/claims.csv")


def test_questions_are_read_with_their_notebooks():
    first, second, third = read_questions(MAP)
    assert (first.words, first.claim, first.notebooks) == ("Is it so?", "C1", ("01_a", "03_c"))
    assert (second.claim, second.notebooks) == ("", ("02_b",))
    assert third.claim == "all"


def test_a_map_without_the_table_is_refused():
    with pytest.raises(ValueError, match="no table"):
        read_questions("# Map\n")


def test_a_page_begins_with_its_verdict():
    text = answers(read_questions(MAP), TINY, "03_c")
    assert "**Is it so?**" in text
    assert f"{badge('partly')} C1: {CLAIMS['C1'].plain} (reproduced in 2 of 3 conditions)." in text
    assert "C2" not in text and "Why?" not in text


def test_a_page_without_a_claim_has_its_question_alone():
    text = answers(read_questions(MAP), TINY, "02_b")
    assert "**Why?**" in text and "verdict" not in text
    assert answers(read_questions(MAP), TINY, "00_start_here") == ""


def test_a_summary_counts_verdicts():
    text = answers(read_questions(MAP), TINY, "09_c")
    assert f"Of 2 claims: 1 {badge('partly')}, 1 {badge('not run')}." in text


def test_the_table_of_questions_links_pages_by_their_titles():
    titles = {"01_a": "One", "02_b": "Two", "03_c": "Three", "09_c": "Nine"}
    lines = question_table(read_questions(MAP), TINY, titles).splitlines()
    links = "[One](notebooks/01_a.ipynb), [Three](notebooks/03_c.ipynb)"
    assert lines[2] == f"| Is it so? | C1 {badge('partly')} | {links} |"
    assert lines[3].startswith("| Why? | – |")


def test_every_verdict_of_the_archive_is_on_the_start_page(claims):
    overall = claims[claims["scope"] == "overall"]
    lines = verdict_table(claims).splitlines()[2:]
    assert len(lines) == len(CLAIMS)
    for line, row in zip(lines, overall.itertuples(), strict=True):
        assert line.startswith(f"| {row.claim} | ") and badge(row.verdict) in line


def test_every_notebook_answers_a_question_of_the_map(claims):
    questions = read_questions((ROOT / "docs/map.md").read_text(encoding="utf-8"))
    assert {name for question in questions for name in question.notebooks} == set(NOTEBOOKS)
    assert all(answers(questions, claims, name) for name in NOTEBOOKS)
    assert {q.claim for q in questions} == {*CLAIMS, "", "all"}
