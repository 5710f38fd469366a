"""The replicas of a condition, put together from the files of the groups they were trained in."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from sparse_rnn.base.artifacts import load_arrays

Key = TypeVar("Key", bound=Hashable)

REPLICA_AXES = {"weights": 1, "seeds": 0, "diverged": 0}
"""Along which axis the replicas lie; ``epochs`` are those of all."""


def by_condition(
    conditions: Sequence[Key], networks: Sequence[str | Path]
) -> dict[Key, list[str | Path]]:
    """Return the files of each condition, in the order given.

    Parameters
    ----------
    conditions : sequence of Condition
        Whose networks each file has.
    networks : sequence of path
        The files, one per group of replicas.
    """
    files: dict[Key, list[str | Path]] = {}
    for condition, path in zip(conditions, networks, strict=True):
        files.setdefault(condition, []).append(path)
    return files


def load_replicas(networks: Sequence[str | Path], *names: str) -> dict[str, np.ndarray]:
    """Return the arrays of all replicas of a condition, as if one job had trained them.

    Parameters
    ----------
    networks : sequence of path
        npz of each group: ``weights`` ``(S, R, N, N)`` with ``weights[s, r, i, j]`` the link i -> j
        in snapshot s, ``epochs`` ``(S,)``, ``seeds`` ``(R,)`` and ``diverged`` ``(R,)``.
    *names : str
        Which of these to return.

    Raises
    ------
    FileNotFoundError
        If a file is missing.
    ValueError
        If a file is not whole, or the groups do not belong together: their snapshots are of other
        epochs or sizes, or a seed is in two of them.  The message names the file.
    """
    first, *others = parts = [
        load_arrays(path, *dict.fromkeys(("epochs", "seeds", *names))) for path in networks
    ]
    for path, part in zip(networks[1:], others, strict=True):
        if _form(part) != _form(first):
            raise ValueError(
                f"{path} has snapshots of other epochs or sizes than {networks[0]}; train the "
                "networks of this condition anew"
            )
    seeds = np.concatenate([part["seeds"] for part in parts])
    if len(np.unique(seeds)) < len(seeds):
        raise ValueError(
            f"a seed is in more than one of {', '.join(map(str, networks))}; name each once"
        )
    return {
        name: np.concatenate([part[name] for part in parts], REPLICA_AXES[name])
        if name in REPLICA_AXES
        else first[name]
        for name in names
    }


def _form(part: dict[str, np.ndarray]) -> tuple:
    """Return what groups of one condition have in common: epochs, and the shape of a network."""
    return part["epochs"].tolist(), part["weights"].shape[2:] if "weights" in part else ()
