import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparse_rnn.results.intervals import Interval
from sparse_rnn.verdicts.rules import (
    NOT,
    NOT_RUN,
    PARTLY,
    REPRODUCED,
    VERDICTS,
    above,
    at_least,
    at_most,
    both,
    overall,
)

NAN = np.nan


@pytest.mark.parametrize(
    ("judge", "low", "mean", "high", "verdict"),
    [
        (at_least, 1.0, 1.5, 2.0, REPRODUCED),
        (at_least, 0.9, 1.0, 1.1, PARTLY),
        (at_least, 0.5, 0.9, 1.3, NOT),
        (at_most, 0.0, 0.5, 1.0, REPRODUCED),
        (at_most, 0.9, 1.0, 1.1, PARTLY),
        (at_most, 0.5, 1.1, 1.3, NOT),
        (above, 1.1, 1.5, 2.0, REPRODUCED),
        (above, 1.0, 1.5, 2.0, PARTLY),
        (above, 0.9, 1.0, 1.1, NOT),
        (at_least, NAN, 2.0, NAN, PARTLY),
        (at_most, NAN, 2.0, NAN, NOT),
    ],
)
def test_an_interval_beside_a_limit_of_one(judge, low, mean, high, verdict):
    assert judge(Interval(3, mean, low, high), 1.0) == verdict


numbers = st.floats(-3, 3)
widths = st.floats(0, 3)


@given(st.sampled_from([at_least, at_most, above]), numbers, widths, widths, widths, numbers)
def test_a_wider_interval_never_gives_a_better_verdict(judge, mean, down, up, wider, limit):
    narrow = judge(Interval(3, mean, mean - down, mean + up), limit)
    wide = judge(Interval(3, mean, mean - down - wider, mean + up + wider), limit)
    unknown = judge(Interval(1, mean, NAN, NAN), limit)
    assert VERDICTS.index(narrow) <= VERDICTS.index(wide) <= VERDICTS.index(unknown)


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [([True, True], REPRODUCED), ([False, True], PARTLY), ([False, False], NOT)],
)
def test_a_claim_of_two_parts(parts, verdict):
    assert both(parts) == verdict


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        ([REPRODUCED, REPRODUCED, NOT_RUN], REPRODUCED),
        ([REPRODUCED, REPRODUCED, PARTLY], PARTLY),
        ([REPRODUCED, PARTLY, NOT, NOT], PARTLY),
        ([PARTLY, NOT, NOT_RUN], PARTLY),
        ([REPRODUCED, NOT, NOT], NOT),
        ([NOT], NOT),
        ([NOT_RUN], NOT_RUN),
        ([], NOT_RUN),
    ],
)
def test_over_all_conditions(verdicts, verdict):
    assert overall(verdicts) == verdict
