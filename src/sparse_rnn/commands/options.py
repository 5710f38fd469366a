"""Arguments that several subcommands share, and the numbers that are legal in them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import fields

from sparse_rnn.graphs.files.columns import columns_from_text
from sparse_rnn.graphs.files.readers import READERS, read_network
from sparse_rnn.graphs.files.reading_options import CONFLICTS, DOUBTS, ReadingOptions
from sparse_rnn.graphs.files.sign_words import signs_from_text
from sparse_rnn.graphs.nulls.models import DEFAULT_NULL, NULL_MODELS
from sparse_rnn.graphs.nulls.sample import AUTO
from sparse_rnn.reports.draws import NullDraws
from sparse_rnn.reports.network import NamedNetwork, named_file


def number(kind: type, low: float, high: float) -> Callable[[str], float]:
    """Return a parser of numbers between two bounds, for ``add_argument(type=...)``."""

    def parse(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            name = "a whole number" if kind is int else "a number"
            raise argparse.ArgumentTypeError(f"{text!r} is not {name} from {low:g} to {high:g}")
        return value

    return parse


def parsed(parse: Callable[[str], object]) -> Callable[[str], object]:
    """Return a parser whose ValueError is shown as it is, for ``add_argument(type=...)``."""

    def parse_argument(text: str) -> object:
        try:
            return parse(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from None

    return parse_argument


def add_input(parser: argparse.ArgumentParser, several: bool = False) -> None:
    """Add the network file, or ``several`` of them, and how to read it, see `read_networks`."""
    parser.add_argument(
        "graph",
        metavar="GRAPH",
        nargs="+" if several else 1,
        help="file of a signed directed network; - is the standard input",
    )
    _add_places(parser)
    _add_doubts(parser)


def _add_places(parser: argparse.ArgumentParser) -> None:
    """Add where a file has what, and what it means there."""
    parser.add_argument(
        "--format",
        metavar="KIND",
        choices=[ending.removeprefix(".") for ending in READERS],
        help="kind of the file, if its name does not end so: %(choices)s",
    )
    parser.add_argument(
        "--columns",
        metavar="SOURCE,TARGET,SIGN",
        type=parsed(columns_from_text),
        help="names of these columns of a table, or their numbers from 1",
    )
    parser.add_argument(
        "--attribute", metavar="NAME", help="edge attribute that holds the sign (graph formats)"
    )
    parser.add_argument(
        "--signs",
        metavar="CODE=SIGN,...",
        type=parsed(signs_from_text),
        help="what all codes of the file mean, such as 1=+,2=- (0: no link; ?: unknown)",
    )
    parser.add_argument(
        "--undirected", action="store_true", help="take each link in both directions"
    )
    parser.add_argument(
        "--transpose",
        action="store_true",
        help="turn all links round, as for a matrix W[post, pre]",
    )


def _add_doubts(parser: argparse.ArgumentParser) -> None:
    """Add what becomes of links that are not clear."""
    parser.add_argument(
        "--unknown",
        choices=DOUBTS,
        default=DOUBTS[0],
        help="unknown signs (?, +-, dual, NA, an empty field): refuse the file, or leave such links"
        " out (default: %(default)s)",
    )
    parser.add_argument(
        "--conflicts",
        choices=CONFLICTS,
        default=CONFLICTS[0],
        help="links given with both signs: refuse the file, leave them out, take the more frequent"
        " sign (none in a draw) or the last one (default: %(default)s)",
    )
    parser.add_argument(
        "--merge",
        action="store_true",
        help="count a link once if it is given several times with the same sign",
    )


def reading(given: argparse.Namespace) -> ReadingOptions:
    """Return how a file is to be read, from the arguments of `add_input`."""
    return ReadingOptions(
        **{field.name: getattr(given, field.name) for field in fields(ReadingOptions)}
    )


def read_networks(given: argparse.Namespace) -> list[NamedNetwork]:
    """Read the files that the arguments of `add_input` name."""
    return [named_file(read_network(path, reading(given))) for path in given.graph]


def draws(given: argparse.Namespace) -> NullDraws:
    """Return which random networks are asked for, from the arguments of `add_null_networks`."""
    swaps = getattr(given, "swaps", AUTO)
    return NullDraws(given.null, given.networks, given.seed, swaps, given.threads)


def _swaps(text: str) -> float | str:
    """Return a number of swaps, or the word for choosing it."""
    return text if text == AUTO else number(float, 0, 1e6)(text)


def add_null_networks(parser: argparse.ArgumentParser, fewest: int = 0) -> None:
    """Add the choice of the random networks, ``fewest`` or more, and their number of swaps."""
    add_null_model(parser, fewest)
    parser.add_argument(
        "--swaps",
        metavar="N",
        type=_swaps,
        default=AUTO,
        help="swaps proposed per link to make each random network, or auto: as many as the network"
        " and the null model need; fewer than 100 links get as many as 100 (default: %(default)s)",
    )


def add_null_model(parser: argparse.ArgumentParser, fewest: int) -> None:
    """Add the null model and how many random networks are drawn, ``fewest`` or more."""
    parser.add_argument(
        "--null",
        metavar="NAME",
        choices=NULL_MODELS,
        default=DEFAULT_NULL,
        help="what the random networks keep, see below (default: %(default)s)",
    )
    parser.add_argument(
        "--networks",
        metavar="N",
        type=number(int, fewest, 10**7),
        default=1000,
        help=f"number of random networks{'' if fewest else '; 0 for none'} (default: %(default)s)",
    )
    parser.add_argument(
        "--seed",
        metavar="N",
        type=number(int, 0, 2**63 - 1),
        default=0,
        help="seed of the random networks; the same seed, the same numbers (default: %(default)s)",
    )
    parser.add_argument(
        "--threads",
        metavar="N",
        type=number(int, 1, 4096),
        help="threads to use for the random networks, and in census and balance for the count of a"
        " given network of more than 1,024 nodes; the result does not depend on it (default: all"
        " available cores)",
    )


def add_output(parser: argparse.ArgumentParser, files: str) -> None:
    """Add where the result goes."""
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=f"folder to write {files} into; they replace"
        " the files of an earlier run on a file of the same name",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object instead of the table"
    )
