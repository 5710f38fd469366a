"""Denormal numbers as zeros, for the processor crawls with them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import torch

LEAST, HALF = np.finfo(np.float32).tiny, np.float32(0.5)  # their product is a denormal number


@contextmanager
def denormals_flushed() -> Iterator[None]:
    """Flush denormal numbers to zero: errors that vanish over 500 steps would crawl as denormals.

    The setting is the processor's, for all code of this thread; it must not outlive the training.
    """
    before = bool(LEAST * HALF == 0)
    torch.set_flush_denormal(True)
    try:
        yield
    finally:
        torch.set_flush_denormal(before)
