"""What the help of several subcommands says after the arguments."""

from __future__ import annotations

from textwrap import fill

from sparse_rnn.graphs.nulls.models import NULL_MODELS

_FORMATS = """\
GRAPH is read by the ending of its name (or --format), packed by gzip (.gz) or not; - is the
standard input:
  .tsv .txt .edgelist .csv
                  a link per line: source, target, sign or weight, separated by tabs, spaces, commas
                  or semicolons; # and % begin comments. There may be other columns: a header finds
                  those of a link, such as from, to, weight; pre, post, sign; TF, target, effect (of
                  several the more specific is read, sign before effect before weight, and a note
                  says so), or --columns 2,4,5 does
                  or a square matrix, with or without names of rows and columns (--format matrix
                  where it has three columns only)
  .graphml .gexf .gml
                  edges with an attribute "sign", "effect", ... or "weight" (or --attribute); nodes
                  go by their "name" or "label" if each has one of its own, else by their ids
  .net .sif       Pajek; SIF, whose interactions are signs
  .mtx .mat       matrices of MatrixMarket and MATLAB (save with -v7)
  .parquet        a table as above (needs pyarrow)
  .npy .npz       weights W[i, j] of the links i -> j: a dense matrix of numpy.save, a sparse one of
                  scipy.sparse.save_npz
Signs are numbers, of which only the sign counts, or +, -, and words such as activation, repressor,
excitatory, inh, up, down; --signs says what other codes mean: --signs ACH=+,GABA=-. 0 is no link;
self-loops are left out. NaN, NA, ?, +- and empty fields are unknown signs: errors, or with
--unknown drop left out. A link given twice is an error (but see --merge and --conflicts), and so is
infinity. Whatever is left out is counted in the first line, but for the zeros of a dense matrix.

Codes are not taken for weights: where all numbers of a file are 0, 1, 2 or 3, at least two of them
occur and no sign does, the file is refused until --signs tells what they mean. Warnings come before
the result where all links have one sign; where every link has its source before its target, or
every one after (at least 10 links; an undirected network, listed once?); and where each node
receives links of one sign though nodes send both (W[post, pre]?). Nodes may have any names.
"""

_WHICH_NULL = """\
Which to choose:
  global-const           do degrees and mutual pairs explain the counts? The default: every network
                         that keeps the same is drawn with the same probability, as in all models
                         but the two of FANMOD
  ...-signed             do the signed degrees of the nodes explain them?
  fixed-topology-signed  are the signs placed at random among the links that there are, given every
                         signed degree? The strictest (compare Hao & Kovacs 2024). Where each node
                         sends links of one sign only, no sign can move: take global-const-signed
  fanmod-global-const    the walk of FANMOD 1.1 (Wernicke & Rasche 2006), for comparison with its
                         z-scores; not uniform: 2 to 4 % more feed-forward loops than global-const
"""


def null_models_in_words() -> str:
    """Return what all random networks keep, and a line per null model on what it keeps besides."""
    models = NULL_MODELS.values()
    common = [kept for kept in next(iter(models)).keeps if all(kept in m.keeps for m in models)]
    lines = [fill(f"null models: all keep the {' and the '.join(common)}; each also keeps", 100)]
    for model in models:
        besides = "; ".join(kept for kept in model.keeps if kept not in common)
        lines.append(fill(f"  {model.name:26} {besides}", 100, subsequent_indent=" " * 29))
    return "\n".join([*lines, _WHICH_NULL])


def epilog(*parts: str) -> str:
    """Return how a network file is read, and the parts that follow, as help shows them."""
    return "\n".join([_FORMATS, *parts])
