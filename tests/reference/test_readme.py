"""What the documents quote of the archive.

An interval quoted must be one of the archive's, as rounded; that it is the one of the condition it is
quoted for, and numbers without an interval, is for readers to check.
"""

from pathlib import Path

import pytest

from sparse_rnn.archive.documents import DOCUMENTS, QUOTING, intervals, unfounded, with_tables
from sparse_rnn.studies.claims.registry import CLAIMS

ROOT = Path(__file__).parents[2]
ARCHIVE, FIGURES = ROOT / "data" / "reference", ROOT / "figures" / "reference"


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_its_tables_are_those_of_the_archive(name):
    text, why = read(name), f"{name} is out of step: make figures"
    assert with_tables(text, ARCHIVE, DOCUMENTS[name]) == text, why


@pytest.mark.parametrize("name", QUOTING)
def test_every_interval_is_one_of_the_archive(name):
    text = read(name)
    assert text.count("[")
    assert unfounded(text, intervals(ARCHIVE, FIGURES)) == []


def test_no_other_finding_is_quoted_where_nothing_looks_it_up():
    assert unfounded(read("README.md"), []) == []


def test_its_figures_are_there():
    pictures = [part.split(")")[0] for part in read("README.md").split("](figures/")[1:]]
    pictures = [name for name in pictures if "." in name]
    assert pictures
    assert [name for name in pictures if not (ROOT / "figures" / name).is_file()] == []


def test_every_claim_is_told_in_plain_words():
    readme = read("README.md")
    assert [claim.plain for claim in CLAIMS.values() if f"| {claim.plain} |" not in readme] == []
