"""Gephi's column Type, which says of each link of a table whether it has a direction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sparse_rnn.graphs.files.link_list import LinkList
from sparse_rnn.graphs.files.quoting import shown
from sparse_rnn.graphs.files.reading_options import ReadingOptions

DIRECTED, UNDIRECTED, MUTUAL = EDGE_TYPES = ("directed", "undirected", "mutual")
"""What Gephi calls links, in tables and in GEXF."""


def type_column(names: Sequence[str], first: Sequence[str]) -> int | None:
    """Return the column of that name whose first value is one of the types, None if none is."""
    for place, (name, value) in enumerate(zip(names, first, strict=False)):
        if _plain(name) == "type" and _plain(value) in EDGE_TYPES:
            return place
    return None


def links_of_types(links: LinkList, types: Sequence[str], options: ReadingOptions) -> LinkList:
    """Return links in the directions that their types give them, by the rule of GEXF.

    A table of undirected links alone is undirected.  Beside directed ones, an undirected link, and
    a mutual one anywhere, is taken in both directions, which is noted.

    Parameters
    ----------
    links : LinkList
        Links as a table has them.
    types : sequence of str, (L,)
        The type of each.
    options : ReadingOptions
        Whether all links are taken in both directions anyway.

    Raises
    ------
    ValueError
        If a type is none of `EDGE_TYPES`; the message names the line.
    """
    kinds = np.array([_plain(kind) for kind in types])
    wrong = np.flatnonzero(~np.isin(kinds, EDGE_TYPES))
    if wrong.size:
        told = f"{shown(types[wrong[0]])} is none of the types {', '.join(EDGE_TYPES)}"
        raise ValueError(f"{links.place(wrong[0])}: {told}")
    if (kinds == UNDIRECTED).all():
        return replace(links, directed=False)
    free = np.flatnonzero((kinds != DIRECTED) & (links.source != links.target))
    return links if options.undirected or not free.size else _both_ways(links, free)


def _both_ways(links: LinkList, free: np.ndarray) -> LinkList:
    """Return links with the reverse of those that are free."""
    row = np.append(np.arange(len(links.source)), free)
    told = f"edges without a direction, taken in both: {len(free)}"
    return replace(
        links,
        source=np.append(links.source, links.target[free]),
        target=np.append(links.target, links.source[free]),
        weight=links.weight[row],
        place=lambda link: links.place(int(row[link])),
        notes=(*links.notes, told),
    )


def _plain(text: str) -> str:
    """Return a word without capitals and the spaces around it."""
    return str(text).strip().casefold()
