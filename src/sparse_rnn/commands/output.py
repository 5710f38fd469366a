"""What subcommands print and write: a network in words, tables, records with their provenance."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np
import pandas as pd

from sparse_rnn import __version__
from sparse_rnn.base.artifacts import save_record, save_table
from sparse_rnn.graphs.files.readers import NetworkFile


def provenance(network: NetworkFile) -> dict:
    """Return where the numbers come from: this version, the file and what was read of it."""
    graph, left_out = network.graph, network.left_out
    return {
        "sparse_rnn": __version__,
        "file": str(network.path),
        "sha256": network.sha256,
        "nodes": graph.n,
        "links": graph.edges,
        "positive_links": int((graph.sign > 0).sum()),
        "self_loops_left_out": left_out.self_loops,
        "zero_weights_left_out": left_out.zeros,
        "repeats_merged": left_out.repeats,
    }


def network_in_words(network: NetworkFile) -> str:
    """Return one line on a network: how large it is, and what was left out of it."""
    graph, left_out = network.graph, network.left_out
    positive = int((graph.sign > 0).sum())
    counts = {
        "self-loops": left_out.self_loops,
        "zero weights": left_out.zeros,
        "repeats": left_out.repeats,
    }
    without = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    return (
        f"{network.path}: {graph.n:,} nodes, {graph.edges:,} links"
        f" ({positive:,} positive, {graph.edges - positive:,} negative)"
        + (f", without {without}" if without else "")
    )


def columns_of(table: pd.DataFrame) -> str:
    """Return a table as columns of text; a dash stands for what is not defined."""
    words = table.copy()
    for name in table.select_dtypes("bool"):
        words[name] = np.where(table[name], "yes", "no")
    return words.to_string(index=False, na_rep="-", float_format="{:.4g}".format)


def as_json(record: dict) -> str:
    """Return a record as one JSON object."""
    return json.dumps(record, indent=2, allow_nan=False)


def make_folder(folder: str | Path | None) -> None:
    """Make the folder of the results before these are computed, lest they be lost.

    Raises
    ------
    OSError
        If nothing can be written there.
    """
    if folder is None:
        return
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        TemporaryFile(dir=folder).close()
    except OSError as error:
        reason = f"cannot write into {folder}: {error.strerror}; name a folder with room"
        raise OSError(error.errno, f"{reason} that you may write into") from None


def save_result(folder: str | Path, name: str, table: pd.DataFrame, record: dict) -> list[Path]:
    """Write a table as ``name.csv`` and a record as ``name.json``; return the two paths."""
    paths = [Path(folder) / f"{name}.{suffix}" for suffix in ("csv", "json")]
    save_table(paths[0], table)
    save_record(paths[1], record)
    return paths


def print_paths(paths: list[Path]) -> None:
    """Tell which files were written."""
    for path in paths:
        print(f"written: {path}")
