"""A digest of the code that a step runs, so that an edit reruns that step and no other.

The digest covers every definition that the step reaches, in whatever file it lies.  Moving a
definition or a file changes nothing; neither do comments, docstrings, annotations of functions and
layout.  Only what Python would execute differently counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache

from sparse_rnn.base.code_digest.definitions import Place, modules_of, reads, start_of

Edges = Mapping[str, Place]


@cache
def digest(*entries: str) -> str:
    """Return the digest of the code that some modules reach.

    Parameters
    ----------
    *entries : str
        Dotted names of modules of this package, e.g. ``"sparse_rnn.graphs.significance"``, or paths
        of Python files outside it, such as notebooks.

    Raises
    ------
    ValueError
        If there is no such module or file.
    """
    graph = reached(entries)
    labels = refined({place: _hash(place.essence) for place in graph}, graph)
    return _hash(*sorted(labels.values()))[:16]


def reached(entries: tuple[str, ...]) -> dict[Place, Edges]:
    """Return every definition that the entries reach, and what each reads by which name."""
    found: dict[Place, Edges] = {}
    todo = [place for entry in entries for place in start_of(entry)]
    while todo:
        place = todo.pop()
        if place not in found:
            found[place] = reads(place)
            todo.extend(found[place].values())
    return found


def modules_reached(*entries: str) -> set[str]:
    """Return the dotted names of the modules of this package that some entries reach."""
    return modules_of(iter(reached(entries)))


def refined(labels: Mapping[Place, str], graph: Mapping[Place, Edges]) -> Mapping[Place, str]:
    """Return labels that also tell which definitions a definition reads.

    Each round adds the labels of what is read, until a round tells no further definitions apart
    (Weisfeiler & Leman 1968): two programs whose definitions only swap places then differ, though
    no definition alone does.  Definitions may call each other in circles.
    """
    while True:
        told_apart = len(set(labels.values()))
        labels = {
            place: _hash(labels[place], *sorted(f"{n}={labels[to]}" for n, to in edges.items()))
            for place, edges in graph.items()
        }
        if len(set(labels.values())) == told_apart:
            return labels


def _hash(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
