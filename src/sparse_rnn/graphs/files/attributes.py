"""Links whose signs are attributes: which attribute holds it, and what each link has there."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from sparse_rnn.graphs.files.columns import COLUMN_NAMES
from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions
from sparse_rnn.graphs.files.sign_words import NOT_A_SIGN, sign_of

NAME_ATTRIBUTES = ("name", "label")
"""Node attributes that may hold the name; the first one that tells all nodes apart is read."""

Ends = Sequence[tuple[int, int]]


def links_with_attributes(
    nodes: list[str],
    ends: Ends,
    attributes: Sequence[Mapping[str, object]],
    options: ReadingOptions,
    directed: bool = True,
    notes: tuple[str, ...] = (),
) -> LinkList:
    """Return links whose sign is one of their attributes.

    Parameters
    ----------
    nodes : list of str
        Names of the nodes.
    ends : sequence of (int, int), (L,)
        Source and target of each link, numbers of nodes.
    attributes : sequence of mappings, (L,)
        What each link has; see `chosen_attribute`.
    options : ReadingOptions
        The attribute and what its values mean.
    directed : bool, optional
        Whether the links have a direction.
    notes : tuple of str, optional
        What was chosen before.

    Raises
    ------
    ValueError
        If no attribute holds the sign, or a link lacks it; the message names the link.
    """
    key, chosen = chosen_attribute(attributes, options)
    source, target = np.array(ends, dtype=np.int64).reshape(-1, 2).T

    def place(link: int) -> str:
        return f"edge {shown(nodes[source[link]])} -> {shown(nodes[target[link]])}"

    weight = np.empty(len(attributes), dtype=object)
    for link, own in enumerate(attributes):
        if key not in own and options.unknown == "error":
            raise ValueError(f"{place(link)}: it has no attribute {key or 'sign or weight'}")
        weight[link] = own.get(key)
    return LinkList(source, target, weight, nodes, place, directed, (*notes, *chosen))


def chosen_attribute(
    attributes: Sequence[Mapping[str, object]], options: ReadingOptions
) -> tuple[str, tuple[str, ...]]:
    """Return the attribute that holds the sign, ``""`` if there is none, and notes on the choice.

    It is ``options.attribute``, or else the first name of `columns.COLUMN_NAMES` that a link has
    (``sign`` before ``effect`` before ``weight``) and whose first value is a sign.

    Raises
    ------
    ValueError
        If no link has ``options.attribute``, or two names differ in capitals and hyphens only.
    """
    first: dict[str, object] = {}
    for own in attributes:
        for name, value in own.items():
            first.setdefault(str(name), value)
    if options.attribute is not None:
        return _given(first, options.attribute), ()
    order = list(map(_spelled, COLUMN_NAMES["sign"]))
    known = [name for name in first if _spelled(name) in order]
    found = sorted(known, key=lambda name: order.index(_spelled(name)))
    signs = [n for n in found if sign_of(first[n], options.signs) != NOT_A_SIGN]
    if not found:
        return "", ()
    key = (signs or found)[0]
    _check_only(key, found)
    others = ", ".join(shown(name) for name in found if name != key)
    told = f"sign read from the attribute {shown(key)}, not from {others} (--attribute chooses)"
    return key, (told,) if others else ()


def _given(first: Mapping[str, object], wanted: str) -> str:
    """Return the attribute that the user names."""
    if wanted not in first:
        there = ", ".join(map(shown, list(first)[:8])) or "none"
        raise ValueError(f"no edge has the attribute {shown(wanted)}; there are {there}")
    return wanted


def _check_only(key: str, found: Sequence[str]) -> None:
    """Raise if another attribute has the same name but for capitals and hyphens."""
    same = [name for name in found if _spelled(name) == _spelled(key)]
    if len(same) > 1:
        raise ValueError(
            f"attributes {' and '.join(map(shown, same))} may both hold the sign; rename one of"
            " them, or say which to read (--attribute)"
        )


def _spelled(name: str) -> str:
    """Return a name in small letters, without spaces, hyphens and underscores."""
    return re.sub(r"[\s.\-_]+", "", name).casefold()


def names_of_nodes(ids: Sequence[object], attributes: Sequence[Mapping[str, object]]) -> list[str]:
    """Return the names of nodes: an attribute if it tells all of them apart, else their ids."""
    for key in NAME_ATTRIBUTES:
        names = [str(own.get(key, "")).strip() for own in attributes]
        if all(names) and len(set(names)) == len(names):
            return names
    return names_as_text(ids)


def names_as_text(names: Sequence[object]) -> list[str]:
    """Return the names of nodes as text.

    Raises
    ------
    ValueError
        If two names read alike, such as 1 and "1".
    """
    texts = list(map(str, names))
    if len(set(texts)) < len(texts):
        seen: set[str] = set()
        twice = next(text for text in texts if text in seen or seen.add(text))
        raise ValueError(f"two nodes are both called {shown(twice)}; give each a name of its own")
    return texts
