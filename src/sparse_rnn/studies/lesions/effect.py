"""What lesions do to the test metric of trained networks."""

from __future__ import annotations

import pandas as pd

from sparse_rnn.graphs.motifs import LOOP_LINKS
from sparse_rnn.results.intervals import summarise

NETWORK_KEYS = ["task", "network"]
SERIES = [*NETWORK_KEYS, "kind"]
"""The columns that name the removal of one kind of links from a network."""
COMPARED = ["unbalanced", "balanced"]

KIND_LABELS = {
    "unbalanced": "unbalanced loops",
    "balanced": "balanced loops",
    "random": "random links, three at a time",
}
"""What is removed (see `removal.LESION_KINDS`), in words."""


def lesion_changes(lesions: pd.DataFrame) -> pd.DataFrame:
    """Return the change of each network's metric, its mean over the orders of removal.

    Parameters
    ----------
    lesions : pandas.DataFrame
        As `studies.lesions.measure.lesion_networks` writes it.

    Returns
    -------
    pandas.DataFrame
        ``task, network, kind, removed``, the ``size`` of the links removed and the ``change``
        against the whole network.
    """
    whole = lesions[lesions["removed"] == 0].groupby(SERIES)["metric"].mean()
    mean = lesions.groupby([*SERIES, "removed"], as_index=False)[["size", "metric"]].mean()
    before = mean.join(whole, on=SERIES, rsuffix="_whole")["metric_whole"]
    return mean.assign(change=mean["metric"] - before).drop(columns="metric")


def change_curves(changed: pd.DataFrame) -> pd.DataFrame:
    """Return mean and 95 % t interval over networks of the change after each removal.

    Returns
    -------
    pandas.DataFrame
        ``task, kind, removed, n, mean, low, high``, n the networks that had as many loops.
    """
    return summarise(changed, "change", ["task", "kind", "removed"])


def all_removed(changed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows after the last removal, with the change per loop as ``rate``.

    ``weight`` is the mean |w| of the links removed.

    Networks without a loop of a kind have no row of that kind.
    """
    last = changed[changed["removed"] == changed.groupby(SERIES)["removed"].transform("max")]
    some = last[last["removed"] > 0]
    per_loop = some[["change", "size"]].div(some["removed"], axis=0)
    return some.assign(rate=per_loop["change"], weight=per_loop["size"] / len(LOOP_LINKS))


def as_many_of_each(changed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows up to which a network loses as many unbalanced loops as balanced ones.

    Networks have more loops of one kind than of the other, and harm grows with every removal:
    only after equally many do two kinds compare.
    """
    compared = changed[changed["kind"].isin(COMPARED)]
    most = compared.groupby(SERIES)["removed"].max()
    fewest = most.groupby(NETWORK_KEYS).min().rename("fewest")
    rows = compared.join(fewest, on=NETWORK_KEYS)
    return rows[rows["removed"] <= rows["fewest"]].drop(columns="fewest")


def unbalanced_less_balanced(changed: pd.DataFrame) -> pd.Series:
    """Return by ``task`` and ``network`` the change per loop, unbalanced less balanced.

    Parameters
    ----------
    changed : pandas.DataFrame
        As `lesion_changes` returns it, or `as_many_of_each`.
    """
    rate = all_removed(changed).pivot(index=NETWORK_KEYS, columns="kind", values="rate")
    rate = rate.reindex(columns=COMPARED)
    return (rate["unbalanced"] - rate["balanced"]).rename("difference")


def change_per_loop(changed: pd.DataFrame) -> pd.DataFrame:
    """Return mean and 95 % t interval over networks of the change per loop, all of a kind removed.

    Returns
    -------
    pandas.DataFrame
        ``task, kind, n, mean, low, high``; networks without a loop of the kind are left out.
    """
    return summarise(all_removed(changed), "rate", ["task", "kind"])


def weight_removed(changed: pd.DataFrame) -> pd.DataFrame:
    """Return mean and 95 % t interval over networks of the mean |w| of the links removed.

    Returns
    -------
    pandas.DataFrame
        As `change_per_loop`.
    """
    return summarise(all_removed(changed), "weight", ["task", "kind"])
