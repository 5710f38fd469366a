"""Activation functions and their slopes inside compiled kernels, in few enough steps to vectorise.

A processor has no instruction for tanh, and a call of the mathematical library for each element
would take as long as the recurrent product itself.  Each function here is right to a few units
in the last place of float32.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.numerics.jit import arithmetic
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

LOG2_E = np.float32(np.log2(np.e))
LN2_HIGH = np.float32(0.693359375)  # few bits, so that a multiple of it is exact
LN2_LOW = np.float32(np.log(2) - 0.693359375)
LAST = np.float32(87.0)  # exp(-87) is about the least normal float32
EXP = fit(lambda r: np.exp(-r), -0.5 * np.log(2), 0.5 * np.log(2), 6)
LOG1P = fit(lambda t: np.log1p(t) / np.where(t == 0, 1, t) + (t == 0), 0.0, 1.0, 10)
_ZERO, _HALF, _ONE = np.float32(0), np.float32(0.5), np.float32(1)


@arithmetic
def tanh(x):
    """Return tanh(x) and its slope; not-a-number stays what it is."""
    s = x * x
    p = P[0] + s * (P[1] + s * (P[2] + s * (P[3] + s * (P[4] + s * (P[5] + s * P[6])))))
    q = Q[0] + s * (Q[1] + s * (Q[2] + s * Q[3]))
    y = x * p / q
    y = _ONE if x > SATURATED else (-_ONE if x < -SATURATED else y)
    return y, _ONE - y * y


@arithmetic
def relu(x):
    """Return max(x, 0) and its slope, 0 at 0."""
    return (_ZERO, _ZERO) if x <= _ZERO else (x, _ONE)


@arithmetic
def exp_minus(x):
    """Return exp(-x) for x >= 0."""
    x = min(x, LAST)
    n = np.int32(x * LOG2_E + _HALF)
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    p = EXP[3] + r * (EXP[4] + r * (EXP[5] + r * EXP[6]))
    p = EXP[0] + r * (EXP[1] + r * (EXP[2] + r * p))
    return p * np.int32((np.int32(127) - n) << np.int32(23)).view(np.float32)


@arithmetic
def softplus(x):
    """Return log(1 + exp(x)) and its slope, the logistic function."""
    t = exp_minus(abs(x))
    p = LOG1P[6] + t * (LOG1P[7] + t * (LOG1P[8] + t * (LOG1P[9] + t * LOG1P[10])))
    p = LOG1P[1] + t * (LOG1P[2] + t * (LOG1P[3] + t * (LOG1P[4] + t * (LOG1P[5] + t * p))))
    y = t * (LOG1P[0] + t * p)
    slope = _ONE / (_ONE + t)
    return (y, t * slope) if x <= _ZERO else (x + y, slope)


@arithmetic
def activate(kind, sums, drive, values, slopes):
    """Fill ``values`` and ``slopes`` of an activation at ``sums + drive``; all ``(n,)``."""
    if kind == TANH:
        for x in range(len(sums)):
            values[x], slopes[x] = tanh(sums[x] + drive[x])
    elif kind == RELU:
        for x in range(len(sums)):
            values[x], slopes[x] = relu(sums[x] + drive[x])
    else:
        for x in range(len(sums)):
            values[x], slopes[x] = softplus(sums[x] + drive[x])
