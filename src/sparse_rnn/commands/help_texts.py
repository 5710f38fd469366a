"""What the help of several subcommands says after the arguments."""

from __future__ import annotations

from textwrap import fill

from sparse_rnn.graphs.nulls.models import NULL_MODELS

_FORMATS = """\
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
