import numpy as np
import pytest

from sparse_rnn.results.intervals import correlation_interval, geometric_interval, mean_interval
from sparse_rnn.verdicts.parts import ClaimPart, findings_of, verdict_on_all
from sparse_rnn.verdicts.rules import CONTRADICTED, NOT_RUN, NOT_SHOWN, PARTLY, REPRODUCED, above


def around(mean, bound):
    """Five values whose interval of 95 % ends at ``bound`` on the side of zero."""
    spread = np.array([-2, -1, 0, 1, 2.0])
    half = mean_interval(spread).high
    return mean + spread * abs(mean - bound) / half


def test_one_part_contradicts_by_the_wider_interval_of_two():
    """Below 0 by 95 % alone is no evidence where there are two chances of it."""
    just, clearly = around(-1, -0.1), around(-1, -0.4)
    missed = ClaimPart("b", around(0.1, -0.5), 0.0, above)
    for values, verdict in ((just, NOT_SHOWN), (clearly, CONTRADICTED)):
        part = ClaimPart("a", values, 0.0, above)
        assert part.verdict() == CONTRADICTED
        assert verdict_on_all([part, missed]) == verdict
        assert verdict_on_all([part]) == CONTRADICTED


def test_all_parts_must_hold():
    holds = ClaimPart("a", [1.0, 1.1, 1.2], 0.0, above)
    assert verdict_on_all([holds, holds]) == REPRODUCED
    assert verdict_on_all([holds, ClaimPart("b", [], 0.0, above)]) == PARTLY
    assert verdict_on_all([ClaimPart("b", [], 0.0, above)] * 2) == NOT_RUN


def test_findings_share_the_verdict_and_keep_their_notes():
    parts = [
        ClaimPart("a", [1.0, 1.1, 1.2], 0.0, above, note="one lost"),
        ClaimPart("b", [-1.0, 2.0], 0.5, above, geometric_interval),
    ]
    first, second = findings_of(parts, {"task": "mg"}, variant="v", note="of all")
    assert (first.statistic, first.note, first.limit) == ("a", "one lost", 0.0)
    assert (second.statistic, second.note, second.limit) == ("b", "of all", 0.5)
    assert {first.verdict, second.verdict} == {PARTLY}
    assert second.interval.mean == pytest.approx(np.exp(0.5))
    assert first.condition == {"task": "mg"} and first.variant == "v"


def test_correlations_are_averaged_by_fishers_z():
    """Its standard error is that of the mean of artanh; a correlation of 1 has no artanh."""
    n, mean, low, high = correlation_interval([0.2, 0.5, 0.7, np.nan])
    expected = np.tanh(mean_interval(np.arctanh([0.2, 0.5, 0.7]))[1:])
    assert n == 3 and (mean, low, high) == pytest.approx(tuple(expected))
    assert correlation_interval([1.0, 1.0]).mean == pytest.approx(0.999)
    assert correlation_interval([1.0, -0.9, 0.3]).low > -1
