"""A whole ensemble through a batch in compiled code, with a backward pass written by hand.

Autograd would keep a node for each of the thousands of small operations of a sequence.  Here the
backward pass carries the error back in time and adds up the gradients as it goes, and where links
are few it looks at these alone (see `kernels`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import torch
from threadpoolctl import threadpool_limits
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable

from sparse_rnn.models.compiled.buffers import give_back, take
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
        ctx.shared_inputs = len(inputs) == 1
        return _readout(ctx.replicas)

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, errors: Tensor) -> tuple[Tensor | None, ...]:
        """Return the gradients of inputs and parameters, where they are wanted."""
        wanted, towards = ctx.needs_input_grad, errors.contiguous().numpy()
        gradients = _room(ctx.replicas, inputs=wanted[0], weights=wanted[7])
        _each(Replica.backward, ctx.replicas, towards, zip(*gradients, strict=True))
        d_inputs, *found = (torch.from_numpy(gradient) for gradient in gradients)
        if ctx.shared_inputs:
            d_inputs = d_inputs.sum(0, keepdim=True)
        found = [d_inputs, None, None, None, None, *found]
        return tuple(own if want else None for own, want in zip(found, wanted, strict=True))


class Replica:
    """One replica's arrays, from the forward pass to the backward pass."""

    def __init__(
        self,
        r: int,
        inputs: Tensor,
        noise: Noise | None,
        mask: Tensor | None,
        scheme: Scheme,
        every: bool,
        parameters: tuple[Tensor, ...],
    ) -> None:
        own = [parameter[r].detach().contiguous().numpy() for parameter in parameters]
        w_in, bias, weights, w_out, b_out = own
        n, dtype = len(weights), weights.dtype
        self.x = inputs[r if len(inputs) > 1 else 0].detach().contiguous().numpy()
        self.draws = np.zeros(1, np.uint64) if noise is None else noise.draws[r : r + 1]
        self.noise = dtype.type(0.0 if noise is None else noise.std)
        places = np.ones((n, n), bool) if mask is None else mask[r].numpy()
        self.parameters = Parameters(w_in, bias[0], weights, places, w_out, b_out[0])
        sparse = np.count_nonzero(places) < SPARSE_BELOW * n * n
        kind, factors = ACTIVATION_KINDS[scheme.activation], scheme.coefficients.astype(dtype)
        self.wiring = wiring(places if sparse else places[:0], weights)
        plain = scheme.substeps == 1 and np.array_equal(factors, PLAIN)
        self.procedure = Procedure(sparse, every, kind, scheme.substeps, factors, plain)
        steps, batch = self.x.shape[:2]
        evaluations, size = steps * scheme.substeps * (len(factors) - 1), n * padded(batch)
        states = take(((evaluations + 1) * size,), dtype)
        self.trajectory = Trajectory(states, take((0 if plain else evaluations * size,), dtype))

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
    rows = range(len(parameters[0]))
    return [Replica(r, inputs, noise, mask, scheme, every, parameters) for r in rows]


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
    """Return threads for the replicas.

    They flush denormal numbers to zero, for errors that vanish over 500 steps would crawl as such,
    and the matrix products within them use no threads of their own.
    """
    threadpool_limits(1, user_api="blas")
    return ThreadPoolExecutor(threads, initializer=lambda: torch.set_flush_denormal(True))


def _each(function: Callable, *arguments: Iterable) -> None:
    """Call a function for all replicas, spread over as many threads as torch uses."""
    calls, threads = list(zip(*arguments, strict=True)), torch.get_num_threads()

    def some(first: int) -> None:  # one task for each thread: to hand one over takes time
        for own in calls[first::threads]:
            function(*own)

    list(_pool(threads).map(some, range(threads)))
