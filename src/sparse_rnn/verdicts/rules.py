"""From an estimate and its interval to a verdict.

Reproduced: the whole interval keeps the limit.  Partly: only the estimate does.  Contradicted: the
whole interval lies beyond the limit.  Not shown: the estimate misses a limit that the interval
holds, which is no evidence against the claim.

One network has no interval: both ends are NaN, and no comparison with NaN holds.  Its verdict is
"partly" or "not shown".  A wider interval around the same estimate never makes a verdict surer.

Cannot judge: the configuration's key ``judge`` is false, because its networks, seeds or training
are smaller than the paper's, or the typical condition of a claim has too few networks
(`results.judging`).  No condition of such a claim has any other verdict.
"""

from __future__ import annotations

from collections.abc import Sequence

from sparse_rnn.results.intervals import Interval

VERDICTS = ("reproduced", "partly", "not shown", "contradicted", "not run", "cannot judge")
REPRODUCED, PARTLY, NOT_SHOWN, CONTRADICTED, NOT_RUN, CANNOT_JUDGE = VERDICTS


def graded(fully: bool, partly: bool, against: bool = False) -> str:
    """Return the verdict of a claim that holds, holds in part, or fails, with evidence or none.

    Parameters
    ----------
    fully, partly : bool
        Whether it holds, or does in part.
    against : bool, optional
        Whether there is evidence against it; it counts where the claim does not hold in part.
    """
    missed = CONTRADICTED if against else NOT_SHOWN
    return REPRODUCED if fully else PARTLY if partly else missed


def at_least(interval: Interval, limit: float) -> str:
    """Ask that the low end reaches a limit; in part, that the estimate does."""
    return graded(interval.low >= limit, interval.mean >= limit, interval.high < limit)


def at_most(interval: Interval, limit: float) -> str:
    """Ask that the high end keeps a limit; in part, that the estimate does."""
    return graded(interval.high <= limit, interval.mean <= limit, interval.low > limit)


def above(interval: Interval, limit: float) -> str:
    """Ask that the low end exceeds a limit; in part, that the estimate does."""
    return graded(interval.low > limit, interval.mean > limit, interval.high < limit)


def estimate_above(interval: Interval, limit: float) -> str:
    """Ask of the estimate alone that it exceeds a limit."""
    return graded(interval.mean > limit, False, interval.high < limit)


def part_level(parts: int) -> float:
    """Return the level of the interval by which one part of several contradicts a claim.

    Each part is a chance to be wrong: Bonferroni's correction.
    """
    return 1 - 0.05 / parts


def all_of(parts: Sequence[str], against: bool) -> str:
    """Return the verdict of a claim of several parts from their verdicts.

    A claim that all parts hold is false if one is.  So it is reproduced if all parts are, partly
    if one is, and otherwise contradicted if there is evidence against one; a part that was not run
    says nothing.

    Parameters
    ----------
    parts : sequence of str
        The verdicts, by intervals of 95 %.
    against : bool
        Whether a part is contradicted by its interval of `part_level`.
    """
    if set(parts) <= {NOT_RUN}:
        return NOT_RUN
    full = parts.count(REPRODUCED)
    return graded(full == len(parts), full > 0, against)


def overall(verdicts: Sequence[str]) -> str:
    """Return the verdict on a claim from the verdicts on its conditions.

    Reproduced: in all conditions that ran.  If fewer than half hold even partly: contradicted
    where at least half are, else not shown.  Otherwise: partly.
    """
    ran = [verdict for verdict in verdicts if verdict != NOT_RUN]
    if not ran:
        return NOT_RUN
    full = ran.count(REPRODUCED)
    half = 2 * (full + ran.count(PARTLY)) >= len(ran)
    return graded(full == len(ran), half, 2 * ran.count(CONTRADICTED) >= len(ran))
