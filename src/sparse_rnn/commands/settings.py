"""Arguments that several subcommands share, and the numbers that are legal in them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from textwrap import fill

from sparse_rnn.graphs.nulls.models import DEFAULT_NULL, NULL_MODELS
from sparse_rnn.graphs.nulls.sample import SWAPS_PER_EDGE

FORMATS = """\
GRAPH is read by the ending of its name:
  .tsv .txt .csv  a link per line: source, target, sign (+ or -, 1 or -1) or weight, separated by
                  tabs, spaces or, in .csv, commas; lines that begin with # are skipped, and so is a
                  header, such as source, target, sign (or from, to, weight; pre, post, weight)
  .graphml        directed, with the edge attribute "sign" or "weight"; nodes go by their attribute
                  "name" or "label" if each has one of its own, else by their ids
  .npy .npz       weights W[i, j] of the links i -> j: a dense matrix of numpy.save, a sparse one of
                  scipy.sparse.save_npz
Only the sign of a weight counts. A weight of 0 is no link; self-loops are left out; both are
counted, but not the zeros of a dense matrix. NaN, infinity and a link given twice are errors. Nodes
may have any names.
"""

WHICH_NULL = """\
Which to choose:
  global-const           do degrees and mutual pairs explain the counts? The default: every network
                         that keeps the same is drawn with the same probability, as in all models
                         but the two of FANMOD
  ...-signed             do the signed degrees of the nodes explain them?
  fixed-topology-signed  are the signs placed at random among the links that there are, given every
                         signed degree? The strictest (compare Hao & Kovacs 2024). Where each node
                         sends links of one sign only, no sign can move: take global-const-signed
  fanmod-global-const    the walk of FANMOD 1.1 (Wernicke & Rasche 2006), for comparison with its
                         z-scores; not uniform: about 2 % more feed-forward loops than global-const
Where half of all possible links or more are there, or nodes are very few, models that keep mutual
pairs need --swaps 30 (sparse-rnn mixing tells).
"""


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


def add_input(parser: argparse.ArgumentParser) -> None:
    """Add the network file and how to read it."""
    parser.add_argument("graph", metavar="GRAPH", help="file of a signed directed network")
    parser.add_argument(
        "--merge",
        action="store_true",
        help="count a link once that is given several times with the same sign",
    )


def add_null(parser: argparse.ArgumentParser, fewest: int = 1) -> None:
    """Add the choice of the random networks, of which there are at least ``fewest``."""
    add_random_networks(parser, fewest)
    parser.add_argument(
        "--swaps",
        metavar="N",
        type=number(float, 0, 1e6),
        default=SWAPS_PER_EDGE,
        help="swaps proposed per link to each random network, at least those of 100 links (default:"
        " %(default)g; whether that is enough for a network, sparse-rnn mixing tells)",
    )


def add_random_networks(parser: argparse.ArgumentParser, fewest: int) -> None:
    """Add which random networks are drawn, but for the number of swaps."""
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
        help="number of random networks (default: %(default)s)",
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
        default=1,
        help="threads to use; the result does not depend on it (default: %(default)s)",
    )


def add_output(parser: argparse.ArgumentParser, files: str) -> None:
    """Add where the result goes."""
    parser.add_argument(
        "--out",
        metavar="DIR",
        help=f"folder to write {files} into, in place of"
        " those of an earlier run on a file of the same name",
    )
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object instead of the table"
    )


def null_models_in_words() -> str:
    """Return what all random networks keep, and a line per null model on what it keeps besides."""
    models = NULL_MODELS.values()
    common = [kept for kept in next(iter(models)).keeps if all(kept in m.keeps for m in models)]
    lines = [fill(f"null models: all keep the {' and the '.join(common)}; each also keeps", 100)]
    for model in models:
        besides = "; ".join(kept for kept in model.keeps if kept not in common)
        lines.append(fill(f"  {model.name:26} {besides}", 100, subsequent_indent=" " * 29))
    return "\n".join([*lines, WHICH_NULL])
