"""Cross-entropy of each replica, value and gradient in one pass over the outputs.

A few classes make rows too short for torch's vectorised softmax, which then costs as much as the
recurrent network.
"""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor
from torch.autograd.function import FunctionCtx, once_differentiable

from sparse_rnn.numerics.exponential import exp_minus
from sparse_rnn.numerics.jit import arithmetic

AT_ONCE = 4096  # numbers whose exponentials go together: they stay in the fastest cache


@arithmetic
def _cross_entropy(outputs, targets, errors):
    """Return the mean cross-entropy of rows ``(P, C)``; fill its gradient ``(P, C)``."""
    total, rows = 0.0, max(1, AT_ONCE // outputs.shape[1])
    for first in range(0, len(outputs), rows):
        own = slice(first, first + rows)
        total += _some(outputs[own], targets[own], 1 / len(outputs), errors[own])
    return total / len(outputs)


@arithmetic
def _some(outputs, targets, share, errors):
    """Return the summed cross-entropy of some rows; fill a share of its gradient."""
    total, classes, powers = 0.0, outputs.shape[1], errors.reshape(-1)
    for p in range(len(outputs)):
        top = outputs[p, 0]
        for c in range(1, classes):
            top = max(top, outputs[p, c])
        for c in range(classes):
            errors[p, c] = top - outputs[p, c]
        total -= outputs[p, targets[p]] - top
    for x in range(len(powers)):  # a row is too short for the processor's vectors
        power, rest = exp_minus(powers[x])
        powers[x] = power + power * rest
    for p in range(len(outputs)):
        norm = 0.0
        for c in range(classes):
            norm += errors[p, c]
        total += math.log(norm)
        for c in range(classes):
            errors[p, c] *= share / norm
        errors[p, targets[p]] -= share
    return total


class CrossEntropy(torch.autograd.Function):
    """Mean cross-entropy in nats of each replica."""

    @staticmethod
    def forward(ctx: FunctionCtx, outputs: Tensor, targets: Tensor) -> Tensor:
        """Return ``(R,)`` for outputs ``(R, ..., C)`` and class numbers ``(R or 1, ...)``."""
        classes = outputs.shape[-1]
        numbers = targets.expand(outputs.shape[:-1]).flatten(1)
        if numbers.numel() and not 0 <= numbers.min() <= numbers.max() < classes:
            raise ValueError(
                f"class numbers must lie from 0 to {classes - 1}, "
                f"got {numbers.min()} to {numbers.max()}"
            )
        rows = outputs.detach().flatten(1, -2).contiguous().numpy()
        errors = np.empty_like(rows)
        losses = [
            _cross_entropy(own, wanted, error)
            for own, wanted, error in zip(rows, numbers.contiguous().numpy(), errors, strict=True)
        ]
        ctx.errors = torch.from_numpy(errors).view(outputs.shape)
        return outputs.new_tensor(losses)

    @staticmethod
    @once_differentiable
    def backward(ctx: FunctionCtx, grad: Tensor) -> tuple[Tensor, None]:
        """Return the gradient of the outputs."""
        return ctx.errors * grad.view(-1, *[1] * (ctx.errors.dim() - 1)), None
