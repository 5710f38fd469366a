"""Whether the paths of balanced loops reach further, and up to which state they add linearly."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.runs import RUN

SIZES = {
    "mean_abs_effect": "mean |effect|",
    "mean_abs_direct": "mean |w_ik|",
    "mean_abs_indirect": "mean |w_ij w_jk|",
    "always_linear": "share always linear",
}
"""What is measured of the loops of a network, and the heading of its column."""

_KINDS = {True: "balanced", False: "unbalanced"}


def sizes_of_loops(loops: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return `SIZES` of balanced and of unbalanced loops by heading, summarised over seeds."""
    return {
        f"{label}, {kind}": summarise(loops[loops["balanced"] == key], column)
        for column, label in SIZES.items()
        for key, kind in _KINDS.items()
    }


def balanced_less_unbalanced(loops: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return `SIZES` of balanced loops less those of unbalanced ones of the same network."""
    pairs = {
        column: loops.pivot(index=RUN, columns="balanced", values=column).reset_index()
        for column in SIZES
    }
    return {
        column: summarise(pair.assign(difference=pair[True] - pair[False]), "difference")
        for column, pair in pairs.items()
    }


def linear_limits(responses: pd.DataFrame, tolerance: float) -> pd.DataFrame:
    """Return the largest state up to which the response of isolated loops is linear.

    Parameters
    ----------
    responses : pandas.DataFrame
        The table ``triad_response``.
    tolerance : float
        Relative error up to which the linear formula holds.

    Returns
    -------
    pandas.DataFrame
        ``signs, scale, limit``.
    """
    worst = responses.groupby(["signs", "scale"])["error"].cummax()
    limits = responses.assign(limit=responses["pulse"].where(worst <= tolerance, 0.0))
    return limits.groupby(["signs", "scale"], sort=False)["limit"].max().reset_index()


def limits_table(limits: pd.DataFrame) -> pd.DataFrame:
    """Return the limits as a notebook shows them, a column for each size of the weights."""
    wide = limits.pivot(index="signs", columns="scale", values="limit")
    wide = wide.reindex(limits["signs"].unique())
    named = wide.rename(columns=lambda scale: f"weights of size {scale:g}")
    return named.reset_index().rename(columns={"signs": "signs of w_ij, w_jk, w_ik"})


def larger_in(difference: pd.DataFrame) -> str:
    """Return in how many conditions a difference lies above zero: ``3 of 4``."""
    return f"{int((difference['low'] > 0).sum())} of {len(difference)}"


def paths_in_words(
    differences: Mapping[str, pd.DataFrame],
    loops: pd.DataFrame,
    limits: pd.DataFrame,
    responses: pd.DataFrame,
    tolerance: float,
) -> str:
    """Return where balanced loops have larger terms, and how far the linear formula holds."""
    larger = {column: larger_in(rows) for column, rows in differences.items()}
    text = (
        "balanced loops have, on average over the loops of a network, a larger effect than"
        f" unbalanced ones in {larger['mean_abs_effect']} sparse conditions (95 % interval of the"
        f" difference above zero), a larger direct term in {larger['mean_abs_direct']} and a larger"
        f" indirect term in {larger['mean_abs_indirect']}. The linear formula holds within"
        f" {100 * tolerance:g} % at every state in {100 * loops['always_linear'].mean():.0f} % of"
        " all loops (mean over networks, isolated tanh nodes with the weights of the loop)."
    )
    for scale, rows in limits.groupby("scale"):
        least, most = rows["limit"].min(), rows["limit"].max()
        reach = f"up to a state of {least:.2f} to {most:.2f}, depending on the type"
        reach = "at every state" if least == responses["pulse"].max() else reach
        text += f" With weights of size {scale:g} it holds {reach}."
    return text


def effect_in_words(difference: pd.DataFrame) -> str:
    """Return the answer to the question whether balanced loops reach further, with one number.

    Parameters
    ----------
    difference : pandas.DataFrame
        Of the mean sizes of the effect, see `balanced_less_unbalanced`.
    """
    return (
        f"balanced loops have the larger effect on average in **{larger_in(difference)}** sparse"
        " conditions (95 % interval of the difference in the same network above zero)."
    )
