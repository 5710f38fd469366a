"""The checks of pages find what they are there to find."""

import pytest

DOT = (
    '<img alt="a dot" src="data:image/gif;base64,'
    'R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==">'
)
GOOD = f"""<!doctype html><html><head><meta charset="utf-8"><title>A page</title></head><body>
<h1 id="top">Balance</h1><p>All is well.</p><a href="#top">up</a> <a href="page.html">here</a>
<a href="https://doi.org/10.1038/x">the paper</a>
{DOT}
<details><summary>All rows</summary><div style="width: 90px; overflow: hidden">HIDDEN</div></details>
</body></html>"""
PAPER = ("https://doi.org/",)


@pytest.fixture
def show(open_page, tmp_path):
    """Open a page with something put before its end."""

    def open_with(fault=""):
        path = tmp_path / "page.html"
        path.write_text(GOOD.replace("</body>", f"{fault}</body>"), encoding="utf-8")
        return open_page(path)

    return open_with


def found(page):
    """Everything that is wrong with a page."""
    page.unfold()
    faults = [page.errors(), page.cut_texts(), page.bad_images(), page.dead_links(outside=PAPER)]
    return [len(fault) for fault in faults]


def test_a_good_page_has_no_fault(show):
    page = show()
    assert "All is well." in page.text and "HIDDEN" not in page.text
    assert found(page) == [0, 0, 0, 0]
    assert "HIDDEN" in page.text


@pytest.mark.parametrize(
    ("fault", "faults"),
    [
        ("<script>nowhere.to_be_found()</script>", [1, 0, 0, 0]),
        ('<script src="https://cdn.example.org/x.js"></script>', [1, 0, 0, 0]),
        ('<p style="width: 2em; overflow: hidden">incomprehensibilities</p>', [0, 1, 0, 0]),
        ('<p style="width: 2em; overflow: auto">incomprehensibilities</p>', [0, 1, 0, 0]),
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">', [0, 0, 2, 0]),
        (DOT.replace("a dot", "No description has been provided for this image"), [0, 0, 1, 0]),
        ('<a href="#nowhere">x</a><a href="gone.html">y</a>', [0, 0, 0, 2]),
        ('<a href="https://elsewhere.example.org">x</a>', [0, 0, 0, 1]),
    ],
)
def test_a_fault_is_found(show, fault, faults):
    assert found(show(fault)) == faults
