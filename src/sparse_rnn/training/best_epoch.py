"""The parameters that networks had where they were best on the validation data."""

from __future__ import annotations

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from sparse_rnn.models.ensemble import Ensemble
from sparse_rnn.tasks.base import Task


class BestEpoch:
    """Keeps the parameters of each replica at the first epoch with its best validation accuracy.

    This is the epoch whose test metric `results.runs.final_metric` takes, as long as the density
    of the networks does not change.

    Parameters
    ----------
    task : Task
        What is learnt; high metrics must be good.
    ensemble : Ensemble
        The ``R`` networks, untrained.

    Attributes
    ----------
    epoch : Tensor
        The best epoch of each replica so far, ``(R,)`` int64; -1 before the first evaluation.
    valid : Tensor
        Its validation accuracy, ``(R,)`` float64.
    parameters : dict of str to Tensor
        The parameters of all replicas at their best epochs, each ``(R, ...)``.

    Raises
    ------
    ValueError
        If the task has no validation data.
    """

    def __init__(self, task: Task, ensemble: Ensemble) -> None:
        if "valid" not in task.splits:
            raise ValueError(
                f"{task.name} has no validation data, so there is no best epoch to keep; leave out "
                "keep_best for it"
            )
        replicas = len(ensemble.seeds)
        self.epoch = torch.full((replicas,), -1)
        self.valid = torch.full((replicas,), -math.inf, dtype=torch.float64)
        self.parameters = {k: p.detach().clone() for k, p in ensemble.parameters.items()}

    def note(self, epoch: int, alive: Tensor, valid: Tensor, ensemble: Ensemble) -> None:
        """Take over the parameters of the replicas that have never been as good.

        Parameters
        ----------
        epoch : int
            Epochs trained so far.
        alive : Tensor
            Which of all replicas still train, boolean ``(R,)``.
        valid : Tensor
            Validation accuracy of those that do.
        ensemble : Ensemble
            These replicas.
        """
        better = valid > self.valid[alive]  # never true of NaN
        place = alive.nonzero()[:, 0][better]
        self.epoch[place], self.valid[place] = epoch, valid[better]
        for name, parameter in ensemble.parameters.items():
            self.parameters[name][place] = parameter.detach()[better]

    def state(self) -> dict[str, Tensor]:
        """Return all that changes, as named tensors."""
        parameters = {f"parameters/{name}": p for name, p in self.parameters.items()}
        return {"epoch": self.epoch, "valid": self.valid, **parameters}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take over what :meth:`state` returned."""
        self.epoch, self.valid = state["epoch"], state["valid"]
        self.parameters = {name: state[f"parameters/{name}"] for name in self.parameters}
