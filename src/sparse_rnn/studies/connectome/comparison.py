"""The worm beside trained networks: profiles, excess of balance, and who carries it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sparse_rnn.drawing.condition_panels import sparsest
from sparse_rnn.graphs.nulls.models import NULL_MODELS, SIGNED_OUT
from sparse_rnn.graphs.significance import significance_profile
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.runs import RUN, last_epoch, without_diverged
from sparse_rnn.studies.connectome.neuron_permutation import NEURON_PERMUTATION
from sparse_rnn.studies.connectome.sign_arrangements import FIXED_SIGNED
from sparse_rnn.studies.controls.contrasts import by_run
from sparse_rnn.studies.controls.measure import AS_TRAINED
from sparse_rnn.studies.structure.profile_map import LOOPS

TRAINED = "pruning_2"
"""Strategy of the trained networks that the worm is compared with."""
SHUFFLED_AS = {"signs_shuffled": "sign-permutation", "signs_exchanged": FIXED_SIGNED}
"""Null models that two controls of trained networks draw from."""
LEAST_LIKE = 0.05
"""Share of the trained networks that may be less like the others than the worm is."""
PLACES = ("first", "middle", "last")
"""The neurons i, j and k of a loop i → j → k, i → k."""


def trained_profiles(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return the profiles of trained networks at their highest sparsity, see `profiles`."""
    final = last_epoch(without_diverged(motifs))
    trained, keys = sparsest(final[final["sparsity"] > 0], [TRAINED]), [*RUN, "null_model"]
    unit = trained.groupby(keys)["z"].transform(significance_profile)
    return profiles(trained.assign(profile=unit), keys)


def profiles(motifs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return a row of eight loops for each significance profile; see `significance_profile`.

    A loop whose z has no scale counts as 0; a network in which none has is left out.

    Parameters
    ----------
    motifs : pandas.DataFrame
        The keys, ``signs`` and ``profile``.
    keys : list of str
        Columns that name a profile.
    """
    wide = motifs.pivot(index=keys, columns="signs", values="profile")[list(LOOPS)].fillna(0.0)
    return wide[(wide != 0).any(axis=1)]


def likeness(profile: pd.Series, others: pd.DataFrame) -> float:
    """Return the cosine between a profile and the mean of others, -1 to 1."""
    mean = others.mean()
    return float(profile @ mean / np.sqrt((profile @ profile) * (mean @ mean)))


def likeness_among(trained: pd.DataFrame) -> pd.Series:
    """Return the cosine between each trained network's profile and the mean of all the others'."""
    cosines = [likeness(row, trained.drop(index=key)) for key, row in trained.iterrows()]
    return pd.Series(cosines, index=trained.index)


def loops_as_claimed(z: pd.DataFrame) -> int:
    """Return how many of the eight loops deviate as claimed of trained networks.

    Parameters
    ----------
    z : pandas.DataFrame
        ``balanced`` and ``z`` of the loops of one network under one null model.
    """
    return int(np.where(z["balanced"], z["z"] > 0, z["z"] < 0).sum())


def keeps_what_neurons_send(null: str) -> bool:
    """Return whether a null model keeps the signs that each node sends, or one sign per node."""
    return null == NEURON_PERMUTATION or SIGNED_OUT in NULL_MODELS[null].keeps


def with_excess(balance: pd.DataFrame) -> pd.DataFrame:
    """Return ``connectome_balance`` with the ``excess`` η − mean; z is missing where sd is 0."""
    scaled = balance["sd"] > 0
    excess = (balance["eta"] - balance["mean"]).where(scaled, 0.0)
    return balance.assign(excess=excess, z=balance["z"].where(scaled))


def likeness_table(loops: pd.DataFrame, worm: pd.DataFrame, trained: pd.DataFrame) -> pd.DataFrame:
    """Return how like the trained networks the worm is, by rule of sign and common null model.

    Parameters
    ----------
    loops : pandas.DataFrame
        The table ``connectome_motifs``.
    worm, trained : pandas.DataFrame
        Their profiles, rows named by the rule or run and the ``null_model``.

    Returns
    -------
    pandas.DataFrame
        ``rule``, ``null_model``, ``likeness`` of the worm, ``percentile_5`` of the likeness of each
        trained network to the others, and number of loops ``as_claimed``; no row where the worm has
        no profile.
    """
    rows = []
    for null, others in trained.groupby("null_model"):
        fifth = low_quantile(likeness_among(others))
        for rule in worm[worm.index.get_level_values("null_model") == null].index.unique("rule"):
            z = loops[(loops["rule"] == rule) & (loops["null_model"] == null)]
            cosine = likeness(worm.loc[(rule, null)], others)
            rows.append((rule, null, cosine, fifth, loops_as_claimed(z)))
    columns = ["rule", "null_model", "likeness", "percentile_5", "as_claimed"]
    return pd.DataFrame(rows, columns=columns)


def low_quantile(likenesses: pd.Series) -> float:
    """Return the quantile `LEAST_LIKE`, which further networks move to neither side.

    The lowest of all would fall with their number.  The estimator is median-unbiased (Hyndman and
    Fan, The American Statistician 50, 361-365, 1996, definition 8); of fewer than 13 networks it is
    the lowest.
    """
    return float(np.quantile(likenesses, LEAST_LIKE, method="median_unbiased"))


def trained_balance(control_balance: pd.DataFrame) -> pd.DataFrame:
    """Return η of each trained network, and its mean over networks with its signs moved.

    Parameters
    ----------
    control_balance : pandas.DataFrame
        The table of that name; the strategy `TRAINED` at the highest sparsity counts.

    Returns
    -------
    pandas.DataFrame
        A row for each run; columns `AS_TRAINED` and the null models of `SHUFFLED_AS`.
    """
    chosen = control_balance["control"].isin([AS_TRAINED, *SHUFFLED_AS])
    eta = by_run(sparsest(control_balance[chosen], [TRAINED]), "eta")
    return eta.pivot(index=RUN, columns="control", values="eta").rename(columns=SHUFFLED_AS)


def trained_excess(eta: pd.DataFrame) -> pd.DataFrame:
    """Return by how much η of trained networks exceeds that of two null models.

    Parameters
    ----------
    eta : pandas.DataFrame
        As `trained_balance` returns it.

    Returns
    -------
    pandas.DataFrame
        Condition, ``null_model``, ``n``, ``mean``, ``low`` and ``high``: t intervals over seeds.
    """
    parts = [
        (eta[AS_TRAINED] - eta[null]).rename("excess").reset_index().assign(null_model=null)
        for null in SHUFFLED_AS.values()
    ]
    return summarise(pd.concat(parts), "excess", [*RUN[:-1], "null_model"])


def verdict(balance: pd.DataFrame, alike: pd.DataFrame) -> str:
    """Return "yes", "partly" or "no": whether the wiring is balanced as trained wiring is.

    The rules stand in notebook 10.  The null model that keeps links and signed degrees has no say:
    it knows six networks of the worm or a single one, too few for any p of 0.025.

    Parameters
    ----------
    balance : pandas.DataFrame
        Rows of ``connectome_balance`` of one rule of sign.
    alike : pandas.DataFrame
        For each ``null_model`` that both have, the ``likeness`` of the worm, ``percentile_5`` of
        the trained networks' and the number of loops ``as_claimed``.
    """
    balance, alike = (table[table["null_model"] != FIXED_SIGNED] for table in (balance, alike))
    able = balance[balance["null_model"].map(keeps_what_neurons_send)]
    above = able["p_more"] <= 0.025
    shape = ((alike["as_claimed"] == 8) & (alike["likeness"] >= alike["percentile_5"])).all()
    return "yes" if above.all() and shape else "partly" if above.any() else "no"


def by_kind(neurons: pd.DataFrame) -> pd.DataFrame:
    """Return memberships of loops by rule and kind of neuron.

    Columns ``rule, kind, neurons, loops, balanced_loops``, the ``share`` of balanced ones, the
    share ``of_all`` memberships, and of the first, middle and last neurons; a neuron of several
    kinds counts as the first.  A loop has three neurons and so counts three times.
    """
    kind = neurons["kind"].str.split(",").str[0].str.removeprefix("pharyngeal ")
    groups = neurons.assign(kind=kind).groupby(["rule", "kind"], sort=False)
    table = groups[["loops", "balanced_loops", *PLACES]].sum()
    table.insert(0, "neurons", groups.size())
    table = table[table["loops"] > 0].reset_index()
    every = table.groupby("rule")[["loops", *PLACES]].transform("sum")
    table[list(PLACES)] /= every[list(PLACES)]
    shares = {"share": table["balanced_loops"] / table["loops"]}
    return table.assign(**shares, of_all=table["loops"] / every["loops"])
