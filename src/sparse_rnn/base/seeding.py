"""Named random streams: every draw of the project comes from a seed and a name.

A stream is fixed by the root seed and the words that name it, so that a replica draws the same
numbers alone or among others, and a run resumed at epoch 50 draws what an undisturbed run would.
There is no global generator anywhere.
"""

from __future__ import annotations

import hashlib

import numpy as np


def seed_sequence(seed: int, *names: str | int) -> np.random.SeedSequence:
    """Return the seed sequence of the stream called ``names``.

    Parameters
    ----------
    seed : int
        Root seed, non-negative.
    *names : str or int
        The words that name the stream, e.g. ``"batches", 12``.

    Raises
    ------
    ValueError
        If the seed is negative.
    """
    if seed < 0:
        raise ValueError(f"a seed must be a non-negative integer, got {seed}")
    label = "/".join(map(str, names)).encode()
    words = np.frombuffer(hashlib.blake2b(label, digest_size=16).digest(), dtype=np.uint32)
    return np.random.SeedSequence([seed, *words.tolist()])


def stream(seed: int, *names: str | int) -> np.random.Generator:
    """Return the NumPy generator of the stream called ``names``."""
    return np.random.Generator(np.random.PCG64(seed_sequence(seed, *names)))


def noise_state(seed: int, *names: str | int) -> np.uint64:
    """Return where `gaussian_noise.add_noise` starts in the stream ``names``."""
    return seed_sequence(seed, *names).generate_state(1, np.uint64)[0]


def torch_seed(seed: int, *names: str | int) -> int:
    """Return the integer that seeds a ``torch.Generator`` for the stream called ``names``."""
    return int(noise_state(seed, *names) >> np.uint64(1))
