"""Controls of trained sparse networks: selection without training, training without selection.

A dense network, untrained or trained, is cut once to the density of the sparse ones, either its
smallest weights or links at random.  And a sparse trained network keeps its links, but not which of
them are negative: its signs are shuffled over them, or exchanged so that every node keeps its
positive and negative links.

No control, but measured beside them: the core of a network that SET trained, without the links that
its last change of structure added, which have had an epoch to learn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.base.seeding import seed_sequence, stream
from sparse_rnn.config import Condition
from sparse_rnn.graphs.nulls.sample import null_network
from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.results.replicas import by_condition, load_replicas
from sparse_rnn.results.schema import write_table
from sparse_rnn.sparsify.schedules import link_count
from sparse_rnn.studies.structure.measure import balance_row, motif_rows

log = logging.getLogger(__name__)

AS_TRAINED = "as_trained"
CORE = "core"
SHUFFLE = "sign-permutation"


def by_size(weights: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Rank links by ``|w|``, ``(N, N)``."""
    return np.abs(weights)


def at_random(weights: np.ndarray, draw: np.random.Generator) -> np.ndarray:
    """Rank links by random numbers, ``(N, N)``."""
    return draw.random(weights.shape)


@dataclass(frozen=True)
class Cut:
    """How a dense network is cut: in which snapshot, and what its links are ranked by."""

    snapshot: int
    score: Callable[[np.ndarray, np.random.Generator], np.ndarray]


CUTS: dict[str, Cut] = {
    "untrained_random_cut": Cut(0, at_random),
    "untrained_magnitude_cut": Cut(0, by_size),
    "trained_random_cut": Cut(-1, at_random),
    "trained_magnitude_cut": Cut(-1, by_size),
}
"""The controls that are made of dense networks."""

SIGN_CONTROLS: dict[str, str] = {
    "signs_shuffled": SHUFFLE,
    "signs_exchanged": "fixed-topology-signed",
}
"""The controls that are made of sparse trained networks, and the null model that draws them."""


def measure_controls(
    conditions: Sequence[Condition],
    networks: Sequence[str | Path],
    settings: Mapping,
    balance: str | Path,
    motifs: str | Path,
) -> None:
    """Make the controls of all conditions of a task and model, and write what they look like.

    Parameters
    ----------
    conditions : sequence of Condition
        Whose networks each file has; dense ones are cut to every sparsity of the others.
    networks : sequence of path
        The files, one per group of replicas; see `results.replicas.load_replicas`.
    settings : Mapping
        ``draws`` of each control that is random; ``null_model``, ``networks`` and
        ``swaps_per_edge`` of the random networks for z-scores.
    balance, motifs : path
        csv outputs: eta and T_i; of the first draw of each control also the eight loops with their
        z-scores against each ``null_model``: the given one, which ``decides``, and the shuffling
        of signs.  Both say which ``control`` a network is (`AS_TRAINED` is none, nor is `CORE`) and
        which ``draw`` of it; ``sparsity`` is that of the control, for a core that of the network.

    Raises
    ------
    ValueError
        If all conditions are dense, or a file is not whole.
    """
    sparsities = sorted({c.sparsity for c in conditions if c.sparsity})
    if not sparsities:
        raise ValueError("no sparse networks to compare controls with: all conditions are dense")
    settings = {**settings, "sparsities": sparsities}
    files = by_condition(conditions, networks)
    measured = [measure_one(condition, own, settings) for condition, own in files.items()]
    paths = {"control_balance": balance, "control_motifs": motifs}
    for (name, path), parts in zip(paths.items(), zip(*measured, strict=True), strict=True):
        write_table(name, path, pd.concat(parts, ignore_index=True))


def measure_one(
    condition: Condition, networks: Sequence[str | Path], settings: Mapping
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the two tables of one condition; see `measure_controls`."""
    arrays = load_replicas(networks, "weights", "seeds", "diverged")
    nulls = dict.fromkeys((SHUFFLE, settings["null_model"]))
    cores = core_weights(condition, networks)
    balance, motifs = [], []
    for r, seed in enumerate(arrays["seeds"].tolist()):
        found = control_networks(condition, settings, arrays["weights"][:, r], seed)
        core = ((core_keys(condition, seed), SignedGraph.from_weights(w)) for w in cores[r : r + 1])
        for keys, graph in chain(found, core):
            keys |= {"diverged": int(arrays["diverged"][r])}
            balance.append(balance_row(graph).assign(**keys))
            for null in nulls if keys["draw"] == 0 else ():
                rows = motif_rows(graph, {**settings, "null_model": null}, seed)
                decides = null == settings["null_model"]
                motifs.append(rows.assign(**keys, null_model=null, decides=decides))
    log.info("%s, sparsity %g: controls measured", condition.strategy, condition.sparsity)
    return pd.concat(balance), pd.concat(motifs)


def core_weights(condition: Condition, networks: Sequence[str | Path]) -> np.ndarray:
    """Return the weights after training without the links just added, ``(R, N, N)``.

    It has no network for other strategies than SET, nor where a file does not tell these links.
    """
    groups = [load_arrays(path) for path in networks] if condition.strategy == "set" else []
    told = [np.where(g["added"], 0, g["weights"][-1]) for g in groups if "added" in g]
    return np.concatenate(told) if told and len(told) == len(groups) else np.zeros((0, 0, 0))


def core_keys(condition: Condition, seed: int) -> dict:
    """Return the keys of the core of a replica."""
    return {**condition.label, "seed": seed, "control": CORE, "draw": 0}


def control_networks(
    condition: Condition, settings: Mapping, weights: np.ndarray, seed: int
) -> Iterator[tuple[dict, SignedGraph]]:
    """Yield the keys and the graph of each control of a replica, and of a sparse network itself.

    Parameters
    ----------
    condition : Condition
        What the replica was trained as.
    settings : Mapping
        As `measure_controls` has them, and the ``sparsities`` to which dense networks are cut.
    weights : ndarray, (S, N, N)
        Its snapshots; ``weights[s, i, j]`` is the link i -> j.
    seed : int
        Seed of the replica.
    """
    if condition.strategy == "dense":
        controls = cut_networks(condition, settings, weights, seed)
    else:
        controls = signed_networks(condition, settings, weights[-1], seed)
    for control, sparsity, draw, graph in controls:
        keys = {**condition.label, "sparsity": sparsity, "seed": seed}
        yield keys | {"control": control, "draw": draw}, graph


Control = tuple[str, float, int, SignedGraph]


def cut_networks(
    condition: Condition, settings: Mapping, weights: np.ndarray, seed: int
) -> Iterator[Control]:
    """Yield the networks that are left of a dense one ``(S, N, N)``, at each sparsity."""
    for sparsity in settings["sparsities"]:
        for name, cut in CUTS.items():
            for draw in range(settings["draws"] if cut.score is at_random else 1):
                names = ("control", name, *condition.label.values(), sparsity, draw)
                left = thin(weights[cut.snapshot], sparsity, cut, stream(seed, *names))
                yield name, sparsity, draw, SignedGraph.from_weights(left)


def thin(weights: np.ndarray, sparsity: float, cut: Cut, draw: np.random.Generator) -> np.ndarray:
    """Keep the ``(1 - sparsity) N^2`` weights ``(N, N)`` that rank highest; the others are 0.

    The diagonal is a link like any other, as it is for the strategies that prune.
    """
    return keep_highest(weights, cut.score(weights, draw), link_count(len(weights), sparsity))


def keep_highest(weights: np.ndarray, score: np.ndarray, count: int) -> np.ndarray:
    """Keep the ``count`` weights ``(N, N)`` with the highest score; the others are 0."""
    left = weights.copy()
    left.flat[np.argsort(-score, axis=None, kind="stable")[count:]] = 0
    return left


def signed_networks(
    condition: Condition, settings: Mapping, weights: np.ndarray, seed: int
) -> Iterator[Control]:
    """Yield a sparse network ``(N, N)`` as it is, and with its signs shuffled and exchanged."""
    graph = SignedGraph.from_weights(weights)
    yield AS_TRAINED, condition.sparsity, 0, graph
    for name, null in SIGN_CONTROLS.items():
        # not the seed itself: with that the random networks for z-scores are drawn
        (own,) = seed_sequence(seed, "control", name, *condition.label.values()).generate_state(1)
        for draw in range(settings["draws"]):
            swaps = settings["swaps_per_edge"]
            yield name, condition.sparsity, draw, null_network(graph, null, int(own), draw, swaps)
