"""The signed classes of four linked nodes, their names, and the patterns that they contain.

Four nodes (0, 1, 2, 3) are six dyads (01, 02, 03, 12, 13, 23), each coded as in `motifs`:
``code = sum of 9 ** place * dyad``, 531,441 codes in all.  The codes of one set of links and signs
under all 24 orders of the nodes are one class.

A class without signs is named by the adjacency matrix read row by row as a binary number, the
highest bit first; of all orders of the nodes the one with the smallest number counts.  These are
the numbers of FANMOD (Wernicke & Rasche 2006, doi 10.1093/bioinformatics/btl038): 204 is the
bi-fan.  Signs are written in the order of the links in that matrix, row by row; of the words that a
symmetry of the class turns into each other, the first in the order ``+`` before ``-`` counts.

The tables take a fifth of a second to make and are made when they are first asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations, product

import numpy as np

from sparse_rnn.graphs.motifs import DYAD_CODES

_NODES = 4
DYADS = tuple(combinations(range(_NODES), 2))
"""The dyads of four nodes in the order of their code."""
_CELLS = _NODES**2

BI_FAN = ((0, 2), (0, 3), (1, 2), (1, 3))
BI_PARALLEL = ((0, 1), (0, 2), (1, 3), (2, 3))
TWO_TARGETS = ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3))
TWO_MIDDLES = ((0, 1), (1, 3), (0, 2), (2, 3), (0, 3))
TWO_SOURCES = ((0, 2), (0, 3), (1, 2), (1, 3), (2, 3))
TARGET_IS_MIDDLE = ((0, 1), (1, 2), (0, 2), (2, 3), (0, 3))
SOURCE_IS_MIDDLE = ((0, 1), (1, 3), (0, 3), (1, 2), (2, 3))

PATTERNS: dict[str, tuple[tuple[tuple[int, int], ...], ...]] = {
    "bi-fan": (BI_FAN,),
    "bi-parallel": (BI_PARALLEL,),
    "loops of one source": (TWO_TARGETS, TWO_MIDDLES, TARGET_IS_MIDDLE),
    "loops of one target": (TWO_SOURCES, TWO_MIDDLES, SOURCE_IS_MIDDLE),
}
"""What to look for in four nodes: any of these sets of links, further links or not.

The last two are two feed-forward loops i -> j -> k, i -> k on four nodes that have the source i in
common, or the target k.  Besides it they share one more node: the same one in both loops (they have
two targets, two middles or two sources), or the target of one loop is the middle of the other one,
or the source of one is the middle of the other.  See Kashtan et al. (2004), doi
10.1103/PhysRevE.70.031909, for the first three, which generalise the feed-forward loop.
"""

CLASS_NAMES: dict[str, tuple[tuple[int, int], ...]] = {
    "bi-fan": BI_FAN,
    "bi-parallel": BI_PARALLEL,
    "two-target loop": TWO_TARGETS,
    "two-middle loop": TWO_MIDDLES,
    "two-source loop": TWO_SOURCES,
    "chained loops of one source": TARGET_IS_MIDDLE,
    "chained loops of one target": SOURCE_IS_MIDDLE,
}
"""Classes that consist of just these links, by name."""


@dataclass(frozen=True)
class FourNodeClass:
    """One signed class of four nodes.

    Attributes
    ----------
    id : int
        Number of its links without signs, as in FANMOD; see the module.
    signs : str
        Signs of the `links`, in their order.
    """

    id: int
    signs: str

    @property
    def links(self) -> tuple[tuple[int, int], ...]:
        """The links of the class as pairs of the nodes 0 to 3, row by row of the matrix."""
        return links_of(self.id)

    @property
    def name(self) -> str:
        """Name of its links, from `CLASS_NAMES`; the number as a word where they have none."""
        return _names_by_id().get(self.id, str(self.id))

    @property
    def patterns(self) -> tuple[str, ...]:
        """The `PATTERNS` that its links contain."""
        return tuple(name for name in PATTERNS if self.id in _ids_with(name))


def links_of(number: int) -> tuple[tuple[int, int], ...]:
    """Return the links whose matrix has a number, row by row."""
    cells = product(range(_NODES), repeat=2)
    return tuple((x, y) for x, y in cells if number & _bit(x, y))


def _bit(x: int, y: int) -> int:
    """Return the bit of the link x -> y in the number of a matrix."""
    return 1 << (_CELLS - 1 - _NODES * x - y)


def _number(links: tuple[tuple[int, int], ...], order: tuple[int, ...]) -> int:
    """Return the number of links whose node x is called ``order[x]``."""
    return sum(_bit(order[x], order[y]) for x, y in links)


@cache
def _names_by_id() -> dict[int, str]:
    """Return the `CLASS_NAMES` by the number of their class."""
    orders = list(permutations(range(_NODES)))
    return {min(_number(links, o) for o in orders): name for name, links in CLASS_NAMES.items()}


@cache
def _ids_with(pattern: str) -> frozenset[int]:
    """Return the numbers of the classes that contain a pattern."""
    orders = permutations(range(_NODES))
    wanted = {_number(links, o) for o in orders for links in PATTERNS[pattern]}
    numbers = {found.id for found in four_node_classes()}
    return frozenset(n for n in numbers if any(n & links == links for links in wanted))


def _key(order: tuple[int, ...]) -> np.ndarray:
    """Return number and signs of all codes, ``(531441,)``, once node x is called ``order[x]``.

    The number of the links is the high half of 32 bits, the negative links among them the low one.
    """
    key = np.zeros(1, dtype=np.int64)
    for x, y in DYADS:
        ends = (order[x], order[y]), (order[y], order[x])
        one, other = (np.array([0, _bit(*e) << _CELLS, _bit(*e) * (2**_CELLS + 1)]) for e in ends)
        dyad = (other[:, None] + one).ravel()  # by the code one + 3 * other
        key = np.add.outer(dyad, key).ravel()
    return key


def _connected(number: int) -> bool:
    """Return whether links with some number join all four nodes."""
    reached, links = {0}, links_of(number)
    for _ in range(_NODES):
        reached |= {node for link in links if reached & set(link) for node in link}
    return len(reached) == _NODES


@cache
def _tables() -> tuple[np.ndarray, np.ndarray]:
    """Return the keys of the connected classes, and the class of each code."""
    key = np.full(DYAD_CODES ** len(DYADS), 2**32, dtype=np.int64)
    for order in permutations(range(_NODES)):
        np.minimum(key, _key(order), out=key)
    keys, place = np.unique(key, return_inverse=True)
    joined = {number: _connected(number) for number in np.unique(keys >> _CELLS).tolist()}
    kept = np.array([joined[number] for number in (keys >> _CELLS).tolist()])
    of_key = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
    return keys[kept], of_key[place.ravel()]


def class_of_code() -> np.ndarray:
    """Return the number of the class of each code, ``(531441,)`` int32; -1 if not connected."""
    return _tables()[1]


@cache
def four_node_classes() -> tuple[FourNodeClass, ...]:
    """Return all connected signed classes, by number of the links and then by signs."""
    found = []
    for key in _tables()[0].tolist():
        number, negative = divmod(key, 2**_CELLS)
        signs = "".join("-" if negative & _bit(*link) else "+" for link in links_of(number))
        found.append(FourNodeClass(number, signs))
    return tuple(found)


@cache
def in_ring() -> np.ndarray:
    """Return whether the nodes of each class are linked in a ring of four, ``(classes,)`` bool.

    The links may run either way.  All classes with one of the `PATTERNS` are.
    """
    rings = [[{o[x], o[x - 1]} for x in range(_NODES)] for o in permutations(range(_NODES))]
    numbers = {found.id: [set(link) for link in found.links] for found in four_node_classes()}
    ringed = {n for n, pairs in numbers.items() if any(all(p in pairs for p in r) for r in rings)}
    return np.array([found.id in ringed for found in four_node_classes()])


def chosen_classes(classes: np.ndarray | None) -> np.ndarray:
    """Return places of classes as an array, those with any of the `PATTERNS` if None is given.

    Raises
    ------
    ValueError
        If there is no such class.
    """
    known = len(four_node_classes())
    chosen = with_patterns() if classes is None else np.asarray(classes, dtype=np.int64)
    wrong = chosen[(chosen < 0) | (chosen >= known)]
    if wrong.size:
        raise ValueError(f"no four-node class {wrong[0]}; they are numbered 0 to {known - 1}")
    return chosen


@cache
def with_patterns(*names: str) -> np.ndarray:
    """Return the places in `four_node_classes` of those that contain one of some patterns.

    Parameters
    ----------
    names : str
        Keys of `PATTERNS`; all of them if none is given.

    Raises
    ------
    ValueError
        If there is no such pattern; the message lists them.
    """
    unknown = [name for name in names if name not in PATTERNS]
    if unknown:
        raise ValueError(f"no four-node pattern {unknown[0]!r}; there are {', '.join(PATTERNS)}")
    wanted = frozenset().union(*(_ids_with(name) for name in names or PATTERNS))
    chosen = np.array([c for c, found in enumerate(four_node_classes()) if found.id in wanted])
    chosen.flags.writeable = False  # the same array for all who ask
    return chosen


def with_name(*names: str) -> np.ndarray:
    """Return the places in `four_node_classes` of those that are just some links, and no others.

    Few classes leave more of their p-values after the adjustment for all of them.

    Parameters
    ----------
    names : str
        Keys of `CLASS_NAMES`; all of them if none is given.

    Raises
    ------
    ValueError
        If there is no such name; the message lists them.
    """
    unknown = [name for name in names if name not in CLASS_NAMES]
    if unknown:
        raise ValueError(f"no four-node class {unknown[0]!r}; there are {', '.join(CLASS_NAMES)}")
    wanted = set(names or CLASS_NAMES)
    return np.array([c for c, found in enumerate(four_node_classes()) if found.name in wanted])
