"""Notebooks become pages: figures with words, folded code, executed once."""

import base64
from pathlib import Path

import nbformat
import pytest

from sparse_rnn.notebooks.tables import NOTEBOOKS
from sparse_rnn.site import notebooks
from sparse_rnn.site.build import captions_of, write_own_pages
from sparse_rnn.site.captions import Caption, read_caption
from sparse_rnn.site.notebooks import LONG, executed, figures_of, notebook_page
from sparse_rnn.site.shelf import Shelf

ROOT = Path(__file__).parents[2]
PICTURE = base64.b64encode(b"picture").decode()


def output(**data):
    return nbformat.v4.new_output("display_data", {k.replace("_", "/"): v for k, v in data.items()})


@pytest.fixture
def notebook():
    """A notebook with a heading, parameters, and a cell that draws, tells and lists."""
    outputs = [
        output(image_png=PICTURE, text_plain="<Image>"),
        output(text_markdown="see [it](x.md)"),
        output(text_html="<table>" + "x" * LONG, text_plain="x"),
    ]
    code = nbformat.v4.new_code_cell("draw()", outputs=outputs)
    parameters = nbformat.v4.new_code_cell("a = 1", metadata={"tags": ["parameters"]})
    head = nbformat.v4.new_markdown_cell("# 1. Title\n\n**Claim.** [it](x.md)")
    return nbformat.v4.new_notebook(cells=[head, parameters, code])


@pytest.fixture
def page(notebook, tmp_path):
    shelf = Shelf(tmp_path)
    captions = [Caption("It rises.", "Curves along training. More.")]
    turned = lambda text: text.replace("x.md", "y.md")  # noqa: E731
    return notebook_page(notebook, "01_a", shelf, captions, turned, "**Verdict**")


def test_the_verdict_stands_below_the_heading(page):
    assert page.cells[0].source == "# 1. Title\n\n**Verdict**\n\n\n**Claim.** [it](y.md)"


def test_code_is_folded_and_so_are_long_outputs(page):
    (code,) = [cell for cell in page.cells if cell.cell_type == "code"]
    assert code.metadata.tags == ["hide-input", "hide-output"]
    kinds = [list(out["data"]) for out in code.outputs]
    assert kinds == [["text/markdown"], ["text/html"]]
    assert code.outputs[0]["data"]["text/markdown"] == "see [it](y.md)"


def test_a_picture_has_words_and_leads_to_itself(page, tmp_path):
    assert (tmp_path / "notebooks/01_a-1.png").read_bytes() == b"picture"
    figure = page.cells[-1].source
    assert figure.startswith("```{figure} 01_a-1.png\n:alt: It rises. Curves along training.\n")
    assert ":target: ../_images/01_a-1.png" in figure


def test_a_picture_without_caption_is_named_after_its_page(notebook, tmp_path):
    page = notebook_page(notebook, "01_a", Shelf(tmp_path), [], str, "")
    assert ":alt: A figure of 1. Title\n" in page.cells[-1].source


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_figure_has_a_caption(name):
    found = captions_of(ROOT, name)
    assert len(found) == len(figures_of(name))
    assert all(len(caption.alternative) > 60 for caption in found)
    assert not any("*" in caption.alternative for caption in found)


def test_a_caption_begins_with_a_bold_sentence(tmp_path):
    path = tmp_path / "a.rst"
    path.write_text("**It is\nso.** By Li et al. (2020), \\|z\\| < 2. More.\n")
    caption = read_caption(path)
    assert caption == Caption("It is so.", "By Li et al. (2020), |z| < 2. More.")
    path.write_text("plain")
    with pytest.raises(ValueError, match="must begin with"):
        read_caption(path)


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
