"""The archive read in another way: what differs from the paper without being trained otherwise."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.final_values import Outcomes, compare_outcomes, sound, z_by_kind
from sparse_rnn.archive.load import table_path
from sparse_rnn.graphs.motifs import TRANSITIVE_CLASSES
from sparse_rnn.results.runs import (
    BEST_VALIDATION,
    RUN,
    final_metric,
    last_epoch,
    with_defined_z,
)
from sparse_rnn.studies.controls.measure import AS_TRAINED, CORE


def z_of_frequencies(archive: str | Path) -> pd.DataFrame:
    """Compare z-scores of counts, as in the paper's formula, with FANMOD's, of frequencies."""
    return compare_outcomes(z_by_kind(archive), z_by_kind(archive, "z_frequency"))


def z_under(null_model: str, archive: str | Path) -> pd.DataFrame:
    """Compare z-scores under the paper's null model with those under another."""
    return compare_outcomes(z_by_kind(archive), z_by_kind(archive, null_model=null_model))


def eta_without_zeros(archive: str | Path) -> pd.DataFrame:
    """Compare eta with the mean over the triad types that have a balanced loop.

    A type that occurs but has none counts as T = 0 in the paper; its repository leaves it out.
    """
    names = [f"T_{triad}" for triad in TRANSITIVE_CLASSES]
    balance = last_epoch(sound(archive, "balance")).set_index(RUN)
    ratios = balance[names]
    return compare_outcomes({"eta": balance["eta"]}, {"eta": ratios.where(ratios > 0).mean(axis=1)})


def metric_at_the_end(archive: str | Path) -> pd.DataFrame:
    """Compare the test metric at the best validation epoch with that of the last epoch."""
    history = sound(archive, "history")
    history = history[history["task"].isin(BEST_VALIDATION)]
    best = final_metric(history).set_index(RUN)["metric"]
    return compare_outcomes(
        {"metric": best}, {"metric": last_epoch(history).set_index(RUN)["test"]}
    )


def set_core(archive: str | Path) -> pd.DataFrame:
    """Compare networks of SET with their cores, without the links that the last change added.

    An archive without controls, or of a run that did not tell these links, gives no row.
    """
    names = ("control_balance", "control_motifs")
    if not all(table_path(archive, name).is_file() for name in names):
        return compare_outcomes({}, {})
    balance, motifs = (sound(archive, name) for name in names)
    motifs = with_defined_z(motifs[motifs["decides"]])
    return compare_outcomes(*(_of_control(balance, motifs, name) for name in (AS_TRAINED, CORE)))


def _of_control(balance: pd.DataFrame, motifs: pd.DataFrame, control: str) -> Outcomes:
    """Return eta and the mean z-scores of the networks of a control."""
    eta = balance[balance["control"] == control].set_index(RUN)["eta"]
    rows = motifs[motifs["control"] == control]
    kinds = {"z balanced": rows["balanced"], "z unbalanced": ~rows["balanced"]}
    return {"eta": eta} | {kind: rows[of].groupby(RUN)["z"].mean() for kind, of in kinds.items()}


REANALYSES: dict[str, Callable[[str | Path], pd.DataFrame]] = {
    "z_of_frequencies": z_of_frequencies,
    "z_under_global_const": partial(z_under, "global-const"),
    "z_under_global_const_signed": partial(z_under, "global-const-signed"),
    "z_under_sign_permutation": partial(z_under, "sign-permutation"),
    "z_under_fixed_topology_signed": partial(z_under, "fixed-topology-signed"),
    "eta_without_zeros": eta_without_zeros,
    "metric_at_the_end": metric_at_the_end,
    "set_core": set_core,
}
"""The deviations that need no training, by name: an archive in, `compare_outcomes`' table out."""
