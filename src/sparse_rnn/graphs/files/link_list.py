"""The links that a file lists, and how they become a signed graph.

Every format is read into the same `LinkList`, so that the same network gives the same graph, and
the same doubts get the same answer, whatever file it comes from.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import AS_IT_STANDS, ReadingOptions
from sparse_rnn.graphs.files.repeats import Repeats, without_repeats
from sparse_rnn.graphs.files.sign_words import (
    NOT_A_SIGN,
    UNKNOWN_SIGN,
    complaint,
    number_of,
    read_signs,
    suspected_codes,
)
from sparse_rnn.graphs.signed_graph import SignedGraph

WHOLE_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,17}")  # without the spellings +1, 01 and 1.0


@contextmanager
def parsing(kind: str) -> Iterator[None]:
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
        Weights or signs, ``(L,)``: real numbers, or objects, the texts or values of the file (see
        `sign_words`).
    nodes : int or list of str
        Number of nodes, or their names.
    place : callable
        Where in the file a link stands, by its number, for messages: ``"line 7"``.
    directed : bool
        Whether the file gives links a direction.
    notes : tuple of str
        What the reader chose, and why, for the user to check.
    comments : int
        Lines of comment that the file has.
    """

    source: np.ndarray
    target: np.ndarray
    weight: np.ndarray
    nodes: int | list[str]
    place: Callable[[int], str]
    directed: bool = True
    notes: tuple[str, ...] = ()
    comments: int = 0

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
    unknown : int
        Links whose sign is unknown.
    conflicts : int
        Rows left out because the same link is given with the other sign too.
    comments : int
        Lines of comment.
    """

    zeros: int = 0
    self_loops: int = 0
    repeats: int = 0
    unknown: int = 0
    conflicts: int = 0
    comments: int = 0


def to_graph(
    links: LinkList, options: ReadingOptions = AS_IT_STANDS
) -> tuple[SignedGraph, LeftOut]:
    """Return the signed graph of listed links, and what was left out of it.

    Weights that are only numbers of 0, 1, 2 and 3, at least two of them, may be codes of signs
    and are refused until ``options.signs`` tells what they mean (see `sign_words`).

    Parameters
    ----------
    links : LinkList
        In any order.
    options : ReadingOptions, optional
        What becomes of codes, of unknown signs, repeats and conflicts, and of the direction.

    Raises
    ------
    ValueError
        If a weight is no sign, unknown, infinite or perhaps a code, a link is given twice, no link
        is left, or links without a direction are not asked for in both; the message begins with
        the place in the file, where there is one.
    """
    links = _turned(links, options)
    sign = _signs(links, options)
    loop = (sign != 0) & (links.source == links.target)
    unknown = (sign == UNKNOWN_SIGN) & ~loop
    proper = np.flatnonzero((sign != 0) & ~loop & ~unknown)
    left_out = LeftOut(
        zeros=int((sign == 0).sum()),
        self_loops=int(loop.sum()),
        unknown=_unknown(links, unknown, options),
        comments=links.comments,
    )
    _check_codes(links, sign, proper, options)
    ends = links.source[proper], links.target[proper]
    once = without_repeats(*ends, sign[proper], options)
    if once.wrong is not None:
        raise ValueError(_repeated(links, proper, once))
    left_out = replace(left_out, repeats=once.repeats, conflicts=once.conflicts)
    _check_any(once.kept, left_out)
    return _graph(links, proper[once.kept], sign, options), left_out


def _turned(links: LinkList, options: ReadingOptions) -> LinkList:
    """Return the links in the direction that is asked for; in one of two if both are asked for."""
    source, target = links.source, links.target
    if options.undirected:
        low, high = np.minimum(source, target), np.maximum(source, target)
        return replace(links, source=low, target=high)
    if not links.directed:
        raise ValueError(
            "is undirected; give each link its direction, or take each in both (--undirected)"
        )
    return replace(links, source=target, target=source) if options.transpose else links


def _signs(links: LinkList, options: ReadingOptions) -> np.ndarray:
    """Return the sign of each link, ``(L,)`` int8, refusing what is none."""
    sign = read_signs(links.weight, options.signs)
    wrong = np.flatnonzero(sign == NOT_A_SIGN)
    if wrong.size:
        value = links.weight[wrong[0]]
        is_word = options.signs is None and number_of(value) is None
        hint = "; if it is a code, say what it means (--signs)" if is_word else ""
        raise ValueError(f"{links.place(wrong[0])}: {complaint(value, options.signs)}{hint}")
    return sign


def _unknown(links: LinkList, unknown: np.ndarray, options: ReadingOptions) -> int:
    """Return how many signs are unknown, refusing them unless they are to be left out."""
    if unknown.any() and options.unknown == "error":
        first = np.flatnonzero(unknown)[0]
        value = links.weight[first]
        value = shown(value.strip()) if isinstance(value, str) else value
        raise ValueError(
            f"{links.place(first)}: sign {value} is unknown; leave such links out (--unknown drop)"
        )
    return int(unknown.sum())


def _check_codes(
    links: LinkList, sign: np.ndarray, proper: np.ndarray, options: ReadingOptions
) -> None:
    """Raise if the weights of links that are there may be codes of their signs."""
    if options.signs is not None or not proper.size or (sign == -1).any():
        return
    alone = (sign == 0) & (links.source == links.target)  # how a node without links is written
    if meaning := suspected_codes(links.weight[~alone]):
        *most, last = [pair[0] for pair in meaning.split(",")]
        weights = ",".join(f"{code}={'0' if code == '0' else '+'}" for code in (*most, last))
        raise ValueError(
            f"holds no signs, only the numbers {', '.join(most)} and {last}, which may be codes;"
            f" say what they mean (such as --signs {meaning}), or that they are weights (--signs"
            f" {weights})"
        )


def _repeated(links: LinkList, proper: np.ndarray, once: Repeats) -> str:
    """Return what is wrong with a link that is given twice."""
    before, after = (proper[number] for number in once.wrong)
    sign = "the same sign" if once.agree else "the other sign"
    remedy = (
        "merge repeats (--merge)" if once.agree else "choose (--conflicts drop, majority or last)"
    )
    return (
        f"{links.place(after)}: {links.link(after)} repeats {links.place(before)} with {sign};"
        f" leave one out, or {remedy}"
    )


def _check_any(kept: np.ndarray, left_out: LeftOut) -> None:
    """Raise unless a link is left."""
    if not kept.size:
        more = {"unknown signs": left_out.unknown, "conflicts": left_out.conflicts}
        told = "".join(f", {name}: {count}" for name, count in more.items() if count)
        known = f"zero weights: {left_out.zeros}, self-loops: {left_out.self_loops}"
        raise ValueError(f"has no links ({known}{told})")


def _graph(
    links: LinkList, kept: np.ndarray, sign: np.ndarray, options: ReadingOptions
) -> SignedGraph:
    """Return the graph of the links ``kept``, its nodes in an order that no file can change.

    Names that are all whole numbers become so and are sorted by value, others by spelling.  The
    names 0 to N - 1 are no names.
    """
    source, target, sign = links.source[kept], links.target[kept], sign[kept]
    if options.undirected:
        source, target = np.concatenate((source, target)), np.concatenate((target, source))
        sign = np.tile(sign, 2)
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
