from pathlib import Path

import pytest

from sparse_rnn.archive import figures
from sparse_rnn.archive.figures import draw_figures
from sparse_rnn.notebooks.tables import NOTEBOOKS

SOURCES = Path(__file__).parents[2] / "notebooks"


@pytest.fixture
def drawn(monkeypatch):
    """The calls that would execute notebooks."""
    calls = []
    monkeypatch.setattr(figures, "run", lambda *words: calls.append(words))
    return calls


def test_notebooks_whose_tables_are_there_are_drawn(tmp_path, drawn):
    (tmp_path / "tables").mkdir()
    for kind in ("history", "balanced_networks"):
        (tmp_path / f"tables/{kind}.csv").touch()
    missing = draw_figures(tmp_path, "figures", tmp_path / "executed")
    name, tables = "01_performance", f"{tmp_path}/tables"
    parameters = {"tables": tables, "figures": "figures", "profile": "reference"}
    assert drawn == [(f"notebooks/{name}.py", tmp_path / f"executed/{name}.ipynb", parameters)]
    assert missing[name] == []
    assert missing["04_balanced_networks"] == ["annealing", "published_training"]
    assert missing["05_lesions"] == ["lesions", "published_lesions", "published_metrics"]


def test_without_any_table_nothing_is_drawn(tmp_path, drawn):
    with pytest.raises(FileNotFoundError, match=r"no notebook has its tables in .*: make archive"):
        draw_figures(tmp_path, "figures", "executed")
    assert drawn == []


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_registry_names_the_tables_that_a_notebook_reads(name):
    text = (SOURCES / f"{name}.py").read_text()
    assert [kind for kind in NOTEBOOKS[name] if kind not in text] == []


def test_every_notebook_with_a_number_above_zero_is_registered():
    sources = {path.stem for path in SOURCES.glob("[0-9][0-9]_*.py")}
    assert sources - {"00_start_here"} == set(NOTEBOOKS)
