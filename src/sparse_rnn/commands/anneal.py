"""``sparse-rnn anneal``: rewire a network until it is as balanced, or unbalanced, as asked."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from sparse_rnn.base.artifacts import atomic, save_table
from sparse_rnn.base.streams import readable_name
from sparse_rnn.commands import help_texts, options, output, records, words
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.annealing.run import Annealed, Schedule, anneal_graph
from sparse_rnn.graphs.files.edge_lists import write_edge_list
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.intervals import to_records

_DESCRIPTION = """\
Exchange the targets of links, two at a time, until the global balance eta (see sparse-rnn balance)
reaches the target, upward or downward. Simulated annealing: an exchange is made if the local
balance of its two links comes nearer to 1 (0 on the way down), and otherwise with a probability
that falls as the inverse temperature beta rises. Every node keeps its number of links received, and
of positive and negative links sent; there are no self-loops and no double links.
"""
_EXAMPLES = """\
If beta is at its end before the target is reached, the nearest network found is written, a line
says so, and the exit code is 3.

examples:
  sparse-rnn anneal net.tsv --target 0.89 --seed 1 --out balanced.tsv
  sparse-rnn anneal net.tsv --target 0.1 --out unbalanced.tsv
  sparse-rnn anneal net.npy --target 0.8 --series 10 --out steps/net.tsv
"""
_ENDINGS = (".tsv", ".txt")
_NOT_REACHED = 3


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of annealing."""
    usual, number = Schedule(), options.number
    options.add_input(parser)
    parser.add_argument(
        "--target", metavar="ETA", type=number(float, 0, 1), required=True, help="eta to reach"
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        required=True,
        help="edge list to write, separated by tabs: .tsv or .txt",
    )
    parser.add_argument(
        "--series",
        metavar="K",
        type=number(int, 0, 1000),
        default=0,
        help="also write the networks met nearest to K values of eta evenly spaced up to the"
        " target, as FILE_01.tsv and so on, and FILE_series.csv with their eta; values that eta"
        " jumps over have none (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=number(int, 0, 2**63 - 1),
        default=0,
        help="seed of the exchanges; the same seed, the same network (default: %(default)s)",
    )
    parser.add_argument(
        "--beta",
        metavar=("FIRST", "LAST"),
        nargs=2,
        type=number(float, 1e-6, 1e6),
        default=[usual.start, usual.end],
        help="inverse temperature, rising in equal ratios"
        f" (default: {usual.start:g} {usual.end:g})",
    )
    parser.add_argument(
        "--steps",
        metavar="N",
        type=number(int, 1, 10**6),
        default=usual.steps,
        help="number of values of beta (default: %(default)s)",
    )
    parser.add_argument(
        "--sweeps",
        metavar="N",
        type=number(float, 1e-3, 1e6),
        default=usual.sweeps,
        help="exchanges proposed per link at each value of beta (default: %(default)s)",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object instead of the summary"
    )


def _run(given: argparse.Namespace) -> int:
    """Read a network, anneal it, write the result; return the exit code."""
    network = read_network(given.graph, options.reading(given))
    path = Path(given.out)
    _check_path(path, network.path)
    output.make_folder(path.parent)
    began = time.perf_counter()
    found = _anneal(network.graph, given)
    seconds = time.perf_counter() - began
    record = records.network_record(network) | _outcome(found) | _settings(given)
    paths = _write_all(path, found, record)
    if given.json:
        print(output.as_json(record | {"trace": to_records(found.trace)}))
    else:
        print(words.network_in_words(network))
        if found.reached:
            print(f"{found.summary} ({seconds:.2f} s)")
        output.print_paths(paths)
    if not found.reached:
        sys.stderr.write(f"sparse-rnn: {found.summary}\n")
    return 0 if found.reached else _NOT_REACHED


def _anneal(graph: SignedGraph, given: argparse.Namespace) -> Annealed:
    """Return the annealed network, showing progress where a terminal is watching."""
    schedule = Schedule(*given.beta, given.steps, given.sweeps)
    with tqdm(total=given.steps, unit=" steps", file=sys.stderr, disable=None) as bar:
        return anneal_graph(graph, given.target, given.seed, schedule, given.series, bar.update)


def _check_path(path: Path, given: Path) -> None:
    """Raise ValueError unless an edge list can go there that can be read back."""
    if path.suffix not in _ENDINGS:
        raise ValueError(f"{path} will hold an edge list; name it {' or '.join(_ENDINGS)} (--out)")
    if path.is_dir():
        raise ValueError(f"{path} is a folder; name a file in it (--out)")
    if path.exists() and given.exists() and path.samefile(given):
        raise ValueError(f"{path} is the network to start from; give the result a name of its own")


def _outcome(found: Annealed) -> dict:
    """Return the outcome of a run, without its networks."""
    return {
        "target": found.target,
        "reached": found.reached,
        "eta_before": found.start,
        "eta": found.eta,
        "proposals": found.proposals,
        "accepted": found.accepted,
    }


def _settings(given: argparse.Namespace) -> dict:
    """Return all that the outcome depends on beside the file."""
    return {name: getattr(given, name) for name in ("seed", "beta", "steps", "sweeps")}


def _write_all(path: Path, found: Annealed, record: dict) -> list[Path]:
    """Write the network, and the networks of the series with a table; return the paths."""
    _write_with_origin(path, found.graph, record)
    paths, rows = [path], []
    for number, (level, eta, graph) in enumerate(found.series, 1):
        paths.append(path.with_name(f"{path.stem}_{number:02d}{path.suffix}"))
        _write_with_origin(paths[-1], graph, record | {"eta": eta, "level": level})
        rows.append({"file": readable_name(paths[-1].name), "level": level, "eta": eta})
    if rows:
        paths.append(path.with_name(f"{path.stem}_series.csv"))
        save_table(paths[-1], pd.DataFrame(rows))
    return paths


def _write_with_origin(path: Path, graph: SignedGraph, record: dict) -> None:
    """Write an edge list that says in its first lines, as comments, where it comes from."""
    head = "".join(f"# {key}: {json.dumps(value)}\n" for key, value in record.items())
    with atomic(path) as temporary:
        write_edge_list(temporary, graph)
        temporary.write_text(head + temporary.read_text(encoding="utf-8"), encoding="utf-8")


ANNEAL_COMMAND = Command(
    name="anneal",
    summary="rewire the network to a given balance, keeping its degrees",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(_EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
