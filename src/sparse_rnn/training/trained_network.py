"""A trained network that was read from its file, ready to run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
import torch

from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.models.compiled.denormals import denormals_flushed
from sparse_rnn.models.ensemble import Ensemble
from sparse_rnn.tasks.base import Task
from sparse_rnn.tasks.registry import task_class
from sparse_rnn.training.condition import cell_of, task_of
from sparse_rnn.training.loop import evaluate
from sparse_rnn.training.model_file import read_model_file
from sparse_rnn.training.sound_parameters import sound_mask, sound_parameters


@dataclass(frozen=True, eq=False, repr=False)
class TrainedNetwork:
    """A recurrent network with its readout, as it was at the end of training.

    Its arrays cannot be changed; a changed network is another one, which `dataclasses.replace`
    makes of this one, other parameters and perhaps another mask.

    Attributes
    ----------
    metadata : dict
        What it is, see `models_of_run.model_metadata`.
    parameters : dict of str to ndarray
        Float32: ``input`` ``(n_inputs, N)``, ``recurrent`` ``(N, N)``, ``bias`` ``(1, N)``,
        ``readout`` ``(N, n_outputs)``, ``readout_bias`` ``(1, n_outputs)``; of a task with words
        ``embedding`` ``(words, n_inputs)``, of a liquid network ``reversal`` ``(1, N)``.
    mask : ndarray
        Where recurrent links are, bool ``(N, N)``; weights elsewhere are 0.

    Raises
    ------
    ValueError
        If a parameter does not fit the mask, the model or the others, see
        `sound_parameters.sound_parameters`.
    """

    metadata: dict
    parameters: Mapping[str, np.ndarray]
    mask: np.ndarray

    def __post_init__(self) -> None:
        own = cell_of(self.metadata["model"], self.metadata["settings"]).own
        mask = sound_mask(self.mask)
        object.__setattr__(self, "mask", mask)
        object.__setattr__(self, "parameters", sound_parameters(self.parameters, mask, own))

    def __reduce__(self) -> tuple:
        """Return what a copy, here or in another process, is made of."""
        return TrainedNetwork, (self.metadata, dict(self.parameters), self.mask)

    @property
    def weights(self) -> np.ndarray:
        """Recurrent weights ``(N, N)`` float32; ``weights[i, j]`` is the link i -> j."""
        return self.parameters["recurrent"]

    @property
    def graph(self) -> SignedGraph:
        """The signs of the recurrent weights, without self-loops."""
        return SignedGraph.from_weights(self.weights)

    def __call__(self, inputs: np.ndarray) -> np.ndarray:
        """Return the outputs for a batch of sequences, which all start at a state of 0.

        Recurrent noise, where the task has it, is that of a test: the same in each call.

        Parameters
        ----------
        inputs : array-like
            ``T`` steps of ``B`` sequences, ``(T, B, n_inputs)``; of a task with words their
            numbers, ``(T, B)``.

        Returns
        -------
        ndarray
            Float32, ``(T, B, n_outputs)`` where the task reads every step, else ``(B, n_outputs)``
            of the last one.

        Raises
        ------
        ValueError
            If the inputs have another shape, or a word is unknown.
        """
        batch = self._batch(np.asarray(inputs))
        noise = self._ensemble.noise_states("evaluation noise")
        with as_in_training(), torch.no_grad():
            return self._ensemble(batch[None], noise, self._places)[0].numpy().copy()

    def test_metric(self, raw: str | Path = "data/raw") -> float:
        """Return the metric of the task on its test data, computed as during training.

        On the same kind of processor it is, to the last bit, what the history of the run says.

        Parameters
        ----------
        raw : path, optional
            Folder of the raw data files, for tasks that have any.

        Raises
        ------
        OSError
            If a raw file is missing.
        ValueError
            If a raw file is damaged, or the task is not registered.
        """
        own = {key: self.metadata["settings"][key] for key in ("seed", "task")}
        task = _same_task(self.metadata["task"], json.dumps(own), str(raw))
        with as_in_training():
            return evaluate(task, self._ensemble, self._places, "test").item()

    @cached_property
    def _ensemble(self) -> Ensemble:
        """The network as an ensemble of one."""
        known, settings = self.metadata, self.metadata["settings"]
        return Ensemble.of_trained(
            cell_of(known["model"], settings),
            self.parameters,
            known["seed"],
            settings["task"].get("noise", 0.0),
            task_class(known["task"]).reads_every_step,
        )

    @property
    def _places(self) -> torch.Tensor:
        return torch.tensor(self.mask)[None]

    def _batch(self, inputs: np.ndarray) -> torch.Tensor:
        """Return inputs as the network takes them; ValueError if it cannot."""
        words = self.parameters.get("embedding")
        width, form = len(self.parameters["input"]), "(T, B)"
        if words is None:
            form = f"(T, B, {width})"
            fits = inputs.ndim == 3 and inputs.shape[2] == width
        else:
            fits = inputs.ndim == 2 and inputs.dtype.kind in "iu"
            fits = fits and (not inputs.size or 0 <= inputs.min() <= inputs.max() < len(words))
            form = f"(T, B) of whole numbers from 0 to {len(words) - 1}"
        if not fits or not inputs.size:
            raise ValueError(f"inputs must have shape {form}, got {inputs.dtype} {inputs.shape}")
        return torch.from_numpy(inputs.astype(np.float32 if words is None else np.int64))

    def __repr__(self) -> str:
        what = "{task} {model} {strategy} {sparsity:g}, seed {seed}".format(**self.metadata)
        return f"<trained network: {what}, {len(self.mask)} units>"


def read_trained_network(path: str | Path) -> TrainedNetwork:
    """Read a network that the rule ``train`` wrote.

    Raises
    ------
    OSError, ValueError
        See `model_file.read_model_file`.
    """
    metadata, tensors = read_model_file(path)
    mask = tensors.pop("mask")
    return TrainedNetwork(metadata, tensors, mask)


@lru_cache(maxsize=1)
def _same_task(name: str, settings: str, raw: str) -> Task:
    """Return a task; several networks in a row share it."""
    return task_of(name, json.loads(settings), Path(raw))


@contextmanager
def as_in_training() -> Iterator[None]:
    """Compute as training does: in one thread, with denormal numbers flushed to zero."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with denormals_flushed():
            yield
    finally:
        torch.set_num_threads(threads)
