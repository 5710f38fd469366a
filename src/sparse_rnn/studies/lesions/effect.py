"""What lesions do to the test metric of trained networks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sparse_rnn.catalog import TASKS
from sparse_rnn.graphs.motifs import LOOP_LINKS
from sparse_rnn.results.intervals import Interval, summarise
from sparse_rnn.results.quote import quote, without_logs
from sparse_rnn.results.runs import as_gains, log_errors

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


def harm_curves(lesions: pd.DataFrame) -> pd.DataFrame:
    """Return what each removal does to the metric, measured as the claim measures harm.

    Returns
    -------
    pandas.DataFrame
        As `change_curves`; errors have a ratio, after over before, in the place of the change:
        the geometric mean over networks and orders with its interval.  No row where no network
        was lesioned.
    """
    if lesions.empty:
        return pd.DataFrame(columns=["task", "kind", "removed", *Interval._fields])
    return without_logs(change_curves(lesion_changes(log_errors(lesions))))


def all_removed(changed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows after the last removal, with the change per loop and per weight removed.

    ``rate`` is the change per loop, ``weight`` the mean |w| of the links removed, ``per_weight``
    the change per unit of |w|.  Networks without a loop of a kind have no row of that kind.
    """
    last = changed[changed["removed"] == changed.groupby(SERIES)["removed"].transform("max")]
    some = last[last["removed"] > 0]
    per_loop = some[["change", "size"]].div(some["removed"], axis=0)
    rates = {"rate": per_loop["change"], "weight": per_loop["size"] / len(LOOP_LINKS)}
    return some.assign(**rates, per_weight=some["change"] / some["size"])


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


def first_of_each(changed: pd.DataFrame) -> pd.DataFrame:
    """Return the rows up to the first removal, of networks with loops of both kinds."""
    return as_many_of_each(changed).query("removed <= 1")


def unbalanced_less_balanced(changed: pd.DataFrame, per: str = "rate") -> pd.Series:
    """Return by ``task`` and ``network`` the change per loop, unbalanced less balanced.

    Parameters
    ----------
    changed : pandas.DataFrame
        As `lesion_changes` returns it, or `as_many_of_each`, or `first_of_each`.
    per : str, optional
        What is compared, a column of `all_removed`.
    """
    rate = all_removed(changed).pivot(index=NETWORK_KEYS, columns="kind", values=per)
    rate = rate.reindex(columns=COMPARED)
    return (rate["unbalanced"] - rate["balanced"]).rename("difference")


def after_all(changed: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return mean and 95 % t interval over networks of a column of `all_removed`.

    Returns
    -------
    pandas.DataFrame
        ``task, kind, n, mean, low, high``; networks without a loop of the kind are left out.
    """
    return summarise(all_removed(changed), column, ["task", "kind"])


def matched_difference(changed: pd.DataFrame) -> pd.DataFrame:
    """Return by task `unbalanced_less_balanced` with as many loops of each kind removed.

    Networks have more loops of one kind than of the other, and harm grows with every removal.
    """
    difference = unbalanced_less_balanced(as_many_of_each(changed)).reset_index()
    return summarise(difference, "difference", ["task"])


MATCHED = "change_per_loop_unbalanced_less_balanced_as_many_of_each"
"""What records call `matched_difference`."""


def effects_on_authors(lesions: pd.DataFrame, metrics: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what lesions do to the authors' networks; nothing where there are none.

    Parameters
    ----------
    lesions, metrics : pandas.DataFrame
        The tables ``published_lesions`` and ``published_metrics``.
    """
    if lesions.empty:
        return {}
    changed = lesion_changes(as_gains(lesions))
    return {
        "change_all_removed": after_all(changed, "change"),
        "change_per_loop": after_all(changed, "rate"),
        MATCHED: matched_difference(changed),
        "metric": summarise(metrics, "metric", ["task", "part"]),
        "metric_recorded": summarise(metrics, "recorded", ["task", "part"]),
    }


def loops_table(per_loop: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """Return what a notebook shows of the removal of each kind of links, quoted."""
    numbers = ["mean", "low", "high"]
    quotes = [
        [quote(*row) for row in table[numbers].itertuples(index=False)]
        for table in (per_loop, weights)
    ]
    shown = per_loop[["task", "kind", "n"]].assign(kind=per_loop["kind"].map(KIND_LABELS))
    return shown.assign(
        **{"change per loop, all removed": quotes[0], "mean |w| of its links": quotes[1]}
    )


def removals_in_words(per_loop: pd.DataFrame) -> str:
    """Return the change per loop of each task, a line each."""
    lines = []
    for task, rows in per_loop.groupby("task", sort=False):
        values = [
            f"{KIND_LABELS[row.kind]} {quote(row.mean, row.low, row.high)} (n = {row.n})"
            for row in rows.itertuples()
        ]
        lines.append(f"- {TASKS[task].label}: {'; '.join(values)}.")
    return "\n".join(lines)


GAINS_NOTE = "Mackey–Glass: of the logarithm of the error, sign turned: positive is better"
"""How changes are told whose table comes from `results.runs.as_gains`."""

PARTS = {"test": "test part", "all": "all parts"}
"""The parts of the data that the authors' networks are tested on, in words."""


def means_in_words(heading: str, table: pd.DataFrame, names: Sequence[str] = ()) -> str:
    """Return a heading and a line per row: its task and further names, the mean, and n.

    Parameters
    ----------
    heading : str
        What the means are of.
    table : pandas.DataFrame
        As `summarise` returns it.
    names : sequence of str, optional
        Columns beside ``task`` that tell its rows apart: ``kind`` or ``part``.
    """
    labels = KIND_LABELS | PARTS
    lines = [f"{heading}:", ""]
    for row in table.itertuples():
        words = [TASKS[row.task].label, *(labels[getattr(row, name)] for name in names)]
        lines.append(f"- {', '.join(words)}: {quote(row.mean, row.low, row.high)} (n = {row.n}).")
    return "\n".join(lines)


def authors_in_words(authors: dict[str, pd.DataFrame]) -> str:
    """Return what `effects_on_authors` found, as lists."""
    if not authors:
        return "There are no networks of the authors in these tables."
    recorded = authors["metric_recorded"].query("n > 0")
    matched = f"Change per loop, unbalanced less balanced, as many of each ({GAINS_NOTE})"
    parts = [
        means_in_words("Test metric, ours", authors["metric"], ["part"]),
        means_in_words("As recorded", recorded, ["part"]),
        means_in_words(
            f"Change, all of a kind removed ({GAINS_NOTE})", authors["change_all_removed"], ["kind"]
        ),
        means_in_words(matched, authors[MATCHED]),
    ]
    return "\n\n".join(parts)
