"""Checkpoints: all that a run needs to go on, in one npz file that is whole or absent."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from sparse_rnn.base.artifacts import atomic, load_arrays
from sparse_rnn.sparsify.base import Structure
from sparse_rnn.training.loop import Loop


class Checkpoints:
    """Keeps the file from which an interrupted run of one ensemble goes on.

    Parameters
    ----------
    path : Path
        The file, replaced in one step by each checkpoint.
    fingerprint : str
        Identifies the settings and the code of the run; the checkpoint of another is not resumed.
    period : float
        Seconds between two checkpoints.

    Attributes
    ----------
    spent : float
        Processor seconds of the stretches before this one, up to their last checkpoints.
    """

    def __init__(self, path: Path, fingerprint: str, period: float) -> None:
        self.path, self.fingerprint, self.period = path, fingerprint, period
        self.saved, self.began, self.spent = time.monotonic(), time.process_time(), 0.0

    def resume(self, loop: Loop) -> bool:
        """Put a fresh loop where the last checkpoint of its run was; tell whether there is one."""
        groups = load_checkpoint(self.path, self.fingerprint)
        if groups:
            restore(loop, groups)
            self.spent = float(groups["cost"]["processor_seconds"])
        return groups is not None

    def save(self, loop: Loop) -> None:
        """Write a checkpoint now."""
        cost = {"processor_seconds": self.spent + time.process_time() - self.began}
        save_checkpoint(self.path, self.fingerprint, state(loop) | {"cost": cost})
        self.saved = time.monotonic()

    def save_when_due(self, loop: Loop) -> None:
        """Write a checkpoint if the last one is a period old."""
        if time.monotonic() - self.saved >= self.period:
            self.save(loop)


def state(loop: Loop) -> dict[str, dict]:
    """Return all that changes during a run, as groups of named arrays."""
    return {
        "progress": {
            "epoch": loop.epoch,
            "diverged": loop.diverged,
            "history": torch.stack(loop.history),
        },
        "parameters": {k: v.detach() for k, v in loop.ensemble.parameters.items()},
        "structure": loop.structure.state(),
        "last_good": loop.last_good.state(),
        "optimiser": loop.optimiser.state(),
        "snapshots": {str(epoch): weights for epoch, weights in loop.snapshots.items()},
    } | ({"best": loop.best.state()} if loop.best else {})


def restore(loop: Loop, groups: Mapping[str, Mapping]) -> None:
    """Put a fresh loop into the state that :func:`state` returned."""
    progress = groups["progress"]
    loop.epoch, loop.history = int(progress["epoch"]), list(progress["history"])
    loop.diverged = progress["diverged"]
    loop.keep(loop.alive)
    for name, parameter in loop.ensemble.parameters.items():
        parameter.data.copy_(groups["parameters"][name])
    loop.structure = Structure(**groups["structure"])
    loop.last_good.load(groups["last_good"])
    loop.optimiser.load(groups.get("optimiser", {}))
    loop.snapshots = {int(epoch): weights for epoch, weights in groups["snapshots"].items()}
    if loop.best:
        loop.best.load(groups["best"])


def save_checkpoint(path: Path, fingerprint: str, groups: Mapping[str, Mapping]) -> None:
    """Write named groups of arrays, e.g. ``{"parameters": {"recurrent": ...}}``.

    Nothing is compressed: 20 MB would take seconds, and each checkpoint is soon replaced.
    """
    arrays = {f"{g}/{k}": np.asarray(v) for g, group in groups.items() for k, v in group.items()}
    with atomic(path) as temporary, temporary.open("wb") as file:
        np.savez(file, fingerprint=np.array(fingerprint), **arrays)


def load_checkpoint(path: Path, fingerprint: str) -> dict[str, dict[str, torch.Tensor]] | None:
    """Read a checkpoint of this very run; None if there is none or it belongs to another run."""
    if not path.is_file():
        return None
    arrays = load_arrays(path)
    if "fingerprint" not in arrays:
        raise ValueError(
            f"{path} is no checkpoint (it has no fingerprint); delete it and run again"
        )
    if str(arrays.pop("fingerprint")) != fingerprint:
        return None
    groups: dict[str, dict[str, torch.Tensor]] = {}
    for key, array in arrays.items():
        group, name = key.split("/", 1)
        groups.setdefault(group, {})[name] = torch.from_numpy(array)
    return groups
