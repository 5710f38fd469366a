"""Three isolated nodes i, j, k: how far the linear effect w_ij w_jk + w_ik of i on k holds.

The nodes follow h' = tanh(x + h W) from rest.  An input that holds i at the state h reaches k after
one step by the link i -> k, after two steps also by way of j:

    h_k = tanh(w_jk tanh(w_ij h) + w_ik h),        h_k / h = w_ij w_jk + w_ik + O(h^2).

The two terms meet in k only if i is active at both steps.  A pulse of a single step passes k twice,
as tanh(w_ik h) and a step later as tanh(w_jk tanh(w_ij h)), whose sum has the same linear limit.
Zhang et al. (2023), doi 10.1038/s42005-023-01364-0, write the effect as h_k^2 / h_i^1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sparse_rnn.graphs.motifs import FFL_SIGNS, LOOP_LINKS, loop_signs

PULSES = np.linspace(0.01, 0.99, 99)
"""States h at which the linear formula is tried; a state of tanh lies between -1 and 1."""


def simulate(loops: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """Return the states of three isolated nodes, ``(..., T, 3)``, from rest.

    Parameters
    ----------
    loops : ndarray, (..., 3)
        Weights w_ij, w_jk, w_ik.
    inputs : ndarray, (..., T, 3)
        What enters i, j, k at each step.
    """
    weights = np.zeros((*loops.shape[:-1], 3, 3))
    for weight, (source, target) in zip(np.moveaxis(loops, -1, 0), LOOP_LINKS, strict=True):
        weights[..., source, target] = weight
    states = np.zeros(np.broadcast_shapes(inputs.shape, (*loops.shape[:-1], 1, 1)))
    before = states[..., 0, :]
    for step in range(inputs.shape[-2]):
        before = np.tanh(inputs[..., step, :] + np.einsum("...i,...ij->...j", before, weights))
        states[..., step, :] = before
    return states


def held_response(loops: np.ndarray, pulse: np.ndarray) -> np.ndarray:
    """Return h_k two steps after i is brought to the state ``pulse`` and held there, ``(...)``.

    Parameters
    ----------
    loops : ndarray, (..., 3)
        Weights w_ij, w_jk, w_ik.
    pulse : ndarray, (...)
        State of i, between -1 and 1.

    Raises
    ------
    ValueError
        If a pulse is no state that tanh can reach.
    """
    pulse = np.asarray(pulse, dtype=float)
    if not (np.abs(pulse) < 1).all():
        raise ValueError(f"a pulse is a state of tanh, between -1 and 1; got {pulse}")
    inputs = np.zeros((*pulse.shape, 3, 3))
    inputs[..., 0] = np.arctanh(pulse)[..., None]
    return simulate(loops, inputs)[..., -1, 2]


def linear_error(loops: np.ndarray, pulse: np.ndarray) -> np.ndarray:
    """Return |h_k / h - (w_ij w_jk + w_ik)| / (|w_ij w_jk| + |w_ik|), ``(...)``.

    In a balanced loop this is the relative error of the linear formula.  In an unbalanced one,
    whose two terms may cancel, the error is measured by the size of the terms.

    Parameters
    ----------
    loops : ndarray, (..., 3)
        Weights w_ij, w_jk, w_ik; their two terms must not both vanish.
    pulse : ndarray, (...)
        State of i, between -1 and 1 and not 0.
    """
    indirect, direct = loops[..., 0] * loops[..., 1], loops[..., 2]
    effect = held_response(loops, pulse) / pulse
    return np.abs(effect - indirect - direct) / (np.abs(indirect) + np.abs(direct))


def linear_limit(loops: np.ndarray, tolerance: float = 0.1) -> np.ndarray:
    """Return the largest pulse up to which the linear formula holds, ``(...)``.

    Parameters
    ----------
    loops : ndarray, (..., 3)
        Weights w_ij, w_jk, w_ik.
    tolerance : float
        Error from which on it does not hold, see `linear_error`.

    Returns
    -------
    ndarray
        Among `PULSES`, the last before the first that exceeds the tolerance; 0 where the smallest
        does.

    Raises
    ------
    ValueError
        If the tolerance is not positive.
    """
    if not tolerance > 0:
        raise ValueError(f"the tolerance of the linear formula must be positive, got {tolerance}")
    holds = linear_error(np.asarray(loops)[..., None, :], PULSES) <= tolerance
    lasting = np.logical_and.accumulate(holds, axis=-1).sum(-1)
    return np.append(0.0, PULSES)[lasting]


def response_table(
    scales: Sequence[float], pulses: Sequence[float] = PULSES, types: Sequence[str] = FFL_SIGNS
) -> pd.DataFrame:
    """Return simulated and linear responses of loops whose three weights are of one size.

    Parameters
    ----------
    scales : sequence of float
        Sizes of the weights.
    pulses : sequence of float
        States h of i, between -1 and 1 and not 0.
    types : sequence of str
        Signs of the loops in the order w_ij w_jk w_ik.

    Returns
    -------
    pandas.DataFrame
        ``signs, scale, pulse, response`` (h_k / h), ``linear`` (w_ij w_jk + w_ik) and ``error``
        (see `linear_error`).
    """
    signs = loop_signs(types)
    places = np.indices((len(types), len(scales), len(pulses))).reshape(3, -1)
    loops = signs[places[0]] * np.asarray(scales)[places[1], None]
    pulse = np.asarray(pulses)[places[2]]
    return pd.DataFrame(
        {
            "signs": np.asarray(types)[places[0]],
            "scale": np.asarray(scales)[places[1]],
            "pulse": pulse,
            "response": held_response(loops, pulse) / pulse,
            "linear": loops[:, 0] * loops[:, 1] + loops[:, 2],
            "error": linear_error(loops, pulse),
        }
    )
