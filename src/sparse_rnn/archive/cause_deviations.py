"""What deviations change of C5 and C6: of networks balanced before training, and of lesions.

An overlay of `archive.deviations` is measured here on the tasks that it names under ``balanced``
and ``lesions``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sparse_rnn.archive.deviations import (
    asked_of,
    demand_some_alike,
    overlay_of_deviation,
    trained_otherwise,
)
from sparse_rnn.archive.load import archived_table
from sparse_rnn.archive.merge_rows import merge
from sparse_rnn.archive.reanalyses import REANALYSES
from sparse_rnn.config import overlay
from sparse_rnn.layout import jobs
from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.results.pipe_table import pipe_table
from sparse_rnn.results.quote import quote
from sparse_rnn.results.runs import as_gains, log_errors
from sparse_rnn.studies.balanced_networks.effect import TRIAL_KEYS
from sparse_rnn.studies.balanced_networks.series import series_effects
from sparse_rnn.studies.lesions.effect import (
    all_removed,
    lesion_changes,
    unbalanced_less_balanced,
)

LESIONED = "trained"
"""The arm of networks for lesions: their links are fixed, and all weights are trained."""

CAUSE_COLUMNS = [
    "study",
    "task",
    "arm",
    "quantity",
    "n",
    *(f"{side}{end}" for side in ("reference", "deviating") for end in ("", "_low", "_high")),
    "difference",
    "low",
    "high",
]
"""The columns of the table ``cause_deviations``, without the deviation's name."""


def effects_of_balance(table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what balance does to the test metric in each trial, by ``task, arm, trial``.

    ``rho`` is Spearman's correlation of metric and eta, ``change`` that of the metric along the
    straight line from the first to the last eta, mean over seeds.  Errors enter as their logarithm
    with the sign turned.
    """
    effects = series_effects(table).set_index(TRIAL_KEYS)
    return {"rho": effects["rho"], "change": effects["change"]}


def effects_of_lesions(table: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what lesions do to the test metric of each network, by ``task, network``.

    ``harm`` is the change, after all unbalanced loops are removed, of the metric, or of the
    logarithm of an error.  ``per loop`` is the change of the metric per loop, unbalanced less
    balanced; errors enter as their logarithm with the sign turned.
    """
    removed = all_removed(lesion_changes(log_errors(table)))
    removed = removed[removed["kind"] == "unbalanced"].set_index(["task", "network"])
    per_loop = unbalanced_less_balanced(lesion_changes(as_gains(table)))
    return {"harm": removed["change"], "per loop": per_loop}


@dataclass(frozen=True)
class Cause:
    """A study of the cause: the table of its networks, what is measured of it, and its jobs.

    Attributes
    ----------
    study : str
        Its name, which is also that of its table.
    effects : callable
        Maps the table to series by the columns ``keys`` and one more, over which means are taken.
    keys : tuple of str
        What tells groups of networks apart.
    """

    study: str
    effects: Callable[[pd.DataFrame], dict[str, pd.Series]]
    keys: tuple[str, ...]


CAUSES: dict[str, Cause] = {
    "balanced": Cause("balanced_networks", effects_of_balance, ("task", "arm")),
    "lesions": Cause("lesions", effects_of_lesions, ("task",)),
}
"""The studies by their key in the configuration."""


def measure_causes(
    name: str, archive: str | Path, config: Mapping, configfiles: Sequence[str], cores: int
) -> pd.DataFrame:
    """Measure one deviation on the studies that its overlay names, and archive what comes out.

    Parameters
    ----------
    name, archive, config, configfiles, cores
        See `deviations.measure`.

    Returns
    -------
    DataFrame
        The ``deviation`` and `CAUSE_COLUMNS`: a row per study, task, arm and quantity with ``n``
        pairs of trials or networks, the mean of either side and that of their difference, each
        with its 95 % t interval; no row where the overlay names no study.

    Raises
    ------
    FileNotFoundError
        If the archive lacks a table.
    ValueError
        If all that would be compared was archived under other settings.
    RuntimeError
        If training failed.
    """
    asked = [] if name in REANALYSES else asked_of(overlay_of_deviation(name))
    parts = [
        one_cause(name, key, archive, config, configfiles, cores) for key in CAUSES if key in asked
    ]
    if not parts:
        return pd.DataFrame(columns=["deviation", *CAUSE_COLUMNS])
    table = pd.concat(parts, ignore_index=True)
    table.insert(0, "deviation", name)
    if len(table):
        merge("cause_deviations", archive, [table], ["deviation", "study", "task"])
    return table


def one_cause(
    name: str,
    key: str,
    archive: str | Path,
    config: Mapping,
    configfiles: Sequence[str],
    cores: int,
) -> pd.DataFrame:
    """Return the rows of one study; see `measure_causes`."""
    cause = CAUSES[key]
    reference = cause.effects(archived_table(archive, cause.study))
    asked = jobs(overlay(config, overlay_of_deviation(name)), cause.study)
    named = (tuple(job[key] for key in cause.keys) for job in asked)
    places = {names: f"{cause.study}/{'/'.join(names)}" for names in named}
    late = demand_some_alike(archive, config, places)
    targets = [f"{cause.study}_tables"]
    fresh = trained_otherwise(name, archive, config, configfiles, cores, targets)
    for place in (places[names] for names in late):
        print(f"left out: {place}, it was archived under other settings")
    deviating = cause.effects(archived_table(fresh, cause.study))
    alike = [names for names in places if names not in late]
    rows = (
        row for q in reference for row in paired_rows(cause, q, reference[q], deviating[q], alike)
    )
    return pd.DataFrame(rows, columns=CAUSE_COLUMNS)


def paired_rows(
    cause: Cause, quantity: str, reference: pd.Series, deviating: pd.Series, alike: Sequence[tuple]
) -> Iterator[dict]:
    """Yield a row for each group of networks that both sides have, of those trained alike."""
    sides = {"reference": reference, "deviating": deviating}
    pairs = pd.concat(sides, axis=1, join="inner").dropna()
    for names, pair in pairs.groupby(list(cause.keys)):
        if names not in alike:
            continue
        row = dict(zip(cause.keys, names, strict=True)) | {"quantity": quantity, "n": len(pair)}
        for side in sides:
            _, row[side], row[f"{side}_low"], row[f"{side}_high"] = mean_interval(pair[side])
        difference = mean_interval(pair["deviating"] - pair["reference"])
        yield (
            row
            | {"study": cause.study, "arm": row.get("arm", LESIONED)}
            | {
                "difference": difference.mean,
                "low": difference.low,
                "high": difference.high,
            }
        )


def causes_as_markdown(table: pd.DataFrame) -> str:
    """Return rows of the table for people to read."""
    head = "deviation", "study", "quantity", "n", "reference", "deviating", "difference"
    rows = []
    for row in table.to_dict("records"):
        study = " ".join(row[key] for key in ("study", "task", "arm"))
        sides = [
            quote(*(row[f"{side}{end}"] for end in ("", "_low", "_high")))
            for side in ("reference", "deviating")
        ]
        difference = quote(row["difference"], row["low"], row["high"])
        rows.append((row["deviation"], study, row["quantity"], row["n"], *sides, difference))
    return pipe_table(head, rows)
