"""The compiled network: one replica through a whole batch of sequences and back.

A batch lies along the last axis, so that a link adds a multiple of one row to another.  Sequences
do not need each other, so a block of them goes through all steps before the next, and their state
stays in the fastest cache.  With few links the products go link by link, which at 5 % density
is a twentieth of the arithmetic, and the weight gradient is computed for these links alone; with
many they are matrix products.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sparse_rnn.models.compiled.elementwise import TANH, activate, through_slope
from sparse_rnn.models.compiled.vectors import (
    LANES,
    add_correlations,
    dense_product,
    padded,
    sparse_product,
    turn,
)
from sparse_rnn.numerics.gaussian_noise import add_noise, later
from sparse_rnn.numerics.jit import arithmetic, inlined

SPARSE_BELOW = 0.25  # density; see benchmarks/training.py
WIDEST = 4 * LANES  # sequences that go together, at most
FASTEST = 10_000  # numbers of their state at most: then it stays in the fastest cache
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
def block_width(n):
    """Return how many sequences of n units go together, at most."""
    width = WIDEST
    while width > LANES and n * width > FASTEST:
        width //= 2
    return width


@arithmetic
def _block(trajectory, plain, n, batch, start):
    """Return the `Block` of a batch that starts at a column."""
    whole = padded(batch)
    evaluations = len(trajectory.states) // (n * whole) - 1
    width = min(block_width(n), whole - start)
    size = n * width
    own = trajectory.states[(evaluations + 1) * n * start :][: (evaluations + 1) * size]
    values = trajectory.values[evaluations * n * start :][: evaluations * size]
    if plain:
        values = own[size:]
    states = own.reshape(evaluations + 1, size)
    return Block(start, width, states, values.reshape(evaluations, size))


@inlined
def _set(out, factor, rows):
    """Set ``out = factor rows``."""
    for y in range(len(out)):
        out[y] = factor * rows[y]


@inlined
def _add(out, factor, rows):
    """Set ``out += factor rows``."""
    if factor != 0:
        for y in range(len(out)):
            out[y] += factor * rows[y]


@inlined
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
    weights = parameters.weights.T.copy().reshape(-1)
    return Turned(w_in.T.copy().reshape(-1), weights, w_out, parameters.b_out)


@inlined
def _take_in(x, start, inputs):
    """Set ``inputs`` ``(I + 1, width)`` to the block of ``x`` ``(B, I)`` from ``start``, turned.

    The last row is 1, for the bias.  Columns beyond the batch stay as they are: 0.
    """
    for b in range(min(inputs.shape[1], len(x) - start)):
        for i in range(x.shape[1]):
            inputs[i, b] = x[start + b, i]
        inputs[-1, b] = 1


@arithmetic
def _read_out(w_out_t, b_out, state, block, nothing, read, turned, outputs):
    """Set a block's rows of ``outputs`` ``(B, O)``; ``read`` and ``turned`` are room for it."""
    dense_product(w_out_t, len(b_out), 1, state, block.width, nothing, read)
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
    for start in range(0, padded(batch), block_width(n)):
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
    n, stages, steps = len(w_in_t) // (x.shape[2] + 1), len(factors) - 1, len(x)
    # All memory is taken before the loop; kernels of vectors want it flat, products as a matrix.
    inputs = np.zeros((x.shape[2] + 1, width), x.dtype)
    outs = outputs.shape[2]
    read, read_t = np.empty(outs * width, x.dtype), np.empty((width, padded(outs)), x.dtype)
    drive, sums = np.empty(n * width, x.dtype), np.empty(n * width, x.dtype)
    nothing = np.zeros(max(n, outs) * width, x.dtype)
    states[0] = 0
    e = 0
    for t in range(steps):
        # The drive is held for the whole input step.
        _take_in(x[t], block.start, inputs)
        dense_product(w_in_t, n, 1, inputs.reshape(-1), width, nothing, drive)
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
                        links.pointer, links.ends, links.weights, states[e], width, drive, sums
                    )
                else:
                    dense_product(w_t, n, 1, states[e], width, drive, sums)
                activate(procedure.kind, sums, values[e])
                e += 1
            if not procedure.plain:
                _combine(factors[stages], states[first], values[first:e], states[e])
        if every or t == steps - 1:
            own = outputs[t if every else 0]
            _read_out(w_out_t, b_out, states[e], block, nothing, read, read_t, own)


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
    for start in range(0, padded(batch), block_width(n)):
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


@inlined
def _take_errors(errors, start, error, d_b_out):
    """Set ``error`` ``(O, width)`` to a block of ``errors`` ``(B, O)``, and add up its rows."""
    for b in range(min(error.shape[1], len(errors) - start)):
        for o in range(len(error)):
            error[o, b] = errors[start + b, o]
            d_b_out[o] += errors[start + b, o]


@arithmetic
def _clear_padding(rows, filled, width):
    """Set the columns of rows ``(evaluations, N width)`` from ``filled`` on to 0."""
    for e in range(len(rows)):
        for first in range(0, rows.shape[1], width):
            rows[e, first + filled : first + width] = 0


@arithmetic
def _block_backward(errors, x, parameters, links, procedure, block, sums, gradients):
    """Carry the errors of a block back through all steps.

    This is long on purpose: cut into parts that are handed tuples of arrays, it took a tenth
    longer on small networks.
    """
    states, values, width, start = block.states, block.values, block.width, block.start
    weights, sparse, plain = parameters.weights.reshape(-1), procedure.sparse, procedure.plain
    every, factors, learned = procedure.every, procedure.factors, len(gradients.weights) > 0
    n, stages, steps, ins = len(parameters.weights), len(factors) - 1, len(x), x.shape[2]
    w_in, w_out = parameters.w_in.reshape(-1), parameters.w_out.reshape(-1)
    d_b_out, d_x, size, length = gradients.b_out, gradients.x, n * width, padded(n)
    d_readout, d_drive = sums.readout.reshape(-1), sums.drive.reshape(-1)
    d_weights, outs = sums.weights.reshape(-1), errors.shape[2]
    # Columns beyond the batch add nothing to any gradient: ``error`` and ``inputs`` keep them at 0,
    # and so do states that could grow beyond all numbers there, for 0 times infinity is none.
    bounded = plain and procedure.kind == TANH
    if not bounded and start + width > x.shape[1]:
        _clear_padding(states, x.shape[1] - start, width)
        _clear_padding(values, x.shape[1] - start, width)
    # All memory is taken before the loop.  Gradients of weights are sums over sequences and
    # steps: they are added up over a few steps at once, to go through memory less often.
    together = max(1, CORRELATED // width)
    inputs = np.zeros((together, ins + 1, width), x.dtype)
    error = np.zeros((together, outs, width), x.dtype)
    deltas, d_values = np.empty((together, size), x.dtype), np.empty((stages, size), x.dtype)
    turned = np.zeros((together, width * length), x.dtype)
    turned_states, turned_drives = np.zeros_like(turned), np.zeros_like(turned)
    carry, back, nothing = np.zeros(size, x.dtype), np.empty(size, x.dtype), np.zeros(size, x.dtype)
    drive, no_inputs = np.empty(size, x.dtype), np.zeros(ins * width, x.dtype)
    d_inputs, turned_x = np.empty(ins * width, x.dtype), np.empty((width, padded(ins)), x.dtype)
    e = len(values)
    for t in range(steps - 1, -1, -1):
        # ``carry`` is the gradient of the state; a readout of this step adds to it.
        s, count = t % together, min(together, steps - t)
        if every or t == steps - 1:
            own, steps_read = (s, count) if every else (0, 1)
            _take_errors(errors[t if every else 0], start, error[own], d_b_out)
            dense_product(w_out, n, 1, error[own].reshape(-1), width, carry, carry)
            turn(states[e], width, turned_states[own])
            if own == 0:
                read = error[:steps_read].reshape(-1)
                dense_product(
                    read, outs, steps_read, turned_states.reshape(-1), length, d_readout, d_readout
                )
        # The drive is held, so that its gradient adds up over all stages of the step.
        if not plain:
            drive[:] = 0
        for _ in range(procedure.substeps):
            # The new state combines the old one and the values of the stages: so does its error.
            if not plain:
                for j in range(stages):
                    _set(d_values[j], factors[stages, 1 + j], carry)
                _set(carry, factors[stages, 0], carry)
            for i in range(stages - 1, -1, -1):
                # Each stage, from the last, hands its error to the state that it evaluates ...
                e -= 1
                place, evaluated = e % together, min(together, len(values) - e)
                delta = deltas[place]
                through_slope(procedure.kind, carry if plain else d_values[i], values[e], delta)
                if not plain:
                    _add(drive, 1, delta)
                error_of_state = carry if plain else back
                if sparse:
                    sparse_product(
                        links.pointer, links.ends, links.weights, delta, width, nothing,
                        error_of_state,
                    )  # fmt: skip
                else:
                    dense_product(weights, n, 1, delta, width, nothing, error_of_state)
                # ... to the weights, link by link or in dense products ...
                if learned and not sparse:
                    turn(delta, width, turned[place])
                if learned and place == 0:
                    evaluated_states = states[e : e + evaluated].reshape(-1)
                    if sparse:
                        add_correlations(
                            links.pointer, links.ends, evaluated_states, size, deltas.reshape(-1),
                            size, evaluated, width, sums.links,
                        )  # fmt: skip
                    else:
                        dense_product(
                            evaluated_states, n, evaluated, turned.reshape(-1), length,
                            d_weights, d_weights,
                        )  # fmt: skip
                # ... and to the old state and the earlier stages, which that state combines.
                if not plain:
                    _add(carry, factors[i, 0], back)
                    for j in range(i):
                        _add(d_values[j], factors[i, 1 + j], back)
        # From the drive to what it is made of: inputs, input weights and bias.
        d_step = deltas[e % together] if plain else drive
        _take_in(x[t], start, inputs[s])
        turn(d_step, width, turned_drives[s])
        if s == 0:
            taken = inputs[:count].reshape(-1)
            dense_product(
                taken, ins + 1, count, turned_drives.reshape(-1), length, d_drive, d_drive
            )
        if len(d_x):
            dense_product(w_in, ins, 1, d_step, width, no_inputs, d_inputs)
            turn(d_inputs, width, turned_x.reshape(-1))
            own_x = d_x[t, start : start + width]
            own_x[:] = turned_x[: len(own_x), :ins]
