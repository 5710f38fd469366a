"""The compiled chain of simulated annealing: links exchange targets, and eta is followed.

The chain keeps a tally of the loops and adds what each exchange changes, see `balance.tally`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.graphs.balance.of_graph import eta_of_tally
from sparse_rnn.graphs.balance.tally import CHANCE_BALANCE, exchange_targets, tally_link
from sparse_rnn.graphs.nulls.chain.link_index import erase, put, taken_up
from sparse_rnn.numerics.jit import compiled
from sparse_rnn.numerics.randomness import below, uniform


class Record(NamedTuple):
    """What a run keeps of the networks that it passes.

    Attributes
    ----------
    tally : ndarray
        Loops and balanced loops of each transitive class now, ``(4, 2)`` int64.
    done : ndarray
        Proposals made and exchanges taken so far, ``(2,)`` int64.
    best : ndarray
        Eta nearest the target so far, ``(1,)``.
    best_target : ndarray
        Targets of the links then, ``(E,)`` int64.
    levels : ndarray
        Values of eta to keep a network of, ``(K,)``.
    off : ndarray
        How far from each level the network kept for it is, ``(K,)``; infinite for none yet.
    kept : ndarray
        Targets of the links of these networks, ``(K, E)`` int64.
    """

    tally: np.ndarray
    done: np.ndarray
    best: np.ndarray
    best_target: np.ndarray
    levels: np.ndarray
    off: np.ndarray
    kept: np.ndarray


@compiled
def note(record, eta, rising, target):
    """Keep the present network if it is the best so far or the nearest to a level."""
    if (eta > record.best[0]) if rising else (eta < record.best[0]):
        record.best[0] = eta
        copy(record.best_target, target)
    nearest = 0
    for level in range(1, len(record.levels)):
        if abs(record.levels[level] - eta) < abs(record.levels[nearest] - eta):
            nearest = level
    if len(record.levels) and abs(record.levels[nearest] - eta) < record.off[nearest]:
        record.off[nearest] = abs(record.levels[nearest] - eta)
        copy(record.kept[nearest], target)


@compiled
def copy(into, values):
    """Copy the values, in a loop: an assignment to a slice takes Numba seconds to compile."""
    for x in range(len(values)):
        into[x] = values[x]


@compiled
def blocked(e, f, links):
    """Return whether two links cannot exchange targets: a self-loop or a double link would result.

    It also would where both are one link, or share their source or their target.
    """
    table, n = links.table, len(links.out_start) - 1
    there = taken_up(table, n, links.source[e], links.target[f])
    return there | taken_up(table, n, links.source[f], links.target[e]) != 0


@compiled
def energy_of_two(e, f, step, pole, links, triads, change):
    """Return the energy of two links, and tally what their coming (1) or going (-1) changes.

    They have four different ends, so that no triad contains both.
    """
    total = 0.0
    for x in range(2):
        loops, balanced = tally_link(f if x else e, step, links, triads, change)
        total += step * abs(pole - (balanced / loops if loops else CHANCE_BALANCE))
    return total


@compiled
def move(e, f, links):
    """Let two links exchange their targets; done twice, nothing has changed."""
    table, n = links.table, len(links.out_start) - 1
    for x in range(2):
        link = f if x else e
        erase(table, n, links.source[link], links.target[link])
    exchange_targets(links, e, f)
    for x in range(2):
        link = f if x else e
        put(table, n, links.source[link], links.target[link], links.code[link])


@compiled
def settle(tally, change, accepted):
    """Add the change to the tally if it is accepted, and begin a new one."""
    for kind in range(len(tally)):
        for x in range(2):
            tally[kind, x] += accepted * change[kind, x]
            change[kind, x] = 0


@compiled
def run_chain(proposals, beta, pole, goal, state, links, triads, record):
    """Propose exchanges of targets until eta reaches the goal; return whether it does.

    A proposal turns the links a -> b, c -> d into a -> d, c -> b.  With x the local balance of a
    link, the energy of its two links |pole - x| + |pole - x| is compared before and after.

    Parameters
    ----------
    proposals : int
        How many to make at most.
    beta : float
        Inverse temperature.
    pole : {0.0, 1.0}
        The local balance at which a link has no energy.
    goal : float
        Eta to stop at, from below if the pole is 1, from above if it is 0.
    state : ndarray
        State of the random numbers, ``(1,)`` uint64; changed in place.
    links : MobileLinks
        The network; changed in place.
    triads : ndarray
        See `tally.TRIADS`.
    record : Record
        Changed in place.
    """
    rising = pole > CHANCE_BALANCE
    change = np.zeros_like(record.tally)
    for _ in range(proposals):
        record.done[0] += 1
        e, f = below(state, len(links.source)), below(state, len(links.source))
        if blocked(e, f, links):
            continue
        # The energy of the two links as they are, then of the two that would take their place.
        rise = energy_of_two(e, f, -1, pole, links, triads, change)
        move(e, f, links)
        rise += energy_of_two(e, f, 1, pole, links, triads, change)
        # Metropolis: a rise of the energy is accepted with the probability exp(-beta rise).
        accepted = rise <= 0 or uniform(state) < np.exp(-beta * rise)
        settle(record.tally, change, accepted)
        if not accepted:
            move(e, f, links)
            continue
        record.done[1] += 1
        eta = eta_of_tally(record.tally)
        note(record, eta, rising, links.target)
        if (eta >= goal) if rising else (eta <= goal):
            return True
    return False
