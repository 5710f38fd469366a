"""A whole ensemble through a batch in compiled code, with a backward pass written by hand.

Autograd would keep a node for each of the thousands of small operations of a sequence.  Here the
backward pass carries the error back in time and adds up the gradients as it goes, and where links
are few it looks at these alone (see `kernels`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cache

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable

from sparse_rnn.models.compiled.buffers import give_back, take
from sparse_rnn.models.compiled.denormals import denormals_flushed
from sparse_rnn.models.compiled.elementwise import ACTIVATION_KINDS
from sparse_rnn.models.compiled.kernels import (
    SPARSE_BELOW,
    Gradients,
    Parameters,
    Procedure,
    Trajectory,
    backward,
    forward,
    wiring,
)
from sparse_rnn.models.compiled.noise import Noise
from sparse_rnn.models.compiled.scheme import Scheme
from sparse_rnn.models.compiled.vectors import padded

PLAIN = [[1, 0], [0, 1]]  # the new state is the value of the activation, and no more


def fused_network(*arguments: object) -> Tensor:
    """Return the readout of an ensemble, under autograd where that is on.

    Arguments and value are as in :meth:`FusedNetwork.forward`, without its context.
    """
    if torch.is_grad_enabled():
        return FusedNetwork.apply(*arguments)
    return _readout(_replicas(*arguments))


class FusedNetwork(torch.autograd.Function):
    """The readout of an ensemble, which autograd can differentiate once."""

    @staticmethod
    def forward(
        ctx: FunctionCtx,
        inputs: Tensor,
        noise: Noise | None,
        mask: Tensor | None,
        scheme: Scheme,
        every: bool,
        *parameters: Tensor,
    ) -> Tensor:
        """Return the readout, ``(R, T, B, O)``, or ``(R, 1, B, O)`` of the last step.

        Parameters
        ----------
        ctx : FunctionCtx
            Keeps what the backward pass needs.
        inputs : Tensor
            ``(R or 1, T, B, I)``.
        noise : Noise or None
            Added to the drive.
        mask : Tensor or None
            Where recurrent links are, bool ``(R, N, N)``; weights elsewhere must be 0.  None if
            anywhere.
        scheme : Scheme
            How the state goes through an input step.
        every : bool
            Whether each step is read out, else the last alone.
        *parameters : Tensor
            Input weights ``(R, I, N)``, bias ``(R, 1, N)``, recurrent weights ``(R, N, N)``,
            readout weights ``(R, N, O)`` and bias ``(R, 1, O)``.
        """
        ctx.replicas = _replicas(inputs, noise, mask, scheme, every, *parameters)
        ctx.save_for_backward(
            *parameters
        )  # the replicas read them again; autograd knows if changed
        ctx.shared_inputs = len(inputs) == 1
        return _readout(ctx.replicas)

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, errors: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients of inputs and parameters, where they are wanted."""
        wanted, towards = ctx.needs_input_grad, errors.contiguous().numpy()
        _ = ctx.saved_tensors  # refuses parameters that have changed since the forward pass
        gradients = _room(ctx.replicas, inputs=wanted[0], weights=wanted[7])
        _each(Replica.backward, ctx.replicas, towards, zip(*gradients, strict=True))
        d_inputs, *found = (torch.from_numpy(gradient) for gradient in gradients)
        if ctx.shared_inputs:
            d_inputs = d_inputs.sum(0, keepdim=True)
        found = [d_inputs, None, None, None, None, *found]
        return tuple(own if want else None for own, want in zip(found, wanted, strict=True))


class Replica:
    """One replica's arrays, from the forward pass to the backward pass.

    Parameters
    ----------
    x : ndarray
        Inputs ``(T, B, I)``.
    draws, noise : ndarray, float
        Where the noise is in its stream, ``(1,)``, and its standard deviation.
    parameters : Parameters
        The network.
    procedure : Procedure
        How it is computed; where links are few, link by link.
    """

    def __init__(
        self,
        x: np.ndarray,
        draws: np.ndarray,
        noise: float,
        parameters: Parameters,
        procedure: Procedure,
    ) -> None:
        self.x, self.draws, self.noise, self.parameters = x, draws, noise, parameters
        weights, places, (steps, batch) = parameters.weights, parameters.mask, x.shape[:2]
        n, dtype = len(weights), weights.dtype
        sparse = np.count_nonzero(places) < SPARSE_BELOW * n * n
        self.wiring = wiring(places if sparse else places[:0], weights)
        self.procedure = procedure._replace(sparse=sparse)
        stages, size = len(procedure.factors) - 1, n * padded(batch)
        evaluations = steps * procedure.substeps * stages
        states = take(((evaluations + 1) * size,), dtype)
        values = take((0 if procedure.plain else evaluations * size,), dtype)
        self.trajectory = Trajectory(states, values)

    def forward(self, outputs: np.ndarray) -> None:
        """Fill the readout, ``(T or 1, B, O)``."""
        network = self.parameters, self.wiring.by_target
        noise = self.draws, self.noise
        forward(self.x, *noise, *network, self.procedure, self.trajectory, outputs)

    def backward(self, errors: np.ndarray, gradients: tuple[np.ndarray, ...]) -> None:
        """Fill gradients from `_room`, by those of the readout ``(T or 1, B, O)``."""
        x, w_in, bias, weights, w_out, b_out = gradients
        own = Gradients(x, w_in, bias[0], weights, w_out, b_out[0])
        network = self.parameters, self.wiring.by_source
        backward(errors, self.x, *network, self.procedure, self.trajectory, own)

    def __del__(self) -> None:
        """Let others use the large arrays, once autograd has no use for them."""
        give_back(*self.trajectory)


def _replicas(inputs, noise, mask, scheme, every, *parameters) -> list[Replica]:
    """Return what is computed one by one; see :meth:`FusedNetwork.forward`."""
    own = [p.detach().contiguous().numpy() for p in parameters]
    x, weights, replicas = inputs.detach().contiguous().numpy(), own[2], len(own[2])
    _demand_axes(x, noise, mask, replicas)
    everywhere = (1, *weights.shape[1:])
    places = np.ones(everywhere, bool) if mask is None else mask.contiguous().numpy()
    draws = np.zeros(replicas, np.uint64) if noise is None else noise.draws
    std = weights.dtype.type(0.0 if noise is None else noise.std)
    procedure = _procedure(scheme, every, weights.dtype)
    return [
        Replica(
            x[r % len(x)],
            draws[r : r + 1],
            std,
            _parameters(r, places[r % len(places)], *own),
            procedure,
        )
        for r in range(replicas)
    ]


def _demand_axes(x: np.ndarray, noise: Noise | None, mask: Tensor | None, replicas: int) -> None:
    """Raise ValueError if inputs, noise or mask are of other replicas, or if there is no step."""
    masks, draws = 1 if mask is None else len(mask), replicas if noise is None else len(noise.draws)
    if len(x) not in (1, replicas) or masks not in (1, replicas) or draws != replicas:
        raise ValueError(
            f"inputs of {len(x)}, masks of {masks} and noise of {draws} replicas for {replicas}"
        )
    if x.shape[1] == 0:
        raise ValueError(f"sequences have no step: inputs {x.shape}")


def _parameters(r: int, mask: np.ndarray, w_in, bias, weights, w_out, b_out) -> Parameters:
    """Return the parameters of one of all replicas."""
    return Parameters(w_in[r], bias[r, 0], weights[r], mask, w_out[r], b_out[r, 0])


def _procedure(scheme: Scheme, every: bool, dtype: np.dtype) -> Procedure:
    """Return how any replica is computed, as if all had many links."""
    kind, factors = ACTIVATION_KINDS[scheme.activation], scheme.coefficients.astype(dtype)
    plain = scheme.substeps == 1 and np.array_equal(factors, PLAIN)
    return Procedure(False, every, kind, scheme.substeps, factors, plain)


def _readout(replicas: list[Replica]) -> Tensor:
    """Run all replicas forward."""
    one = replicas[0]
    (steps, batch), own = one.x.shape[:2], one.parameters
    shape = steps if one.procedure.every else 1, batch, len(own.b_out)
    outputs = np.empty((len(replicas), *shape), own.weights.dtype)
    _each(Replica.forward, replicas, outputs)
    return torch.from_numpy(outputs)


def _room(replicas: list[Replica], inputs: bool, weights: bool) -> list[np.ndarray]:
    """Return zeros for the gradients of the inputs, then of the parameters, of all replicas.

    Those of the inputs and of the recurrent weights are empty unless asked for.
    """
    one, own = replicas[0], replicas[0].parameters
    x, w = one.x if inputs else one.x[:0], own.weights if weights else own.weights[:0]
    arrays = x, own.w_in, own.bias[None], w, own.w_out, own.b_out[None]
    return [np.zeros((len(replicas), *array.shape), array.dtype) for array in arrays]


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """Return threads for the replicas."""
    return ThreadPoolExecutor(threads)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_pool.cache_clear)  # threads stay in the parent


def _each(function: Callable, *arguments: Iterable) -> None:
    """Call a function for all replicas, spread over as many threads as torch uses.

    This thread is one of them: to hand work to another takes time.
    """
    calls, threads = list(zip(*arguments, strict=True)), torch.get_num_threads()

    def some(first: int) -> None:
        with denormals_flushed():
            for own in calls[first::threads]:
                function(*own)

    others = [_pool(threads - 1).submit(some, k) for k in range(1, min(threads, len(calls)))]
    try:
        some(0)
    finally:
        wait(others)
    for other in others:
        other.result()
