"""Training of networks that are given from outside, with their weights fixed or trained."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch

from sparse_rnn.base.artifacts import remove_leftovers
from sparse_rnn.sparsify.fixed import Given
from sparse_rnn.training.checkpoint import Checkpoints
from sparse_rnn.training.condition import train_with_checkpoints, untrained
from sparse_rnn.training.loop import Loop

PERIOD = 20.0  # seconds between two checkpoints


def train_given(
    task: str,
    settings: Mapping,
    code: str,
    raw: str | Path,
    weights: np.ndarray,
    checkpoint: Path,
    eta: Callable[[np.ndarray], float],
    trainable: bool = True,
) -> Loop:
    """Train networks whose links never change; a trained one is read from its checkpoint.

    Parameters
    ----------
    task : str
        Name of the task.
    settings : Mapping
        As :func:`sparse_rnn.config.given_settings` returns them; ``seeds`` has one per network.
    code : str
        Digest of the code; a checkpoint of other code, settings or networks is not resumed.
    raw : path
        Folder of the raw data files.
    weights : ndarray
        Recurrent weights ``(R, N, N)``, ``weights[r, i, j]`` the link i -> j; 0 where none is.
    checkpoint : Path
        Where the state is kept, also after the end, until the caller has what he needs of it.
    eta : callable
        Maps recurrent weights ``(R, N, N)`` to their mean global balance, for the log alone.
    trainable : bool
        Whether the recurrent weights are trained; if not, only input weights (and embedding), bias
        and readout are.

    Raises
    ------
    ValueError
        If the weights do not fit the number of replicas and hidden units.
    """
    given = torch.from_numpy(weights.astype(np.float32))
    digest = hashlib.sha256(given.numpy().tobytes()).hexdigest()
    fingerprint = json.dumps([task, trainable, settings, code, digest], sort_keys=True)
    data, ensemble, plan = untrained(task, "rnn", settings, Path(raw))
    ensemble.recurrent.requires_grad_(trainable)
    loop = Loop(data, ensemble, Given(0.0, plan.epochs, given), plan)
    checkpoints = Checkpoints(checkpoint, fingerprint, PERIOD)
    train_with_checkpoints(loop, checkpoints, eta)
    if loop.alive.any():  # what is left of a run that diverged is no state to go on from
        checkpoints.save(loop)
    return loop


def remove_checkpoints(folder: Path) -> None:
    """Remove the checkpoints of a folder, once all results are written."""
    for checkpoint in folder.glob("checkpoint*.npz"):
        remove_leftovers(checkpoint)
        checkpoint.unlink()
