"""Random numbers inside compiled kernels: SplitMix64, whose state is one 64-bit word."""

from __future__ import annotations

import numpy as np

from sparse_rnn.numerics.jit import compiled, inlined

U1, U27, U30, U31, U32 = (np.uint64(shift) for shift in (1, 27, 30, 31, 32))
STEP = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
_U11, _UNIT = np.uint64(11), 2.0**-53  # what a float64 leaves of 64 bits, and brings below 1


@inlined
def mixed(word):
    """Return the 64 random bits that belong to a state of SplitMix64.

    Steele et al. (2014), doi 10.1145/2714064.2660195; the state moves on by ``STEP``.
    """
    word = (word ^ (word >> U30)) * MIX_1
    word = (word ^ (word >> U27)) * MIX_2
    return word ^ (word >> U31)


@compiled
def random_bits(state):
    """Move the state on and return 64 random bits."""
    state[0] += STEP
    return mixed(state[0])


@compiled
def below(state, n):
    """Return a random integer from 0 to ``n - 1``, n < 2**32."""
    return np.int64(((random_bits(state) >> U32) * np.uint64(n)) >> U32)


@compiled
def uniform(state):
    """Return a random number from [0, 1), a multiple of 2**-53."""
    return (random_bits(state) >> _U11) * _UNIT
