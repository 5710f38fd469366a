"""The Elman recurrence for many replicas at once, with a backward pass written by hand.

Autograd would keep a graph node per time step and add the weight gradient up step by step.  Here
the backward pass only carries the error back in time, ``delta_t``; the weight gradient is then one
large product ``sum_t h_{t-1}^T delta_t`` per replica.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from sparse_rnn.models.activations import Activation


class ElmanRecurrence(torch.autograd.Function):
    """``h_t = (1 - leak) h_{t-1} + leak f(drive_t + h_{t-1} W)`` from ``h_0 = 0``."""

    @staticmethod
    def forward(
        ctx: torch.autograd.function.FunctionCtx,
        drive: Tensor,
        weights: Tensor,
        activation: Activation,
        leak: float,
    ) -> Tensor:
        """Return the states ``(R, T, B, N)``; drive ``(R, T, B, N)``, weights ``(R, N, N)``."""
        drives = drive.transpose(0, 1).contiguous()
        states = torch.empty_like(drives)
        rates = states if leak == 1 else torch.empty_like(drives)
        state = drives.new_zeros(drives.shape[1:])
        for t in range(len(drives)):
            rates[t] = activation.apply(torch.baddbmm(drives[t], state, weights))
            if leak != 1:
                torch.lerp(state, rates[t], leak, out=states[t])
            state = states[t]
        ctx.save_for_backward(states, rates, weights)
        ctx.activation, ctx.leak = activation, leak
        return states.transpose(0, 1)

    @staticmethod
    @once_differentiable
    def backward(
        ctx: torch.autograd.function.FunctionCtx, grad: Tensor
    ) -> tuple[Tensor, Tensor, None, None]:
        """Return the gradients of drive and weights."""
        states, rates, weights = ctx.saved_tensors
        deltas = torch.empty_like(states)
        back = weights.transpose(1, 2)
        grads = grad.transpose(0, 1)
        carry = torch.zeros_like(states[0])
        for t in range(len(states) - 1, -1, -1):
            error = carry.add_(grads[t])
            torch.mul(ctx.activation.slope(rates[t]), error, out=deltas[t])
            if ctx.leak != 1:
                deltas[t].mul_(ctx.leak)
            carry = torch.bmm(deltas[t], back)
            if ctx.leak != 1:
                carry.add_(error, alpha=1 - ctx.leak)
        replicas, units = weights.shape[:2]
        before = states[:-1].transpose(0, 1).reshape(replicas, -1, units)
        after = deltas[1:].transpose(0, 1).reshape(replicas, -1, units)
        return deltas.transpose(0, 1), torch.bmm(before.transpose(1, 2), after), None, None
