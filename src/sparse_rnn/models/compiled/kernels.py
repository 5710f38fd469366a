"""One replica's network through a whole batch of sequences and back, compiled.

A batch lies along the last axis, so that a link adds a multiple of one row to another.  With few
links the products go link by link, which at 5 % density is a twentieth of the arithmetic, and the
weight gradient is computed for the links there are; with many they are matrix products (BLAS).
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.models.compiled.elementwise import activate
from sparse_rnn.models.compiled.vectors import LANES, add_correlations, sparse_product
from sparse_rnn.numerics.gaussian_noise import add_noise
from sparse_rnn.numerics.jit import arithmetic

SPARSE_BELOW = 0.25  # density; see benchmarks/training.py
GATHERED = 256  # columns of a product for the weight gradient


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
def forward(
    x, draws, noise, w_in, bias, weights, mask, sparse, w_out, b_out, every, kind, substeps,
    factors, states, slopes, outputs,
):  # fmt: skip
    """Run one replica over a batch.

    Parameters
    ----------
    x : ndarray
        Inputs ``(T, B, I)``.
    draws, noise : ndarray, float
        Where the noise is in its stream, ``(1,)`` uint64, moved on; and its standard deviation.
    w_in, bias, weights, mask, w_out, b_out : ndarray
        Parameters ``(I, N)``, ``(N,)``, ``(N, N)``, ``(N, N)`` bool, ``(N, O)``, ``(O,)``.
    sparse : bool
        Whether products go link by link.
    every : bool
        Whether each step is read out, else the last alone.
    kind : int
        Activation, a value of `elementwise.KINDS`.
    substeps, factors : int, ndarray
        See `scheme.Scheme`.
    states, slopes : ndarray
        Filled: the state at which each stage evaluates the activation, then the final one,
        ``(T substeps s + 1, N width)``, and the slope there; ``width`` is B padded.
    outputs : ndarray
        Filled: ``(T, O, B)``, or ``(1, O, B)``.
    """
    steps, batch, n, stages = x.shape[0], x.shape[1], len(weights), len(factors) - 1
    width = states.shape[1] // n
    w_in_t, w_out_t, w_t = w_in.T.copy(), w_out.T.copy(), weights.T.copy()
    pointer, sources, links = _links(mask.T if sparse else mask[:0], w_t)
    inputs, read = np.zeros((x.shape[2], width), x.dtype), np.empty((len(b_out), width), x.dtype)
    drive, sums = np.empty((n, width), x.dtype), np.empty((n, width), x.dtype)
    flat_drive, flat_sums = drive.reshape(-1), sums.reshape(-1)
    values = np.empty((stages, n * width), x.dtype)
    states[0] = 0
    e = 0
    for t in range(steps):
        _drive(x, t, w_in_t, bias, inputs, drive)
        if noise > 0:
            add_noise(flat_drive, draws, noise)
        for _ in range(substeps):
            first = e
            for i in range(stages):
                if i > 0:
                    _combine(factors[i], states[first], values[:i], states[e])
                if sparse:
                    sparse_product(pointer, sources, links, states[e], width, flat_sums)
                else:
                    np.dot(w_t, states[e].reshape(n, width), out=sums)
                activate(kind, flat_sums, flat_drive, values[i], slopes[e])
                e += 1
            _combine(factors[stages], states[first], values, states[e])
        if every or t == steps - 1:
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
    """Put a block's columns beside those that are there already."""
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
def _read_back(error, w_out, state, back, step, carry, d_w_out, d_b_out):
    """Carry the error of one readout into the state, and into the readout's gradients."""
    np.dot(w_out, error, out=back)
    _add(carry, 1, back.reshape(-1))
    np.dot(state, error.T, out=step)
    d_w_out += step
    _add_sums(error, d_b_out)


@arithmetic
def _scatter(pointer, columns, totals, d_weights):
    """Write the correlations of the links into the matrix of gradients."""
    for i in range(len(pointer) - 1):
        for e in range(pointer[i], pointer[i + 1]):
            d_weights[i, columns[e]] = totals[e * LANES : (e + 1) * LANES].sum()


@arithmetic
def backward(
    errors, x, w_in, weights, mask, sparse, w_out, every, substeps, factors, states, slopes,
    d_x, d_w_in, d_bias, d_weights, d_w_out, d_b_out,
):  # fmt: skip
    """Add the gradients of one replica's parameters and inputs.

    Those of the inputs and of the recurrent weights are left out where their array is empty.
    Without a link there is no gradient.

    Parameters
    ----------
    errors : ndarray
        Gradient of the outputs, ``(T, O, B)`` or ``(1, O, B)``.
    d_x, d_w_in, d_bias, d_weights, d_w_out, d_b_out : ndarray
        Filled; zeros at first, of the shapes of what they belong to.
    x, w_in, weights, mask, sparse, w_out, every, substeps, factors, states, slopes
        See `forward`.
    """
    steps, batch, n, stages = x.shape[0], x.shape[1], len(weights), len(factors) - 1
    width, learned = states.shape[1] // n, len(d_weights) > 0
    pointer, columns, links = _links(mask if sparse else mask[:0], weights)
    totals = np.zeros(len(columns) * LANES, x.dtype)
    inputs, error = np.zeros((width, x.shape[2]), x.dtype), np.zeros((len(d_b_out), width), x.dtype)
    delta, back = np.empty((n, width), x.dtype), np.empty((n, width), x.dtype)
    drive = np.empty((n, width), x.dtype)
    flat_delta, flat_back, flat_drive = delta.reshape(-1), back.reshape(-1), drive.reshape(-1)
    carry, values = np.zeros(n * width, x.dtype), np.empty((stages, n * width), x.dtype)
    d_w_in_t, step_in = np.zeros((n, x.shape[2]), x.dtype), np.empty((n, x.shape[2]), x.dtype)
    step_w, step_out = np.empty_like(weights), np.empty_like(w_out)
    # A product over few columns is slow: those of several stages are gathered.
    filled, together = 0, max(1, GATHERED // width) * width
    left = np.zeros((0 if sparse else n, together), x.dtype)
    right = np.zeros_like(left)
    e = len(slopes)
    for t in range(steps - 1, -1, -1):
        if every or t == steps - 1:
            error[:, :batch] = errors[t if every else 0]
            state = states[e].reshape(n, width)
            _read_back(error, w_out, state, back, step_out, carry, d_w_out, d_b_out)
        drive[:] = 0
        for _ in range(substeps):
            for j in range(stages):
                _set(values[j], factors[stages, 1 + j], carry)
            _set(carry, factors[stages, 0], carry)
            for i in range(stages - 1, -1, -1):
                e -= 1
                _through_slope(values[i], slopes[e], flat_delta, flat_drive)
                if sparse:
                    sparse_product(pointer, columns, links, flat_delta, width, flat_back)
                else:
                    np.dot(weights, delta, out=back)
                if learned and sparse:
                    add_correlations(pointer, columns, states[e], flat_delta, width, totals)
                elif learned:
                    _gather(left, filled, states[e].reshape(n, width))
                    _gather(right, filled, delta)
                    filled += width
                    if filled == together:
                        _correlate(left, right, filled, step_w, d_weights)
                        filled = 0
                _add(carry, factors[i, 0], flat_back)
                for j in range(i):
                    _add(values[j], factors[i, 1 + j], flat_back)
        inputs[:batch] = x[t]
        np.dot(drive, inputs, out=step_in)
        d_w_in_t += step_in
        _add_sums(drive, d_bias)
        if len(d_x):
            d_x[t] = np.dot(w_in, drive).T[:batch]
    d_w_in[:] = d_w_in_t.T
    if filled:
        _correlate(left, right, filled, step_w, d_weights)
    if learned and sparse:
        _scatter(pointer, columns, totals, d_weights)
    elif learned:
        d_weights *= mask
