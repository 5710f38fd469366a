"""The links that a file lists, and how they become a signed graph.

Every format is read into the same `LinkList`, so that the same network gives the same graph, and
the same doubts get the same answer, whatever file it comes from.
"""

from __future__ import annotations

import re
import reprlib
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from sparse_rnn.graphs.signed_graph import SignedGraph

WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")  # without the spellings +1, 01 and 1.0

_short = reprlib.Repr()
_short.maxstring = 60


def shown(text: str) -> str:
    """Return a text of a file as a message quotes it: one line, abbreviated."""
    return _short.repr(text)


@contextmanager
def reading(kind: str) -> Iterator[None]:
    """Turn whatever a parser raises over damaged bytes into one ValueError.

    Parsers meet damage with nearly any exception (SyntaxError, KeyError, RecursionError, zlib's
    own), so that no shorter list than all of them is safe.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        raise ValueError(f"cannot be read as {kind} ({reason[:120]})") from None


@dataclass(frozen=True)
class LinkList:
    """Links as they stand in a file.

    Attributes
    ----------
    source, target : ndarray
        Ends of the links source -> target, ``(L,)`` int64 numbers of nodes.
    weight : ndarray
        Weights or signs, ``(L,)``, any real numbers.
    nodes : int or list of str
        Number of nodes, or their names.
    place : callable
        Where in the file a link stands, by its number, for messages: ``"line 7"``.
    """

    source: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    nodes: int | list[str]
    place: Callable[[int], str]

    def link(self, number: int) -> str:
        """Return a link in words, for messages: ``'a' -> 'b'``."""
        ends = int(self.source[number]), int(self.target[number])
        if isinstance(self.nodes, list):
            return " -> ".join(shown(self.nodes[end]) for end in ends)
        return " -> ".join(map(str, ends))


@dataclass(frozen=True)
class LeftOut:
    """What a file lists that is not a link of the graph.

    Attributes
    ----------
    zeros : int
        Weights of 0: no link.
    self_loops : int
        Links of a node to itself.
    repeats : int
        Links given before with the same sign.
    """

    zeros: int
    self_loops: int
    repeats: int


def to_graph(links: LinkList, merge: bool) -> tuple[SignedGraph, LeftOut]:
    """Return the signed graph of listed links, and what was left out of it.

    Parameters
    ----------
    links : LinkList
        In any order.
    merge : bool
        Count a link once that is given several times with the same sign, instead of refusing it.

    Raises
    ------
    ValueError
        If a weight is NaN or infinite, a link is given twice, or no link is left; the message
        begins with the place in the file.
    """
    wrong = np.flatnonzero(~np.isfinite(links.weight))
    if wrong.size:
        raise ValueError(f"{links.place(wrong[0])}: weight {links.weight[wrong[0]]} is not finite")
    zero = links.weight == 0
    loop = ~zero & (links.source == links.target)
    proper = np.flatnonzero(~zero & ~loop)
    kept = _without_repeats(links, proper, merge)
    left_out = LeftOut(int(zero.sum()), int(loop.sum()), len(proper) - len(kept))
    if not kept.size:
        raise ValueError(
            f"has no links (zero weights: {left_out.zeros}, self-loops: {left_out.self_loops})"
        )
    return _graph(links, kept), left_out


def _without_repeats(links: LinkList, proper: np.ndarray, merge: bool) -> np.ndarray:
    """Return the numbers of the links that repeat no earlier one; see `to_graph`."""
    order = proper[np.lexsort((links.target[proper], links.source[proper]))]  # stable
    before, after = order[:-1], order[1:]
    same = links.source[before] == links.source[after]
    same &= links.target[before] == links.target[after]
    agree = (links.weight[before] > 0) == (links.weight[after] > 0)
    wrong = np.flatnonzero(same & ~(agree & merge))
    if wrong.size:
        worst = wrong[np.argmin(after[wrong])]
        sign = ("the other", "the same")[int(agree[worst])]
        hint = ", or merge repeats (--merge)" if agree[worst] else ""
        raise ValueError(
            f"{links.place(after[worst])}: {links.link(after[worst])} repeats"
            f" {links.place(before[worst])} with {sign} sign; leave one out{hint}"
        )
    first = np.ones(len(links.source), dtype=bool)
    first[after[same]] = False
    return proper[first[proper]]


def _graph(links: LinkList, kept: np.ndarray) -> SignedGraph:
    """Return the graph of the links ``kept``, its nodes in an order that no file can change.

    Names that are all whole numbers become so and are sorted by value, others by spelling.  The
    names 0 to N - 1 are no names.
    """
    source, target = links.source[kept], links.target[kept]
    sign = np.where(links.weight[kept] > 0, 1, -1)
    if isinstance(links.nodes, int):
        return SignedGraph.from_edges(source, target, sign, n=links.nodes)
    whole = all(map(WHOLE_NUMBER.fullmatch, links.nodes))
    names = list(map(int, links.nodes)) if whole else links.nodes
    order = sorted(range(len(names)), key=names.__getitem__)
    number = np.empty(len(names), dtype=np.int64)
    number[order] = np.arange(len(names))
    ordered = [names[node] for node in order]
    unnamed = ordered == list(range(len(names)))
    return SignedGraph.from_edges(
        number[source], number[target], sign, len(names), None if unnamed else ordered
    )
