"""How subcommands print and write their results."""

from __future__ import annotations

import json
import warnings
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from sparse_rnn.base.artifacts import atomic, require_folder, save_record, save_table
from sparse_rnn.graphs.files.edge_lists import write_edge_list
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.report import Report
from sparse_rnn.reports.several import Reports
from sparse_rnn.reports.words import as_json

TOGETHER = "all"
"""What the files of several networks together are called."""


def make_folder(folder: str | Path | None) -> None:
    """Make the folder of the results before anything is computed, so that no result is lost.

    Raises
    ------
    OSError
        If nothing can be written there.
    """
    if folder is not None:
        require_folder(folder)


def check_names(networks: Sequence[NamedNetwork], folder: str | Path | None) -> None:
    """Raise ValueError if files of two networks would have one name."""
    if folder is None:
        return
    stems = [network.stem for network in networks]
    taken = stems if len(stems) == 1 else [*stems, TOGETHER]
    twice = next((stem for stem in taken if taken.count(stem) > 1), None)
    if twice is not None:
        raise ValueError(
            f"results of two networks would both be called {twice!r} in {folder}; rename a file, or"
            " write them into folders of their own (--out)"
        )


def save_report(folder: str | Path, kind: str, report: Report) -> list[Path]:
    """Write the table and the record of a report; return the two paths."""
    name = f"{report.network.stem}_{kind}"
    paths = [Path(folder) / f"{name}.{suffix}" for suffix in ("csv", "json")]
    save_table(paths[0], report.table)
    save_record(paths[1], report.record)
    return paths


def save_picture(folder: str | Path, kind: str, report: Report) -> list[Path]:
    """Draw a report; return the paths of the png and the pdf."""
    # Matplotlib takes a second to load, and only a picture needs it.
    from sparse_rnn.drawing.style import save_figure

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from font")  # of the file's name
        png = save_figure(report.plot(), folder, f"{report.network.stem}_{kind}")
    return [png, png.with_suffix(".pdf")]


def save_together(folder: str | Path, kind: str, reports: Reports) -> list[Path]:
    """Write the one table of several networks; return its path."""
    path = Path(folder) / f"{TOGETHER}_{kind}.csv"
    save_table(path, reports.table)
    return [path]


def save_network(path: Path, graph: SignedGraph, origin: dict) -> None:
    """Write an edge list that says in its first lines, as comments, where it comes from."""
    head = "".join(f"# {key}: {json.dumps(value)}\n" for key, value in origin.items())
    with atomic(path) as temporary:
        write_edge_list(temporary, graph)
        temporary.write_text(head + temporary.read_text(encoding="utf-8"), encoding="utf-8")


def print_report(report: Report | Reports, paths: Sequence[Path], given: Namespace) -> None:
    """Print a report as text or as JSON, and after the text which files were written."""
    if given.json:
        print(as_json(report.record))
        return
    print(report.words)
    print_paths(paths)


def print_paths(paths: Sequence[Path]) -> None:
    """Tell which files were written."""
    for path in paths:
        print(f"written: {path}")
