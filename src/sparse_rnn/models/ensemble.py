"""An ensemble: replicas of one network that differ by seed, computed as one batch.

Every parameter has a leading replica axis.  A replica's initial values depend on its own seed
alone, so it is the same network whether it trains alone or among others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import compress

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.base.seeding import noise_state, stream, torch_seed
from sparse_rnn.models.compiled.fused import fused_network
from sparse_rnn.models.compiled.noise import Noise
from sparse_rnn.models.initial_draws import EMBEDDINGS, READOUTS, draw_of
from sparse_rnn.models.registry import Model
from sparse_rnn.tasks.base import Task


@dataclass(frozen=True)
class Initial:
    """How the parameters are drawn.

    Parameters
    ----------
    hidden : int
        Number of recurrent units ``N``.
    input_std : float or None
        Standard deviation of the input weights; None for ``1 / sqrt(n_inputs)``.
    recurrent : str
        ``"gaussian"``: ``W ~ N(0, 1/N)``; ``"orthogonal"``: half a random orthogonal matrix.
    readout_bias : float
        Bias of all outputs: where most targets of a task lie, so that training need not first
        bring the outputs there (Lin et al. 2017, arXiv:1708.02002, section 4.1).
    readout : str
        How the readout weights are drawn, one of `initial_draws.READOUTS`.
    embedding : str
        How the word vectors are drawn, one of `initial_draws.EMBEDDINGS`.
    """

    hidden: int
    input_std: float | None = None
    recurrent: str = "gaussian"
    readout_bias: float = 0.0
    readout: str = "scaled_normal"
    embedding: str = "normal"

    def recurrent_weights(self, seed: int) -> np.ndarray:
        """Draw ``W`` of one replica, ``(N, N)``."""
        gauss = stream(seed, "recurrent weights").standard_normal((self.hidden, self.hidden))
        if self.recurrent == "gaussian":
            return gauss / math.sqrt(self.hidden)
        if self.recurrent == "orthogonal":
            q, r = np.linalg.qr(gauss)
            return 0.5 * q * np.sign(np.diag(r))  # the sign makes Q uniform (Mezzadri 2007)
        raise ValueError(
            f"unknown initial recurrent weights {self.recurrent!r}; legal: gaussian, orthogonal"
        )

    def parameters(self, task: Task, own: Sequence[str], seed: int) -> dict[str, np.ndarray]:
        """Draw all parameters of one replica; ``own`` are the model's own, one per unit."""
        n_in, n, n_out = task.n_inputs, self.hidden, task.n_outputs
        std = 1 / math.sqrt(n_in) if self.input_std is None else self.input_std
        values = {
            "input": stream(seed, "input weights").standard_normal((n_in, n)) * std,
            "recurrent": self.recurrent_weights(seed),
            "bias": np.zeros((1, n)),
            "readout": self.readout_weights(n_out, seed),
            "readout_bias": np.full((1, n_out), self.readout_bias),
        }
        values |= {name: stream(seed, name).standard_normal((1, n)) for name in own}
        if task.vocabulary:
            values["embedding"] = self.word_vectors(task.vocabulary, n_in, seed)
        return values

    def readout_weights(self, n_out: int, seed: int) -> np.ndarray:
        """Draw the readout weights of one replica, ``(N, n_out)``."""
        draw = draw_of(READOUTS, "readout weights", self.readout)
        return draw(stream(seed, "readout weights"), (self.hidden, n_out))

    def word_vectors(self, words: int, width: int, seed: int) -> np.ndarray:
        """Draw the word vectors of one replica, ``(words, width)``."""
        draw = draw_of(EMBEDDINGS, "word vectors", self.embedding)
        return draw(stream(seed, "embedding"), (words, width))


class Ensemble:
    """``R`` replicas of one recurrent network with readout.

    Attributes
    ----------
    parameters : dict of str to Tensor
        Tensors with leading axis ``R``; ``"recurrent"`` is ``(R, N, N)``.
    """

    def __init__(
        self,
        task: Task,
        model: Model,
        initial: Initial,
        seeds: Sequence[int],
        noise: float = 0.0,
    ) -> None:
        self.model, self.seeds, self.noise = model, list(seeds), noise
        self.reads_every_step = task.reads_every_step
        drawn = [initial.parameters(task, model.own, seed) for seed in seeds]
        self.parameters = {
            name: torch.tensor(np.stack([d[name] for d in drawn]), dtype=torch.float32)
            for name in drawn[0]
        }
        for parameter in self.parameters.values():
            parameter.requires_grad_()

    @classmethod
    def of_trained(
        cls,
        model: Model,
        parameters: Mapping[str, np.ndarray],
        seed: int,
        noise: float,
        reads_every_step: bool,
    ) -> Ensemble:
        """Return one network whose parameters are known, without an axis of replicas."""
        own = cls.__new__(cls)
        own.model, own.seeds, own.noise = model, [seed], noise
        own.reads_every_step = reads_every_step
        own.parameters = {k: torch.from_numpy(p.copy())[None] for k, p in parameters.items()}
        return own

    @property
    def recurrent(self) -> Tensor:
        """Recurrent weights ``(R, N, N)``; ``[r, i, j]`` is the link ``i -> j`` of replica r."""
        return self.parameters["recurrent"]

    @property
    def trained(self) -> dict[str, Tensor]:
        """The parameters that are trained; a parameter that needs no gradient stays as it is."""
        return {name: p for name, p in self.parameters.items() if p.requires_grad}

    def keep(self, chosen: Tensor) -> None:
        """Go on with the replicas of a boolean mask ``(R,)`` only."""
        self.seeds = list(compress(self.seeds, chosen.tolist()))
        for parameter in self.parameters.values():
            parameter.data = parameter.data[chosen]

    def copies(self, r: int, recurrent: Tensor) -> Ensemble:
        """Return copies of replica ``r`` with recurrent weights of their own, ``(K, N, N)``."""
        other = copy(self)
        other.seeds = [self.seeds[r]] * len(recurrent)
        other.parameters = {
            name: p.detach()[r].expand(len(recurrent), *p.shape[1:])
            for name, p in self.parameters.items()
        } | {"recurrent": recurrent}
        return other

    def generators(self, *names: str | int) -> list[torch.Generator]:
        """Return one torch generator per replica for the stream called ``names``."""
        return [torch.Generator().manual_seed(torch_seed(seed, *names)) for seed in self.seeds]

    def noise_states(self, *names: str | int) -> np.ndarray:
        """Return where each replica's stream called ``names`` starts, ``(R,)`` uint64."""
        return np.array([noise_state(seed, *names) for seed in self.seeds])

    def __call__(
        self, inputs: Tensor, draws: np.ndarray | None, mask: Tensor | None = None
    ) -> Tensor:
        """Return the readout.

        Parameters
        ----------
        inputs : Tensor
            ``(R or 1, T, B, n_inputs)``, or ``(R or 1, T, B)`` word numbers.
        draws : ndarray or None
            Where each replica is in its stream of recurrent noise, ``(R,)`` uint64, moved on;
            None will do where there is no noise.
        mask : Tensor, optional
            Where recurrent links are, bool ``(R, N, N)``; weights elsewhere must be 0, and get no
            gradient.  Everywhere, if not given.

        Returns
        -------
        Tensor
            ``(R, T, B, n_outputs)``, or ``(R, B, n_outputs)`` where the last state is read.
        """
        if "embedding" in self.parameters:
            words = inputs.expand(len(self.seeds), -1, -1)
            rows = torch.arange(len(self.seeds))[:, None, None]
            inputs = self.parameters["embedding"][rows, words]
        noise = Noise(draws, self.noise) if self.noise else None
        compute = self._compiled if self.model.scheme else self._stepwise
        outputs = compute(inputs, noise, mask)
        return outputs if self.reads_every_step else outputs[:, -1]

    def _compiled(self, inputs: Tensor, noise: Noise | None, mask: Tensor | None) -> Tensor:
        """Return the readout of all steps, or of the last alone."""
        names = ("input", "bias", "recurrent", "readout", "readout_bias")
        parameters = (self.parameters[name] for name in names)
        scheme, every = self.model.scheme, self.reads_every_step
        return fused_network(inputs, noise, mask, scheme, every, *parameters)

    def _stepwise(self, inputs: Tensor, noise: Noise | None, mask: Tensor | None) -> Tensor:
        """Return the readout of all steps, computed by the model itself under autograd.

        Replica by replica: a product of many matrices may round otherwise than that of one.
        """
        rows = range(len(self.seeds))
        return torch.cat([self._replica(r, inputs, noise, mask) for r in rows])

    def _replica(self, r: int, inputs: Tensor, noise: Noise | None, mask: Tensor | None) -> Tensor:
        """Return the readout of one replica, ``(1, T, B, n_outputs)``."""
        one = slice(r, r + 1)
        p = {name: parameter[one] for name, parameter in self.parameters.items()}
        drive = inputs[one if len(inputs) > 1 else slice(1)] @ p["input"][:, None]
        drive = drive + p["bias"][:, None]
        if noise is not None:
            drive = drive + noise.drawn(r, *drive.shape[1:])
        weights = p["recurrent"] if mask is None else p["recurrent"] * mask[one]
        states = self.model(drive, weights, *(p[name] for name in self.model.own))
        return states @ p["readout"][:, None] + p["readout_bias"][:, None]
