"""What the README and the page on deviations quote of the archive.

An interval quoted must be one of the archive's, as rounded; that it is the one of the condition it is
quoted for, and numbers without an interval, is for readers to check.
"""

from pathlib import Path

import pytest

from sparse_rnn.archive.documents import intervals, unfounded, with_tables

ROOT = Path(__file__).parents[2]
ARCHIVE, FIGURES = ROOT / "data" / "reference", ROOT / "figures" / "reference"
README, DEVIATIONS = (
    (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "DEVIATIONS.md")
)
FINDINGS = README.partition("\n## What holds\n")[2].partition("\n## ")[0]


def test_its_tables_are_those_of_the_archive():
    assert with_tables(README, ARCHIVE) == README, "README.md is out of step: make figures"


@pytest.mark.parametrize("text", [FINDINGS, DEVIATIONS], ids=["README.md", "DEVIATIONS.md"])
def test_every_interval_is_one_of_the_archive(text):
    assert text.count("[")
    assert unfounded(text, intervals(ARCHIVE, FIGURES)) == []


def test_its_figures_are_there():
    pictures = [part.split(")")[0] for part in README.split("](figures/")[1:]]
    assert pictures
    assert [name for name in pictures if not (ROOT / "figures" / name).is_file()] == []
