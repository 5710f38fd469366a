"""The documents of the repository as pages, and pages for the code and folders that they name."""

from __future__ import annotations

import ast
import posixpath
import re
from pathlib import Path

from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.site.links import SHOWN, Linked
from sparse_rnn.site.shelf import Shelf

PAGES = (
    "docs/*.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "data/reference/README.md",
    "data/connectome/README.md",
    "notebooks/*.ipynb",
)
"""The documents that are pages; the README has the start page in its place."""

_HIDDEN = ("__pycache__", ".")


def document_pages(root: str | Path) -> list[str]:
    """Return the paths of all documents that are pages, seen from the root of the repository."""
    root = Path(root)
    found = (path for pattern in PAGES for path in sorted(root.glob(pattern)))
    return [path.relative_to(root).as_posix() for path in found]


def write_pages(shelf: Shelf, linked: Linked) -> None:
    """Write every document in Markdown with its links turned."""
    for name in linked.documents:
        if name.endswith(".md"):
            text = (linked.root / name).read_text(encoding="utf-8")
            shelf.write(name, linked.turned(text, name))


def write_linked(shelf: Shelf, linked: Linked) -> None:
    """Write what the documents link to: pages of code and folders, and copies of other files."""
    todo, seen = sorted(linked.shown), set(linked.shown)
    while todo:
        path = todo.pop()
        if (linked.root / path).is_dir():
            shelf.write(f"{path}/index.md", folder_page(linked, path))
            fresh = linked.shown - seen
            seen |= fresh
            todo += sorted(fresh)
        else:
            shelf.copy(path, linked.root / path)
            shelf.write(f"{path}.md", code_page(path))


def folder_page(linked: Linked, path: str) -> str:
    """Return the page of a folder: its files and folders, and what each is in a sentence.

    What it links to is added to ``linked``.
    """
    entries = sorted((linked.root / path).iterdir(), key=lambda e: (e.is_file(), e.name))
    rows = (
        (f"[`{entry.name}`]({entry.name})", sentence_on(entry))
        for entry in entries
        if not entry.name.startswith(_HIDDEN)
    )
    page = f"{_head(path)}\n{pipe_table(('', 'what'), rows)}\n"
    return linked.turned(page, f"{path}/index.md")


def code_page(path: str) -> str:
    """Return the page of a file of code, which includes a copy of it beside the page."""
    language = SHOWN[posixpath.splitext(path)[1]]
    return (
        f"{_head(path)}```{{literalinclude}} {posixpath.basename(path)}\n"
        f":language: {language}\n:lineno-start: 1\n```\n"
    )


def _head(path: str) -> str:
    """Return the first lines of a page: reached by links alone, found by no search."""
    return f"---\norphan: true\nnosearch: true\n---\n\n# {path}\n\n"


def sentence_on(path: Path) -> str:
    """Return in a sentence what a file or folder is: its docstring's or comment's first line."""
    if path.is_dir():
        return sentence_on(path / "__init__.py") if (path / "__init__.py").is_file() else ""
    if path.suffix == ".py":
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        return text.partition("\n")[0]
    if path.suffix in (".smk", ".yaml"):
        comment = re.match(r"# (.*)", path.read_text(encoding="utf-8"))
        return comment[1] if comment else ""
    return ""
