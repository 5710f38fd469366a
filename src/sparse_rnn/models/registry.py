"""The models by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from torch import Tensor

from sparse_rnn.models.ct_rnn import CTRNN
from sparse_rnn.models.elman import Elman
from sparse_rnn.models.neural_ode import NeuralODE

MODELS: dict[str, type] = {"rnn": Elman, "ct_rnn": CTRNN, "neural_ode": NeuralODE}

Model = Callable[[Tensor, Tensor], Tensor]


def make_model(name: str, settings: Mapping) -> Model:
    """Build a model from its name and settings.

    Raises
    ------
    ValueError
        If the name is unknown; the message lists the legal ones.
    """
    if name not in MODELS:
        raise ValueError(f"unknown model {name!r}; legal: {', '.join(MODELS)}")
    return MODELS[name](**settings)
