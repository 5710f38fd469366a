"""The notebooks as pages: executed on the archive, with pictures as files and code folded."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable, Sequence
from html import unescape
from itertools import chain, count
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from sparse_rnn.base.code_digest import digest
from sparse_rnn.notebooks.run import number_cells, run
from sparse_rnn.notebooks.tables import FURTHER_FILES, NOTEBOOKS
from sparse_rnn.site.kept import key_of, made
from sparse_rnn.site.questions import badged
from sparse_rnn.site.shelf import Shelf

LONG = 6000
"""Characters of HTML from which an output is folded, about twenty rows of a table."""

_PICTURE = re.compile(
    r'<img alt="(?P<alt>[^"]*)"[^>]* src="data:image/png;base64,(?P<data>[^"]*)">'
)
"""A picture as `notebooks.page.show` embeds it."""


def executed(root: Path, name: str, tables: Path, kept: Path) -> NotebookNode:
    """Return a notebook executed on some tables, afresh only if something has changed.

    Parameters
    ----------
    root : path
        Folder of the repository, also the current folder.
    name : str
        The notebook, a key of `notebooks.tables.NOTEBOOKS`; any other is not executed, and its
        paired copy is returned.
    tables : path
        Folder of the tables.
    kept : path
        Folder in which results stay from one run to the next.
    """
    if name not in NOTEBOOKS:
        return nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    source = root / "notebooks" / f"{name}.py"
    read = [tables / f"{table}.csv" for table in NOTEBOOKS[name]]

    def make(folder: Path) -> None:
        parameters = {"tables": str(tables), "figures": str(folder), "profile": "reference"}
        run(source, folder / f"{name}.ipynb", parameters)

    code = digest("sparse_rnn.notebooks.run", str(source))
    made(kept / name, key_of([source, *read], code), make)
    return nbformat.read(kept / name / f"{name}.ipynb", as_version=4)


def figures_of(name: str) -> list[str]:
    """Return the figures that a notebook shows, in their order."""
    further = [Path(file).stem for file in FURTHER_FILES.get(name, []) if file.endswith(".png")]
    return [name, *further] if name in NOTEBOOKS else []


def notebook_page(
    notebook: NotebookNode,
    name: str,
    shelf: Shelf,
    titles: Sequence[str],
    turned: Callable[[str], str],
) -> NotebookNode:
    """Return an executed notebook as a page: pictures are files, code and long tables are folded.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook.
    name : str
        Its name, also that of its page in ``notebooks``.
    shelf : Shelf
        Where the pictures are written.
    titles : sequence of str
        What its pictures say, in their order; further pictures have an alternative text alone.
    turned : callable
        Turns the links of a text.
    """
    numbered = enumerate(titles, start=1)
    pictures = chain(numbered, ((number, "") for number in count(len(titles) + 1)))
    cells = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cells.append(_words(turned(cell.source)))
        elif not {"parameters", "injected-parameters"} & set(_tags(cell)):
            found = taken_out(cell)
            cells.append(folded_code(cell, turned, name in NOTEBOOKS))
            for picture, (number, title) in zip(found, pictures, strict=False):
                file = f"{name}-{number}.png"
                shelf.write(f"notebooks/{file}", b64decode(picture["data"]))
                cells.append(_words(picture_block(file, unescape(picture["alt"]), title)))
    return number_cells(nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata))


def taken_out(cell: NotebookNode) -> list[re.Match]:
    """Take the pictures out of the outputs of a cell; each has ``alt`` and ``data``."""
    found = []
    for output in cell.outputs:
        html = output.get("data", {}).get("text/html", "")
        found += _PICTURE.finditer(html)
        if _PICTURE.search(html):
            output["data"]["text/html"] = _PICTURE.sub("", html)
    cell.outputs = [o for o in cell.outputs if o.get("data", {}).get("text/html") != ""]
    return found


def folded_code(cell: NotebookNode, turned: Callable[[str], str], fold: bool) -> NotebookNode:
    """Return a cell of code with its links turned.

    Its source is folded if it is marked so, or all are, and its outputs if they are long.
    """
    tags = {"hide-input"} if fold else {*_tags(cell)} & {"hide-input"}
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            data["text/markdown"] = badged(turned(data["text/markdown"]))
        if "text/html" in data:
            data.pop("text/plain", None)
            long = len(data["text/html"]) > LONG and "<details" not in data["text/html"]
            tags |= {"hide-output"} if long else set()
    cell.metadata = {"tags": sorted(tags)}
    return cell


def picture_block(file: str, alternative: str, title: str) -> str:
    """Return the Markdown that shows a picture beside its page."""
    options = {
        "alt": json.dumps(alternative, ensure_ascii=False),
        "figclass": "wide",
        "target": f"../_images/{file}",  # the picture alone, in its full size
    }
    lines = [f":{key}: {value}" for key, value in options.items()]
    return "\n".join([f"```{{figure}} {file}", *lines, "", title, "```"])


def _words(text: str) -> NotebookNode:
    """Return a cell of Markdown."""
    return nbformat.v4.new_markdown_cell(text)


def _tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])
