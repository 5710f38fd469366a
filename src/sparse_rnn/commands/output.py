"""How subcommands print and write their results."""

from __future__ import annotations

import json
import warnings
from argparse import Namespace
from collections import Counter
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


def result_path(folder: str | Path, network: NamedNetwork, ending: str) -> Path:
    """Return the file of one kind of result of a network: ``FOLDER/net_ENDING``."""
    return Path(folder) / f"{network.stem}_{ending}"


def report_paths(folder: str | Path, kind: str, network: NamedNetwork, drawn: bool) -> list[Path]:
    """Return the files of a report: its table, its record, and its picture if one is drawn."""
    suffixes = ("csv", "json", *(("png", "pdf") if drawn else ()))
    return [result_path(folder, network, f"{kind}.{suffix}") for suffix in suffixes]


def together_path(folder: str | Path, kind: str) -> Path:
    """Return the file of the one table of several networks."""
    return Path(folder) / f"{TOGETHER}_{kind}.csv"


def prepare(paths: Sequence[Path], networks: Sequence[NamedNetwork]) -> None:
    """Make the folders of all results before anything is computed, so that no result is lost.

    Raises
    ------
    OSError
        If nothing can be written there.
    ValueError
        If a result would replace a network that is read, or another result, or is a folder.
    """
    for folder in sorted({path.parent for path in paths}):
        require_folder(folder)
    given = [network.path for network in networks if network.path and network.path.exists()]
    for path in filter(Path.exists, paths):
        if path.is_dir():
            raise ValueError(f"{path} is a folder; results are files, so rename or remove it")
        if any(map(path.samefile, given)):
            raise ValueError(f"{path} is a network to read; let the results have other names")
    places = Counter(map(Path.absolute, paths))
    twice = next((path for path, count in places.items() if count > 1), None)
    if twice is not None:
        raise ValueError(f"two results would both be called {twice}; give them other names")


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
    paths = report_paths(folder, kind, report.network, drawn=False)
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
    path = together_path(folder, kind)
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
