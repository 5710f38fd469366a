"""Every link of a document leads to a page or a copied file of the site."""

import pytest

from sparse_rnn.site.documents import code_page, document_pages, folder_page, write_linked
from sparse_rnn.site.links import Linked, seen_from
from sparse_rnn.site.shelf import Shelf

FILES = {
    "README.md": "# Read me",
    "docs/a.md": "# A",
    "docs/b.md": "# B\n\n## Part",
    "data/reference/README.md": "# Archive",
    "src/code.py": '"""What it does | and why.\n\nMore."""\n',
    "src/deep/rules.smk": "# Rules of all.\n",
    "src/deep/.hidden": "",
    "figures/x.png": "picture",
    "figures/x.pdf": "paper",
}


@pytest.fixture
def linked(tmp_path):
    root = tmp_path / "repository"
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return Linked(root, document_pages(root))


@pytest.mark.parametrize(
    ("link", "turned"),
    [
        ("[b](b.md#part)", "[b](b.md#part)"),
        ("[start](../README.md)", "[start](../index.md)"),
        ("[archive](../data/reference)", "[archive](../data/reference/README.md)"),
        ("[`code`](../src/code.py)", "[`code`](../src/code.py.md)"),
        ("[deep](../src/deep)", "[deep](../src/deep/index.md)"),
        ("[paper](../figures/x.pdf)", "[paper](copied:../figures/x.pdf)"),
        ("![words](../figures/x.png)", "![words](../figures/x.png)"),
        ("[out](https://doi.org/1)", "[out](https://doi.org/1)"),
        ("[here](#The-part)", "[here](#the-part)"),
        ("`x[0](y.md)` ``sparse-rnn``: `z`", "`x[0](y.md)` ``sparse-rnn``: `z`"),
        ("```\n[none](nowhere.md)\n```", "```\n[none](nowhere.md)\n```"),
    ],
)
def test_a_link_is_turned(linked, link, turned):
    assert linked.turned(link, "docs/a.md") == turned


def test_what_is_linked_is_remembered(linked):
    linked.turned("[c](../src/code.py) [d](../src/deep) [p](../figures/x.pdf)", "docs/a.md")
    linked.turned("![i](../figures/x.png) [b](b.md)", "docs/a.md")
    assert linked.shown == {"src/code.py", "src/deep"}
    assert (linked.copied, linked.pictures) == ({"figures/x.pdf"}, {"figures/x.png"})


def test_a_link_that_leads_nowhere_is_named(linked):
    with pytest.raises(FileNotFoundError, match=r"docs/a.md links to ../gone.md"):
        linked.turned("[gone](../gone.md)", "docs/a.md")


def test_a_folder_says_what_its_files_are(linked):
    page = folder_page(linked, "src")
    assert "| [`deep`](deep/index.md) |  |" in page
    assert "| [`code.py`](code.py.md) | What it does \\| and why. |" in page
    assert linked.shown == {"src/code.py", "src/deep"}


def test_folders_are_followed_and_hidden_files_are_not(linked, tmp_path):
    linked.turned("[src](../src)", "docs/a.md")
    shelf = Shelf(tmp_path / "out")
    write_linked(shelf, linked)
    found = {path.relative_to(shelf.folder).as_posix() for path in shelf.put}
    pages = {"src/index.md", "src/code.py.md", "src/deep/index.md", "src/deep/rules.smk.md"}
    assert found == pages | {"src/code.py", "src/deep/rules.smk"}
    assert "Rules of all." in (shelf.folder / "src/deep/index.md").read_text()


def test_a_page_of_code_is_no_page_of_the_menu():
    page = code_page("src/code.py")
    assert page.startswith("---\norphan: true\n")
    assert "```{literalinclude} code.py\n:language: python\n" in page


def test_addresses_are_relative():
    assert seen_from("index.md", "docs/a.md") == "docs/a.md"
    assert seen_from("docs/a.md", "docs/b.md") == "b.md"
