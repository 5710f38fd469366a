"""Normal random numbers in few enough steps to vectorise, from a state of one 64-bit word.

Each 64 bits of SplitMix64 (see `randomness`) make two numbers.  A state is a place in the one
sequence of all words, so that what is drawn depends on it alone, not on threads or other states.
Streams start at hashes: that any two of 10,000 of them, a billion words each, overlap somewhere has
a probability of one in 200.
"""

from __future__ import annotations

import numpy as np

from sparse_rnn.numerics.jit import arithmetic
from sparse_rnn.numerics.polynomials import fit
from sparse_rnn.numerics.randomness import STEP, mixed

BLOCK = 512  # numbers drawn at a time: their random bits stay in the fastest cache


def _log_ratio(f: np.ndarray) -> np.ndarray:
    """Return ``log(1 + f) / f``."""
    return np.divide(np.log1p(f), f, out=np.ones_like(f), where=f != 0)


LOG = fit(_log_ratio, np.sqrt(0.5) - 1, np.sqrt(2) - 1, 7)
SIN = fit(lambda s: np.sin(np.pi * np.sqrt(s)) / np.sqrt(s), 0, 1, 5)  # of pi x by x, s = x^2
COS = fit(lambda s: np.cos(np.pi * np.sqrt(s)), 0, 1, 6)

LN2, _UNIT = np.float32(np.log(2)), np.float32(2.0**-31)
_HALF, _ONE, MINUS_TWO = np.float32(0.5), np.float32(1), np.float32(-2)
ROOT_HALF = np.float32(np.sqrt(0.5)).view(np.int32)
NO_SIGN, FRACTION_BITS = np.int32(0x7FFFFFFF), np.int32(23)


@arithmetic
def logarithm(x):
    """Return the natural logarithm of a positive normal float32, right to 3e-7 (near 1: absolute).

    ``x = 2**e (1 + f)`` with ``1 + f`` between the roots of 1/2 and 2.
    """
    bits = np.float32(x).view(np.int32)
    e = np.int32(np.int32(bits - ROOT_HALF) >> FRACTION_BITS)
    f = np.int32(bits - np.int32(e << FRACTION_BITS)).view(np.float32) - _ONE
    p = LOG[3] + f * (LOG[4] + f * (LOG[5] + f * (LOG[6] + f * LOG[7])))
    return f * (LOG[0] + f * (LOG[1] + f * (LOG[2] + f * p))) + np.float32(e) * LN2


@arithmetic
def normal_pair(first, second):
    """Return two independent normal numbers for two int32 of random bits.

    They are ``r cos(pi x)`` and ``r sin(pi x)`` with ``r = sqrt(-2 log u)``, u uniform on (0, 1)
    and x on (-1, 1) (Box & Muller 1958, doi 10.1214/aoms/1177706645); the inverse of the
    distribution function (Giles 2010) would take twice as long.  The error is below 1e-6 r, save
    that u is rounded to float32, which matters near 1: below 1e-6 r + 1e-7 / r.  The least u is
    2**-32, so that no number is beyond 6.7 standard deviations.
    """
    u = (np.float32(np.int32(first & NO_SIGN)) + _HALF) * _UNIT
    x = (np.float32(second) + _HALF) * _UNIT
    r, s = np.sqrt(MINUS_TWO * logarithm(u)), x * x
    sine = SIN[0] + s * (SIN[1] + s * (SIN[2] + s * (SIN[3] + s * (SIN[4] + s * SIN[5]))))
    cosine = COS[3] + s * (COS[4] + s * (COS[5] + s * COS[6]))
    cosine = COS[0] + s * (COS[1] + s * (COS[2] + s * cosine))
    return r * cosine, r * (x * sine)


@arithmetic
def _draw(state, words):
    """Fill ``words`` with random bits and move the state on."""
    start = state[0]
    for i in range(len(words)):
        words[i] = mixed(start + np.uint64(i + 1) * STEP)
    state[0] = start + np.uint64(len(words)) * STEP


@arithmetic
def later(state, numbers):
    """Return a state ``(1,)`` as ``add_noise`` leaves it after an even number of numbers."""
    return state + np.uint64(numbers // 2) * STEP


@arithmetic
def add_noise(out, state, std):
    """Add independent normal numbers of mean 0 to an array, and move the state on.

    Each word makes two numbers: word i makes number i of the first half and of the second.

    Parameters
    ----------
    out : ndarray
        ``(n,)``, contiguous.
    state : ndarray
        ``(1,)`` uint64, from `seeding.noise_state`; it moves on by a word for each two numbers.
    std : float
        Standard deviation.
    """
    words = np.empty(BLOCK // 2, np.uint64)
    bits = words.view(np.int32)
    half = (len(out) + 1) // 2
    for start in range(0, half, len(words)):
        one, other = out[start : min(start + len(words), half)], out[half + start :]
        _draw(state, words[: len(one)])
        both = min(len(one), len(other))
        for i in range(both):
            z, other_z = normal_pair(bits[2 * i], bits[2 * i + 1])
            one[i] += std * z
            other[i] += std * other_z
        if both < len(one):
            one[both] += std * normal_pair(bits[2 * both], bits[2 * both + 1])[0]
