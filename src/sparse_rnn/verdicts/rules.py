"""From an estimate and its interval to a verdict.

One network has no interval and can earn at most "partly": both ends are NaN, and no comparison with
NaN holds.  A wider interval around the same estimate never makes a verdict better.
"""

from __future__ import annotations

from collections.abc import Sequence

from sparse_rnn.results.intervals import Interval

REPRODUCED, PARTLY, NOT, NOT_RUN = VERDICTS = ("reproduced", "partly", "not", "not run")


def graded(fully: bool, partly: bool) -> str:
    """Return the verdict of a claim that holds, or holds in part, or does not."""
    return REPRODUCED if fully else PARTLY if partly else NOT


def at_least(interval: Interval, limit: float) -> str:
    """Ask that the low end reaches a limit; in part, that the estimate does."""
    return graded(interval.low >= limit, interval.mean >= limit)


def at_most(interval: Interval, limit: float) -> str:
    """Ask that the high end keeps a limit; in part, that the estimate does."""
    return graded(interval.high <= limit, interval.mean <= limit)


def above(interval: Interval, limit: float) -> str:
    """Ask that the low end exceeds a limit; in part, that the estimate does."""
    return graded(interval.low > limit, interval.mean > limit)


def both(parts: Sequence[bool]) -> str:
    """Ask that all parts hold; in part, that one does."""
    return graded(all(parts), any(parts))


def overall(verdicts: Sequence[str]) -> str:
    """Return the verdict on a claim from the verdicts on its conditions.

    Reproduced: in all conditions that ran.  Not reproduced: fewer than half hold even partly.
    Otherwise: partly.
    """
    ran = [verdict for verdict in verdicts if verdict != NOT_RUN]
    if not ran:
        return NOT_RUN
    full = ran.count(REPRODUCED)
    return graded(full == len(ran), 2 * (full + ran.count(PARTLY)) >= len(ran))
