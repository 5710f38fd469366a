"""Notebooks become pages: figures with words, folded code, executed once."""

import base64
from pathlib import Path

import nbformat
import pytest

from sparse_rnn.notebooks.tables import NOTEBOOKS
from sparse_rnn.site import notebooks
from sparse_rnn.site.build import write_own_pages
from sparse_rnn.site.captions import CAPTIONS, caption_title
from sparse_rnn.site.notebooks import LONG, executed, figures_of, notebook_page, taken_out
from sparse_rnn.site.shelf import Shelf

ROOT = Path(__file__).parents[2]
PICTURE = base64.b64encode(b"picture").decode()


def output(**data):
    return nbformat.v4.new_output("display_data", {k.replace("_", "/"): v for k, v in data.items()})


@pytest.fixture
def notebook():
    """A notebook with a heading, parameters, and a cell that draws, tells and lists."""
    picture = f'<img alt="Curves: two &amp; more" width="9" src="data:image/png;base64,{PICTURE}">'
    outputs = [
        output(text_html=picture, text_plain="<HTML>"),
        output(text_markdown="see [it](x.md)"),
        output(text_html="<table>" + "x" * LONG, text_plain="x"),
    ]
    code = nbformat.v4.new_code_cell("draw()", outputs=outputs)
    parameters = nbformat.v4.new_code_cell("a = 1", metadata={"tags": ["parameters"]})
    again = nbformat.v4.new_code_cell("draw()", outputs=[output(text_html=picture)])
    head = nbformat.v4.new_markdown_cell("# 1. Is it?\n\n**Claim.** [it](x.md)")
    return nbformat.v4.new_notebook(cells=[head, parameters, code, again])


def page_of(notebook, folder, name="01_performance"):
    return notebook_page(
        notebook, name, Shelf(folder), ["It rises."], lambda text: text.replace("x.md", "y.md")
    )


def codes(page):
    return [cell for cell in page.cells if cell.cell_type == "code"]


def test_parameters_are_left_out_and_links_turned(notebook, tmp_path):
    page = page_of(notebook, tmp_path)
    assert page.cells[0].source == "# 1. Is it?\n\n**Claim.** [it](y.md)"
    assert [cell.source for cell in codes(page)] == ["draw()", "draw()"]


def test_code_is_folded_and_so_are_long_outputs(notebook, tmp_path):
    first, second = codes(page_of(notebook, tmp_path))
    assert first.metadata.tags == ["hide-input", "hide-output"]
    assert second.metadata.tags == ["hide-input"] and second.outputs == []
    assert [list(out["data"]) for out in first.outputs] == [["text/markdown"], ["text/html"]]
    assert first.outputs[0]["data"]["text/markdown"] == "see [it](y.md)"


def test_a_table_that_is_folded_already_is_not_folded_twice(notebook, tmp_path):
    notebook.cells[2].outputs[2]["data"]["text/html"] = "<details>" + "x" * LONG
    assert codes(page_of(notebook, tmp_path))[0].metadata.tags == ["hide-input"]


def test_a_notebook_to_learn_from_shows_its_code(notebook, tmp_path):
    notebook.cells[3].metadata["tags"] = ["hide-input"]
    first, second = codes(page_of(notebook, tmp_path, "00_start_here"))
    assert (first.metadata.tags, second.metadata.tags) == (["hide-output"], ["hide-input"])


def test_pictures_are_files_with_their_words(notebook, tmp_path):
    page = page_of(notebook, tmp_path)
    blocks = [cell.source for cell in page.cells if "{figure}" in cell.source]
    for number, (block, title) in enumerate(zip(blocks, ("It rises.", ""), strict=True), start=1):
        file = f"01_performance-{number}.png"
        assert (tmp_path / "notebooks" / file).read_bytes() == b"picture"
        assert block.startswith(f'```{{figure}} {file}\n:alt: "Curves: two & more"\n')
        assert block.endswith(f":target: ../_images/{file}\n\n{title}\n```")


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_figure_of_a_notebook_is_found_and_has_a_title(name):
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)
    found = [taken_out(cell) for cell in notebook.cells if cell.cell_type == "code"]
    assert sum(map(len, found)) == len(figures_of(name))
    titles = [caption_title(ROOT / CAPTIONS / f"{file}.rst") for file in figures_of(name)]
    assert all(title.endswith((".", "?")) for title in titles)


def test_a_caption_begins_with_a_bold_sentence(tmp_path):
    path = tmp_path / "a.rst"
    path.write_text("**It is\nso.** More **here**.\n")
    assert caption_title(path) == "It is so."
    path.write_text("plain")
    with pytest.raises(ValueError, match="must begin with"):
        caption_title(path)


def test_a_notebook_is_executed_again_only_if_something_changed(tmp_path, monkeypatch):
    ran = []

    def run(source, out, parameters):
        ran.append(parameters["tables"])
        out.write_text(nbformat.writes(nbformat.v4.new_notebook()))

    monkeypatch.setattr(notebooks, "run", run)
    monkeypatch.setitem(NOTEBOOKS, "01_a", ["history"])
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks/01_a.py").write_text("# %%\nx = 1\n")
    (tmp_path / "history.csv").write_text("a\n")
    for _ in range(2):
        executed(tmp_path, "01_a", tmp_path, tmp_path / "kept")
    assert len(ran) == 1
    for changed in ("history.csv", "notebooks/01_a.py"):
        (tmp_path / changed).write_text("# other words\n")
        executed(tmp_path, "01_a", tmp_path, tmp_path / "kept")
    assert ran == [str(tmp_path)] * 3


def test_own_pages_get_their_values(tmp_path):
    values = {"verdicts": "VERDICTS", "questions": "QUESTIONS", "conditions": "CONDITIONS"}
    write_own_pages(Shelf(tmp_path), ROOT, values)
    pages = {path.stem: path.read_text() for path in tmp_path.glob("*.md")}
    assert set(pages) == {"index", "questions", "conditions", "reference"}
    assert "VERDICTS" in pages["index"]
    assert all(value in pages[name] for name, value in values.items() if name in pages)


def test_style_and_script_fetch_nothing():
    for path in (ROOT / "docs/site/static").iterdir():
        assert not any(word in path.read_text() for word in ("://", "@import", "fetch("))


def test_every_document_is_in_a_list_of_contents():
    listed = (ROOT / "docs" / "site" / "index.md").read_text().splitlines()
    documents = {f"docs/{path.stem}" for path in (ROOT / "docs").glob("*.md")}
    assert documents - set(listed) == set()
