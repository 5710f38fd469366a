"""The compiled network: one replica through a whole batch of sequences and back.

A batch lies along the last axis, so that a link adds a multiple of one row to another.  Sequences
do not need each other, so `BLOCK_WIDTH` of them go through all steps before the next, and their
state stays in the fastest cache.  With few links the products go link by link, which at 5 % density
is a twentieth of the arithmetic, and the weight gradient is computed for these links alone; with
many they are matrix products (BLAS).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.models.compiled.elementwise import activate, through_slope
from sparse_rnn.models.compiled.vectors import (
    LANES,
    add_correlations,
    dense_product,
    padded,
    sparse_product,
    turn,
)
from sparse_rnn.numerics.gaussian_noise import add_noise, later
from sparse_rnn.numerics.jit import arithmetic

SPARSE_BELOW = 0.25  # density; see benchmarks/training.py
BLOCK_WIDTH = 4 * LANES  # sequences that go together, at most
CORRELATED = 8 * LANES  # columns that correlations are added up over at once


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
    plain : bool
        Whether the new state is the value of the activation and no more, as in an Elman network.
    """

    sparse: bool
    every: bool
    kind: int
    substeps: int
    factors: np.ndarray
    plain: bool


class Trajectory(NamedTuple):
    """What the forward pass leaves for the backward pass, block by block.

    Attributes
    ----------
    states : ndarray
        Of each block ``(T substeps s + 1, N width)``: the state at which each stage evaluates the
        activation, then the final one.
    values : ndarray
        Of each block ``(T substeps s, N width)``: the activation there.  Empty where the procedure
        is plain: there they are the next states.
    """

    states: np.ndarray
    values: np.ndarray


class Block(NamedTuple):
    """Sequences that go together: ``width`` columns of a batch from ``start``.

    Attributes
    ----------
    start, width : int
        The columns; those beyond the batch are computed and left out.
    states, values : ndarray
        Their part of the `Trajectory`.
    """

    start: int
    width: int
    states: np.ndarray
    values: np.ndarray


class Links(NamedTuple):
    """Links in rows: pointer ``(N + 1,)``, node at the other end and weight ``(E,)``."""

    pointer: np.ndarray
    ends: np.ndarray
    weights: np.ndarray


class Wiring(NamedTuple):
    """The recurrent links of a replica, once in rows by source and once by target."""

    by_source: Links
    by_target: Links


@arithmetic
def _in_rows(mask, weights):
    """Return the `Links` of a mask ``(N, N)`` in rows by its first index."""
    n, e = len(mask), 0
    pointer = np.zeros(n + 1, np.int64)
    ends, values = np.empty(n * n, np.int32), np.empty(n * n, weights.dtype)
    for i in range(n):
        for j in range(n):
            if mask[i, j]:
                ends[e], values[e] = j, weights[i, j]
                e += 1
        pointer[i + 1] = e
    return Links(pointer, ends[:e].copy(), values[:e].copy())


@arithmetic
def _turned_round(links):
    """Return `Links` by their other end, where each row is in the order of the former rows."""
    n = len(links.pointer) - 1
    pointer, place = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64)
    turned = Links(pointer, np.empty_like(links.ends), np.empty_like(links.weights))
    ends, weights = turned.ends, turned.weights
    for end in links.ends:
        place[end + 1] += 1
    place = np.cumsum(place)
    pointer[:] = place
    for i in range(n):
        for e in range(links.pointer[i], links.pointer[i + 1]):
            own = place[links.ends[e]]
            ends[own], weights[own] = i, links.weights[e]
            place[links.ends[e]] = own + 1
    return turned


@arithmetic
def wiring(mask, weights):
    """Return the `Wiring` of a mask ``(N, N)`` with its weights; without a row there is none."""
    by_source = _in_rows(mask, weights)
    return Wiring(by_source, _turned_round(by_source))


@arithmetic
def _block(trajectory, plain, n, batch, start):
    """Return the `Block` of a batch that starts at a column."""
    whole = padded(batch)
    width, evaluations = min(BLOCK_WIDTH, whole - start), len(trajectory.states) // (n * whole) - 1
    size = n * width
    own = trajectory.states[(evaluations + 1) * n * start :][: (evaluations + 1) * size]
    values = trajectory.values[evaluations * n * start :][: evaluations * size]
    if plain:
        values = own[size:]
    states = own.reshape(evaluations + 1, size)
    return Block(start, width, states, values.reshape(evaluations, size))


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


class Turned(NamedTuple):
    """Transposed parameters: states are columns, so each product has such a matrix on its left.

    Attributes
    ----------
    w_in, weights, w_out : ndarray
        Input weights with the bias behind them ``(N (I + 1),)``, recurrent weights ``(N, N)`` and
        readout weights ``(O N,)``.
    b_out : ndarray
        Readout bias ``(O,)``.
    """

    w_in: np.ndarray
    weights: np.ndarray
    w_out: np.ndarray
    b_out: np.ndarray


@arithmetic
def _turned(parameters):
    """Return parameters as `Turned`."""
    w_in = np.concatenate((parameters.w_in, parameters.bias.reshape(1, -1)))
    w_out = parameters.w_out.T.copy().reshape(-1)
    return Turned(w_in.T.copy().reshape(-1), parameters.weights.T.copy(), w_out, parameters.b_out)


@arithmetic
def _take_in(x, start, inputs):
    """Set ``inputs`` ``(I + 1, width)`` to the block of ``x`` ``(B, I)`` from ``start``, turned.

    The last row is 1, for the bias.  Columns beyond the batch stay as they are: 0.
    """
    for b in range(min(inputs.shape[1], len(x) - start)):
        for i in range(x.shape[1]):
            inputs[i, b] = x[start + b, i]
        inputs[-1, b] = 1


@arithmetic
def _read_out(w_out_t, b_out, state, block, read, turned, outputs):
    """Set a block's rows of ``outputs`` ``(B, O)``; ``read`` and ``turned`` are room for it."""
    read[:] = 0
    dense_product(w_out_t, len(b_out), state, block.width, read)
    turn(read, block.width, turned.reshape(-1))
    for b in range(min(block.width, len(outputs) - block.start)):
        for o in range(len(b_out)):
            outputs[block.start + b, o] = turned[b, o] + b_out[o]


@arithmetic
def forward(x, draws, noise, parameters, links, procedure, trajectory, outputs):
    """Run one replica over a batch.

    Parameters
    ----------
    x : ndarray
        Inputs ``(T, B, I)``.
    draws, noise : ndarray, float
        Where the noise is in its stream, ``(1,)`` uint64, moved on; and its standard deviation.
    parameters, links : Parameters, Links
        The network, with its links by target; none where products are dense.
    procedure : Procedure
        How it is computed.
    trajectory : Trajectory
        Filled.
    outputs : ndarray
        Filled: ``(T, B, O)``, or ``(1, B, O)``.
    """
    steps, batch, n = x.shape[0], x.shape[1], len(parameters.weights)
    before, all_numbers = draws.copy(), n * padded(batch)
    turned = _turned(parameters)
    for start in range(0, padded(batch), BLOCK_WIDTH):
        block = _block(trajectory, procedure.plain, n, batch, start)
        # Each step has noise for all blocks, in their order.
        own, skipped = later(before, n * start), all_numbers - n * block.width
        _block_forward(x, own, skipped, noise, turned, links, procedure, block, outputs)
    draws[:] = later(before, steps * all_numbers)


@arithmetic
def _block_forward(x, draws, skipped, noise, turned, links, procedure, block, outputs):
    """Run a block through all steps; between two, so many noisy numbers of others are skipped."""
    states, values, width = block.states, block.values, block.width
    sparse, every, factors = procedure.sparse, procedure.every, procedure.factors
    w_in_t, w_t, w_out_t, b_out = turned.w_in, turned.weights, turned.w_out, turned.b_out
    n, stages, steps = len(w_t), len(factors) - 1, len(x)
    # All memory is taken before the loop; kernels of vectors want it flat, products as a matrix.
    inputs = np.zeros((x.shape[2] + 1, width), x.dtype)
    outs = outputs.shape[2]
    read, read_t = np.empty(outs * width, x.dtype), np.empty((width, padded(outs)), x.dtype)
    drive, sums = np.empty(n * width, x.dtype), np.empty((n, width), x.dtype)
    flat_sums = sums.reshape(-1)
    states[0] = 0
    e = 0
    for t in range(steps):
        # The drive is held for the whole input step.
        drive[:] = 0
        _take_in(x[t], block.start, inputs)
        dense_product(w_in_t, n, inputs.reshape(-1), width, drive)
        if noise > 0:
            add_noise(drive, draws, noise)
            draws[:] = later(draws, skipped)
        for _ in range(procedure.substeps):
            # Each stage evaluates the activation at a combination of the stages before it.
            first = e
            for i in range(stages):
                if i > 0:
                    _combine(factors[i], states[first], values[first:e], states[e])
                if sparse:
                    sparse_product(
                        links.pointer, links.ends, links.weights, states[e], width, drive, flat_sums
                    )
                else:
                    np.dot(w_t, states[e].reshape(n, width), out=sums)
                    _add(flat_sums, 1, drive)
                activate(procedure.kind, flat_sums, values[e])
                e += 1
            if not procedure.plain:
                _combine(factors[stages], states[first], values[first:e], states[e])
        if every or t == steps - 1:
            own = outputs[t if every else 0]
            _read_out(w_out_t, b_out, states[e], block, read, read_t, own)


class Sums(NamedTuple):
    """What gradients are added up in, with units along the vectors in rows of whole ones.

    Attributes
    ----------
    links : ndarray
        ``(E * LANES,)``: of the weights of single links, lane by lane; see `add_correlations`.
    weights : ndarray
        ``(N, padded(N))``: of all recurrent weights, or ``(0, padded(N))``.
    drive : ndarray
        ``(I + 1, padded(N))``: of the input weights and the bias.
    readout : ndarray
        ``(O, padded(N))``: of the readout weights.
    """

    links: np.ndarray
    weights: np.ndarray
    drive: np.ndarray
    readout: np.ndarray


@arithmetic
def backward(errors, x, parameters, links, procedure, trajectory, gradients):
    """Add the gradients of one replica's parameters and inputs.

    The gradients of the inputs and of the recurrent weights are left out where their array is
    empty.  Without a link there is no gradient.

    Parameters
    ----------
    errors : ndarray
        Gradient of the outputs, ``(T, B, O)`` or ``(1, B, O)``.
    x, parameters, links, procedure, trajectory
        See `forward`, which has filled the trajectory.  The error goes from targets back to
        sources, so links are in rows by source here.
    gradients : Gradients
        Filled; zeros at first.
    """
    n, ins, batch = len(parameters.weights), x.shape[2], x.shape[1]
    sparse, learned, length = procedure.sparse, len(gradients.weights) > 0, padded(n)
    sums = Sums(
        np.zeros(len(links.ends) * LANES, x.dtype),
        np.zeros((n if learned and not sparse else 0, length), x.dtype),
        np.zeros((ins + 1, length), x.dtype),
        np.zeros((errors.shape[2], length), x.dtype),
    )
    for start in range(0, padded(batch), BLOCK_WIDTH):
        block = _block(trajectory, procedure.plain, n, batch, start)
        _block_backward(errors, x, parameters, links, procedure, block, sums, gradients)
    d_w_in, d_bias, d_w_out = gradients.w_in, gradients.bias, gradients.w_out
    d_weights = gradients.weights
    d_w_in[:], d_bias[:], d_w_out[:] = (
        sums.drive[:ins, :n],
        sums.drive[ins, :n],
        sums.readout[:, :n].T,
    )
    if learned and sparse:
        _scatter(links, sums.links, d_weights)
    elif learned:
        d_weights[:] = sums.weights[:, :n] * parameters.mask


@arithmetic
def _scatter(links, totals, d_weights):
    """Write the correlations of the links into the matrix of gradients."""
    for i in range(len(links.pointer) - 1):
        for e in range(links.pointer[i], links.pointer[i + 1]):
            d_weights[i, links.ends[e]] = totals[e * LANES : (e + 1) * LANES].sum()


@arithmetic
def _take_errors(errors, start, error, d_b_out):
    """Set ``error`` ``(O, width)`` to a block of ``errors`` ``(B, O)``, and add up its rows."""
    for b in range(min(error.shape[1], len(errors) - start)):
        for o in range(len(error)):
            error[o, b] = errors[start + b, o]
            d_b_out[o] += errors[start + b, o]


@arithmetic
def _block_backward(errors, x, parameters, links, procedure, block, sums, gradients):
    """Carry the errors of a block back through all steps."""
    states, values, width, start = block.states, block.values, block.width, block.start
    weights, sparse, plain = parameters.weights, procedure.sparse, procedure.plain
    every, factors, learned = procedure.every, procedure.factors, len(gradients.weights) > 0
    n, stages, steps, ins = len(weights), len(factors) - 1, len(x), x.shape[2]
    w_in, w_out = parameters.w_in.reshape(-1), parameters.w_out.reshape(-1)
    d_b_out, d_x, size, length = gradients.b_out, gradients.x, n * width, padded(n)
    # All memory is taken before the loop.  ``error`` keeps its padded columns at 0, so that they
    # add nothing to any gradient.
    inputs, error = np.zeros((ins + 1, width), x.dtype), np.zeros((errors.shape[2], width), x.dtype)
    together = max(1, CORRELATED // width)  # evaluations whose correlations are added up at once
    deltas, turned = np.empty((together, size), x.dtype), np.zeros(width * length, x.dtype)
    carry, back = np.zeros((n, width), x.dtype), np.empty((n, width), x.dtype)
    flat_carry, flat_back, nothing = carry.reshape(-1), back.reshape(-1), np.zeros(size, x.dtype)
    drive, d_values = np.empty(size, x.dtype), np.empty((stages, size), x.dtype)
    d_inputs, turned_x = np.empty(ins * width, x.dtype), np.empty((width, padded(ins)), x.dtype)
    e = len(values)
    for t in range(steps - 1, -1, -1):
        # ``carry`` is the gradient of the state; a readout of this step adds to it.
        if every or t == steps - 1:
            _take_errors(errors[t if every else 0], start, error, d_b_out)
            dense_product(w_out, n, error.reshape(-1), width, flat_carry)
            turn(states[e], width, turned)
            dense_product(error.reshape(-1), len(error), turned, length, sums.readout.reshape(-1))
        # The drive is held, so that its gradient adds up over all stages of the step.
        drive[:] = 0
        for _ in range(procedure.substeps):
            # The new state combines the old one and the values of the stages: so does its error.
            if not plain:
                for j in range(stages):
                    _set(d_values[j], factors[stages, 1 + j], flat_carry)
                _set(flat_carry, factors[stages, 0], flat_carry)
            for i in range(stages - 1, -1, -1):
                # Each stage, from the last, hands its error to the state that it evaluates ...
                e -= 1
                delta = deltas[e % together]
                error_of_value = flat_carry if plain else d_values[i]
                through_slope(procedure.kind, error_of_value, values[e], delta)
                _add(drive, 1, delta)
                if sparse:
                    error_of_state = flat_carry if plain else flat_back
                    sparse_product(
                        links.pointer, links.ends, links.weights, delta, width, nothing,
                        error_of_state,
                    )  # fmt: skip
                else:
                    np.dot(weights, delta.reshape(n, width), out=carry if plain else back)
                # ... to the weights, link by link or in dense products ...
                if learned and sparse and e % together == 0:
                    count = min(together, len(values) - e)
                    add_correlations(
                        links.pointer, links.ends, states[e : e + count].reshape(-1), size,
                        deltas.reshape(-1), size, count, width, sums.links,
                    )  # fmt: skip
                elif learned and not sparse:
                    turn(delta, width, turned)
                    dense_product(states[e], n, turned, length, sums.weights.reshape(-1))
                # ... and to the old state and the earlier stages, which that state combines.
                if not plain:
                    _add(flat_carry, factors[i, 0], flat_back)
                    for j in range(i):
                        _add(d_values[j], factors[i, 1 + j], flat_back)
        # From the drive to what it is made of: inputs, input weights and bias.
        _take_in(x[t], start, inputs)
        turn(drive, width, turned)
        dense_product(inputs.reshape(-1), ins + 1, turned, length, sums.drive.reshape(-1))
        if len(d_x):
            d_inputs[:] = 0
            dense_product(w_in, ins, drive, width, d_inputs)
            turn(d_inputs, width, turned_x.reshape(-1))
            own = d_x[t, start : start + width]
            own[:] = turned_x[: len(own), :ins]
