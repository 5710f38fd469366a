"""All sources of the site in one folder, for Sphinx to turn into pages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from string import Template

import nbformat
import pandas as pd

from sparse_rnn.archive.load import archived_table, table_path
from sparse_rnn.archive.networks import links_path
from sparse_rnn.base.code_digest import digest
from sparse_rnn.base.root import ARCHIVE
from sparse_rnn.config import Condition
from sparse_rnn.results.runs import CONDITION
from sparse_rnn.site.captions import CAPTIONS, caption_title
from sparse_rnn.site.condition_figure import drawn
from sparse_rnn.site.condition_pages import write_conditions
from sparse_rnn.site.condition_rows import conditions_html
from sparse_rnn.site.conditions import CURVES, condition_table
from sparse_rnn.site.documents import document_pages, write_linked, write_pages
from sparse_rnn.site.kept import key_of, made
from sparse_rnn.site.links import Linked
from sparse_rnn.site.notebooks import executed, figures_of, notebook_page
from sparse_rnn.site.questions import question_table, read_questions, verdict_table
from sparse_rnn.site.shelf import Shelf

OWN_PAGES = "docs/site"
"""The pages that are made for the site alone, with ``$verdicts`` where the verdicts go."""

PICTURES = ("figures/reference/00_two_triads.png",)
"""The pictures of the pages that are made for the site alone."""

TABLES_SHOWN = ("claims", "history", "balance", "motifs")


def write_site(root: Path, out: Path) -> None:
    """Write the sources of the site.

    Parameters
    ----------
    root : path
        Folder of the repository, also the current folder.
    out : path
        Gets ``source`` (pages), ``copied`` (files that are no pages) and ``kept`` (what need not be
        made again).

    Raises
    ------
    FileNotFoundError
        If the archive lacks a table, or a document links to a file that is not there.
    RuntimeError
        If a notebook fails.
    """
    shelf, copies = Shelf(out / "source"), Shelf(out / "copied")
    tables = {name: archived_table(ARCHIVE, name) for name in TABLES_SHOWN}
    linked = Linked(root, document_pages(root), pictures=set(PICTURES))
    write_pages(shelf, linked)
    verdicts = write_answers(shelf, linked, tables["claims"], out / "kept")
    conditions = write_curves(shelf, copies, tables, out / "kept")
    linked.copied |= {str(links_path(ARCHIVE, condition)) for condition in conditions}
    rows = conditions_html(condition_table(tables), conditions, f"{ARCHIVE}/networks")
    write_own_pages(shelf, root, verdicts | {"conditions": rows})
    write_linked(shelf, linked)
    for name in linked.pictures:
        shelf.copy(name, root / name)
    for name in linked.copied:
        copies.copy(name, root / name)
    shelf.clear()
    copies.clear()


def write_answers(shelf: Shelf, linked: Linked, claims: pd.DataFrame, kept: Path) -> dict[str, str]:
    """Write a page for each notebook; return the tables of verdicts and of questions."""
    questions = read_questions((linked.root / "docs/map.md").read_text(encoding="utf-8"))
    titles = {}
    for path in (name for name in linked.documents if name.endswith(".ipynb")):
        name = Path(path).stem
        page = notebook_page(
            executed(linked.root, name, Path(ARCHIVE, "tables"), kept),
            name,
            shelf,
            [caption_title(linked.root / CAPTIONS / f"{file}.rst") for file in figures_of(name)],
            partial(linked.turned, page=path),
        )
        shelf.write(path, nbformat.writes(page) + "\n")
        titles[name] = page.cells[0].source.partition("\n")[0].removeprefix("# ")
    return {
        "verdicts": verdict_table(claims),
        "questions": question_table(questions, claims, titles),
    }


def write_curves(
    shelf: Shelf, copies: Shelf, tables: Mapping[str, pd.DataFrame], kept: Path
) -> list[Condition]:
    """Write a page for each condition; return those of which the archive has the networks."""
    key = key_of(
        [table_path(ARCHIVE, name) for name in ("history", "balance")],
        digest("sparse_rnn.site.condition_figure"),
    )
    made(kept / CURVES, key, partial(drawn, tables))
    rows = condition_table(tables)
    conditions = [Condition(*condition) for condition in rows[CONDITION].itertuples(index=False)]
    archived = [c for c in conditions if links_path(ARCHIVE, c).is_file()]
    write_conditions(shelf, rows, archived, kept / CURVES)
    for path in sorted((kept / CURVES).glob("*-*")):
        if path.suffix in (".csv", ".pdf"):
            copies.copy(f"{CURVES}/{path.name}", path)
    return archived


def write_own_pages(shelf: Shelf, root: Path, values: Mapping[str, str]) -> None:
    """Write the pages that are made for the site alone, each ``$name`` in them as its value."""
    for path in sorted((root / OWN_PAGES).glob("*.md")):
        text = Template(path.read_text(encoding="utf-8")).safe_substitute(values)
        shelf.write(path.name, text)
