"""Hartigan's dip test of unimodality."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from diptest import diptest

FEWEST = 4


class Dip(NamedTuple):
    """The dip of a sample and the chance of one as large if the distribution had one mode."""

    dip: float
    p: float


def dip_test(values: np.ndarray) -> Dip:
    """Return the dip of a sample, and its p-value; NaN for fewer than four values.

    The dip is the largest difference between the empirical distribution function and the nearest
    one with a single mode.  The p-value is interpolated in a table for samples of a uniform
    distribution, the least favourable of those with one mode: Hartigan & Hartigan (1985), doi
    10.1214/aos/1176346577.  The table ends at 72,000 values, beyond which a warning says so.

    Parameters
    ----------
    values : ndarray
        The sample, of any shape.
    """
    sample = np.ravel(values).astype(float)
    if sample.size < FEWEST:
        return Dip(np.nan, np.nan)
    return Dip(*map(float, diptest(sample)))
