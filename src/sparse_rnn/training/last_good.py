"""The networks of a run at the end of each replica's last good epoch."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor

from sparse_rnn.models.ensemble import Ensemble


class LastGood:
    """Keeps all replicas as they last were when every number of theirs was finite.

    Of a replica that trains on this is its present state; of one that diverged, and was taken out
    of the ensemble, it is all that is left.

    Parameters
    ----------
    ensemble : Ensemble
        The ``R`` networks, untrained.
    mask : Tensor
        Where their recurrent links are, boolean ``(R, N, N)``.

    Attributes
    ----------
    parameters : dict of str to Tensor
        The parameters of all replicas, each ``(R, ...)``.
    mask : Tensor
        Where recurrent links are, boolean ``(R, N, N)``; weights elsewhere are 0.
    """

    def __init__(self, ensemble: Ensemble, mask: Tensor) -> None:
        self.parameters = {k: p.detach().clone() for k, p in ensemble.parameters.items()}
        self.mask = mask.clone()

    @property
    def recurrent(self) -> Tensor:
        """Recurrent weights ``(R, N, N)``; ``[r, i, j]`` is the link ``i -> j`` of replica r."""
        return self.parameters["recurrent"]

    def note(self, alive: Tensor, ensemble: Ensemble, mask: Tensor) -> None:
        """Take over the replicas that still train.

        Parameters
        ----------
        alive : Tensor
            Which of all replicas these are, boolean ``(R,)``.
        ensemble : Ensemble
            These replicas, after a good epoch.
        mask : Tensor
            Where their recurrent links are.
        """
        for name, parameter in ensemble.parameters.items():
            self.parameters[name][alive] = parameter.detach()
        self.mask[alive] = mask

    def state(self) -> dict[str, Tensor]:
        """Return all that changes, as named tensors."""
        return {"mask": self.mask} | {f"parameters/{k}": p for k, p in self.parameters.items()}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take over what :meth:`state` returned."""
        self.mask = state["mask"]
        self.parameters = {name: state[f"parameters/{name}"] for name in self.parameters}
