"""How initial readout weights and word vectors are drawn, by name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from scipy.special import ndtr, ndtri

Shape = tuple[int, int]
Draw = Callable[[np.random.Generator, Shape], np.ndarray]


def truncated_normal(rng: np.random.Generator, shape: Shape) -> np.ndarray:
    """Draw from N(0, 0.1^2) within two standard deviations of 0, by the inverse of its CDF."""
    return 0.1 * ndtri(rng.uniform(ndtr(-2.0), ndtr(2.0), shape))


READOUTS: dict[str, Draw] = {
    "scaled_normal": lambda rng, shape: rng.standard_normal(shape) / math.sqrt(shape[0]),
    "normal": lambda rng, shape: rng.standard_normal(shape),
    "glorot": lambda rng, shape: rng.uniform(-1, 1, shape) * math.sqrt(6 / sum(shape)),
    "truncated_normal": truncated_normal,
}
"""How readout weights ``(N, n_out)`` are drawn: N(0, 1/N); N(0, 1); U(-l, l) with
l = sqrt(6 / (N + n_out)) (Glorot & Bengio 2010, equation 16); see `truncated_normal`."""

EMBEDDINGS: dict[str, Draw] = {
    "normal": lambda rng, shape: rng.standard_normal(shape),
    "uniform": lambda rng, shape: rng.uniform(-1, 1, shape),
}
"""How word vectors are drawn: N(0, 1); U(-1, 1)."""


def draw_of(draws: Mapping[str, Draw], what: str, name: str) -> Draw:
    """Return the draw of a name; an unknown one raises ValueError and lists the legal ones."""
    if name not in draws:
        raise ValueError(f"unknown initial {what} {name!r}; legal: {', '.join(draws)}")
    return draws[name]
