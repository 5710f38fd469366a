"""Removing unbalanced loops from a trained network does it no harm (C6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pandas as pd

from sparse_rnn.results.intervals import geometric_interval, mean_interval
from sparse_rnn.results.runs import LOWER_IS_BETTER, as_gains, log_errors
from sparse_rnn.studies.lesions.effect import (
    all_removed,
    as_many_of_each,
    first_of_each,
    lesion_changes,
    unbalanced_less_balanced,
)
from sparse_rnn.verdicts import limits
from sparse_rnn.verdicts.findings import REPORTED, Finding, judged
from sparse_rnn.verdicts.parts import ClaimPart, findings_of
from sparse_rnn.verdicts.rules import above, at_least, at_most
from sparse_rnn.verdicts.words import AUTHORS, HARM, HARM_RATIO, PER_LOOP, PER_WEIGHT


def removal_is_harmless(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield for each task what the removal of all unbalanced loops does, with t intervals.

    Once against a limit, and once, per loop, against the removal of balanced loops from the same
    network, positive where unbalanced loops are the ones to lose.  Beside these is reported the
    latter after as many removals of either kind, after the first of each, and per weight removed:
    harm grows faster than the number of removals, and with the size of what is removed.

    Parameters
    ----------
    tables : Mapping of str to pandas.DataFrame
        ``lesions``.
    """
    yield from removal_findings(tables["lesions"])


def authors_networks_lose(tables: Mapping[str, pd.DataFrame]) -> Iterator[Finding]:
    """Yield the same of the authors' networks, reported, if ``published_lesions`` is there."""
    if "published_lesions" not in tables:
        return
    for finding in removal_findings(tables["published_lesions"]):
        words = [AUTHORS, finding.variant] if finding.variant else [AUTHORS]
        yield replace(finding, variant=", ".join(words), scope=REPORTED)


def removal_findings(lesions: pd.DataFrame) -> Iterator[Finding]:
    """Yield the findings of `removal_is_harmless` on one table of lesions."""
    for task, rows in lesions.groupby("task", sort=False):
        condition, networks = {"task": task}, rows["network"].nunique()
        changed = lesion_changes(as_gains(rows))
        less = ClaimPart(PER_LOOP, unbalanced_less_balanced(changed), 0.0, above)
        parts = [noting_lost(part, networks) for part in (harm(task, rows), less)]
        yield from findings_of(parts, condition)
        matched, first = as_many_of_each(changed), first_of_each(changed)
        for words, variant, difference in (
            (PER_LOOP, "as many of each", unbalanced_less_balanced(matched)),
            (PER_LOOP, "the first of each", unbalanced_less_balanced(first)),
            (PER_WEIGHT, "as many of each", unbalanced_less_balanced(matched, "per_weight")),
        ):
            further = {"variant": variant, "scope": REPORTED}
            yield judged(words, mean_interval(difference), 0.0, above, condition, **further)


def harm(task: str, rows: pd.DataFrame) -> ClaimPart:
    """Return what the removal of all unbalanced loops does: a change, or a ratio of errors."""
    removed = all_removed(lesion_changes(log_errors(rows)))
    change = removed.loc[removed["kind"] == "unbalanced", "change"]
    if task in LOWER_IS_BETTER:
        return ClaimPart(HARM_RATIO, change, limits.ALLOWED_HARM_RATIO, at_most, geometric_interval)
    return ClaimPart(HARM, change, -limits.ALLOWED_HARM, at_least)


def noting_lost(part: ClaimPart, networks: int) -> ClaimPart:
    """Return a part that tells how many of the networks have no value."""
    lost = networks - int(part.values.notna().sum())
    return replace(part, note=f"{lost} of {networks} left out: no such loop") if lost else part
