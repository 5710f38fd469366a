"""Controls have no excess of balanced loops (C8, ours)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from sparse_rnn.results.runs import RUN, mean_z
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import DECIDING, REPORTED, Finding, judged, per_condition
from sparse_rnn.verdicts.rules import at_most
from sparse_rnn.verdicts.words import EXCESS


class ControlRole(NamedTuple):
    """The networks that a control is made of, and its say on the claim."""

    strategies: tuple[str, ...] = limits.PAPER_STRATEGIES
    untrained: bool = False
    scope: str = DECIDING


CONTROLS = {
    "untrained_magnitude_cut": ControlRole(("dense",), untrained=True),
    "signs_shuffled": ControlRole(),
    # Each node keeps its signs in and out, what the census's null model does not.
    "signs_exchanged": ControlRole(scope=REPORTED),
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
    motifs = motifs[motifs["decides"]]
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


def excess(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return ``RUN`` and ``excess``: mean z of the four balanced less the four unbalanced loops."""
    z = mean_z(motifs).pivot(index=RUN, columns="balanced", values="z")
    z = z.reindex(columns=[True, False])
    return (z[True] - z[False]).rename("excess").reset_index()
