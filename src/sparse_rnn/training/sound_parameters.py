"""The parameters of a trained network, checked: compiled code reads them by the shape of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np


def sound_mask(mask: np.ndarray) -> np.ndarray:
    """Return where recurrent links are, bool ``(N, N)``, as an array that cannot be changed.

    Raises
    ------
    ValueError
        If it is no square matrix.
    """
    mask = np.array(mask, dtype=bool, order="C")
    if mask.ndim != 2 or len(set(mask.shape)) != 1:
        raise ValueError(f"mask must have shape (N, N), got {mask.shape}")
    mask.setflags(write=False)
    return mask


def sound_parameters(
    parameters: Mapping[str, np.ndarray], mask: np.ndarray, own: Sequence[str]
) -> Mapping[str, np.ndarray]:
    """Return the parameters of a network as float32 arrays that cannot be changed.

    Parameters
    ----------
    parameters : mapping of str to array-like
        See `trained_network.TrainedNetwork`.
    mask : ndarray, (N, N)
        Where recurrent links are.
    own : sequence of str
        Names of the parameters that the model alone has, one value per unit.

    Raises
    ------
    ValueError
        If a parameter is missing or unknown, has another shape than the mask and the other
        parameters demand, is not finite, or there are recurrent weights outside the mask; the
        message names it.
    """
    values = {name: _array(name, value) for name, value in parameters.items()}
    shapes = _shapes(values, len(mask), own)
    for name in [*shapes, *values]:
        if name not in shapes or name not in values:
            state = "unknown" if name in values else "missing"
            raise ValueError(f"parameter {name!r} is {state}; there are {', '.join(shapes)}")
        if values[name].shape != shapes[name]:
            raise ValueError(
                f"parameter {name!r} must have shape {shapes[name]}, as the mask and the other"
                f" parameters say, got {values[name].shape}"
            )
    _check_recurrent(values["recurrent"], mask)
    return MappingProxyType(values)


def _array(name: str, value: np.ndarray) -> np.ndarray:
    """Return a parameter as a float32 matrix of its own."""
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is told
        array = np.array(value, dtype=np.float32, order="C")
    if array.ndim != 2:
        raise ValueError(f"parameter {name!r} must have 2 axes, got shape {array.shape}")
    if not np.isfinite(array).all():
        raise ValueError(f"parameter {name!r} holds numbers that are not finite")
    array.setflags(write=False)
    return array


def _shapes(
    values: Mapping[str, np.ndarray], n: int, own: Sequence[str]
) -> dict[str, tuple[int, int]]:
    """Return the shape that each parameter must have; inputs and outputs may be of any number."""
    inputs = len(values["input"]) if "input" in values else 1
    outputs = values["readout"].shape[1] if "readout" in values else 1
    shapes = {"input": (inputs, n), "recurrent": (n, n), "bias": (1, n)}
    shapes |= {"readout": (n, outputs), "readout_bias": (1, outputs)}
    if "embedding" in values:
        shapes["embedding"] = (len(values["embedding"]), inputs)
    return shapes | dict.fromkeys(own, (1, n))


def _check_recurrent(weights: np.ndarray, mask: np.ndarray) -> None:
    """Raise ValueError if there are recurrent weights where the mask has no link."""
    outside = np.argwhere((weights != 0) & ~mask)
    if len(outside):
        first = ", ".join(map(str, outside[0].tolist()))
        raise ValueError(
            f"parameter 'recurrent' has {len(outside)} weights where the mask has no link, the"
            f" first at ({first}); give mask=... too"
        )
