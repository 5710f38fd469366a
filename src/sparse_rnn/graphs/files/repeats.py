"""Links that are listed more than once: merged, decided or refused."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sparse_rnn.graphs.files.reading_options import ReadingOptions


@dataclass(frozen=True)
class Repeats:
    """What is left of listed links when each is there once.

    Attributes
    ----------
    kept : ndarray
        Numbers of the links that stay, ``(E,)``, rising.
    repeats : int
        Links left out because they are there already, with the same sign.
    conflicts : int
        Links left out of those that are given with both signs.
    wrong : tuple of two ints, or None
        A link that may not be repeated and its repeat, the first one of the list.
    agree : bool
        Whether these two have the same sign.
    """

    kept: np.ndarray
    repeats: int = 0
    conflicts: int = 0
    wrong: tuple[int, int] | None = None
    agree: bool = False


def without_repeats(
    source: np.ndarray, target: np.ndarray, sign: np.ndarray, options: ReadingOptions
) -> Repeats:
    """Return which of the listed links stay.

    Parameters
    ----------
    source, target : ndarray, (L,)
        Ends of the links source -> target.
    sign : ndarray, (L,)
        1 or -1.
    options : ReadingOptions
        ``merge`` allows repeats of one sign; ``conflicts`` tells what becomes of links that are
        given with both: all left out (``drop``), the more frequent sign kept, none of them in a
        draw (``majority``), or the sign of the last one (``last``).
    """
    link = source * (1 + target.max(initial=0)) + target
    in_order = np.sort(link)
    if (in_order[:-1] < in_order[1:]).all():
        return Repeats(np.arange(len(link)))
    order = np.argsort(link, kind="stable")  # equal links stay in the order of the list
    same = link[order[:-1]] == link[order[1:]]
    group = np.concatenate(([0], np.cumsum(~same)))
    balance = np.bincount(group, weights=sign[order])
    torn = np.abs(balance) < np.bincount(group)  # given with both signs
    wrong = _first_wrong(order, same, sign, torn[group[1:]], options)
    if wrong is not None:
        before, after = order[wrong], order[wrong + 1]
        agree = bool(sign[before] == sign[after])
        return Repeats(order[:0], wrong=(int(before), int(after)), agree=agree)
    winner = np.sign(balance)
    if options.conflicts == "last":
        last = np.append(~same, True)
        winner[torn] = sign[order[last]][torn]
    elif options.conflicts == "drop":
        winner[torn] = 0
    return _kept(order, group, sign[order] == winner[group], torn)


def _first_wrong(
    order: np.ndarray,
    same: np.ndarray,
    sign: np.ndarray,
    torn: np.ndarray,
    options: ReadingOptions,
) -> int | None:
    """Return the place in ``order`` of the first link of the list whose repeat is not allowed."""
    agree = sign[order[:-1]] == sign[order[1:]]
    allowed = agree & options.merge
    if options.conflicts != "error":
        allowed |= torn
    wrong = np.flatnonzero(same & ~allowed)
    return int(wrong[np.argmin(order[wrong + 1])]) if wrong.size else None


def _kept(order: np.ndarray, group: np.ndarray, winning: np.ndarray, torn: np.ndarray) -> Repeats:
    """Return the first link of each group that has the sign that won, and count the others."""
    stays, first = np.unique(group[winning], return_index=True)
    of_torn = int(torn[group].sum()), int(torn[stays].sum())
    kept = np.sort(order[winning][first])
    lost = len(order) - len(kept)
    conflicts = of_torn[0] - of_torn[1]
    return Repeats(kept, repeats=lost - conflicts, conflicts=conflicts)
