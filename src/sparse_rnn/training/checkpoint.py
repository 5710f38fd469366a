"""Checkpoints: all that a run needs to go on, in one npz file that is whole or absent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from sparse_rnn.artifacts import load_arrays, save_arrays


def save_checkpoint(path: Path, fingerprint: str, groups: Mapping[str, Mapping]) -> None:
    """Write named groups of arrays.

    Parameters
    ----------
    path : Path
        File, replaced in one step.
    fingerprint : str
        Identifies the settings and the code of the run.
    groups : Mapping of str to Mapping of str to array
        E.g. ``{"parameters": {"recurrent": ...}}``.
    """
    arrays = {f"{g}/{k}": np.asarray(v) for g, group in groups.items() for k, v in group.items()}
    save_arrays(path, fingerprint=np.array(fingerprint), **arrays)


def load_checkpoint(path: Path, fingerprint: str) -> dict[str, dict[str, torch.Tensor]] | None:
    """Read a checkpoint of this very run; None if there is none or it belongs to another run."""
    if not path.is_file():
        return None
    arrays = load_arrays(path)
    if str(arrays.pop("fingerprint")) != fingerprint:
        return None
    groups: dict[str, dict[str, torch.Tensor]] = {}
    for key, array in arrays.items():
        group, name = key.split("/", 1)
        groups.setdefault(group, {})[name] = torch.from_numpy(array)
    return groups
