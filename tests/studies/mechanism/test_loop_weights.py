from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.studies.mechanism.loop_weights import LINK_KINDS, link_table, loop_table

WEIGHTS = st.integers(0, 7).flatmap(
    lambda n: hnp.arrays(float, (n, n), elements=st.sampled_from([-1.5, -0.5, 0.0, 0.25, 2.0]))
)


def by_definition(weights):
    """Every loop, triple by triple."""
    return [
        (i, j, k, weights[i, j] * weights[j, k] + weights[i, k],
         (weights[i, j] * weights[j, k] > 0) == (weights[i, k] > 0))
        for i, j, k in permutations(range(len(weights)), 3)
        if weights[i, j] and weights[j, k] and weights[i, k]
    ]  # fmt: skip


@given(WEIGHTS)
def test_loops_are_those_of_the_definition(weights):
    table = loop_table(weights)
    found = list(
        zip(*(table[c].tolist() for c in ("i", "j", "k", "effect", "balanced")), strict=True)
    )
    assert sorted(found) == by_definition(weights)


@given(WEIGHTS)
def test_links_know_the_loops_that_they_are_part_of(weights):
    table = link_table(weights, loop_table(weights))
    loops = by_definition(weights)
    off_diagonal = weights * (1 - np.eye(len(weights)))
    links = list(zip(table["source"].tolist(), table["target"].tolist(), strict=True))
    assert links == [tuple(link) for link in np.argwhere(off_diagonal).tolist()]
    for row in table.itertuples():
        link = row.source, row.target
        assert row.weight == weights[link]
        count = [
            sum(link in ((i, j), (j, k), (i, k)) for i, j, k, _, agrees in loops if agrees == kind)
            for kind in (True, False)
        ]
        assert [row.balanced, row.unbalanced] == count
        assert row.kind == LINK_KINDS[(count[0] > 0) + 2 * (count[1] > 0)]


def test_weights_by_hand():
    weights = np.zeros((4, 4))
    weights[0, 1], weights[1, 2], weights[0, 2] = 0.5, -0.4, 0.3
    weights[3, 3], weights[2, 3] = 9.0, 1.0
    (row,) = loop_table(weights).to_dict("records")
    assert (row["i"], row["j"], row["k"], row["balanced"]) == (0, 1, 2, False)
    assert (row["w_ij"], row["w_jk"], row["w_ik"]) == (0.5, -0.4, 0.3)
    assert row["effect"] == pytest.approx(0.1)
    kinds = link_table(weights, loop_table(weights))["kind"].tolist()
    assert kinds == ["in unbalanced loops only"] * 3 + ["in no loop"]


def test_weights_too_small_to_multiply_keep_their_sign():
    weights = np.zeros((3, 3))
    weights[0, 1] = weights[1, 2] = 1e-200
    weights[0, 2] = 1e-200
    assert loop_table(weights)["balanced"].tolist() == [True]


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        (np.ones((2, 3)), r"square matrix \(N, N\), got shape \(2, 3\)"),
        (np.array([[0, np.nan], [0, 0]]), "link 0 -> 1 has weight nan; weights must be finite"),
    ],
)
def test_bad_weights_are_named(weights, message):
    with pytest.raises(ValueError, match=message):
        loop_table(weights)
