"""The notebooks as pages: executed on the archive, with the verdict on top and code folded."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from sparse_rnn.base.code_digest import digest
from sparse_rnn.notebooks.run import number_cells, run
from sparse_rnn.notebooks.tables import FURTHER_FILES, NOTEBOOKS
from sparse_rnn.site.captions import Caption
from sparse_rnn.site.kept import key_of, made
from sparse_rnn.site.shelf import Shelf

LONG = 6000
"""Characters of HTML from which an output is folded, about twenty rows of a table."""

PARAMETERS = "parameters"


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
    return [name, *further]


def notebook_page(
    notebook: NotebookNode,
    name: str,
    shelf: Shelf,
    captions: Sequence[Caption],
    turned: Callable[[str], str],
    above: str,
) -> NotebookNode:
    """Return an executed notebook as a page: figures with alternative texts, long outputs folded.

    Parameters
    ----------
    notebook : NotebookNode
        An executed notebook.
    name : str
        Its name, also that of its page in ``notebooks``.
    shelf : Shelf
        Where the pictures are written.
    captions : sequence of Caption
        What the pictures show, in their order; further pictures have no words of their own.
    turned : callable
        Turns the links of a text.
    above : str
        Markdown to stand below the heading.
    """
    waiting = list(captions)
    head, *others = notebook.cells
    title, _, text = head.source.partition("\n")
    cells = [_words(f"{title}\n\n{above}\n\n{turned(text)}")]
    for cell in others:
        if cell.cell_type == "markdown":
            cells.append(_words(turned(cell.source)))
        elif PARAMETERS not in _tags(cell) and "injected-parameters" not in _tags(cell):
            pictures = taken_out(cell)
            cells.append(folded(cell, turned))
            for picture in pictures:
                caption = waiting.pop(0) if waiting else Caption(f"A figure of {title[2:]}", "")
                cells.append(_words(figure(picture, name, shelf, caption)))
    page = nbformat.v4.new_notebook(cells=cells, metadata=notebook.metadata)
    return number_cells(page)


def taken_out(cell: NotebookNode) -> list[bytes]:
    """Take the pictures out of the outputs of a cell and return them (PNG)."""
    pictures = [o for o in cell.outputs if "image/png" in o.get("data", {})]
    cell.outputs = [output for output in cell.outputs if output not in pictures]
    return [base64.b64decode(picture["data"]["image/png"]) for picture in pictures]


def folded(cell: NotebookNode, turned: Callable[[str], str]) -> NotebookNode:
    """Return a cell of code whose source is folded, and its outputs too if they are long."""
    tags = ["hide-input"]
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            data["text/markdown"] = turned(data["text/markdown"])
        if "text/html" in data:
            data.pop("text/plain", None)
            tags += ["hide-output"] if len(data["text/html"]) > LONG else []
    cell.metadata = {"tags": sorted({*_tags(cell), *tags})}
    return cell


def figure(picture: bytes, name: str, shelf: Shelf, caption: Caption) -> str:
    """Write a picture beside its page and return the Markdown that shows it."""
    place = sum(path.suffix == ".png" and path.stem.startswith(f"{name}-") for path in shelf.put)
    file = f"{name}-{place + 1}.png"
    shelf.write(f"notebooks/{file}", picture)
    options = {
        "alt": caption.alternative,
        "figclass": "wide",
        "target": f"../_images/{file}",  # the picture alone, in its full size
    }
    lines = [f":{key}: {value}" for key, value in options.items()]
    return "\n".join([f"```{{figure}} {file}", *lines, "", caption.title, "```"])


def _words(text: str) -> NotebookNode:
    """Return a cell of Markdown."""
    return nbformat.v4.new_markdown_cell(text)


def _tags(cell: NotebookNode) -> list[str]:
    """Return the tags of a cell."""
    return cell.metadata.get("tags", [])
