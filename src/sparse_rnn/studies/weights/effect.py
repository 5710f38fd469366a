"""What becomes of weights after the last cut: their modes, signs, and the loops they are in."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.drawing.condition_panels import condition_title
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import CONDITION, RUN, without_diverged

TWO_MODES_P = 0.05
"""Of the dip test, below which this record counts a network; the claim C2 asks for less."""

ONLY = ("in balanced loops only", "in unbalanced loops only")
"""Kinds of links that are compared."""


def dips(shapes: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the dip of the weights at three times, and its change after the last cut.

    Parameters
    ----------
    shapes : pandas.DataFrame
        The table ``weight_shapes``.

    Returns
    -------
    dict of str to pandas.DataFrame
        ``start``, ``pruned``, ``end`` and ``change`` (of one seed): ``CONDITION, n, mean, low,
        high``.
    """
    good = without_diverged(shapes)
    dip = good.pivot(index=RUN, columns="phase", values="dip").reset_index()
    dip = dip.assign(change=dip["end"] - dip["pruned"])
    return {name: summarise(dip, name) for name in ("start", "pruned", "end", "change")}


def share_with_two_modes(shapes: pd.DataFrame) -> pd.DataFrame:
    """Return the share of networks with two modes by `TWO_MODES_P`, by condition and phase."""
    good = without_diverged(shapes)
    bimodal = (good["p"] < TWO_MODES_P).where(good["p"].notna()).astype(float)
    return summarise(good.assign(bimodal=bimodal), "bimodal", [*CONDITION, "phase"])


def surviving_signs(survival: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the share of final links that had their sign at the last cut.

    Returns
    -------
    share, of_present : pandas.DataFrame
        Among all final links, and among those that were present at the last cut.
    """
    good = without_diverged(survival)
    return summarise(good, "share"), summarise(good, "share_of_present")


def sizes_by_kind(links: pd.DataFrame) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the mean size of the links of each kind, and how much stronger balanced ones are.

    Parameters
    ----------
    links : pandas.DataFrame
        The table ``link_sizes``.

    Returns
    -------
    kinds : dict of str to pandas.DataFrame
        Kind -> ``CONDITION, n, mean, low, high``.
    stronger : pandas.DataFrame
        The difference between the two kinds of `ONLY` in the same network.
    """
    sizes = without_diverged(links)
    kinds = {kind: summarise(rows, "mean_abs") for kind, rows in sizes.groupby("kind", sort=False)}
    wide = sizes.pivot(index=RUN, columns="kind", values="mean_abs").reset_index()
    return kinds, summarise(wide.assign(stronger=wide[ONLY[0]] - wide[ONLY[1]]), "stronger")


def changes_of_weights_in_words(
    change: pd.DataFrame, stronger: pd.DataFrame, of_present: pd.DataFrame
) -> str:
    """Return in how many conditions the dip grows, balanced links are stronger, and signs stay."""
    up, down = (change["low"] > 0).sum(), (change["high"] < 0).sum()
    more, less = (stronger["low"] > 0).sum(), (stronger["high"] < 0).sum()
    text = (
        f"the dip grows after the last cut in {up} of {len(change)} conditions and shrinks in"
        f" {down} (95 % interval of the change, same seed, above or below zero). Links in balanced"
        f" loops only are stronger than those in unbalanced loops only in {more} of"
        f" {len(stronger)} sparse conditions, weaker in {less}."
    )
    for row in of_present.dropna(subset="mean").nsmallest(1, "mean").itertuples():
        text += (
            " Of the links that were there, fewest keep their sign in"
            f" {condition_title(*row[1:5])}: {quote(row.mean, row.low, row.high)}, n = {row.n}."
        )
    return text
