"""Adam with element-wise clipping that can forget, wholly or link by link."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch
from torch import Tensor

from sparse_rnn.numerics.jit import arithmetic

MOMENTS = ("exp_avg", "exp_avg_sq")
CLIP = 1.0  # every gradient element is clipped to [-1, 1] (the paper)
DECAYS, EPSILON = (0.9, 0.999), 1e-8  # of both moments; the paper's code leaves them as they are

_CLIP, _EPSILON = np.float32(CLIP), np.float32(EPSILON)
_NEW_MEAN, _NEW_SQUARE = np.float32(1 - DECAYS[0]), np.float32(1 - DECAYS[1])


@arithmetic
def _update(weights, gradients, means, squares, rate, scale):
    """Take one step of Adam with rows ``(R, n)``, in one pass over them.

    ``rate`` is the learning rate by the bias of the mean, ``scale`` the root of that of the square.
    """
    for r in range(len(weights)):
        for x in range(weights.shape[1]):
            g = gradients[r, x]
            g = _CLIP if g > _CLIP else (-_CLIP if g < -_CLIP else g)  # not-a-number stays
            means[r, x] += _NEW_MEAN * (g - means[r, x])
            squares[r, x] += _NEW_SQUARE * (g * g - squares[r, x])
            weights[r, x] -= rate * means[r, x] / (np.sqrt(squares[r, x]) / scale + _EPSILON)


class ClippedAdam:
    """Adam (Kingma & Ba 2015, arXiv:1412.6980) on named tensors with a replica axis.

    A replica's update is the same alone and among others.

    Parameters
    ----------
    parameters : Mapping of str to Tensor
        What is trained, each ``(R, ...)``.
    learning_rate : float
        Step size.
    """

    def __init__(self, parameters: Mapping[str, Tensor], learning_rate: float) -> None:
        self.parameters, self.learning_rate = parameters, learning_rate
        self.restart()

    def restart(self) -> None:
        """Forget all moments, as after a change of structure."""
        self.updates = 0
        self.moments = {
            f"{name}.{moment}": torch.zeros_like(p, requires_grad=False)
            for name, p in self.parameters.items()
            for moment in MOMENTS
        }

    def step(self, losses: Tensor) -> None:
        """Take one update.

        Parameters
        ----------
        losses : Tensor
            Loss per replica ``(R,)``; their sum is differentiated, so replicas do not mix.
        """
        grads = torch.autograd.grad(losses.sum(), list(self.parameters.values()))
        self.updates += 1
        mean_bias, square_bias = (1 - decay**self.updates for decay in DECAYS)
        rate, scale = np.float32(self.learning_rate / mean_bias), np.float32(square_bias**0.5)
        for (name, parameter), grad in zip(self.parameters.items(), grads, strict=True):
            own = (
                parameter.detach(),
                grad.contiguous(),
                *(self.moments[f"{name}.{m}"] for m in MOMENTS),
            )
            # A view, never a copy: what is not contiguous is refused.
            _update(*(tensor.view(len(tensor), -1).numpy() for tensor in own), rate, scale)

    def forget(self, links: Tensor) -> None:
        """Forget the moments of some recurrent links, a mask ``(R, N, N)``."""
        for moment in MOMENTS:
            self.moments[f"recurrent.{moment}"].masked_fill_(links, 0)

    def keep(self, chosen: Tensor) -> None:
        """Go on with some replicas, a boolean mask ``(R,)``, once the parameters are theirs."""
        self.moments = {key: values[chosen] for key, values in self.moments.items()}

    def state(self) -> dict[str, Tensor]:
        """Return moments and number of updates, with a replica axis; empty before the first."""
        if self.updates == 0:
            return {}
        replicas = len(next(iter(self.moments.values())))
        return self.moments | {"updates": torch.full((replicas,), self.updates)}

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take over what :meth:`state` returned."""
        self.restart()
        if state:
            self.updates = int(state["updates"][0])
            self.moments = {key: state[key].clone() for key in self.moments}
