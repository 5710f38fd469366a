"""The figures of the archive, as they are in git: each notebook is executed afresh."""

import json
from pathlib import Path

import nbformat
import pytest

from sparse_rnn.notebooks.run import run
from sparse_rnn.notebooks.tables import NOTEBOOKS

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "figures" / "reference"
TABLES = ROOT / "data" / "reference" / "tables"
DRAWN = [
    name for name, kinds in NOTEBOOKS.items() if all((TABLES / f"{k}.csv").exists() for k in kinds)
]


def texts(notebook):
    """Return what the cells of an executed notebook say in words."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    data = [output["data"] for output in outputs if "data" in output]
    html = [entry.get("text/html", "") for entry in data]
    tables = [text for text in html if "<table" in text]
    return [entry.get("text/markdown") for entry in data] + tables


def same(one, other):
    """Compare numbers within rounding, all else to the letter."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other, rel=1e-9, abs=1e-12)
    return one == other


@pytest.mark.parametrize("name", DRAWN)
def test_a_notebook_quotes_what_the_archive_says(name, tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    run(f"notebooks/{name}.py", tmp_path / "executed.ipynb", {"figures": str(tmp_path)})
    fresh, kept = (
        json.loads((folder / f"{name}.json").read_text()) for folder in (tmp_path, FIGURES)
    )
    assert same(fresh, kept), f"{name} is out of step with data/reference: make figures"
    said = texts(nbformat.read(tmp_path / "executed.ipynb", as_version=4))
    partner = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    assert texts(partner) == said, f"{name}.ipynb is not executed on data/reference: make figures"


@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_every_notebook_drew_its_figure(kind):
    assert [name for name in DRAWN if not (FIGURES / f"{name}.{kind}").exists()] == []


def test_numbers_are_compared_within_rounding_only():
    assert same({"a": [0.1 + 0.2, None, "x"]}, {"a": [0.3, None, "x"]})
    for other in (0.3001, None, "0.3"):
        assert not same({"a": [0.3]}, {"a": [other]})
    assert not same([1], [1, 2]) and not same({"a": 1}, {"b": 1})
