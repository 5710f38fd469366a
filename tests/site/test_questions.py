"""The questions and verdicts of the site are those of docs/map.md and of claims.csv."""

from pathlib import Path

import pandas as pd
import pytest

from sparse_rnn.notebooks.tables import NOTEBOOKS
from sparse_rnn.results.schema import read_table
from sparse_rnn.site.questions import (
    badge,
    badged,
    question_table,
    read_questions,
    verdict_table,
)
from sparse_rnn.studies.claims.registry import CLAIMS
from sparse_rnn.verdicts.rules import VERDICTS

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


@pytest.mark.parametrize("verdict", VERDICTS)
def test_the_verdict_of_an_opening_becomes_a_badge(verdict):
    opening = f"- **Stands for:** it.\n- **Our verdict: {verdict}.** Of 3 conditions."
    assert badged(opening).endswith(f"- **Our verdict:** {badge(verdict)} Of 3 conditions.")
    assert badged("- **No verdict.** Too few.") == "- **No verdict.** Too few."


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


def test_every_notebook_answers_a_question_of_the_map():
    questions = read_questions((ROOT / "docs/map.md").read_text(encoding="utf-8"))
    assert {name for question in questions for name in question.notebooks} == set(NOTEBOOKS)
    assert {q.claim for q in questions} == {*CLAIMS, "", "all"}


@pytest.mark.parametrize("name", ["01_performance", "05_lesions"])
def test_the_openings_of_the_notebooks_have_badges(name):
    text = (ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8")
    assert "Our verdict" in text and 'class="verdict' in badged(text)
