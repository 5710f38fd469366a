"""The authors' networks for lesions, read from what they published.

Ten networks a task, trained by Zhang et al. (2023), doi 10.1038/s42005-023-01364-0: a random core
with 15 feed-forward loops tangent to it.  Their weights are those of h_t = tanh(x_t W_in +
h_{t-1} W + b) with W[i, j] the link i -> j, as ours are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sparse_rnn.studies.lesions.tangent_loops import refuse_unless_tangent
from sparse_rnn.studies.published.checkpoints import SUFFIXES, read_tensors
from sparse_rnn.tasks.raw_files import PUBLISHED, read

LESION_FOLDERS = {
    "mnist": "MNIST/fixed_sparse_n_150_p_0.05",
    "mg": "MG/fixed_sparse_n_128_p_0.05",
    "hgs": "Gesture/fixed_sparse_n_128_p_0.05",
}
"""Where the networks of a task lie; the number of the network follows."""

LESION_NUMBERS = tuple(range(1, 11))
"""The networks of a task."""

_READOUT = {"mnist": "output/output_", "mg": "output/output_", "hgs": "dense/"}
_CELL = "rnn/basic_rnn_cell/"


@dataclass(frozen=True)
class LesionNetwork:
    """A network of the authors, as they saved it after training.

    Attributes
    ----------
    name : str
        Its folder, for messages.
    parameters : dict of str to ndarray
        float32, named as those of an `Ensemble` but without its leading axis: ``input``
        ``(n_in, N)``, ``recurrent`` ``(N, N)``, ``bias`` ``(1, N)``, ``readout`` ``(N, n_out)`` and
        ``readout_bias`` ``(1, n_out)``.
    nodes : ndarray
        Nodes i, j, k of its tangent loops i -> j, j -> k, i -> k, ``(m, 3)`` int64.
    recorded : dict of str to float
        The metric that the authors recorded for this state, by the part of their data: ``test``,
        and for hgs also ``train`` and ``valid``.  They recorded none for mnist.
    """

    name: str
    parameters: dict[str, np.ndarray]
    nodes: np.ndarray
    recorded: dict[str, float]


def read_lesion_network(task: str, number: int, raw: str | Path) -> LesionNetwork:
    """Return one of the authors' networks.

    Parameters
    ----------
    task : str
        One of `LESION_FOLDERS`.
    number : int
        One of `LESION_NUMBERS`.
    raw : path
        Folder of the raw data files.

    Raises
    ------
    FileNotFoundError
        If a file is not there.
    ValueError
        If there is no such network, a file is corrupt or cut short, or the network is not what its
        description says; the message names the file.
    """
    if task not in LESION_FOLDERS:
        raise ValueError(
            f"the authors published no lesioned network of {task!r}; there are those of"
            f" {', '.join(LESION_FOLDERS)}"
        )
    name = f"{PUBLISHED}/analysis/lesion_experiments/{LESION_FOLDERS[task]}_{number}"
    content = (read(f"{name}/model.ckpt{suffix}", raw) for suffix in SUFFIXES)
    tensors = read_tensors(*content, f"{name}/model.ckpt")
    parameters = _parameters(tensors, _READOUT[task], f"{name}/model.ckpt")
    place = f"{name}/hp.json"
    mask, nodes = description(read(f"{name}/hp.json", raw), place)
    if mask.shape != parameters["recurrent"].shape or (parameters["recurrent"][~mask] != 0).any():
        raise ValueError(f"{place}: w_rec_mask is not that of the links in model.ckpt")
    refuse_unless_tangent(nodes, mask, place)
    return LesionNetwork(name, parameters, nodes, recorded_metrics(task, name, raw))


def _parameters(
    tensors: Mapping[str, np.ndarray], readout: str, name: str
) -> dict[str, np.ndarray]:
    """Return the tensors that make the network, by our names; biases as rows."""
    sources = {
        "input": f"{_CELL}input_kernel",
        "recurrent": f"{_CELL}recurrent_kernel",
        "bias": f"{_CELL}recurrent_bias",
        "readout": f"{readout}kernel",
        "readout_bias": f"{readout}bias",
    }
    lacking = [source for source in sources.values() if source not in tensors]
    if lacking:
        raise ValueError(f"{name} has no tensor {lacking}; it has {sorted(tensors)}")
    return {own: np.atleast_2d(tensors[source]) for own, source in sources.items()}


def description(content: bytes, name: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the links, ``(N, N)`` bool, and the nodes of the loops, ``(m, 3)``, of a hp.json.

    Raises
    ------
    ValueError
        If it is no json, or lacks one of the two or has it in another shape.
    """
    try:
        record = json.loads(content)
        mask = np.array(record["w_rec_mask"], dtype=float)
        nodes = np.array(record["feedforward_motifs"], dtype=np.int64)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"{name} does not describe a network by w_rec_mask and feedforward_motifs ({error!r})"
        ) from None
    if mask.ndim != 2 or len(set(mask.shape)) != 1 or not np.isin(mask, (0, 1)).all():
        raise ValueError(f"{name}: w_rec_mask of shape {mask.shape} is no square of 0 and 1")
    if nodes.ndim != 2 or nodes.shape[1] != 3 or not ((nodes >= 0) & (nodes < len(mask))).all():
        raise ValueError(
            f"{name}: feedforward_motifs of shape {nodes.shape} are no triples of"
            f" nodes 0 to {len(mask) - 1}"
        )
    return mask.astype(bool), nodes


def recorded_metrics(task: str, name: str, raw: str | Path) -> dict[str, float]:
    """Return what the authors recorded of the state that they saved, see `LesionNetwork`.

    The state of mg is that after the last epoch, that of hgs the first of the epochs with the best
    validation accuracy: the decay of Adam's moments in the checkpoints counts the updates.
    """
    if task == "mnist":
        return {}
    if task == "mg":
        return {"test": float(_curve(f"{name}/valid_loss.txt", raw)[-1])}
    curves = {
        part: _curve(f"{name}/{part}_accuracy.txt", raw) for part in ("train", "valid", "test")
    }
    best = int(curves["valid"].argmax())
    return {part: float(curve[best]) for part, curve in curves.items()}


def _curve(path: str, raw: str | Path) -> np.ndarray:
    """Return one number per epoch."""
    return np.array([float(line) for line in read(path, raw).split()])
