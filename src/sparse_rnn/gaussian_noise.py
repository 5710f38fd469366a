"""Normal random numbers in few enough steps to vectorise, from a state of one 64-bit word.

Each 64 bits of SplitMix64 (see `randomness`) make two probabilities, and each probability a normal
number through the inverse of the distribution function.  A state names its place in the sequence,
so that what is drawn depends on nothing but the state: not on threads, blocks or other states.
Two of the 1e4 states that a project may use come within the 1e9 words that each may draw of each
other with probability 1e-2 (their starts are hashes), and even then only in different updates.
"""

from __future__ import annotations

import numpy as np
from scipy.special import erfinv, ndtri

from sparse_rnn.jit import arithmetic
from sparse_rnn.polynomials import fit
from sparse_rnn.randomness import STEP, mixed

BLOCK = 512  # numbers drawn at a time: their random bits stay in the fastest cache


def _ratio(w: np.ndarray) -> np.ndarray:
    """Return ``z / x`` where z is normal, ``x = 2 Phi(z) - 1`` and ``w = -log(1 - x**2)``."""
    x = np.sqrt(-np.expm1(-w))
    upper = np.exp(-w) / (1 + x) / 2
    z = np.where(x < 0.5, np.sqrt(2) * erfinv(x), -ndtri(upper))
    return np.divide(z, x, out=np.full_like(w, np.sqrt(np.pi / 2)), where=x > 0)


def _log_ratio(f: np.ndarray) -> np.ndarray:
    """Return ``log(1 + f) / f``."""
    return np.divide(np.log1p(f), f, out=np.ones_like(f), where=f != 0)


# The ratio is a smooth function of w, and far from 0 of the root of w (Giles 2010).
FAR = np.float32(6)
NEAR_MIDDLE, FAR_MIDDLE = np.float32(3), np.float32(3.5)
LAST_ROOT = np.sqrt(31 * np.log(2))  # at the smallest probability, 2**-33
NEAR = fit(lambda c: _ratio(c + 3), -3, 3, 7)
TAIL = fit(lambda c: _ratio((c + 3.5) ** 2), np.sqrt(6) - 3.5, LAST_ROOT - 3.5, 7)
LOG = fit(_log_ratio, np.sqrt(0.5) - 1, np.sqrt(2) - 1, 7)

LN2, UNIT = np.float32(np.log(2)), np.float32(2.0**-31)
HALF, ONE, TWO = np.float32(0.5), np.float32(1), np.float32(2)
ROOT_HALF = np.float32(np.sqrt(0.5)).view(np.int32)
ALL_BITS, SIGN_BIT, FRACTION_BITS = np.int32(0x7FFFFFFF), np.int32(31), np.int32(23)


@arithmetic
def log(x):
    """Return the natural logarithm of a positive normal float32, right to 3e-7 (near 1: absolute).

    ``x = 2**e (1 + f)`` with ``1 + f`` between the roots of 1/2 and 2.
    """
    bits = np.float32(x).view(np.int32)
    e = np.int32(np.int32(bits - ROOT_HALF) >> FRACTION_BITS)
    f = np.int32(bits - np.int32(e << FRACTION_BITS)).view(np.float32) - ONE
    p = LOG[3] + f * (LOG[4] + f * (LOG[5] + f * (LOG[6] + f * LOG[7])))
    return f * (LOG[0] + f * (LOG[1] + f * (LOG[2] + f * p))) + np.float32(e) * LN2


@arithmetic
def normal(bits):
    """Return the normal number whose distribution function is ``(bits + 1/2) / 2**32 + 1/2``.

    Its relative error is below 1.2e-6 everywhere.  The change of variables is that of M. Giles,
    "Approximating the erfinv function", GPU Computing Gems (2010), the polynomials are our own:
    they reach further into the tail, to the last probability, 6.3 standard deviations away.

    Parameters
    ----------
    bits : int32
        All values equally likely.
    """
    x = (np.float32(bits) + HALF) * UNIT
    far = np.int32(np.int32(bits ^ np.int32(bits >> SIGN_BIT)) ^ ALL_BITS)
    y = (np.float32(far) + HALF) * UNIT  # 1 - abs(x), which a subtraction would round away
    w = -log(y * (TWO - y))
    c, d = w - NEAR_MIDDLE, np.sqrt(w) - FAR_MIDDLE
    near = NEAR[3] + c * (NEAR[4] + c * (NEAR[5] + c * (NEAR[6] + c * NEAR[7])))
    near = NEAR[0] + c * (NEAR[1] + c * (NEAR[2] + c * near))
    tail = TAIL[3] + d * (TAIL[4] + d * (TAIL[5] + d * (TAIL[6] + d * TAIL[7])))
    tail = TAIL[0] + d * (TAIL[1] + d * (TAIL[2] + d * tail))
    return x * (near if w < FAR else tail)


@arithmetic
def _draw(state, words):
    """Fill ``words`` with random bits and move the state on."""
    start = state[0]
    for i in range(len(words)):
        words[i] = mixed(start + np.uint64(i + 1) * STEP)
    state[0] = start + np.uint64(len(words)) * STEP


@arithmetic
def add_noise(out, state, std):
    """Add independent normal numbers of mean 0 to an array, and move the state on.

    Parameters
    ----------
    out : ndarray
        ``(n,)``, contiguous.
    state : ndarray
        ``(1,)`` uint64, from `seeding.noise_state`; it moves on by a word for two numbers.
    std : float
        Standard deviation.
    """
    words = np.empty(BLOCK // 2, np.uint64)
    bits = words.view(np.int32)
    for first in range(0, len(out), BLOCK):
        block = out[first : first + BLOCK]
        _draw(state, words[: (len(block) + 1) // 2])
        for i in range(len(block)):
            block[i] += std * normal(bits[i])
