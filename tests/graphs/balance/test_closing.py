import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from sparse_rnn.graphs.balance.closing import closing_balance
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.signed_graph import SignedGraph

SMALL = st.integers(1, 7).flatmap(
    lambda n: hnp.arrays(np.int8, (n, n), elements=st.sampled_from([-1, 0, 0, 1]))
)


def with_the_link_in_place(signs, source, target, sign):
    """Balanced less unbalanced loops around a link, counted once it stands there."""
    graph_signs = signs.copy()
    graph_signs[source, target] = sign
    graph = SignedGraph.from_weights(graph_signs)
    balance = local_balance(graph)
    (link,) = np.flatnonzero((graph.source == source) & (graph.target == target))
    return int(2 * balance.edge_balanced[link] - balance.edge_loops[link])


@settings(deadline=None, max_examples=40)
@given(SMALL)
def test_it_is_the_local_balance_of_the_link_once_it_is_there(signs):
    score = closing_balance(signs)
    assert not score.diagonal().any()
    for source, target in zip(*np.nonzero(~np.eye(len(signs), dtype=bool)), strict=True):
        for sign in (1, -1):
            expected = with_the_link_in_place(signs, source, target, sign)
            assert sign * score[source, target] == expected


def test_by_hand_the_three_roles_of_a_link():
    # 0 -> 1 is +, 1 -> 2 is -: 0 -> 2 should be -; 0 -> 3 is -, 4 -> 3 is +: so 0 -> 4, 4 -> 0 are -
    signs = np.zeros((5, 5))
    signs[0, 1], signs[1, 2], signs[0, 3], signs[4, 3] = 0.1, -20, -1, 3
    score = closing_balance(signs)
    assert (score[0, 2], score[0, 4], score[4, 0]) == (-1, -1, -1)
    assert (score[1, 3], score[3, 1]) == (-1, -1)  # both receive from 0, with other signs
    assert np.count_nonzero(score) == 5


def test_a_cycle_is_no_loop_and_its_triad_is_not_transitive():
    signs = np.zeros((3, 3))
    signs[0, 1] = signs[1, 2] = 1
    assert closing_balance(signs)[2, 0] == 0
    signs[0, 2] = 1  # with 2 -> 0 the loop 0, 1, 2 would be in a triad 120C
    assert closing_balance(signs)[2, 0] == 0


@pytest.mark.parametrize("weights", [np.zeros((2, 3)), np.zeros(4), np.full((2, 2), np.nan)])
def test_what_is_no_matrix_of_weights_is_refused(weights):
    with pytest.raises(ValueError, match="need a square matrix of weights without NaN"):
        closing_balance(weights)
