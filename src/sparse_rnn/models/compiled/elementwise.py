"""Activation functions and their slopes inside compiled kernels, in few enough steps to vectorise.

A processor has no instruction for tanh, and a call of the mathematical library for each element
would take as long as the recurrent product itself.  Each function here is right to a few units
in the last place of float32.  A slope is computed from the value, so that it need not be kept.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.numerics.exponential import exp_minus
from sparse_rnn.numerics.jit import arithmetic, inlined
from sparse_rnn.numerics.polynomials import fit

ACTIVATION_KINDS = {"tanh": 0, "relu": 1, "softplus": 2}
TANH, RELU, SOFTPLUS = ACTIVATION_KINDS.values()

# tanh(x) = x P(x^2) / Q(x^2) for |x| < 7.9: the rational function of Eigen (MPL-2, ptanh_float).
SATURATED = np.float32(7.90531110763549805)
P = tuple(
    np.float32(c)
    for c in (
        4.89352455891786e-03, 6.37261928875436e-04, 1.48572235717979e-05, 5.12229709037114e-08,
        -8.60467152213735e-11, 2.00018790482477e-13, -2.76076847742355e-16,
    )
)  # fmt: skip
Q = tuple(
    np.float32(c)
    for c in (
        4.89352518554385e-03,
        2.26843463243900e-03,
        1.18534705686654e-04,
        1.19825839466702e-06,
    )
)

LOG1P = fit(lambda t: np.log1p(t) / np.where(t == 0, 1, t) + (t == 0), 0.0, 1.0, 10)
_ZERO, _ONE = np.float32(0), np.float32(1)


@arithmetic
def tanh(x):
    """Return tanh(x); not-a-number stays what it is."""
    s = x * x
    p = P[0] + s * (P[1] + s * (P[2] + s * (P[3] + s * (P[4] + s * (P[5] + s * P[6])))))
    q = Q[0] + s * (Q[1] + s * (Q[2] + s * Q[3]))
    y = x * p / q
    return _ONE if x > SATURATED else (-_ONE if x < -SATURATED else y)


@arithmetic
def softplus(x):
    """Return log(1 + exp(x))."""
    power, rest = exp_minus(abs(x))
    t = power + power * rest
    p = LOG1P[6] + t * (LOG1P[7] + t * (LOG1P[8] + t * (LOG1P[9] + t * LOG1P[10])))
    p = LOG1P[1] + t * (LOG1P[2] + t * (LOG1P[3] + t * (LOG1P[4] + t * (LOG1P[5] + t * p))))
    return max(x, _ZERO) + t * (LOG1P[0] + t * p)


@arithmetic
def softplus_slope(y):
    """Return the slope of softplus where its value is y: 1 - exp(-y), without cancellation."""
    power, rest = exp_minus(y)
    return (_ONE - power) - power * rest


@inlined
def activate(kind, sums, values):
    """Fill ``values`` with an activation of ``sums``; both ``(n,)``, perhaps the same array."""
    if kind == TANH:
        for x in range(len(sums)):
            values[x] = tanh(sums[x])
    elif kind == RELU:
        for x in range(len(sums)):
            values[x] = _ZERO if sums[x] <= _ZERO else sums[x]
    else:
        for x in range(len(sums)):
            values[x] = softplus(sums[x])


@inlined
def through_slope(kind, errors, values, deltas):
    """Set ``deltas`` to ``errors`` times the slope of the activation where it has ``values``.

    All are ``(n,)``.  The slope of relu is 0 at 0.
    """
    if kind == TANH:
        for x in range(len(errors)):
            deltas[x] = errors[x] * (_ONE - values[x] * values[x])
    elif kind == RELU:
        for x in range(len(errors)):
            deltas[x] = _ZERO if values[x] <= _ZERO else errors[x]
    else:
        for x in range(len(errors)):
            deltas[x] = errors[x] * softplus_slope(values[x])
