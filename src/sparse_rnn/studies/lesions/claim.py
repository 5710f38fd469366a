"""Removing unbalanced loops from a trained network does it no harm (C6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from sparse_rnn.results.intervals import mean_interval
from sparse_rnn.results.runs import LOWER_IS_BETTER, higher_is_better, log_errors
from sparse_rnn.studies.lesions.effect import (
    all_removed,
    as_many_of_each,
    lesion_changes,
    unbalanced_less_balanced,
)
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import REPORTED, Finding, exponential, judged, verdict_on
from sparse_rnn.verdicts.rules import above, all_of, at_least, at_most
from sparse_rnn.verdicts.words import AUTHORS, HARM, HARM_RATIO, PER_LOOP


def removal_is_harmless(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each task what the removal of all unbalanced loops does, with t intervals.

    Once against a limit, and once, per loop, against the removal of balanced loops from the same
    network, positive where unbalanced loops are the ones to lose.  Beside these is reported the
    latter after as many removals of either kind.  All is reported of the authors' networks too.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``lesions``, and ``published_lesions`` where the authors' networks were lesioned.
    """
    yield from removal_findings(tables["lesions"])
    for finding in removal_findings(tables.get("published_lesions", tables["lesions"][:0])):
        words = [AUTHORS, finding.variant] if finding.variant else [AUTHORS]
        yield replace(finding, variant=", ".join(words), scope=REPORTED)


def removal_findings(lesions: pd.DataFrame) -> Iterator[Finding]:
    """Yield the findings of `removal_is_harmless` on one table of lesions."""
    for task, rows in lesions.groupby("task", sort=False):
        statistic, change, limit, judge = removal(task, rows)
        changed = lesion_changes(higher_is_better(rows))
        less = mean_interval(unbalanced_less_balanced(changed))
        verdict = all_of([verdict_on(change, limit, judge), verdict_on(less, 0.0, above)])
        networks = rows["network"].nunique()
        parts = ((statistic, change, limit), (PER_LOOP, less, 0.0))
        for words, interval, threshold in parts:
            lost = networks - interval.n
            note = f"{lost} of {networks} left out: no such loop" if lost else ""
            yield Finding(words, interval, threshold, verdict, {"task": task}, note=note)
        matched = mean_interval(unbalanced_less_balanced(as_many_of_each(changed)))
        further = {"variant": "as many of each", "scope": REPORTED}
        yield judged(PER_LOOP, matched, 0.0, above, {"task": task}, **further)


def removal(task: str, rows: pd.DataFrame) -> tuple:
    """Return statistic, interval, limit and judge of the removal of all unbalanced loops."""
    changed = all_removed(lesion_changes(log_errors(rows)))
    interval = mean_interval(changed.loc[changed["kind"] == "unbalanced", "change"])
    if task in LOWER_IS_BETTER:
        return HARM_RATIO, exponential(interval), limits.ALLOWED_HARM_RATIO, at_most
    return HARM, interval, -limits.ALLOWED_HARM, at_least
