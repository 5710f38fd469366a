"""Options of reading that a kind of input has no use for: refused, not dropped in silence."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import fields

from sparse_rnn.graphs.files.reading_options import ReadingOptions

EVERYWHERE = frozenset({"signs", "unknown", "conflicts", "merge", "undirected", "transpose"})
"""The options that every list of links can use."""

_PURPOSES = {
    "format": "it tells the kind of a file",
    "columns": "it names the columns of a list of links (text, Parquet, a pandas table)",
    "attribute": "it names what holds the signs in GraphML, GEXF, GML and MATLAB files, and in"
    " graphs of other packages",
    "signs": "its signs are known",
    "unknown": "its signs are known",
}
"""What the options are for that not every kind of input can use, or why it need not."""


def refuse_unused(options: ReadingOptions, used: Set[str], kind: str = "") -> None:
    """Raise ValueError if an option is given that a kind of input cannot use.

    Parameters
    ----------
    options : ReadingOptions
        How the user wants it read.
    used : set of str
        The options that it can use.
    kind : str, optional
        What it is called, with which the message begins.
    """
    for option in fields(ReadingOptions):
        if option.name not in used and getattr(options, option.name) != option.default:
            told = f"the option {option.name} (--{option.name}): {_PURPOSES[option.name]}"
            raise ValueError(f"{kind} has no use for {told}".strip())
