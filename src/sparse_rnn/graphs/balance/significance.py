"""Whether a network is more balanced than the random networks of a null model."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.balance.of_graph import class_ratios, eta_of_census
from sparse_rnn.graphs.empirical import p_values
from sparse_rnn.graphs.motifs import TRANSITIVE_CLASSES, class_members
from sparse_rnn.graphs.nulls.sample import NullSample
from sparse_rnn.graphs.significance import spread, z_scores


def balance_table(census: np.ndarray, sample: NullSample, level: float = 0.95) -> pd.DataFrame:
    """Compare eta and the four T_i with their values in random networks.

    Parameters
    ----------
    census : ndarray, (132,)
        Signed census of the given network.
    sample : NullSample
        The random networks.
    level : float, optional
        Share of the random networks within the null interval.

    Returns
    -------
    pandas.DataFrame
        Rows ``eta``, ``030T``, ``120D``, ``120U`` and ``300``; columns ``value``, null ``mean``,
        ``sd`` (ddof 1), interval ``low`` to ``high``, ``z``, ``p_more``, ``p_fewer`` and ``p``
        (two-sided), and ``networks``, the number of random networks in which the ratio
        exists; all figures are over these.  NaN where the ratio does not exist in the given
        network or in fewer than two random ones; z is infinite where these agree (sd = 0) and the
        given network differs, see `significance.z_scores`.

    Raises
    ------
    ValueError
        If the level lies outside (0, 1).
    """
    if not 0 < level < 1:
        raise ValueError(f"the level of an interval must lie between 0 and 1, got {level}")
    values = np.append(eta_of_census(census), class_ratios(census))
    null = np.column_stack((eta_of_census(sample.counts), class_ratios(sample.counts)))
    rows = [_row(value, column, level) for value, column in zip(values, null.T, strict=True)]
    return pd.DataFrame(rows, index=["eta", *TRANSITIVE_CLASSES])


def _row(value: float, null: np.ndarray, level: float) -> dict[str, float]:
    """Return one row of the table from a value and its random counterparts."""
    null = null[~np.isnan(null)]
    names = ("mean", "sd", "low", "high", "z", "p_more", "p_fewer", "p")
    row = {"value": value, **dict.fromkeys(names, np.nan), "networks": len(null)}
    if len(null) < 2:
        return row
    low, high = np.quantile(null, [(1 - level) / 2, (1 + level) / 2])
    row |= {"mean": null.mean(), "sd": spread(null[:, None])[0], "low": low, "high": high}
    if np.isnan(value):
        return row
    given, column = np.array([value]), null[:, None]
    more, fewer, both = (float(p[0]) for p in p_values(given, column))
    return row | {"z": z_scores(given, column)[0], "p_more": more, "p_fewer": fewer, "p": both}


def bootstrap_interval(
    census: np.ndarray, draws: int = 1000, seed: int = 0, level: float = 0.95
) -> tuple[float, float]:
    """Return a bootstrap interval of eta: the network's triads drawn anew, with replacement.

    The triads of each transitive class are drawn as often as they occur, as if they were
    independent; they share links, so that the interval is rather too narrow.

    Parameters
    ----------
    census : ndarray, (132,)
        Signed census of the network.
    draws, seed, level
        Times to draw, root seed and coverage of the interval.

    Returns
    -------
    tuple of float
        Lower and upper end; NaN without transitive triads.

    Raises
    ------
    ValueError
        If the level lies outside (0, 1) or there are no draws.
    """
    if not 0 < level < 1 or draws < 1:
        raise ValueError(f"need 1 or more draws and a level between 0 and 1: {draws}, {level}")
    rng = stream(seed, "bootstrap of eta")
    drawn = np.zeros((draws, len(census)), dtype=np.int64)
    for triad in TRANSITIVE_CLASSES:
        members = class_members(triad)
        total = census[members].sum()
        if total:
            drawn[:, members] = rng.multinomial(total, census[members] / total, size=draws)
    low, high = np.quantile(eta_of_census(drawn), [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
