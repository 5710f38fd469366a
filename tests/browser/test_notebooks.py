"""The executed notebooks, converted to pages: nothing is cut, nameless, broken or leads nowhere."""

from pathlib import Path

import pytest
from nbconvert import HTMLExporter
from traitlets.config import Config

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
MATHJAX = Path("/usr/share/javascript/mathjax/MathJax.js")  # Debian's libjs-mathjax
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
        page, _ = HTMLExporter(config=Config(HTMLExporter=NO_FETCHING)).from_filename(
            NOTEBOOKS / f"{name}.ipynb"
        )
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
