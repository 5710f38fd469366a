"""Adam with element-wise clipping that can forget, wholly or link by link."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

MOMENTS = ("exp_avg", "exp_avg_sq")
CLIP = 1.0  # every gradient element is clipped to [-1, 1] (the paper)


class ClippedAdam:
    """Adam (Kingma & Ba 2015, arXiv:1412.6980) on named tensors with a replica axis.

    It updates replica by replica: how a vectorised loop rounds its last elements depends on where
    they lie, and a replica must be the same network alone and among others.

    Parameters
    ----------
    parameters : Mapping of str to Tensor
        What is trained, each ``(R, ...)``.
    learning_rate : float
        Step size.
    """

    def __init__(self, parameters: Mapping[str, Tensor], learning_rate: float) -> None:
        self.parameters, self.learning_rate = parameters, learning_rate
        self.views = {name: list(p.detach()) for name, p in parameters.items()}
        self.restart()

    def restart(self) -> None:
        """Forget all moments, as after a change of structure."""
        views = [view for views in self.views.values() for view in views]
        self._adam = torch.optim.Adam(views, lr=self.learning_rate, fused=True)

    def step(self, losses: Tensor) -> None:
        """Take one update.

        Parameters
        ----------
        losses : Tensor
            Loss per replica ``(R,)``; their sum is differentiated, so replicas do not mix.
        """
        grads = torch.autograd.grad(losses.sum(), list(self.parameters.values()))
        for views, grad in zip(self.views.values(), grads, strict=True):
            for view, own in zip(views, grad.clamp_(-CLIP, CLIP), strict=True):
                view.grad = own
        self._adam.step()

    def forget(self, links: Tensor) -> None:
        """Forget the moments of some recurrent links, a mask ``(R, N, N)``."""
        for view, own in zip(self.views["recurrent"], links, strict=True):
            for moment in MOMENTS:
                self._adam.state[view][moment].masked_fill_(own, 0)

    def keep(self, chosen: Tensor) -> None:
        """Go on with some replicas, a boolean mask ``(R,)``, once the parameters are theirs."""
        moments = {key: values[chosen] for key, values in self.state().items()}
        self.views = {name: list(p.detach()) for name, p in self.parameters.items()}
        self.load(moments)

    def state(self) -> dict[str, Tensor]:
        """Return the moments as named tensors; empty before the first update."""
        if not self._adam.state:
            return {}
        return {
            f"{name}.{moment}": torch.stack([self._adam.state[view][moment] for view in views])
            for name, views in self.views.items()
            for moment in (*MOMENTS, "step")
        }

    def load(self, state: Mapping[str, Tensor]) -> None:
        """Take over what :meth:`state` returned."""
        self.restart()
        for key, values in state.items():
            name, moment = key.rsplit(".", 1)
            for view, value in zip(self.views[name], values, strict=True):
                self._adam.state[view][moment] = value.clone()
