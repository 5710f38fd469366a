"""The exponential function inside compiled kernels, in few enough steps to vectorise.

A processor has no instruction for it, and a call of the mathematical library for each element would
take as long as a recurrent product.  It is right to a few units in the last place of float32.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.numerics.jit import arithmetic
from sparse_rnn.numerics.polynomials import fit

LOG2_E = np.float32(np.log2(np.e))
LN2_HIGH = np.float32(0.693359375)  # few bits, so that a multiple of it is exact
LN2_LOW = np.float32(np.log(2) - 0.693359375)
LAST = np.float32(87.0)  # exp(-87) is about the least normal float32
EXP = fit(lambda r: np.exp(-r), -0.5 * np.log(2), 0.5 * np.log(2), 6)
_HALF = np.float32(0.5)


@arithmetic
def exp_minus(x):
    """Return exp(-x) for x >= 0 as two factors: a power of two, and what is to be added to 1."""
    x = min(x, LAST)
    n = np.int32(x * LOG2_E + _HALF)
    r = (x - n * LN2_HIGH) - n * LN2_LOW
    p = EXP[3] + r * (EXP[4] + r * (EXP[5] + r * EXP[6]))
    power = np.int32((np.int32(127) - n) << np.int32(23)).view(np.float32)
    return power, r * (EXP[1] + r * (EXP[2] + r * p))
