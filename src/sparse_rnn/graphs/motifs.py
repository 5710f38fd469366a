"""Signed triads: their codes, their thirteen connected classes, and which loops are balanced.

A link has the code 0 (absent), 1 (positive) or 2 (negative).  A dyad between nodes x and y is coded
as seen from x: ``out + 3 * in``, so that 0 is no link and 1 to 8 are the linked dyads.  A triad
(u, v, w) is the three dyads (uv, uw, vw): ``code = uv + 9 * uw + 81 * vw``, 729 codes in all.

The rule of structural balance stands here once, in `is_balanced`; kernels read it from
`TRANSITIVE_LOOPS`, a table by triad code.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, permutations, product

import numpy as np

LINK_CODES = 3
DYAD_CODES = LINK_CODES**2
TRIAD_CODES = DYAD_CODES**3
UV_WEIGHT, UW_WEIGHT, VW_WEIGHT = 1, DYAD_CODES, DYAD_CODES**2
"""What each dyad of a triad (u, v, w) is multiplied by in the code of the triad."""

FFL_CLASS = "030T"
TRANSITIVE_CLASSES = ("030T", "120D", "120U", "300")

LOOP_LINKS = np.array([(0, 1), (1, 2), (0, 2)])
"""The links of a feed-forward loop (i, j, k) as places in it: i -> j, j -> k, i -> k."""
NODE_ORDERS = np.array(list(permutations(range(3))), dtype=np.int64)
"""The six orders of three nodes, ``(6, 3)``: each as (i, j, k) is one possible loop."""

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
    return UV_WEIGHT * dyads[0] + UW_WEIGHT * dyads[1] + VW_WEIGHT * dyads[2]


def is_balanced(loops: np.ndarray) -> np.ndarray:
    """Return whether sign(w_ij w_jk) = sign(w_ik) for loops i -> j, j -> k, i -> k.

    The signs are multiplied, not the weights: a product of small weights may vanish.

    Parameters
    ----------
    loops : array-like, (..., 3)
        Weights or signs w_ij, w_jk, w_ik.

    Returns
    -------
    ndarray
        ``(...)`` bool.
    """
    signs = np.sign(loops)
    return signs[..., 0] * signs[..., 1] == signs[..., 2]


def loop_signs(words: Sequence[str]) -> np.ndarray:
    """Return the signs of loops written as words such as ``"+-+"``, ``(M, 3)`` of -1.0 and 1.0."""
    return np.array([[1.0 if sign == "+" else -1.0 for sign in word] for word in words])


def _signs_of_code() -> np.ndarray:
    """Return the sign of the link x -> y in a triad of each code, ``(729, 3, 3)``; 0 for none."""
    code, sign_of_link = np.arange(TRIAD_CODES), np.array([0, 1, -1])
    signs = np.zeros((TRIAD_CODES, 3, 3), dtype=np.int64)
    for weight, x, y in ((UV_WEIGHT, 0, 1), (UW_WEIGHT, 0, 2), (VW_WEIGHT, 1, 2)):
        dyad = code // weight % DYAD_CODES
        signs[:, x, y] = sign_of_link[dyad % LINK_CODES]
        signs[:, y, x] = sign_of_link[dyad // LINK_CODES]
    return signs


def _loops_of_code() -> np.ndarray:
    """Return which loops a triad of each code contains, and which of them are balanced."""
    source, target = NODE_ORDERS[:, LOOP_LINKS].transpose(2, 0, 1)
    loops = _signs_of_code()[:, source, target]
    contained = loops.all(-1)
    return np.stack((contained, contained & is_balanced(loops)), axis=-1)


LOOPS_OF_CODE = _loops_of_code()
"""Whether the nodes of a triad, in each of the `NODE_ORDERS`, make a feed-forward loop, and whether
that loop is balanced, by triad code: ``(729, 6, 2)`` bool."""


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

    @cached_property
    def labelled(self) -> tuple[tuple[int, tuple[int, ...]], ...]:
        """The code of the motif in each labelling of its nodes, and the places of i, j and k."""
        orders = permutations(range(3))
        return tuple((_code(_relabelled(self.links, order)), order) for order in orders)

    @property
    def codes(self) -> set[int]:
        """The codes of the motif in each labelling of its nodes."""
        return {code for code, _ in self.labelled}

    @property
    def closed(self) -> bool:
        """Whether all three pairs of nodes are linked."""
        return len({frozenset(link) for link in self.links}) == 3

    @cached_property
    def orbits(self) -> tuple[tuple[int, ...], ...]:
        """The nodes 0, 1, 2 of the drawing, those together that a symmetry of the motif swaps."""
        drawn = _code(self.links)
        same = [order for code, order in self.labelled if code == drawn]
        return tuple(sorted({tuple(sorted({order[x] for order in same})) for x in range(3)}))

    @property
    def loops(self) -> tuple[int, int]:
        """Feed-forward loops contained in the motif, and how many of them are balanced."""
        loops, balanced = LOOPS_OF_CODE[_code(self.links)].sum(0).tolist()
        return loops, balanced


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
EVERY_MOTIF = np.arange(len(MOTIFS))
FFL = np.array([m for m, motif in enumerate(MOTIFS) if motif.triad == FFL_CLASS])
FFL_SIGNS: tuple[str, ...] = tuple(MOTIFS[m].signs for m in FFL)
"""Signs of (w_ij, w_jk, w_ik): ``+++ ++- +-+ +-- -++ -+- --+ ---``."""
BALANCED_SIGNS: tuple[str, ...] = tuple(compress(FFL_SIGNS, is_balanced(loop_signs(FFL_SIGNS))))
UNBALANCED_SIGNS: tuple[str, ...] = tuple(s for s in FFL_SIGNS if s not in BALANCED_SIGNS)


def _motif_of_code() -> np.ndarray:
    """Return the motif number of each triad code ``(729,)``, -1 where it is not connected."""
    table = np.full(TRIAD_CODES, -1, dtype=np.int16)
    for number, motif in enumerate(MOTIFS):
        table[list(motif.codes)] = number
    return table


MOTIF_OF_CODE = _motif_of_code()


def _transitive_class_of_code() -> np.ndarray:
    """Return the place of each code's class in `TRANSITIVE_CLASSES`, -1 for any other class."""
    place = {triad: place for place, triad in enumerate(TRANSITIVE_CLASSES)}
    of_motif = [place.get(motif.triad, -1) for motif in MOTIFS]
    return np.array([*of_motif, -1])[MOTIF_OF_CODE]  # a code of no motif, -1, takes the last


TRANSITIVE_CLASS_OF_CODE = _transitive_class_of_code()
TRANSITIVE_LOOPS = LOOPS_OF_CODE & (TRANSITIVE_CLASS_OF_CODE >= 0)[:, None, None]
"""`LOOPS_OF_CODE` of the transitive triads alone; other triads count as without loops."""


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
