"""Notebooks: a percent-format ``.py`` is the source; it is paired with an ``.ipynb`` and executed.

``run`` executes a source with parameters, ``pair`` writes an ``.ipynb`` beside each source that
has none of the same cells, ``check`` tells whether the two have drifted apart; a partner that was
executed keeps its outputs as long as its cells are the source's.  Everything written depends on the
source, its parameters and what they name, on nothing else: the same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import jupytext
import nbformat
from nbclient.exceptions import CellExecutionError, DeadKernelError
from nbformat import NotebookNode

from sparse_rnn.base.artifacts import atomic, require_folder
from sparse_rnn.base.streams import explained
from sparse_rnn.notebooks.kernel import execute

FAILURES = (CellExecutionError, DeadKernelError)


def read_source(path: str | Path) -> NotebookNode:
    """Read a percent-format source as a notebook whose cells are numbered, not named at random.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    path = Path(path)
    if not path.is_file():
        raise FileNotFoundError(f"no notebook source {path}")
    notebook = jupytext.read(path, fmt="py:percent")
    notebook.metadata["jupytext"] = {"formats": "ipynb,py:percent"}
    notebook.metadata.setdefault("kernelspec", {}).update(
        name="python3", display_name="Python 3", language="python"
    )
    return number_cells(notebook)


def number_cells(notebook: NotebookNode) -> NotebookNode:
    """Give every cell its place as its id."""
    for place, cell in enumerate(notebook.cells):
        cell["id"] = f"cell-{place:02d}"
    return notebook


def inject(notebook: NotebookNode, parameters: dict[str, str]) -> NotebookNode:
    """Insert a cell that sets the parameters behind the cell tagged ``parameters``.

    What has that value already is left out; where nothing is left, no cell is inserted.

    Raises
    ------
    ValueError
        If there is no such cell, or it does not define one of the parameters.
    """
    tagged = [
        place
        for place, cell in enumerate(notebook.cells)
        if "parameters" in cell.metadata.get("tags", [])
    ]
    if len(tagged) != 1:
        raise ValueError(f"a notebook has one cell tagged 'parameters', this one {len(tagged)}")
    known = assigned(notebook.cells[tagged[0]].source)
    unknown = sorted(set(parameters) - set(known))
    if unknown:
        raise ValueError(f"the notebook has no parameter {unknown}; it has {list(known)}")
    changed = {name: value for name, value in parameters.items() if known[name] != repr(value)}
    if not changed:
        return notebook
    source = "\n".join(f"{name} = {value!r}" for name, value in changed.items())
    folded = {"tags": ["injected-parameters", "hide-input"], "jupyter": {"source_hidden": True}}
    cell = nbformat.v4.new_code_cell(source, metadata=folded)
    notebook.cells.insert(tagged[0] + 1, cell)
    return number_cells(notebook)


def assigned(source: str) -> dict[str, str]:
    """Return the names that a cell assigns to, and the text of what it assigns."""
    return {
        target.id: ast.unparse(statement.value)
        for statement in ast.parse(source).body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook whole or not at all."""
    with atomic(path) as temporary:
        temporary.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8")


def failed_path(out: Path) -> Path:
    """Return where the notebook of a failed run is left: ``x.failed.ipynb`` for ``x.ipynb``."""
    return out.with_suffix(".failed.ipynb")


def run(source: str | Path, out: str | Path, parameters: dict[str, str]) -> None:
    """Execute a source in the current folder, the root of the repository, and write the result.

    Parameters
    ----------
    source : path
        A percent-format ``.py``.
    out : path
        The executed ``.ipynb``; left alone if a cell fails.
    parameters : dict of str to str
        Values for names that the cell tagged ``parameters`` defines.

    Raises
    ------
    ValueError
        If a parameter is unknown.
    OSError
        If the result cannot be written; told before anything runs.
    RuntimeError
        If a cell fails; what ran so far is in ``failed_path(out)``.
    """
    out = Path(out)
    notebook = inject(read_source(source), parameters)
    if out.is_dir():
        raise IsADirectoryError(f"{out} is a folder; name the .ipynb to write (--out)")
    require_folder(out.parent)
    failed_path(out).unlink(missing_ok=True)
    try:
        execute(notebook)
    except FAILURES as error:
        write(notebook, failed_path(out))
        plain = re.sub(r"\x1b\[[0-9;]*m", "", str(error))  # without its colours
        raise RuntimeError(f"{plain}\n{source} failed: see {failed_path(out)}") from error
    write(notebook, out)


def sources(folder: str | Path) -> list[Path]:
    """Return the notebook sources of a folder.

    Raises
    ------
    FileNotFoundError
        If there are none.
    """
    found = sorted(Path(folder).glob("*.py"))
    if not found:
        raise FileNotFoundError(f"no notebook source (*.py) in {folder}")
    return found


def pair(folder: str | Path) -> None:
    """Write an unexecuted ``.ipynb`` beside every source of a folder that has none of its cells."""
    for name in out_of_step(folder):
        source = Path(folder) / f"{name}.py"
        write(read_source(source), source.with_suffix(".ipynb"))


def cells(notebook: NotebookNode) -> list[tuple[str, str, dict]]:
    """Return what a pair must share: kind, text and metadata (tags, folding) of every cell."""
    return [(cell.cell_type, cell.source, dict(cell.metadata)) for cell in notebook.cells]


def out_of_step(folder: str | Path) -> list[str]:
    """Return the names of the sources whose ``.ipynb`` is missing or differs."""
    names = []
    for source in sources(folder):
        partner = source.with_suffix(".ipynb")
        if not partner.is_file() or (
            cells(nbformat.read(partner, as_version=4)) != cells(read_source(source))
        ):
            names.append(source.stem)
    return names


def parse_parameters(pairs: Iterable[str]) -> dict[str, str]:
    """Return ``name=value`` words as a dictionary.

    Raises
    ------
    ValueError
        If a word has no ``=``.
    """
    words = [word.partition("=") for word in pairs]
    wrong = [name for name, equals, _ in words if not equals]
    if wrong:
        raise ValueError(f"a parameter is written name=value, got {wrong}")
    return {name: value for name, _, value in words}


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser("python -m sparse_rnn.notebooks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run_command = commands.add_parser("run", help="execute a source and write the notebook")
    run_command.add_argument("source", help="a percent-format .py")
    run_command.add_argument("--out", required=True, help="the executed .ipynb to write")
    run_command.add_argument(
        "-p", "--parameter", action="append", default=[], metavar="NAME=VALUE", help="repeatable"
    )
    for name, text in {
        "pair": "write an unexecuted .ipynb beside every source that has none of the same cells",
        "check": "exit 1 and name the sources that differ from their .ipynb",
    }.items():
        commands.add_parser(name, help=text).add_argument("folder", help="e.g. notebooks/")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return 0, or 1 with a message on stderr."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "run":
            run(options.source, options.out, parse_parameters(options.parameter))
        elif options.command == "pair":
            pair(options.folder)
        elif names := out_of_step(options.folder):
            raise ValueError(
                f"not in step with their .ipynb: {', '.join(names)}; edit the .py, then run"
                f" python -m sparse_rnn.notebooks pair {options.folder}"
            )
    except (OSError, RuntimeError, ValueError) as error:
        print(explained(error), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
