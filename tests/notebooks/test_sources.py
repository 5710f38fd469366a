"""How all notebooks are written, and what their executed copies show."""

import re
from pathlib import Path

import nbformat
import pytest

from sparse_rnn.catalog import MODELS, STRATEGIES, TASKS
from sparse_rnn.notebooks.page import SHOWN_ROWS
from sparse_rnn.notebooks.run import read_source

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.stem for path in (ROOT / "notebooks").glob("*.py"))
ON_TABLES = [name for name in NAMES if name != "00_start_here"]
LONGEST_CELL = 15
RAW = {
    name
    for registry in (TASKS, MODELS, STRATEGIES)
    for name, entry in registry.items()
    if name != entry.label
}


@pytest.fixture(params=NAMES)
def source(request):
    return read_source(ROOT / "notebooks" / f"{request.param}.py")


@pytest.fixture(params=NAMES)
def shown(request):
    """The HTML and the Markdown that an executed notebook shows."""
    notebook = nbformat.read(ROOT / "notebooks" / f"{request.param}.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    data = [output["data"] for output in outputs if "data" in output]
    assert data and not any("image/png" in entry for entry in data)
    return [entry.get("text/html") or entry.get("text/markdown") or "" for entry in data]


def is_hidden(cell):
    tagged = "hide-input" in cell.metadata.get("tags", [])
    assert tagged == cell.metadata.get("jupyter", {}).get("source_hidden", False)
    return tagged


def test_a_title_asserts_nothing(source):
    title = source.cells[0].source.partition("\n")[0]
    assert title.endswith("?") or title.startswith("# 0. Start here: ")


def test_cells_that_are_open_are_short(source):
    code = [cell for cell in source.cells if cell.cell_type == "code" and not is_hidden(cell)]
    assert [c.source for c in code if len(c.source.splitlines()) > LONGEST_CELL] == []


@pytest.mark.parametrize("name", ON_TABLES)
def test_the_first_cell_behind_the_title_that_shows_anything_is_the_opening(name):
    title, parameters, opening, *_ = read_source(ROOT / "notebooks" / f"{name}.py").cells
    assert title.source.count("\n") == 0
    assert is_hidden(parameters) and is_hidden(opening)
    executed = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    (output,) = executed.cells[2].outputs
    assert "**Stands for:** " in output["data"]["text/markdown"]
    assert re.search(r"\*\*(Our verdict:|No verdict\.|Answer:)", output["data"]["text/markdown"])


def test_every_picture_has_words(shown):
    pictures = [tag for text in shown for tag in re.findall(r"<img [^>]{0,2000}", text)]
    assert all(re.match(r'<img alt="[^"]{20,}"', tag) for tag in pictures)


def test_a_table_is_whole_and_folded_if_it_is_long(shown):
    for text in (text for text in shown if "<table" in text):
        rows = text.count("<tr") - 1
        assert text.startswith("<details><summary>") == (rows > SHOWN_ROWS)
        assert "..." not in text and "…" not in text


def test_labels_stand_where_readers_look(shown):
    cells = {
        cell for text in shown if "<table" in text for cell in re.findall(r"<t[dh]>(.*?)</t", text)
    }
    assert cells & RAW == set()


def test_the_first_notebook_leads_to_all_others():
    text = "\n".join(cell.source for cell in read_source(ROOT / "notebooks/00_start_here.py").cells)
    _, _, rest = text.partition("## How to read the rest")
    assert sorted(re.findall(r"\((\w+)\.ipynb\)", rest)) == ON_TABLES
