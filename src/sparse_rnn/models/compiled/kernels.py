"""The compiled network: one replica through a whole batch of sequences and back.

A batch lies along the last axis, so that a link adds a multiple of one row to another.  With few
links the products go link by link, which at 5 % density is a twentieth of the arithmetic, and the
weight gradient is computed for these links alone; with many they are matrix products (BLAS).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.models.compiled.elementwise import activate
from sparse_rnn.models.compiled.vectors import LANES, add_correlations, sparse_product
from sparse_rnn.numerics.gaussian_noise import add_noise
from sparse_rnn.numerics.jit import arithmetic

SPARSE_BELOW = 0.25  # density; see benchmarks/training.py
GATHERED = 256  # columns of a product for the weight gradient


class Parameters(NamedTuple):
    """The parameters of one replica of N units with I inputs and O outputs.

    Attributes
    ----------
    w_in, bias : ndarray
        Input weights ``(I, N)`` and bias ``(N,)``.
    weights : ndarray
        Recurrent weights ``(N, N)``, ``weights[i, j]`` the link i -> j.
    mask : ndarray
        Where recurrent links are, ``(N, N)`` bool; weights elsewhere are 0.
    w_out, b_out : ndarray
        Readout weights ``(N, O)`` and bias ``(O,)``.
    """

    w_in: np.ndarray
    bias: np.ndarray
    weights: np.ndarray
    mask: np.ndarray
    w_out: np.ndarray
    b_out: np.ndarray


class Gradients(NamedTuple):
    """The gradients of the inputs ``(T, B, I)`` and of the parameters, see `Parameters`."""

    x: np.ndarray
    w_in: np.ndarray
    bias: np.ndarray
    weights: np.ndarray
    w_out: np.ndarray
    b_out: np.ndarray


class Procedure(NamedTuple):
    """How a replica is computed.

    Attributes
    ----------
    sparse : bool
        Whether products go link by link.
    every : bool
        Whether each step is read out, else the last alone.
    kind : int
        Activation, a value of `elementwise.ACTIVATION_KINDS`.
    substeps, factors : int, ndarray
        Solver steps per input step, and their coefficients; see `scheme.Scheme`.
    """

    sparse: bool
    every: bool
    kind: int
    substeps: int
    factors: np.ndarray


class Trajectory(NamedTuple):
    """What the forward pass leaves for the backward pass; ``width`` is B padded.

    Attributes
    ----------
    states : ndarray
        The state at which each stage evaluates the activation, then the final one,
        ``(T substeps s + 1, N width)``.
    slopes : ndarray
        The slope of the activation there, ``(T substeps s, N width)``.
    """

    states: np.ndarray
    slopes: np.ndarray


@arithmetic
def _links(mask, weights):
    """Return the links of a mask in rows: pointer ``(N + 1,)``, columns and weights ``(E,)``."""
    n = len(mask)
    pointer = np.zeros(n + 1, np.int64)
    columns, values = np.empty(n * n, np.int32), np.empty(n * n, weights.dtype)
    e = 0
    for i in range(n):
        for j in range(n):
            columns[e], values[e] = j, weights[i, j]
            e += mask[i, j]
        pointer[i + 1] = e
    return pointer, columns[:e].copy(), values[:e].copy()


@arithmetic
def _set(out, factor, rows):
    """Set ``out = factor rows``."""
    for y in range(len(out)):
        out[y] = factor * rows[y]


@arithmetic
def _add(out, factor, rows):
    """Set ``out += factor rows``."""
    if factor != 0:
        for y in range(len(out)):
            out[y] += factor * rows[y]


@arithmetic
def _combine(factors, state, values, out):
    """Set ``out = factors[0] state + sum_j factors[1 + j] values[j]``."""
    _set(out, factors[0], state)
    for j in range(len(values)):
        _add(out, factors[1 + j], values[j])


@arithmetic
def _drive(x, t, w_in_t, bias, inputs, drive):
    """Set ``drive = W_in^T x_t + bias`` and ``inputs = x_t^T``, padded with zeros."""
    batch, width = x.shape[1], drive.shape[1]
    for b in range(batch):
        for i in range(x.shape[2]):
            inputs[i, b] = x[t, b, i]
    np.dot(w_in_t, inputs, out=drive)
    for n in range(len(drive)):
        for b in range(width):
            drive[n, b] += bias[n]


@arithmetic
def forward(x, draws, noise, parameters, procedure, trajectory, outputs):
    """Run one replica over a batch.

    Parameters
    ----------
    x : ndarray
        Inputs ``(T, B, I)``.
    draws, noise : ndarray, float
        Where the noise is in its stream, ``(1,)`` uint64, moved on; and its standard deviation.
    parameters : Parameters
        The network.
    procedure : Procedure
        How it is computed.
    trajectory : Trajectory
        Filled.
    outputs : ndarray
        Filled: ``(T, O, B)``, or ``(1, O, B)``.
    """
    weights, mask, b_out = parameters.weights, parameters.mask, parameters.b_out
    sparse, every, factors = procedure.sparse, procedure.every, procedure.factors
    states, slopes = trajectory.states, trajectory.slopes
    steps, batch, n, stages = x.shape[0], x.shape[1], len(weights), len(factors) - 1
    width = states.shape[1] // n
    # States are columns, so that each product has the transposed matrix on its left.
    w_in_t, w_out_t = parameters.w_in.T.copy(), parameters.w_out.T.copy()
    w_t = weights.T.copy()
    pointer, sources, links = _links(mask.T if sparse else mask[:0], w_t)
    # All memory is taken before the loop; kernels of vectors want it flat, products as a matrix.
    inputs, read = np.zeros((x.shape[2], width), x.dtype), np.empty((len(b_out), width), x.dtype)
    drive, sums = np.empty((n, width), x.dtype), np.empty((n, width), x.dtype)
    flat_drive, flat_sums = drive.reshape(-1), sums.reshape(-1)
    values = np.empty((stages, n * width), x.dtype)
    states[0] = 0
    e = 0
    for t in range(steps):
        # The drive is held for the whole input step.
        _drive(x, t, w_in_t, parameters.bias, inputs, drive)
        if noise > 0:
            add_noise(flat_drive, draws, noise)
        for _ in range(procedure.substeps):
            # Each stage evaluates the activation at a combination of the stages before it.
            first = e
            for i in range(stages):
                if i > 0:
                    _combine(factors[i], states[first], values[:i], states[e])
                if sparse:
                    sparse_product(pointer, sources, links, states[e], width, flat_sums)
                else:
                    np.dot(w_t, states[e].reshape(n, width), out=sums)
                activate(procedure.kind, flat_sums, flat_drive, values[i], slopes[e])
                e += 1
            _combine(factors[stages], states[first], values, states[e])
        if every or t == steps - 1:
            # Padded columns are computed and left out here.
            np.dot(w_out_t, states[e].reshape(n, width), out=read)
            for o in range(len(b_out)):
                for b in range(batch):
                    outputs[t if every else 0, o, b] = read[o, b] + b_out[o]


@arithmetic
def _add_sums(rows, total):
    """Add the sum of each row to ``total``."""
    for n in range(len(rows)):
        own = total[n]
        for b in range(rows.shape[1]):
            own += rows[n, b]
        total[n] = own


@arithmetic
def _through_slope(error, slope, delta, drive):
    """Set ``delta = error slope`` and add it to the gradient of the drive."""
    for y in range(len(delta)):
        own = error[y] * slope[y]
        delta[y] = own
        drive[y] += own


@arithmetic
def _gather(together, filled, block):
    """Put a block's columns beside the columns that are there already."""
    for i in range(len(block)):
        for b in range(block.shape[1]):
            together[i, filled + b] = block[i, b]


@arithmetic
def _correlate(left, right, filled, step, total):
    """Add ``left right^T`` over the filled columns to ``total``."""
    left[:, filled:] = 0
    np.dot(left, right.T, out=step)
    total += step


@arithmetic
def _read_back(error, w_out, state, back, step, carry, gradients):
    """Carry the error of one readout into the state, and into the readout's gradients."""
    np.dot(w_out, error, out=back)
    _add(carry, 1, back.reshape(-1))
    np.dot(state, error.T, out=step)
    d_w_out = gradients.w_out
    d_w_out += step
    _add_sums(error, gradients.b_out)


@arithmetic
def _scatter(pointer, columns, totals, d_weights):
    """Write the correlations of the links into the matrix of gradients."""
    for i in range(len(pointer) - 1):
        for e in range(pointer[i], pointer[i + 1]):
            d_weights[i, columns[e]] = totals[e * LANES : (e + 1) * LANES].sum()


@arithmetic
def backward(errors, x, parameters, procedure, trajectory, gradients):
    """Add the gradients of one replica's parameters and inputs.

    The gradients of the inputs and of the recurrent weights are left out where their array is
    empty.  Without a link there is no gradient.

    Parameters
    ----------
    errors : ndarray
        Gradient of the outputs, ``(T, O, B)`` or ``(1, O, B)``.
    x, parameters, procedure, trajectory
        See `forward`, which has filled the trajectory.
    gradients : Gradients
        Filled; zeros at first.
    """
    w_in, weights, w_out = parameters.w_in, parameters.weights, parameters.w_out
    sparse, every, factors = procedure.sparse, procedure.every, procedure.factors
    states, slopes = trajectory.states, trajectory.slopes
    d_x, d_w_in, d_weights = gradients.x, gradients.w_in, gradients.weights
    mask, outs = parameters.mask, len(gradients.b_out)
    steps, batch, n, stages = x.shape[0], x.shape[1], len(weights), len(factors) - 1
    width, learned = states.shape[1] // n, len(d_weights) > 0
    # The error goes from targets back to sources: links are in rows by source here, and by target
    # in the forward pass.
    pointer, columns, links = _links(mask if sparse else mask[:0], weights)
    totals = np.zeros(len(columns) * LANES, x.dtype)
    # All memory is taken before the loop.  ``error`` keeps its padded columns at 0, so that they
    # add nothing to any gradient.
    inputs, error = np.zeros((width, x.shape[2]), x.dtype), np.zeros((outs, width), x.dtype)
    delta, back = np.empty((n, width), x.dtype), np.empty((n, width), x.dtype)
    drive = np.empty((n, width), x.dtype)
    flat_delta, flat_back, flat_drive = delta.reshape(-1), back.reshape(-1), drive.reshape(-1)
    carry, values = np.zeros(n * width, x.dtype), np.empty((stages, n * width), x.dtype)
    d_w_in_t, step_in = np.zeros((n, x.shape[2]), x.dtype), np.empty((n, x.shape[2]), x.dtype)
    step_w, step_out = np.empty_like(weights), np.empty_like(w_out)
    # A product over few columns is slow: the columns of several stages are gathered for one.
    filled, together = 0, max(1, GATHERED // width) * width
    left = np.zeros((0 if sparse else n, together), x.dtype)
    right = np.zeros_like(left)
    e = len(slopes)
    for t in range(steps - 1, -1, -1):
        # ``carry`` is the gradient of the state; a readout of this step adds to it.
        if every or t == steps - 1:
            error[:, :batch] = errors[t if every else 0]
            state = states[e].reshape(n, width)
            _read_back(error, w_out, state, back, step_out, carry, gradients)
        # The drive is held, so that its gradient adds up over all stages of the step.
        drive[:] = 0
        for _ in range(procedure.substeps):
            # The new state combines the old one and the values of the stages: so does its error.
            for j in range(stages):
                _set(values[j], factors[stages, 1 + j], carry)
            _set(carry, factors[stages, 0], carry)
            for i in range(stages - 1, -1, -1):
                # Each stage, from the last, hands its error to the state that it evaluates ...
                e -= 1
                _through_slope(values[i], slopes[e], flat_delta, flat_drive)
                if sparse:
                    sparse_product(pointer, columns, links, flat_delta, width, flat_back)
                else:
                    np.dot(weights, delta, out=back)
                # ... to the weights, link by link or in gathered products ...
                if learned and sparse:
                    add_correlations(pointer, columns, states[e], flat_delta, width, totals)
                elif learned:
                    _gather(left, filled, states[e].reshape(n, width))
                    _gather(right, filled, delta)
                    filled += width
                    if filled == together:
                        _correlate(left, right, filled, step_w, d_weights)
                        filled = 0
                # ... and to the old state and the earlier stages, which that state combines.
                _add(carry, factors[i, 0], flat_back)
                for j in range(i):
                    _add(values[j], factors[i, 1 + j], flat_back)
        # From the drive to what it is made of: inputs, input weights and bias.
        inputs[:batch] = x[t]
        np.dot(drive, inputs, out=step_in)
        d_w_in_t += step_in
        _add_sums(drive, gradients.bias)
        if len(d_x):
            d_x[t] = np.dot(w_in, drive).T[:batch]
    d_w_in[:] = d_w_in_t.T
    # What is left of the gathered columns; and no gradient without a link.
    if filled:
        _correlate(left, right, filled, step_w, d_weights)
    if learned and sparse:
        _scatter(pointer, columns, totals, d_weights)
    elif learned:
        d_weights *= mask
