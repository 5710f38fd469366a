import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sparse_rnn.results.intervals import Interval
from sparse_rnn.verdicts.rules import (
    CONTRADICTED,
    NOT_RUN,
    NOT_SHOWN,
    PARTLY,
    REPRODUCED,
    above,
    all_of,
    at_least,
    at_most,
    overall,
    part_level,
)

NAN = np.nan


@pytest.mark.parametrize(
    ("judge", "low", "mean", "high", "verdict"),
    [
        (at_least, 1.0, 1.5, 2.0, REPRODUCED),
        (at_least, 0.9, 1.0, 1.1, PARTLY),
        (at_least, 0.5, 0.9, 1.3, NOT_SHOWN),
        (at_least, 0.8, 0.9, 1.0, NOT_SHOWN),
        (at_least, 0.8, 0.9, 0.99, CONTRADICTED),
        (at_most, 0.0, 0.5, 1.0, REPRODUCED),
        (at_most, 0.9, 1.0, 1.1, PARTLY),
        (at_most, 0.5, 1.1, 1.3, NOT_SHOWN),
        (at_most, 1.01, 1.1, 1.3, CONTRADICTED),
        (above, 1.1, 1.5, 2.0, REPRODUCED),
        (above, 1.0, 1.5, 2.0, PARTLY),
        (above, 0.9, 1.0, 1.1, NOT_SHOWN),
        (above, 1.0, 1.0, 1.0, NOT_SHOWN),
        (above, 0.7, 0.8, 0.9, CONTRADICTED),
        (at_least, NAN, 2.0, NAN, PARTLY),
        (at_most, NAN, 2.0, NAN, NOT_SHOWN),
    ],
)
def test_an_interval_beside_a_limit_of_one(judge, low, mean, high, verdict):
    assert judge(Interval(3, mean, low, high), 1.0) == verdict


numbers = st.floats(-3, 3)
widths = st.floats(0, 3)


@given(st.sampled_from([at_least, at_most, above]), numbers, widths, widths, widths, numbers)
def test_a_wider_interval_never_gives_a_surer_verdict(judge, mean, down, up, wider, limit):
    narrow = judge(Interval(3, mean, mean - down, mean + up), limit)
    wide = judge(Interval(3, mean, mean - down - wider, mean + up + wider), limit)
    unknown = judge(Interval(1, mean, NAN, NAN), limit)
    surest_first = [REPRODUCED, PARTLY] if unknown == PARTLY else [CONTRADICTED, NOT_SHOWN]
    assert unknown == surest_first[1]
    assert surest_first.index(narrow) <= surest_first.index(wide)


@pytest.mark.parametrize(
    ("parts", "verdict"),
    [
        ([REPRODUCED, REPRODUCED], REPRODUCED),
        ([CONTRADICTED, REPRODUCED], PARTLY),
        ([NOT_RUN, REPRODUCED], PARTLY),
        ([PARTLY, PARTLY], NOT_SHOWN),
        ([NOT_SHOWN, PARTLY], NOT_SHOWN),
        ([CONTRADICTED, PARTLY], NOT_SHOWN),
        ([NOT_SHOWN, NOT_RUN], NOT_SHOWN),
        ([NOT_RUN, NOT_RUN], NOT_RUN),
    ],
)
def test_a_claim_of_two_parts(parts, verdict):
    assert all_of(parts, against=False) == verdict
    assert all_of(parts, against=True) == (CONTRADICTED if verdict == NOT_SHOWN else verdict)


def test_each_part_is_a_chance_to_be_wrong():
    assert [part_level(parts) for parts in (1, 2, 8)] == pytest.approx([0.95, 0.975, 0.99375])


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        ([REPRODUCED, REPRODUCED, NOT_RUN], REPRODUCED),
        ([REPRODUCED, REPRODUCED, PARTLY], PARTLY),
        ([REPRODUCED, PARTLY, NOT_SHOWN, CONTRADICTED], PARTLY),
        ([PARTLY, CONTRADICTED, NOT_RUN], PARTLY),
        ([REPRODUCED, NOT_SHOWN, NOT_SHOWN], NOT_SHOWN),
        ([REPRODUCED, NOT_SHOWN, CONTRADICTED], NOT_SHOWN),
        ([NOT_SHOWN, CONTRADICTED, NOT_RUN], CONTRADICTED),
        ([NOT_SHOWN], NOT_SHOWN),
        ([CONTRADICTED], CONTRADICTED),
        ([NOT_RUN], NOT_RUN),
        ([], NOT_RUN),
    ],
)
def test_over_all_conditions(verdicts, verdict):
    assert overall(verdicts) == verdict
