"""``sparse-rnn anneal``: rewire a network until it is as balanced, or unbalanced, as asked."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from sparse_rnn.base.artifacts import save_table
from sparse_rnn.base.streams import readable_name
from sparse_rnn.commands import help_texts, options, output
from sparse_rnn.commands.command import Command
from sparse_rnn.graphs.annealing.run import Schedule
from sparse_rnn.reports.annealing import AnnealingReport, annealing_of
from sparse_rnn.reports.network import NamedNetwork
from sparse_rnn.reports.words import as_json

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
    (network,) = options.read_networks(given)
    path = Path(given.out)
    _check_path(path)
    output.prepare(_paths(path, given.series), [network])
    began = time.perf_counter()
    report = _anneal(network, given)
    seconds = time.perf_counter() - began
    paths = _write_all(path, report)
    if given.json:
        print(as_json(report.record))
    else:
        print(network.words)
        if report.reached:
            print(f"{report.found.summary} ({seconds:.2f} s)")
        output.print_paths(paths)
    if not report.reached:
        sys.stderr.write(f"sparse-rnn: {report.found.summary}\n")
    return 0 if report.reached else _NOT_REACHED


def _anneal(network: NamedNetwork, given: argparse.Namespace) -> AnnealingReport:
    """Return the annealed network, showing progress where a terminal is watching."""
    schedule = Schedule(*given.beta, given.steps, given.sweeps)
    with tqdm(total=given.steps, unit=" steps", file=sys.stderr, disable=None) as bar:
        asked = given.target, given.seed, schedule, given.series
        return annealing_of(network, *asked, bar.update)


def _check_path(path: Path) -> None:
    """Raise ValueError unless an edge list can go there that can be read back."""
    if path.suffix not in _ENDINGS:
        raise ValueError(f"{path} will hold an edge list; name it {' or '.join(_ENDINGS)} (--out)")
    if path.is_dir():
        raise ValueError(f"{path} is a folder; name a file in it (--out)")


def _paths(path: Path, series: int) -> list[Path]:
    """Return the files of the network, of a series of so many, and of the table of the series."""
    if not series:
        return [path]
    numbers = range(1, series + 1)
    steps = [path.with_name(f"{path.stem}_{number:02d}{path.suffix}") for number in numbers]
    return [path, *steps, path.with_name(f"{path.stem}_series.csv")]


def _write_all(path: Path, report: AnnealingReport) -> list[Path]:
    """Write the network, and the networks of the series with a table; return the paths."""
    output.save_network(path, report.graph, report.origin)
    paths, rows = _paths(path, len(report.series)), []
    for step, (level, eta, graph) in zip(paths[1:], report.series, strict=False):
        output.save_network(step, graph, report.origin | {"eta": eta, "level": level})
        rows.append({"file": readable_name(step.name), "level": level, "eta": eta})
    if rows:
        save_table(paths[-1], pd.DataFrame(rows))
    return paths


ANNEAL_COMMAND = Command(
    name="anneal",
    summary="rewire the network to a given balance, keeping its degrees",
    description=_DESCRIPTION,
    epilog=help_texts.epilog(_EXAMPLES),
    add_arguments=_add_arguments,
    run=_run,
)
