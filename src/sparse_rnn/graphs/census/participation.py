"""Who takes part in which signed motif: counts for each node by its role, and for each link.

Closed triads are visited one by one.  Open triads are not: each is a pair of dyads of its middle
node, and the pairs that a triangle closes are taken away.  So the time is that of the census,
proportional to the number of links times the arboricity of the skeleton, and the memory is
proportional to the nodes times the chosen roles and the links times the chosen motifs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from sparse_rnn.graphs.census.occurrences import chosen_motifs
from sparse_rnn.graphs.census.sparse import turned_dyad
from sparse_rnn.graphs.census.triads import (
    PLACE_PAIRS,
    Neighbours,
    Triads,
    closed_triads,
    neighbours,
)
from sparse_rnn.graphs.motifs import (
    DYAD_CODES,
    FFL,
    FFL_CLASS,
    MOTIF_OF_CODE,
    MOTIFS,
    TRIAD_CODES,
    UV_WEIGHT,
    UW_WEIGHT,
    VW_WEIGHT,
)
from sparse_rnn.graphs.signed_graph import SignedGraph


class Role(NamedTuple):
    """One role that a node can have in a motif.

    Attributes
    ----------
    motif : int
        Number of the motif in `motifs.MOTIFS`.
    name : str
        The nodes of the drawing in `motifs.TRIAD_LINKS` that have the role, e.g. ``"i"``, the
        source of a feed-forward loop, or ``"jk"`` where a symmetry of the motif swaps j and k.
    """

    motif: int
    name: str


@dataclass(frozen=True)
class Participation:
    """How often nodes and links take part in signed motifs, as induced subgraphs.

    Attributes
    ----------
    graph : SignedGraph
        The network.
    motifs : ndarray
        Numbers of the M motifs in `motifs.MOTIFS`.
    roles : tuple of Role
        The R roles of these motifs.
    by_role : ndarray
        Motifs in which each node has each role, ``(N, R)`` int64.
    links : ndarray
        Motifs that contain each link, in the order of ``graph.source``, ``(E, M)`` int64.
    """

    graph: SignedGraph
    motifs: np.ndarray
    roles: tuple[Role, ...]
    by_role: np.ndarray
    links: np.ndarray

    @property
    def nodes(self) -> np.ndarray:
        """Motifs that contain each node, ``(N, M)`` int64; each motif counts at three nodes."""
        nodes = np.zeros((self.graph.n, len(self.motifs)), dtype=np.int64)
        column = {motif: column for column, motif in enumerate(self.motifs.tolist())}
        for place, role in enumerate(self.roles):
            nodes[:, column[role.motif]] += self.by_role[:, place]
        return nodes

    @property
    def loop_roles(self) -> np.ndarray:
        """Feed-forward loops whose source i, middle j or target k a node is, ``(N, 3, F)`` int64.

        F is the number of chosen motifs of the class 030T, eight by default, in the chosen order.
        """
        loops = [m for m in self.motifs.tolist() if MOTIFS[m].triad == FFL_CLASS]
        place = [self.roles.index(Role(motif, name)) for name in "ijk" for motif in loops]
        return self.by_role[:, place].reshape(self.graph.n, 3, len(loops))

    def node_table(self) -> pd.DataFrame:
        """Return a row for each node and each role that it has.

        Columns ``node`` (its name, or its number where nodes have no names), ``triad``, ``signs``,
        ``role`` and ``count``; by node, and roles in the order of ``roles``.
        """
        node, place = np.nonzero(self.by_role)
        motif = [role.motif for role in self.roles]
        known = {"node": self._names(node), **_motif_columns(np.array(motif, dtype=int)[place])}
        names = np.array([role.name for role in self.roles], dtype=object)
        return pd.DataFrame(known | {"role": names[place], "count": self.by_role[node, place]})

    def link_table(self) -> pd.DataFrame:
        """Return a row for each link and each motif that contains it.

        Columns ``source``, ``target`` (names, or numbers where nodes have no names), ``sign`` (-1
        or 1), ``triad``, ``signs`` and ``count``; in the order of the links, then of the motifs.
        """
        link, place = np.nonzero(self.links)
        ends = {end: getattr(self.graph, end)[link] for end in ("source", "target")}
        known = {name: self._names(nodes) for name, nodes in ends.items()}
        known |= {"sign": self.graph.sign[link], **_motif_columns(self.motifs[place])}
        return pd.DataFrame(known | {"count": self.links[link, place]})

    def _names(self, nodes: np.ndarray) -> list | np.ndarray:
        """Return the names of nodes, or their numbers where they have none."""
        names = self.graph.names
        return nodes if names is None else [names[node] for node in nodes.tolist()]


def _motif_columns(motifs: np.ndarray) -> dict[str, list[str]]:
    """Return the columns that name motifs, by their numbers."""
    found = [MOTIFS[motif] for motif in motifs.tolist()]
    return {"triad": [m.triad for m in found], "signs": [m.signs for m in found]}


class _Columns(NamedTuple):
    """Where a triad of each code is counted, -1 for nowhere.

    ``role`` is the column of ``by_role`` for the nodes u, v, w, ``(729, 3)``, and ``motif`` the
    column of ``links``, ``(729,)``.
    """

    role: np.ndarray
    motif: np.ndarray


def _roles_of(motif: int) -> list[Role]:
    """Return the roles of a motif in the order of its nodes."""
    return [Role(motif, "".join("ijk"[x] for x in orbit)) for orbit in MOTIFS[motif].orbits]


def _columns(motifs: np.ndarray, roles: tuple[Role, ...]) -> _Columns:
    """Return where each triad is counted."""
    place = {role: column for column, role in enumerate(roles)}
    role = np.full((TRIAD_CODES, 3), -1, dtype=np.int64)
    for number in motifs.tolist():
        own = [place[named] for named in _roles_of(number)]
        for code, order in MOTIFS[number].labelled:
            for at, orbit in zip(own, MOTIFS[number].orbits, strict=True):
                role[code, [order[x] for x in orbit]] = at
    column = np.full(len(MOTIFS) + 1, -1, dtype=np.int64)  # the last one: not connected
    column[motifs] = np.arange(len(motifs))
    return _Columns(role, column[MOTIF_OF_CODE])


def participation(graph: SignedGraph, motifs: np.ndarray = FFL) -> Participation:
    """Count in how many signed motifs each node, by its role, and each link takes part.

    Parameters
    ----------
    graph : SignedGraph
        The network.
    motifs : ndarray of int, optional
        Numbers in `motifs.MOTIFS`, of closed and open triads alike (`motifs.EVERY_MOTIF` for all
        132); the eight feed-forward loops by default.

    Returns
    -------
    Participation
        Counts ``(N, R)`` and ``(E, M)`` and tables of them.

    Raises
    ------
    ValueError
        If a motif does not exist or is given twice.
    """
    motifs, near = chosen_motifs(motifs), neighbours(graph)
    roles = tuple(role for motif in motifs.tolist() for role in _roles_of(motif))
    columns = _columns(motifs, roles)
    nodes = np.zeros((graph.n, len(roles)), dtype=np.int64)
    links = np.zeros((graph.edges, len(motifs)), dtype=np.int64)
    some_open = not all(MOTIFS[motif].closed for motif in motifs)
    if some_open:
        _add_pairs(near, columns, nodes, links)
    for triads in closed_triads(near):
        _add(triads, columns, 1, nodes, links)
        for pair in _pairs(triads) if some_open else ():
            _add(pair, columns, -1, nodes, links)
    return Participation(graph, motifs, roles, nodes, links)


def _add(
    triads: Triads, columns: _Columns, times: int, nodes: np.ndarray, links: np.ndarray
) -> None:
    """Count triads at their nodes and links, or take them away: ``times`` is 1 or -1."""
    for place in range(3):
        add_at(nodes, triads.nodes[:, place], columns.role[triads.code, place], times)
    for place in range(len(PLACE_PAIRS)):
        add_at(links, triads.links[:, place], columns.motif[triads.code], times)


def add_at(
    counts: np.ndarray, row: np.ndarray, column: np.ndarray, times: int | np.ndarray
) -> None:
    """Add to some places of a table, as often as they are given; row or column -1 is no place."""
    kept = (row >= 0) & (column >= 0)
    at = row[kept] * counts.shape[1] + column[kept]
    np.add.at(counts.ravel(), at, times[kept] if isinstance(times, np.ndarray) else times)


def _pairs(closed: Triads) -> list[Triads]:
    """Return the three pairs of dyads of each closed triad as if each were an open triad."""
    uv, uw, vw = (closed.code // w % DYAD_CODES for w in (UV_WEIGHT, UW_WEIGHT, VW_WEIGHT))
    u, v, w = closed.nodes.T
    by_dyad = closed.links.reshape(-1, 3, 2)
    none = np.full((len(u), 2), -1)
    found = []
    for nodes, first, second, dyads in (
        ((u, v, w), uv, uw, (0, 1)),
        ((v, u, w), turned_dyad(uv), vw, (0, 2)),
        ((w, u, v), turned_dyad(uw), turned_dyad(vw), (1, 2)),
    ):
        links = np.concatenate((by_dyad[:, dyads[0]], by_dyad[:, dyads[1]], none), axis=1)
        found.append(Triads(np.stack(nodes, axis=1), first + UW_WEIGHT * second, links))
    return found


def _add_pairs(near: Neighbours, columns: _Columns, nodes: np.ndarray, links: np.ndarray) -> None:
    """Count all pairs of dyads of a node as if each were an open triad with it in the middle."""
    dyad = near.dyad[:-1]
    tally = np.bincount(near.owner * DYAD_CODES + dyad, minlength=len(nodes) * DYAD_CODES)
    tally = tally.reshape(-1, DYAD_CODES)
    for other in range(1, DYAD_CODES):
        code = dyad + UW_WEIGHT * other
        times = tally[near.owner, other] - (dyad == other)
        add_at(nodes, near.near, columns.role[code, 1], times)
        for link in (near.out[:-1], near.back[:-1]):
            add_at(links, link, columns.motif[code], times)
        for one in range(1, other + 1):
            column = columns.role[one + UW_WEIGHT * other, 0]
            if column >= 0:
                pairs = tally[:, one] * (tally[:, other] - (one == other))
                nodes[:, column] += pairs // (2 if one == other else 1)
