"""From listed links to a graph: what is left out, what is refused, and in which direction."""

import numpy as np
import pytest

from sparse_rnn.graphs.files.link_list import LeftOut, LinkList, to_graph
from sparse_rnn.graphs.files.reading_options import ReadingOptions


def listed(rows, **fields):
    """Links among the nodes 0, 1 and 2, as a file may have them."""
    source, target, weight = zip(*rows, strict=True)
    ends = (np.array(end, dtype=np.int64) for end in (source, target))
    weight = np.array(weight, dtype=object)
    return LinkList(*ends, weight, 3, "row {}".format, **fields)


def graph_of(rows, fields=None, **options):
    graph, left_out = to_graph(listed(rows, **fields or {}), ReadingOptions(**options))
    ends = zip(graph.source.tolist(), graph.target.tolist(), graph.sign.tolist(), strict=True)
    return list(ends), left_out


ROWS = [(0, 1, "+"), (1, 2, "?"), (2, 0, "-"), (1, 1, "?"), (2, 1, 0)]


def test_unknown_signs_are_refused_or_left_out():
    with pytest.raises(ValueError, match=r"^row 1: sign '\?' is unknown; .* \(--unknown drop\)"):
        graph_of(ROWS)
    links, left_out = graph_of(ROWS, unknown="drop")
    assert links == [(0, 1, 1), (2, 0, -1)]
    assert left_out == LeftOut(zeros=1, self_loops=1, unknown=1)


def test_nothing_but_unknown_signs_is_no_network():
    with pytest.raises(ValueError, match=r"has no links \(.*, unknown signs: 1\)"):
        graph_of([(0, 1, None)], unknown="drop")


@pytest.mark.parametrize(
    ("weights", "meaning"),
    [([1, 2, 1], "1=[+],2=-"), ([0, 1, 1], "0=-,1=[+]"), (["1", "3", "?"], "1=[+],3=-")],
)
def test_numbers_that_may_be_codes_are_refused(weights, meaning):
    rows = [(0, 1, weights[0]), (1, 2, weights[1]), (2, 0, weights[2])]
    with pytest.raises(
        ValueError, match=rf"say what they mean \(such as --signs {meaning}\), or that"
    ):
        graph_of(rows, unknown="drop")
    assert graph_of(rows, unknown="drop", signs={str(w): 1 for w in weights})


@pytest.mark.parametrize(
    "weights", [[1, 1, 1], [1, 2, 4], [1, 2, -1], ["1", "+2", "2"], [0.5, 1, 2], [-1, -2, -1]]
)
def test_other_numbers_are_weights(weights):
    links, _ = graph_of([(0, 1, weights[0]), (1, 2, weights[1]), (2, 0, weights[2])])
    assert [sign for *_, sign in links] == [np.sign(float(weights[k])) for k in (0, 1, 2)]


def test_a_node_without_links_is_no_code():
    assert graph_of([(0, 1, "1"), (2, 2, "0")])[0] == [(0, 1, 1)]


def test_codes_that_are_not_among_those_given_are_refused():
    with pytest.raises(ValueError, match=r"^row 1: '3' is not among the codes '1', '2' of --signs"):
        graph_of([(0, 1, "1"), (1, 2, "3")], signs={"1": 1, "2": -1})


def test_links_without_a_direction_are_taken_in_both_if_that_is_asked_for():
    rows, undirected = [(0, 1, 1), (2, 1, -1)], {"directed": False}
    with pytest.raises(ValueError, match=r"is undirected; .* take each in both \(--undirected\)"):
        graph_of(rows, undirected)
    both = [(0, 1, 1), (1, 0, 1), (1, 2, -1), (2, 1, -1)]
    assert graph_of(rows, undirected, undirected=True)[0] == both
    assert graph_of(rows, undirected=True)[0] == both
    assert graph_of(rows)[0] == [(0, 1, 1), (2, 1, -1)]


def test_an_undirected_link_that_is_listed_in_both_directions_is_repeated():
    rows = [(0, 1, 1), (1, 0, 1), (1, 2, -1)]
    with pytest.raises(ValueError, match=r"^row 1: 0 -> 1 repeats row 0 with the same sign"):
        graph_of(rows, undirected=True)
    links, left_out = graph_of(rows, undirected=True, merge=True)
    assert links == [(0, 1, 1), (1, 0, 1), (1, 2, -1), (2, 1, -1)]
    assert left_out == LeftOut(repeats=1)


def test_links_are_turned_round():
    assert graph_of([(0, 1, 1), (1, 2, -1)], transpose=True)[0] == [(1, 0, 1), (2, 1, -1)]


@pytest.mark.parametrize(
    ("conflicts", "links", "left_out"),
    [
        ("drop", [(1, 2, -1)], 3),
        ("majority", [(0, 1, 1), (1, 2, -1)], 2),
        ("last", [(0, 1, -1), (1, 2, -1)], 2),
    ],
)
def test_links_with_both_signs_are_decided(conflicts, links, left_out):
    rows = [(0, 1, 1), (1, 2, -1), (0, 1, 2), (0, 1, -1)]
    with pytest.raises(ValueError, match=r"^row 2: 0 -> 1 repeats row 0 with the same sign"):
        graph_of(rows)
    with pytest.raises(ValueError, match=r"^row 3: .* \(--conflicts drop, majority or last\)"):
        graph_of(rows, merge=True)
    assert graph_of(rows, conflicts=conflicts) == (links, LeftOut(conflicts=left_out))


def test_the_counts_of_comments_go_with_the_list():
    assert graph_of([(0, 1, "-")], {"comments": 4})[1] == LeftOut(comments=4)
