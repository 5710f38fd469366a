"""Controls have no excess of balanced loops (C8, ours)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from sparse_rnn.results.intervals import RUN, with_defined_z
from sparse_rnn.studies.controls.contrasts import by_run
from sparse_rnn.studies.controls.measure import SHUFFLE
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import CONDITION, REPORTED, Finding, judged, per_condition
from sparse_rnn.verdicts.rules import at_most
from sparse_rnn.verdicts.words import EXCESS


class Control(NamedTuple):
    """The networks that a control is made of, and its say on the claim."""

    strategies: tuple[str, ...] = limits.STRATEGIES
    untrained: bool = False
    scope: str = CONDITION


CONTROLS = {
    "untrained_magnitude_cut": Control(("dense",), untrained=True),
    "signs_shuffled": Control(),
    # Each node keeps its signs in and out, what the census's null model does not.
    "signs_exchanged": Control(scope=REPORTED),
}
"""The controls that are asked."""


def without_excess(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each control of each condition the excess of balanced loops, with a t interval.

    Random controls enter with their first draw; z-scores are against the null model of the census.
    Initial recurrent weights depend on the seed and their number alone: networks of several tasks
    or models that are cut untrained may be the same, and then decide once.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``control_motifs``.
    """
    motifs = tables["control_motifs"]
    motifs = with_defined_z(motifs[motifs["null"] == null_of_the_census(motifs)])
    for name, control in CONTROLS.items():
        rows = motifs[(motifs["control"] == name) & motifs["strategy"].isin(control.strategies)]
        first: dict[tuple, dict] = {}
        for condition, interval, note in per_condition(rows, excess(rows), "excess"):
            words = {"variant": name, "scope": control.scope, "note": note}
            same = first.setdefault((condition["sparsity"], interval), condition)
            if control.untrained and same is not condition:
                words |= {"scope": REPORTED, "note": f"the networks of {place(same)}"}
            yield judged(EXCESS, interval, limits.SMALL_EXCESS, at_most, condition, **words)


def place(condition: Mapping) -> str:
    """Return a task and a model in words."""
    return f"{condition['task']}, {condition['model']}"


def null_of_the_census(motifs: pd.DataFrame) -> str:
    """Return the null model of the controls that is not there for the shuffling of signs alone."""
    return next((name for name in motifs["null"].unique() if name != SHUFFLE), SHUFFLE)


def excess(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return ``RUN`` and ``excess``: mean z of the four balanced less the four unbalanced loops."""
    z = by_run(motifs, "z", "balanced").pivot(index=RUN, columns="balanced", values="z")
    z = z.reindex(columns=[True, False])
    return (z[True] - z[False]).rename("excess").reset_index()
