"""``sparse-rnn evaluate``: test trained networks again, beside what the archive says of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from tqdm import tqdm

from sparse_rnn.base.root import ARCHIVE
from sparse_rnn.catalog import TASKS
from sparse_rnn.commands.command import Command
from sparse_rnn.reports.words import as_json, table_in_words
from sparse_rnn.training.loading import load_trained

if TYPE_CHECKING:
    from sparse_rnn.training.trained_network import TrainedNetwork

_DESCRIPTION = """\
Test trained networks on the test data of their task again, as training did after their last epoch,
and look up in an archive what their history says of that epoch. Columns: what the network is;
metric, the test metric with all digits; archived, that of the archive, if it has a network of the
same task, model, strategy, sparsity and seed with the same settings; and whether both are equal to
the last digit. They are if the network was trained by the same code on the same kind of processor;
training amplifies rounding, so elsewhere the archive has another network.
"""
_EPILOG = """\
JSON: a list models, for each the file, its metadata (task, model, strategy, sparsity, seed, epoch,
diverged, settings, ...), metric_name, metric, archived, equal (null where nothing is archived) and
note. torch is needed: pip install '.[training]' in the checkout.

examples:
  sparse-rnn evaluate data/paper/train/mg/rnn/set/0.95/1-5/models/*.safetensors
  sparse-rnn evaluate 3.safetensors --raw /data/raw --json
"""
_SHOWN = ("task", "model", "strategy", "sparsity", "seed", "epoch")


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the files, and where data and archive lie."""
    text = "file <seed>.safetensors that the workflow's rule train wrote"
    parser.add_argument("model", metavar="MODEL", nargs="+", help=text)
    text = "folder of the raw data of tasks that have any (default: %(default)s)"
    parser.add_argument("--raw", metavar="DIR", default="data/raw", help=text)
    text = "archive to compare with (default: %(default)s)"
    parser.add_argument("--archive", metavar="DIR", default=ARCHIVE, help=text)
    parser.add_argument("--json", action="store_true", help="print JSON instead of the table")


def _run(given: argparse.Namespace) -> None:
    """Read all networks, test them one after the other, and print the results."""
    networks = {path: _loaded(path) for path in given.model}  # a bad file is told before any test
    with tqdm(given.model, unit=" networks", file=sys.stderr, disable=None) as paths:
        records = [_evaluation(path, networks[path], given.raw, given.archive) for path in paths]
    print(as_json({"models": records}) if given.json else _in_words(records))


def _loaded(path: str) -> TrainedNetwork:
    """Return the network of a file."""
    try:
        return load_trained(path)
    except ImportError as error:
        raise ValueError(str(error)) from None


def _evaluation(path: str, network: TrainedNetwork, raw: str, archive: str) -> dict:
    """Return what is told of one file."""
    # workflows' packages, which the other commands do without
    from sparse_rnn.archive.archived_metric import archived_metric

    found = archived_metric(archive, network.metadata)
    metric = network.test_metric(raw)
    return {
        "file": path,
        "metadata": network.metadata,
        "metric_name": TASKS[network.metadata["task"]].metric,
        "metric": metric,
        "archived": found.value,
        "equal": None if found.value is None else metric == found.value,
        "note": found.reason or _on_processors(metric == found.value, found.processor),
    }


def _on_processors(equal: bool, archived: str) -> str:
    """Tell the processors where metrics differ, for that may be why."""
    from sparse_rnn.base.origin import processor

    return "" if equal else f"archived on {archived}, tested on {processor()}"


def _in_words(records: Sequence[dict]) -> str:
    """Return the table, what the metrics are, and a line per note."""
    rows = [
        {"file": Path(record["file"]).name}
        | {key: record["metadata"][key] for key in _SHOWN}
        | {key: _digits(record[key]) for key in ("metric", "archived")}
        | {"equal": {True: "yes", False: "no", None: "-"}[record["equal"]]}
        for record in records
    ]
    names = {record["metadata"]["task"]: record["metric_name"] for record in records}
    notes = [f"{record['file']}: {record['note']}" for record in records if record["note"]]
    metrics = [f"metric of {task}: {name}" for task, name in names.items()]
    return "\n".join([table_in_words(pd.DataFrame(rows)), *metrics, *notes])


def _digits(value: float | None) -> str:
    """Return a number with all its digits, a dash where there is none."""
    return "-" if value is None else repr(value)


EVALUATE_COMMAND = Command(
    name="evaluate",
    summary="test trained networks again and compare with the archive",
    description=_DESCRIPTION,
    epilog=_EPILOG,
    add_arguments=_add_arguments,
    run=_run,
)
