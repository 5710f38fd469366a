"""The thirteen connected triad classes and their sign patterns, derived from automorphisms.

A dyad between nodes x and y is coded as seen from x: ``out + 3 * in`` where each link is 0
(absent), 1 (positive) or 2 (negative), so that 0 is no link and 8 are the linked dyads.  A triad
(u, v, w) is the three dyads (uv, uw, vw): ``code = uv + 9 * uw + 81 * vw``, 729 in all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import permutations, product

import numpy as np

DYAD_CODES = 9
TRIAD_CODES = DYAD_CODES**3
FFL_CLASS = "030T"
TRANSITIVE_CLASSES = ("030T", "120D", "120U", "300")

# One drawing of each class, nodes i j k = 0 1 2; a motif's signs are written in this link order.
# Names as in Holland & Leinhardt (1976), doi 10.2307/270703, and in networkx.
TRIAD_LINKS: dict[str, tuple[tuple[int, int], ...]] = {
    "021D": ((0, 1), (0, 2)),
    "021U": ((0, 2), (1, 2)),
    "021C": ((0, 1), (1, 2)),
    "111D": ((0, 1), (1, 0), (2, 1)),
    "111U": ((0, 1), (1, 0), (1, 2)),
    "030T": ((0, 1), (1, 2), (0, 2)),
    "030C": ((0, 1), (1, 2), (2, 0)),
    "201": ((0, 1), (1, 0), (1, 2), (2, 1)),
    "120D": ((0, 1), (0, 2), (1, 2), (2, 1)),
    "120U": ((0, 2), (1, 2), (0, 1), (1, 0)),
    "120C": ((0, 1), (1, 2), (0, 2), (2, 0)),
    "210": ((0, 1), (1, 2), (2, 1), (0, 2), (2, 0)),
    "300": ((0, 1), (1, 0), (1, 2), (2, 1), (0, 2), (2, 0)),
}

Triad = dict[tuple[int, int], int]


def _relabelled(triad: Triad, order: tuple[int, ...]) -> Triad:
    """Return the triad with node x called ``order[x]``."""
    return {(order[x], order[y]): sign for (x, y), sign in triad.items()}


def _code(triad: Triad) -> int:
    """Return the code of a triad on nodes 0, 1, 2 whose links have signs 1 (+) or 2 (-)."""
    dyads = [triad.get((x, y), 0) + 3 * triad.get((y, x), 0) for x, y in ((0, 1), (0, 2), (1, 2))]
    return dyads[0] + DYAD_CODES * dyads[1] + DYAD_CODES**2 * dyads[2]


def _loops(triad: Triad) -> tuple[int, int]:
    """Return how many feed-forward loops a triad contains, and how many of them are balanced."""
    loops = [
        (triad[i, j], triad[j, k], triad[i, k])
        for i, j, k in permutations(range(3))
        if {(i, j), (j, k), (i, k)} <= triad.keys()
    ]
    return len(loops), sum((ij == jk) == (ik == 1) for ij, jk, ik in loops)


@dataclass(frozen=True)
class Motif:
    """A triad class with one pattern of signs.

    Attributes
    ----------
    triad : str
        Name of the class, e.g. ``"030T"``.
    signs : str
        Signs in the class's link order of `TRIAD_LINKS`; of the patterns that an automorphism of
        the class turns into each other, the first in the order ``+`` before ``-``.
    """

    triad: str
    signs: str

    @cached_property
    def links(self) -> Triad:
        """The links with their signs, 1 for positive and 2 for negative."""
        return dict(zip(TRIAD_LINKS[self.triad], map("?+-".index, self.signs), strict=True))

    @property
    def codes(self) -> set[int]:
        """The codes of the motif in each labelling of its nodes."""
        return {_code(_relabelled(self.links, order)) for order in permutations(range(3))}

    @property
    def loops(self) -> tuple[int, int]:
        """Feed-forward loops contained in the motif, and how many of them are balanced."""
        return _loops(self.links)


def _derive_motifs() -> tuple[Motif, ...]:
    """List one motif for each class and each orbit of its sign patterns."""
    found: list[Motif] = []
    for triad, links in TRIAD_LINKS.items():
        taken: set[int] = set()
        for signs in product("+-", repeat=len(links)):
            motif = Motif(triad, "".join(signs))
            if taken.isdisjoint(motif.codes):
                taken |= motif.codes
                found.append(motif)
    return tuple(found)


MOTIFS: tuple[Motif, ...] = _derive_motifs()
FFL = np.array([m for m, motif in enumerate(MOTIFS) if motif.triad == FFL_CLASS])
FFL_SIGNS: tuple[str, ...] = tuple(MOTIFS[m].signs for m in FFL)
FFL_BALANCED = np.array([MOTIFS[m].loops[1] == 1 for m in FFL])


def _motif_of_code() -> np.ndarray:
    """Return the motif number of each triad code ``(729,)``, -1 where it is not connected."""
    table = np.full(TRIAD_CODES, -1, dtype=np.int16)
    for number, motif in enumerate(MOTIFS):
        table[list(motif.codes)] = number
    return table


MOTIF_OF_CODE = _motif_of_code()


def class_members(triad: str) -> np.ndarray:
    """Return the motif numbers of a triad class.

    Raises
    ------
    ValueError
        If there is no such class; the message lists the thirteen.
    """
    if triad not in TRIAD_LINKS:
        raise ValueError(f"no connected triad class {triad!r}; there are {sorted(TRIAD_LINKS)}")
    return np.array([m for m, motif in enumerate(MOTIFS) if motif.triad == triad])
