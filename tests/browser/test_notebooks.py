"""The executed notebooks, converted to pages: nothing is cut, nameless, broken or leads nowhere."""

from pathlib import Path

import pytest
from nbconvert import HTMLExporter
from selenium.webdriver.support.ui import WebDriverWait
from traitlets.config import Config

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
MATHJAX = Path("/usr/share/javascript/mathjax/MathJax.js")  # Debian's libjs-mathjax
AS_FOLDED = {"enabled": True, "remove_input_tags": {"hide-input"}}  # as notebooks are opened
NO_FETCHING = {
    "mathjax_url": f"{MATHJAX.as_uri()}?config=TeX-AMS_CHTML-full,Safe",
    "require_js_url": "",
    "mermaid_js_url": "",
}
OUTSIDE = ("https://doi.org/", "https://github.com/XinjieZhang/sparse-RNNs")


@pytest.fixture
def render(open_page, tmp_path):
    """Convert an executed notebook to a page and open it."""

    def converted(name):
        config = Config(HTMLExporter=NO_FETCHING, TagRemovePreprocessor=AS_FOLDED)
        page, _ = HTMLExporter(config=config).from_filename(NOTEBOOKS / f"{name}.ipynb")
        path = tmp_path / f"{name}.html"
        path.write_text(page, encoding="utf-8")
        return open_page(path)

    return converted


@pytest.mark.parametrize("name", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
def test_a_notebook_is_shown_without_fault(name, render):
    page = render(name)
    page.unfold()
    faults = {
        "console": page.errors(),
        "cut": page.cut_texts(),
        "images": page.bad_images(),
        "links": page.dead_links(NOTEBOOKS, OUTSIDE),
    }
    assert faults == {"console": [], "cut": [], "images": [], "links": []}


FORMULAS = "return document.querySelectorAll('.mjx-chtml').length;"
BAD_FORMULAS = "return document.querySelectorAll('.merror, .mjx-merror').length;"


@pytest.mark.parametrize("name", ["00_start_here", "02_motif_profile", "03_balance_rises"])
def test_formulas_are_typeset_without_a_network(name, render):
    page = render(name)
    WebDriverWait(page.driver, 60).until(lambda _: page.ask(FORMULAS) > 0)
    assert page.ask(BAD_FORMULAS) == 0


def test_a_long_table_is_folded_and_complete(render):
    page = render("03_balance_rises")
    assert "rows: " in page.text and "Random pruning" not in page.text
    page.unfold()
    rows = page.ask("return document.querySelectorAll('details tbody tr').length;")
    assert f"{rows} rows: " in page.text and "Random pruning" in page.text


@pytest.mark.parametrize("name", ["03_balance_rises", "07_mechanism", "11_published"])
def test_a_page_opens_with_what_it_stands_for_and_no_code(name, render):
    head = render(name).text.partition("Stands for:")
    assert head[1] and "import" not in head[0] and "tables =" not in head[0]
