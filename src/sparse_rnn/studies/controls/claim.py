"""Controls have no excess of balanced loops (C8, ours)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from sparse_rnn.results.runs import CONDITION, RUN, mean_z
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
    or models that are cut untrained may be the same, and then decide once; see `copied`.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``control_motifs``.
    """
    motifs = tables["control_motifs"]
    motifs = motifs[motifs["decides"]]
    for name, control in CONTROLS.items():
        rows = motifs[(motifs["control"] == name) & motifs["strategy"].isin(control.strategies)]
        own = rows[RUN].drop_duplicates().merge(excess(rows), on=RUN)  # in the order of the table
        copies = copied(own) if control.untrained else {}
        for condition, interval, note in per_condition(rows, own, "excess"):
            words = {"variant": name, "scope": control.scope, "note": note}
            if original := copies.get(tuple(condition.values())):
                words |= {"scope": REPORTED, "note": f"the networks of {', '.join(original[:2])}"}
            yield judged(EXCESS, interval, limits.SMALL_EXCESS, at_most, condition, **words)


def copied(values: pd.DataFrame) -> dict[tuple, tuple]:
    """Return which conditions have the networks of an earlier one, and that one.

    Networks are the same if their values are equal on every seed that both conditions have: one may
    lack a seed, because training diverged there later.

    Parameters
    ----------
    values : pandas.DataFrame
        ``RUN`` and ``excess``.
    """
    originals: dict[tuple, pd.Series] = {}
    copies = {}
    for key, rows in values.dropna(subset="excess").groupby(CONDITION, sort=False):
        own = rows.set_index("seed")["excess"]
        like = (k for k, other in originals.items() if k[-1] == key[-1] and agree(own, other))
        if original := next(like, None):
            copies[key] = original
        else:
            originals[key] = own
    return copies


def agree(own: pd.Series, other: pd.Series) -> bool:
    """Tell whether two conditions share seeds and have the same value on each of them."""
    seeds = own.index.intersection(other.index)
    return len(seeds) > 0 and own[seeds].equals(other[seeds])


def excess(motifs: pd.DataFrame) -> pd.DataFrame:
    """Return ``RUN`` and ``excess``: mean z of the four balanced less the four unbalanced loops."""
    z = mean_z(motifs).pivot(index=RUN, columns="balanced", values="z")
    z = z.reindex(columns=[True, False])
    return (z[True] - z[False]).rename("excess").reset_index()
