"""How far apart two Monte Carlo estimates of the same figures are, in their standard errors."""

from __future__ import annotations

import numpy as np
import pandas as pd

FIGURES = ("mean", "sd", "z", "z_frequency")


def difference_in_errors(
    one: pd.DataFrame, networks: int, other: pd.DataFrame, other_networks: int
) -> pd.DataFrame:
    """Return (one - other) / (standard error of the difference) of each figure of each motif.

    For counts that are nearly normal, a mean has the variance sd^2 / R over R random networks, a
    standard deviation sd^2 / 2R, and a z-score (1 + z^2 / 2) / R.

    Parameters
    ----------
    one, other : pandas.DataFrame
        Tables of the same motifs with the columns ``mean``, ``sd``, ``z`` and ``z_frequency``.
    networks, other_networks : int
        Random networks behind each.

    Returns
    -------
    pandas.DataFrame
        The four columns; NaN where neither table has a spread.

    Raises
    ------
    ValueError
        If the tables have other rows.
    """
    if not one.index.equals(other.index):
        raise ValueError(f"tables of other motifs: {list(one.index)} and {list(other.index)}")
    share = 1 / networks + 1 / other_networks
    spread = np.sqrt(one["sd"] ** 2 / networks + other["sd"] ** 2 / other_networks)
    errors = {
        "mean": spread,
        "sd": spread / np.sqrt(2),
        "z": np.sqrt((1 + other["z"] ** 2 / 2) * share),
        "z_frequency": np.sqrt((1 + other["z_frequency"] ** 2 / 2) * share),
    }
    apart = {name: (one[name] - other[name]) / errors[name] for name in FIGURES}
    return pd.DataFrame(apart).where(spread > 0)
