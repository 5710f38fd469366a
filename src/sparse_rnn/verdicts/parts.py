"""Claims of several parts: each statistic has its interval, and one verdict stands for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sparse_rnn.results.intervals import Interval, mean_interval
from sparse_rnn.verdicts.findings import Finding, verdict_on
from sparse_rnn.verdicts.rules import CONTRADICTED, all_of, part_level


@dataclass(frozen=True)
class ClaimPart:
    """One of the statistics that a claim asks for at once.

    Attributes
    ----------
    statistic : str
        In words.
    values : sequence of float
        One per independent unit: a network, a pair of networks, a series of them.
    limit : float
        What the mean is compared with.
    judge : callable
        Maps an interval and the limit to a verdict, see `rules`.
    mean : callable, optional
        Maps the values and a level to their mean with its interval.
    note : str, optional
        What was left out.
    """

    statistic: str
    values: Sequence[float]
    limit: float
    judge: Callable[[Interval, float], str]
    mean: Callable[..., Interval] = mean_interval
    note: str = ""

    def verdict(self, level: float = 0.95) -> str:
        """Return the verdict on this part alone, by its interval of some level."""
        return verdict_on(self.mean(self.values, level), self.limit, self.judge)


def verdict_on_all(parts: Sequence[ClaimPart]) -> str:
    """Return the verdict on a claim of several parts, see `rules.all_of`."""
    level = part_level(len(parts))
    against = any(part.verdict(level) == CONTRADICTED for part in parts)
    return all_of([part.verdict() for part in parts], against)


def findings_of(parts: Sequence[ClaimPart], condition: Mapping, **words: str) -> Iterator[Finding]:
    """Yield the finding of each part, all with the verdict on all; ``words`` see `Finding`."""
    verdict = verdict_on_all(parts)
    for part in parts:
        note = words | {"note": part.note} if part.note else words
        interval = part.mean(part.values)
        yield Finding(part.statistic, interval, part.limit, verdict, condition, **note)
