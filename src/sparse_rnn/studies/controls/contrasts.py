"""What training and selection by size each do to balance: differences between arms, seed by seed.

An arm is a control of a strategy's networks.  All arms of one seed start from the same weights, so
that they are compared pair by pair.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from sparse_rnn.drawing.grid import Cell
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.quote import quote, quoted, within
from sparse_rnn.results.runs import RUN, without_diverged
from sparse_rnn.studies.controls.measure import AS_TRAINED, SHUFFLE

PLACE = ["task", "model", "sparsity"]
_ARM = ["strategy", "control"]


class Arm(NamedTuple):
    """Networks that are compared: what they are made of and how."""

    strategy: str
    control: str = AS_TRAINED


CUT_LABELS = {
    "untrained_random_cut": "Untrained, random cut",
    "untrained_magnitude_cut": "Untrained, small |w| cut",
    "trained_random_cut": "Dense trained, random cut",
    "trained_magnitude_cut": "Dense trained, small |w| cut",
}
"""The controls that are cut from dense networks, in words."""

SIGN_LABELS = {
    AS_TRAINED: "as it is",
    "signs_shuffled": "signs shuffled over the links",
    "signs_exchanged": "signs exchanged, signed degrees kept",
}
"""What is done to the signs of a network that trained sparse, in words."""

NEITHER = Arm("dense", "untrained_random_cut")
CONTRASTS: dict[str, tuple[Arm, Arm]] = {
    "selection without training": (Arm("dense", "untrained_magnitude_cut"), NEITHER),
    "dense training, then a random cut": (Arm("dense", "trained_random_cut"), NEITHER),
    "training on fixed random links": (Arm("static"), NEITHER),
    "training while links are cut at random": (Arm("random_pruning"), NEITHER),
    "selection after dense training": (
        Arm("dense", "trained_magnitude_cut"),
        Arm("dense", "trained_random_cut"),
    ),
    "selection while training": (Arm("pruning_2"), Arm("random_pruning")),
    "training and selection together": (Arm("pruning_2"), NEITHER),
    "which links are negative": (Arm("pruning_2"), Arm("pruning_2", "signs_shuffled")),
}
"""What makes a difference: the arm with it and the arm without."""


def by_run(table: pd.DataFrame, value: str) -> pd.DataFrame:
    """Return a column's mean over the draws of each control; one row per run and control.

    Diverged runs are left out.
    """
    every = [*RUN, "control"]
    return without_diverged(table).groupby(every, as_index=False, sort=False)[value].mean()


def contrast_table(balance: pd.DataFrame) -> pd.DataFrame:
    """Return the mean differences in eta between arms, with 95 % t intervals over seeds.

    Parameters
    ----------
    balance : pandas.DataFrame
        As `controls.measure.measure_controls` writes it.

    Returns
    -------
    pandas.DataFrame
        ``task, model, sparsity``, the ``contrast``, ``n`` pairs of networks of one seed, ``mean``,
        ``low``, ``high``.  A contrast is left out where one of its arms has no network.
    """
    eta = by_run(balance, "eta").set_index([*_ARM, *PLACE, "seed"])["eta"].sort_index()
    arms = set(zip(*(eta.index.get_level_values(key) for key in _ARM), strict=True))
    parts = [
        (eta.loc[tuple(with_it)] - eta.loc[tuple(without)])
        .dropna()
        .reset_index()
        .assign(contrast=name)
        for name, (with_it, without) in CONTRASTS.items()
        if {with_it, without} <= arms
    ]
    if not parts:
        return pd.DataFrame(columns=[*PLACE, "contrast", "n", "mean", "low", "high"])
    table = summarise(pd.concat(parts), "eta", [*PLACE, "contrast"])
    return table.sort_values(PLACE, kind="stable", ignore_index=True)


def contrasts_in_words(contrasts: pd.DataFrame) -> str:
    """Return what the contrasts of one task, model and sparsity say, as one sentence.

    Parameters
    ----------
    contrasts : pandas.DataFrame
        Rows of `contrast_table`.
    """
    up, down = contrasts["low"] > 0, contrasts["high"] < 0
    verdicts = {"raised by": up, "lowered by": down, "not clearly moved by": ~(up | down)}
    parts = [
        f"{verdict} {'; '.join(map(_quoted, contrasts[chosen].itertuples()))}"
        for verdict, chosen in verdicts.items()
        if chosen.any()
    ]
    return f"η is {', '.join(parts)}."


def _quoted(row: tuple) -> str:
    return f"{row.contrast} ({quote(row.mean, row.low, row.high)}, n = {row.n})"


def places_in_words(contrasts: pd.DataFrame) -> str:
    """Return `contrasts_in_words` of each task, model and sparsity, a line each."""
    lines = [
        f"- {Cell(*place, rows).title}: {contrasts_in_words(rows)}"
        for place, rows in contrasts.groupby(PLACE, sort=False)
    ]
    return "\n".join(lines)


def controls_in_rows(eta: pd.DataFrame, z: pd.DataFrame, null: str) -> pd.DataFrame:
    """Return what a notebook shows of all controls: a row per condition and control, quoted.

    Parameters
    ----------
    eta, z : pandas.DataFrame
        Eta of each control, and mean z by ``balanced`` and ``null_model``, summarised over seeds.
    null : str
        The null model that decides; that of shuffled signs is shown beside it.
    """
    labels = CUT_LABELS | SIGN_LABELS
    rows = [
        quoted(_columns_of(name, eta, z, null)).assign(control=label)
        for name, label in labels.items()
        if (eta["control"] == name).any()
    ]
    return pd.concat(rows, ignore_index=True)


def _columns_of(
    control: str, eta: pd.DataFrame, z: pd.DataFrame, null: str
) -> dict[str, pd.DataFrame]:
    """Return the columns of one control, for `quoted`."""
    columns = {"η": within(eta[eta["control"] == control])}
    own = z[z["control"] == control]
    for name in dict.fromkeys((null, SHUFFLE)):
        for key, kind in {True: "balanced", False: "unbalanced"}.items():
            chosen = (own["null_model"] == name) & (own["balanced"] == key)
            columns[f"z {kind}, {name}"] = own[chosen]
    return columns
