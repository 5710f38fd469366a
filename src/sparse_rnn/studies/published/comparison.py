"""Published networks beside ours, condition by condition: might theirs be one more of ours."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
from scipy.stats import spearmanr

from sparse_rnn.drawing.style import in_order
from sparse_rnn.graphs.motifs import FFL_SIGNS
from sparse_rnn.results.intervals import Interval, prediction_interval
from sparse_rnn.results.quote import ANY, quote
from sparse_rnn.results.runs import (
    CONDITION,
    RUN,
    last_epoch,
    mean_z,
    with_defined_z,
    without_diverged,
)
from sparse_rnn.studies.published.source import GENERATED, RUN_KIND

ETA_AT_END = "eta"
Z_OF_KIND = {True: "mean z balanced", False: "mean z unbalanced"}
"""Name of the mean z-score of the four balanced and of the four unbalanced loops."""
QUANTITIES = (ETA_AT_END, *Z_OF_KIND.values(), *(f"z {signs}" for signs in FFL_SIGNS))
"""What is compared, all at the end of training."""

NOT_KNOWN = "–"
"""What stands where there are no networks of ours."""

_COLUMNS = [*CONDITION, "listed", "quantity", "theirs", *Interval._fields, "inside"]


def compare_published(
    their_balance: pd.DataFrame,
    their_motifs: pd.DataFrame,
    balance: pd.DataFrame,
    motifs: pd.DataFrame,
) -> pd.DataFrame:
    """Return each quantity of each published run at its end beside that of our networks.

    Ours are the seeds of the same condition, those that diverged left out.  The interval is the
    one that a further network falls into with probability 0.95 (`prediction_interval`), for there
    is one published network of a condition.

    Parameters
    ----------
    their_balance, their_motifs : pandas.DataFrame
        The tables ``published_balance`` and ``published_motifs``; rows of generated networks have
        no say.
    balance, motifs : pandas.DataFrame
        The tables of the same names; of ``motifs`` the rows that decide.

    Returns
    -------
    pandas.DataFrame
        ``CONDITION, listed, quantity, theirs, n, mean, low, high, inside``: inside tells whether
        ``low <= theirs <= high``, None where either is not known.
    """
    theirs = _theirs(their_balance, their_motifs)
    ours = _ours(balance, motifs[motifs["decides"]])
    keys = [*CONDITION, "quantity"]
    groups = ours.groupby(keys, sort=False)["value"]
    rows = [(*key, *prediction_interval(values)) for key, values in groups]
    intervals = pd.DataFrame(rows, columns=[*keys, *Interval._fields])
    both = theirs.merge(intervals, on=keys, how="left").astype({"n": "Float64"})
    both["n"] = both["n"].fillna(0).astype(int)
    known = both[["theirs", "low", "high"]].notna().all(axis=1)
    inside = (both["low"] <= both["theirs"]) & (both["theirs"] <= both["high"])
    both = both.assign(inside=inside.astype(object).where(known, None))
    return in_order(both.sort_values(["strategy", "listed"], kind="stable"))[_COLUMNS]


def at_end_of_run(table: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the last network of each published run, of all links and of the core."""
    trained = table[table["kind"] == RUN_KIND]
    last = trained.groupby(["series", "listed"])["step"].transform("max")
    return trained[trained["step"] == last]


def _theirs(balance: pd.DataFrame, motifs: pd.DataFrame) -> pd.DataFrame:
    """Return ``CONDITION, listed, quantity, theirs`` of the published runs."""
    keys = [*CONDITION, "listed"]
    eta = at_end_of_run(balance).assign(quantity=ETA_AT_END, theirs=lambda rows: rows["eta"])
    loops = with_defined_z(at_end_of_run(motifs)).rename(columns={"z": "theirs"})
    kinds = loops.groupby([*keys, "balanced"], as_index=False, sort=False)["theirs"].mean()
    parts = (eta, kinds.assign(quantity=kinds["balanced"].map(Z_OF_KIND)), _by_loop(loops))
    return pd.concat([part[[*keys, "quantity", "theirs"]] for part in parts], ignore_index=True)


def _ours(balance: pd.DataFrame, motifs: pd.DataFrame) -> pd.DataFrame:
    """Return ``RUN, quantity, value`` of our networks."""
    eta = without_diverged(last_epoch(balance)).rename(columns={"eta": "value"})
    eta = eta.assign(quantity=ETA_AT_END)
    final = last_epoch(motifs)
    kinds = mean_z(final).rename(columns={"z": "value"})
    loops = with_defined_z(without_diverged(final)).rename(columns={"z": "value"})
    parts = (eta, kinds.assign(quantity=kinds["balanced"].map(Z_OF_KIND)), _by_loop(loops))
    return pd.concat([part[[*RUN, "quantity", "value"]] for part in parts], ignore_index=True)


def _by_loop(loops: pd.DataFrame) -> pd.DataFrame:
    """Return rows of loops with the name of their quantity."""
    return loops.assign(quantity="z " + loops["signs"].astype(str))


def series_summary(networks: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Return how balance runs through each series of networks, from random to balanced.

    Parameters
    ----------
    networks : pandas.DataFrame
        One row per network: the columns ``by``, ``step``, ``eta`` and ``T_030T``.
    by : list of str
        The columns that name a series.

    Returns
    -------
    pandas.DataFrame
        ``by``, the number of ``networks``, ``eta`` and ``T_030T`` of the first and of the last
        one, and the rank correlation ``rho`` (Spearman) of the two: eta is a mean over types of
        triads, nearly all loops are in those of type 030T.
    """
    rows = []
    for key, series in networks.sort_values("step", kind="stable").groupby(by, sort=False):
        first, last = series.iloc[0], series.iloc[-1]
        several = series[["eta", "T_030T"]].nunique().gt(1).all()
        rho = spearmanr(series["eta"], series["T_030T"]).statistic if several else math.nan
        ends = (first["eta"], last["eta"], first["T_030T"], last["T_030T"])
        rows.append((*key, len(series), *ends, float(rho)))
    ends = ("eta_first", "eta_last", "T_030T_first", "T_030T_last")
    return pd.DataFrame(rows, columns=[*by, "networks", *ends, "rho"])


def generated_series(their_balance: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """Return `series_summary` of the published generated networks and of ours, by task and whose.

    Parameters
    ----------
    their_balance : pandas.DataFrame
        The table ``published_balance``.
    ours : pandas.DataFrame
        The table ``balanced_networks``; each network once, whatever was trained on it.
    """
    theirs = their_balance[their_balance["kind"] == GENERATED].assign(whose="theirs")
    once = ours.drop_duplicates(["task", "trial", "level"]).rename(columns={"level": "step"})
    own = once.assign(whose="ours", series="trial " + once["trial"].astype(str))
    columns = ["task", "whose", "series", "step", "eta", "T_030T"]
    both = pd.concat([theirs[columns], own[columns]], ignore_index=True)
    found = series_summary(both, columns[:3])
    shown = found[found["task"].isin(theirs["task"])]
    order = {"ascending": [True, True, False], "ignore_index": True}
    return shown.sort_values(["task", "series", "whose"], **order)


def name_differences(their_balance: pd.DataFrame) -> pd.DataFrame:
    """Return the generated networks whose eta is not, rounded, the one in the file's name."""
    named = their_balance[their_balance["named_eta"].notna()]
    return named[(named["eta"] - named["named_eta"]).abs() > 0.00051]


def comparison_table(comparison: pd.DataFrame) -> pd.DataFrame:
    """Return what a notebook shows of `compare_published`: a row per published run and its links.

    The number of ours; eta and the two mean z-scores of theirs, then of ours with the prediction
    interval, whether theirs lies in it, and how many of the eight z-scores do.
    """
    rows = []
    for key, run in comparison.groupby([*CONDITION, "listed"], sort=False):
        row = dict(zip((*CONDITION, "links"), key, strict=True))
        row["n of ours"] = int(run["n"].max())
        values = run.set_index("quantity").reindex(list(QUANTITIES))
        for name in (ETA_AT_END, *Z_OF_KIND.values()):
            theirs, mean, low, high = values.loc[name, ["theirs", "mean", "low", "high"]]
            row |= {f"{name}, theirs": quote(theirs, math.nan, math.nan)}
            bounds = (0.0, 1.0) if name == ETA_AT_END else ANY
            ours = quote(mean, low, high, bounds=bounds)
            row |= {f"{name}, ours": ours, f"{name} inside": _word(values, name)}
        loops = values.loc[[f"z {signs}" for signs in FFL_SIGNS], "inside"].dropna()
        row["loops inside"] = f"{int(loops.sum())} of {len(loops)}" if len(loops) else NOT_KNOWN
        rows.append(row)
    return pd.DataFrame(rows)


def _word(values: pd.DataFrame, name: str) -> str:
    """Return whether a quantity of theirs lies within the interval of ours."""
    return {True: "yes", False: "no"}.get(values.loc[name, "inside"], NOT_KNOWN)


def inside_counts(comparison: pd.DataFrame) -> pd.DataFrame:
    """Return for each quantity in how many comparisons theirs lies inside, of how many.

    Returns
    -------
    pandas.DataFrame
        ``quantity, sum, size``.
    """
    known = comparison.dropna(subset="inside")
    counts = known.groupby("quantity", sort=False)["inside"].agg(["sum", "size"]).astype(int)
    return counts.reset_index()


def etas_in_words(comparison: pd.DataFrame) -> str:
    """Return in how many conditions η of the published network lies in the interval of ours."""
    eta = _whole_networks(comparison, lambda quantity: quantity == ETA_AT_END)
    return (
        f"$\\eta$ at the end of training lies in the 95 % prediction interval of ours in"
        f" **{int(eta.sum())} of {len(eta)}** conditions."
    )


def all_in_words(their_balance: pd.DataFrame, comparison: pd.DataFrame) -> str:
    """Return how many networks were read, and how they compare in z and in η with file and ours."""
    loops = _whole_networks(comparison, lambda quantity: quantity.str.startswith("z "))
    return (
        f"{len(their_balance)} published networks were read, and {int(loops.sum())} of {len(loops)}"
        " z-scores lie in the prediction intervals of ours. The $\\eta$ in a file's name is that of"
        " this census, rounded, for all generated networks but"
        f" {len(name_differences(their_balance))}."
    )


def _whole_networks(
    comparison: pd.DataFrame, chosen: Callable[[pd.Series], pd.Series]
) -> pd.Series:
    """Return whether theirs lies inside, of networks with all links and the chosen quantities."""
    known = comparison.dropna(subset="inside")
    runs = known[known["listed"] == "all"]
    return runs.loc[chosen(runs["quantity"]), "inside"]
