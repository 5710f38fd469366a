"""The worm beside trained networks: profiles, excess of balance, and who carries it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sparse_rnn.drawing.condition_panels import sparsest
from sparse_rnn.graphs.nulls.models import NULL_MODELS, SIGNED_OUT
from sparse_rnn.results.intervals import summarise
from sparse_rnn.results.runs import RUN, last_epoch, with_defined_z, without_diverged
from sparse_rnn.studies.connectome.measure import FIXED_SIGNED
from sparse_rnn.studies.connectome.neuron_permutation import NEURON_PERMUTATION
from sparse_rnn.studies.controls.contrasts import by_run
from sparse_rnn.studies.controls.measure import AS_TRAINED
from sparse_rnn.studies.structure.profile_map import LOOPS

TRAINED = "pruning_2"
"""Strategy of the trained networks that the worm is compared with."""
SHUFFLED_AS = {"signs_shuffled": "sign-permutation", "signs_exchanged": FIXED_SIGNED}
"""Null models that two controls of trained networks draw from."""


def trained_profiles(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return the profiles of trained networks at their highest sparsity, see `profiles`."""
    final = last_epoch(without_diverged(motifs))
    return profiles(sparsest(final[final["sparsity"] > 0], [TRAINED]), [*RUN, "null_model"])


def profiles(motifs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """Return significance profiles z / |z|: a row for each network and null model.

    Milo et al. (2004), doi 10.1126/science.1089167: the vector of the eight z-scores has the
    length 1, so that networks of any size can be compared.  A loop whose z has no scale (sd = 0)
    counts as 0; a network in which none has is left out.

    Parameters
    ----------
    motifs : pandas.DataFrame
        The keys, ``signs``, ``sd`` and ``z``.
    keys : list of str
        Columns that name a profile.
    """
    z = (
        with_defined_z(motifs)
        .pivot(index=keys, columns="signs", values="z")[list(LOOPS)]
        .fillna(0.0)
    )
    length = np.sqrt((z**2).sum(axis=1))
    return z[length > 0].div(length[length > 0], axis=0)


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


def with_z_interval(balance: pd.DataFrame) -> pd.DataFrame:
    """Return ``connectome_balance`` with the ``excess`` η − mean and the Monte Carlo error of z.

    Mean and standard deviation over R random networks have the standard errors sd / sqrt(R) and
    sd / sqrt(2 R); to first order that of z is sqrt((1 + z² / 2) / R), and ``z_low`` and ``z_high``
    are 1.96 of it away.  Both are missing where z has no scale.
    """
    z = balance["z"].where(balance["sd"] > 0)
    half = 1.96 * np.sqrt((1 + z**2 / 2) / balance["networks"])
    excess = (balance["eta"] - balance["mean"]).where(balance["sd"] > 0, 0.0)
    return balance.assign(excess=excess, z=z, z_low=z - half, z_high=z + half)


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
        ``rule``, ``null_model``, ``likeness`` of the worm, ``lowest`` likeness of a trained network
        to the others, and number of loops ``as_claimed``; no row where the worm has no profile.
    """
    rows = []
    for null, others in trained.groupby("null_model"):
        lowest = likeness_among(others).min()
        for rule in worm[worm.index.get_level_values("null_model") == null].index.unique("rule"):
            z = loops[(loops["rule"] == rule) & (loops["null_model"] == null)]
            cosine = likeness(worm.loc[(rule, null)], others)
            rows.append((rule, null, cosine, lowest, loops_as_claimed(z)))
    return pd.DataFrame(rows, columns=["rule", "null_model", "likeness", "lowest", "as_claimed"])


def trained_excess(control_balance: pd.DataFrame) -> pd.DataFrame:
    """Return by how much η of trained networks exceeds that of two null models.

    Parameters
    ----------
    control_balance : pandas.DataFrame
        The table of that name; the strategy `TRAINED` at the highest sparsity counts.

    Returns
    -------
    pandas.DataFrame
        Condition, ``null_model``, ``n``, ``mean``, ``low`` and ``high``: t intervals over seeds.
    """
    chosen = control_balance["control"].isin([AS_TRAINED, *SHUFFLED_AS])
    eta = by_run(sparsest(control_balance[chosen], [TRAINED]), "eta")
    wide = eta.pivot(index=RUN, columns="control", values="eta")
    parts = [
        (wide[AS_TRAINED] - wide[control]).rename("excess").reset_index().assign(null_model=null)
        for control, null in SHUFFLED_AS.items()
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
        For each ``null_model`` that both have, the ``likeness`` of the worm, the ``lowest`` among
        trained networks and the number of loops ``as_claimed``.
    """
    balance, alike = (table[table["null_model"] != FIXED_SIGNED] for table in (balance, alike))
    able = balance[balance["null_model"].map(keeps_what_neurons_send)]
    above = able["p_more"] <= 0.025
    shape = ((alike["as_claimed"] == 8) & (alike["likeness"] >= alike["lowest"])).all()
    return "yes" if above.all() and shape else "partly" if above.any() else "no"


def by_kind(neurons: pd.DataFrame) -> pd.DataFrame:
    """Return memberships of loops by rule and kind of neuron.

    Columns ``rule, kind, neurons, loops, balanced_loops``, the ``share`` of balanced ones and the
    share ``of_all`` memberships; a neuron of several kinds counts as the first.  A loop has three
    neurons and so counts three times.
    """
    first = neurons["kind"].str.split(",").str[0].str.removeprefix("pharyngeal ")
    groups = neurons.assign(kind=first).groupby(["rule", "kind"], sort=False)
    table = groups[["loops", "balanced_loops"]].sum()
    table.insert(0, "neurons", groups.size())
    table = table[table["loops"] > 0].reset_index()
    every = table.groupby("rule")["loops"].transform("sum")
    return table.assign(
        share=table["balanced_loops"] / table["loops"], of_all=table["loops"] / every
    )
