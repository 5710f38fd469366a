"""The classes of the models by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from torch import Tensor

from sparse_rnn.models.compiled.scheme import Scheme
from sparse_rnn.models.ct_rnn import CTRNN
from sparse_rnn.models.elman import Elman
from sparse_rnn.models.liquid import LiquidTimeConstant
from sparse_rnn.models.neural_ode import NeuralODE

MODEL_CLASSES: dict[str, type] = {
    "rnn": Elman,
    "ct_rnn": CTRNN,
    "neural_ode": NeuralODE,
    "liquid": LiquidTimeConstant,
}
"""Class of each model; what tables and figures call it stands in `catalog.MODELS`."""


class Model(Protocol):
    """What a model offers.

    Attributes
    ----------
    scheme : Scheme or None
        What the compiled network needs to compute it; None if it cannot.
    own : tuple of str
        Names of its own trained parameters, one value per unit.
    """

    scheme: Scheme | None
    own: tuple[str, ...]

    def __call__(self, drive: Tensor, weights: Tensor, *own: Tensor) -> Tensor:
        """Return the states ``(R, T, B, N)``; see :class:`sparse_rnn.models.elman.Elman`."""


def make_model(name: str, settings: Mapping) -> Model:
    """Build a model from its name and settings.

    Raises
    ------
    ValueError
        If the name is unknown; the message lists the legal ones.
    """
    if name not in MODEL_CLASSES:
        raise ValueError(f"unknown model {name!r}; legal: {', '.join(MODEL_CLASSES)}")
    return MODEL_CLASSES[name](**settings)
