"""What training came to, network by network, and how it differs between two ways of doing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sparse_rnn.archive.load import archived_table
from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.results.runs import (
    CONDITION,
    RUN,
    final_metric,
    last_epoch,
    without_diverged,
)

Outcomes = Mapping[str, pd.Series]
"""Values by `RUN`, a series for each quantity; networks that diverged are left out."""

DIFFERENCE_COLUMNS = [
    *CONDITION,
    "quantity",
    "n",
    "reference",
    "deviating",
    "difference",
    "low",
    "high",
]


def outcomes(archive: str | Path) -> Outcomes:
    """Return test metric, eta and mean z-scores of the archived networks at the end of training.

    Raises
    ------
    FileNotFoundError
        If the archive lacks a table.
    ValueError
        If a table is damaged.
    """
    history = sound(archive, "history")
    metric = final_metric(history).set_index(RUN)["metric"]
    eta = last_epoch(sound(archive, "balance")).set_index(RUN)["eta"]
    return {"metric": metric, "eta": eta, **z_by_kind(archive)}


def sound(archive: str | Path, name: str) -> pd.DataFrame:
    """Return the rows of an archived table that belong to networks that did not diverge."""
    return without_diverged(archived_table(archive, name))


def z_by_kind(archive: str | Path, column: str = "z", null_model: str | None = None) -> Outcomes:
    """Return the mean z-score of the balanced loops after training, and of the unbalanced ones.

    Loops that are as many in all random networks have no finite z-score other than 0 and are left
    out, and so are loops whose share of all triads is the same in all of them.

    Parameters
    ----------
    archive : path
        With the table ``motifs``.
    column : {"z", "z_frequency"}
        z-scores of counts, or of shares of all connected triads.
    null_model : str, optional
        Whose random networks; by default the null model that decides.
    """
    motifs = sound(archive, "motifs")
    chosen = motifs["null_model"] == null_model if null_model else motifs["decides"]
    final = last_epoch(motifs[chosen])
    # `runs.mean_z` groups in one step and rounds otherwise (2e-15): archived deviations would move.
    defined = final[(final["sd"] > 0) & np.isfinite(final[column])]
    kinds = {"z balanced": defined["balanced"], "z unbalanced": ~defined["balanced"]}
    return {kind: defined[rows].groupby(RUN)[column].mean() for kind, rows in kinds.items()}


def compare_outcomes(reference: Outcomes, deviating: Outcomes) -> pd.DataFrame:
    """Compare two ways of doing the same, pairing networks of one seed.

    Returns
    -------
    DataFrame
        A row per condition and quantity that has a pair: ``n`` pairs, the mean of either side
        over these, and the mean ``difference``, deviating minus reference, with the ends ``low``
        and ``high`` of its 95 % t interval over seeds.
    """
    rows = (row for name in reference for row in _differences(name, reference, deviating))
    return pd.DataFrame(rows, columns=DIFFERENCE_COLUMNS)


def _differences(name: str, reference: Outcomes, deviating: Outcomes) -> Iterator[tuple]:
    """Yield the row of each condition for one quantity."""
    sides = {"reference": reference[name], "deviating": deviating[name]}
    pairs = pd.concat(sides, axis=1, join="inner").dropna()
    for condition, pair in pairs.groupby(CONDITION):
        n, *difference = mean_interval(pair["deviating"] - pair["reference"])
        yield *condition, name, n, *pair.mean(), *difference
