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
from sparse_rnn.commands import output, settings
from sparse_rnn.graphs.annealing.run import Annealed, Schedule, anneal
from sparse_rnn.graphs.files.edge_lists import write_edge_list
from sparse_rnn.graphs.files.readers import read_network
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.intervals import to_records

SUMMARY = "rewire the network to a given balance, keeping its degrees"
DESCRIPTION = """\
Exchange the targets of links, two at a time, until the global balance eta (see sparse-rnn balance)
reaches the target, upward or downward. Simulated annealing: an exchange is made if the local
balance of its two links comes nearer to 1 (0 on the way down), and otherwise with a probability
that falls as the inverse temperature beta rises. Every node keeps its number of links received, and
of positive and negative links sent; there are no self-loops and no double links.
"""
EXAMPLES = """\
If beta is at its end before the target is reached, the nearest network found is written, a line
says so, and the exit code is 3.

examples:
  sparse-rnn anneal net.tsv --target 0.89 --seed 1 --out balanced.tsv
  sparse-rnn anneal net.tsv --target 0.1 --out unbalanced.tsv
  sparse-rnn anneal net.npy --target 0.8 --series 10 --out steps/net.tsv
"""
ENDINGS = (".tsv", ".txt")
NOT_REACHED = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of annealing."""
    usual, number = Schedule(), settings.number
    settings.add_input(parser)
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
    parser.epilog = "\n".join([settings.FORMATS, EXAMPLES])


def run(options: argparse.Namespace) -> int:
    """Read a network, anneal it, write the result; return the exit code."""
    network = read_network(options.graph, options.merge)
    path = Path(options.out)
    check_path(path, network.path)
    output.make_folder(path.parent)
    schedule = Schedule(*options.beta, options.steps, options.sweeps)
    began = time.perf_counter()
    with tqdm(total=options.steps, unit=" steps", file=sys.stderr, disable=None) as bar:
        found = anneal(
            network.graph, options.target, options.seed, schedule, options.series, bar.update
        )
    seconds = time.perf_counter() - began
    origin = output.provenance(network) | as_record(found) | settings_record(options)
    paths = write_all(path, found, origin)
    if options.json:
        print(output.as_json(origin | {"trace": to_records(found.trace)}))
    else:
        print(output.network_in_words(network))
        if found.reached:
            print(f"{found.summary} ({seconds:.2f} s)")
        output.print_paths(paths)
    if not found.reached:
        sys.stderr.write(f"sparse-rnn: {found.summary}\n")
    return 0 if found.reached else NOT_REACHED


def check_path(path: Path, given: Path) -> None:
    """Raise ValueError unless an edge list can go there that can be read back."""
    if path.suffix not in ENDINGS:
        raise ValueError(f"{path} will hold an edge list; name it {' or '.join(ENDINGS)} (--out)")
    if path.is_dir():
        raise ValueError(f"{path} is a folder; name a file in it (--out)")
    if path.exists() and path.samefile(given):
        raise ValueError(f"{path} is the network to start from; give the result a name of its own")


def as_record(found: Annealed) -> dict:
    """Return the outcome of a run, without its networks."""
    return {
        "target": found.target,
        "reached": found.reached,
        "eta_before": found.start,
        "eta": found.eta,
        "proposals": found.proposals,
        "accepted": found.accepted,
    }


def settings_record(options: argparse.Namespace) -> dict:
    """Return all that the outcome depends on beside the file."""
    return {name: getattr(options, name) for name in ("seed", "beta", "steps", "sweeps")}


def write_all(path: Path, found: Annealed, origin: dict) -> list[Path]:
    """Write the network, and those of the series with a table; return the paths."""
    write_with_origin(path, found.graph, origin)
    paths, rows = [path], []
    for number, (level, eta, graph) in enumerate(found.series, 1):
        paths.append(path.with_name(f"{path.stem}_{number:02d}{path.suffix}"))
        write_with_origin(paths[-1], graph, origin | {"eta": eta, "level": level})
        rows.append({"file": paths[-1].name, "level": level, "eta": eta})
    if rows:
        paths.append(path.with_name(f"{path.stem}_series.csv"))
        save_table(paths[-1], pd.DataFrame(rows))
    return paths


def write_with_origin(path: Path, graph: SignedGraph, origin: dict) -> None:
    """Write an edge list that says in its first lines, as comments, where it comes from."""
    head = "".join(f"# {key}: {json.dumps(value)}\n" for key, value in origin.items())
    with atomic(path) as temporary:
        write_edge_list(temporary, graph)
        temporary.write_text(head + temporary.read_text(encoding="utf-8"), encoding="utf-8")
