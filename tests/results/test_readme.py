"""What the README quotes of the archive."""

from pathlib import Path

import pytest

from sparse_rnn.archive.budget import as_markdown
from sparse_rnn.archive.collect import BUDGET, CLAIMS
from sparse_rnn.artifacts import load_table
from sparse_rnn.claims.markdown import markdown_table

ROOT = Path(__file__).parents[2]
ARCHIVE = ROOT / "data" / "reference"


@pytest.mark.parametrize(
    ("table", "quoted"), [(f"tables/{CLAIMS}.csv", markdown_table), (BUDGET, as_markdown)]
)
def test_its_tables_are_those_of_the_archive(table, quoted):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert quoted(load_table(ARCHIVE / table)) in text, f"README.md is out of step with {table}"


def test_its_figures_are_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = [part.split(")")[0] for part in text.split("](figures/")[1:]]
    assert pictures
    assert [name for name in pictures if not (ROOT / "figures" / name).is_file()] == []
