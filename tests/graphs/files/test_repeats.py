"""Links that are listed twice."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparse_rnn.graphs.files.reading_options import CONFLICTS, ReadingOptions
from sparse_rnn.graphs.files.repeats import without_repeats

links = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from([1, -1])))


def winner(signs, conflicts):
    """The sign of a link that is listed with these; 0 if it is left out."""
    if len(set(signs)) == 1:
        return signs[0]
    return {"drop": 0, "majority": np.sign(sum(signs)), "last": signs[-1]}[conflicts]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(links, st.sampled_from(CONFLICTS[1:]))
def test_links_are_decided_as_one_by_one(rows, conflicts):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    found = without_repeats(*columns, ReadingOptions(merge=True, conflicts=conflicts))
    signs = defaultdict(list)
    for source, target, sign in rows:
        signs[source, target].append(sign)
    expected = {ends: winner(own, conflicts) for ends, own in signs.items()}
    kept = [rows[number] for number in found.kept]
    assert {(i, j): s for i, j, s in kept} == {e: s for e, s in expected.items() if s}
    assert len(kept) == len({row[:2] for row in kept})
    assert found.kept.tolist() == sorted(found.kept)
    torn = {ends for ends, own in signs.items() if len(set(own)) == 2}
    lost = [rows[number][:2] in torn for number in set(range(len(rows))) - set(found.kept)]
    assert (found.conflicts, found.repeats) == (sum(lost), len(lost) - sum(lost))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(links, st.booleans(), st.sampled_from(CONFLICTS))
def test_the_first_repeat_that_is_not_allowed_is_told(rows, merge, conflicts):
    columns = np.array(rows, dtype=np.int64).reshape(-1, 3).T
    found = without_repeats(*columns, ReadingOptions(merge=merge, conflicts=conflicts))
    torn = {row[:2] for row in rows if (*row[:2], -row[2]) in rows}
    last, first = {}, None
    for number, (source, target, sign) in enumerate(rows):
        ends = source, target
        before = last.get(ends)
        last[ends] = number
        if before is None or (conflicts != "error" and ends in torn):
            continue
        agree = rows[before][2] == sign
        if first is None and not (agree and merge):
            first = before, number, agree
    assert found.wrong == (first and first[:2])
    assert first is None or found.agree == first[2]


@pytest.mark.parametrize(
    ("conflicts", "kept", "overruled"), [("drop", [0], 5), ("majority", [0, 1], 4), ("last", [0, 1, 5], 3)]
)  # fmt: skip
def test_an_example(conflicts, kept, overruled):
    """0 -> 1 is clear, 1 -> 2 is more often +, 2 -> 0 a draw."""
    source, target = [0, 1, 1, 1, 2, 2, 0], [1, 2, 2, 2, 0, 0, 1]
    sign = [1, 1, -1, 1, 1, -1, 1]
    options = ReadingOptions(merge=True, conflicts=conflicts)
    found = without_repeats(np.array(source), np.array(target), np.array(sign), options)
    assert found.kept.tolist() == kept
    assert (found.conflicts, found.repeats) == (overruled, 1)
