import numpy as np
import pytest

from sparse_rnn.graphs.motifs import is_balanced
from sparse_rnn.studies.lesions.removal import LESION_KINDS, lesioned, removal_orders
from sparse_rnn.studies.lesions.tangent_loops import loop_links, loop_weights, tangent_loops


@pytest.fixture(scope="module")
def network():
    return tangent_loops(60, 9, 0.1, 0, unbalanced=4)


@pytest.fixture(scope="module")
def weights(network):
    scale = np.random.default_rng(0).uniform(0.1, 1, (60, 60))
    return network.graph.to_weights() * scale + np.eye(60)


def links(steps):
    """Links as a set of pairs."""
    return {tuple(link) for link in steps.reshape(-1, 2).tolist()}


@pytest.mark.parametrize(
    ("kind", "balanced", "steps"), [("unbalanced", False, 4), ("balanced", True, 5)]
)
def test_the_loops_of_a_kind_go_one_by_one(network, weights, kind, balanced, steps):
    orders = removal_orders(weights, network.nodes, kind, 10, 0)
    assert orders.shape == (10, steps, 3, 2)
    chosen = network.nodes[is_balanced(loop_weights(network.nodes, weights)) == balanced]
    expected = sorted(map(str, loop_links(chosen).tolist()))
    for order in orders:
        assert sorted(map(str, order.tolist())) == expected
    assert len({str(order.tolist()) for order in orders}) > 5


def test_as_many_random_links_go(network, weights):
    orders = removal_orders(weights, network.nodes, "random", 10, 0)
    assert orders.shape == (10, 4, 3, 2)
    for order in orders:
        assert len(links(order)) == 12
        assert all(weights[i, j] and i != j for i, j in links(order))
    assert len(set.union(*map(links, orders))) > 60


def test_every_link_is_as_likely_to_go(network, weights):
    orders = removal_orders(weights, network.nodes, "random", 3000, 0)
    count = np.zeros((60, 60), dtype=int)
    np.add.at(count, tuple(np.moveaxis(orders, -1, 0)), 1)
    hits = count[(weights != 0) & ~np.eye(60, dtype=bool)]
    expected = 3000 * 12 / len(hits)
    assert hits == pytest.approx(np.full(len(hits), expected), abs=5 * np.sqrt(expected))


def test_the_signs_of_the_weights_decide_which_loops_are_unbalanced(network, weights):
    trained = weights.copy()
    i, j, _ = network.nodes[0]
    trained[i, j] *= -1
    before, after = (
        removal_orders(w, network.nodes, "unbalanced", 1, 0).shape[1] for w in (weights, trained)
    )
    assert abs(before - after) == 1


def test_no_loop_of_a_kind_is_no_step():
    network = tangent_loops(30, 5, 0.1, 0, unbalanced=0)
    for kind in ("unbalanced", "random"):
        orders = removal_orders(network.graph.to_weights(), network.nodes, kind, 2, 0)
        assert orders.shape == (2, 0, 3, 2)
        assert lesioned(network.graph.to_weights(), orders[0]).shape == (1, 30, 30)


def test_what_is_left_after_each_step(network, weights):
    order = removal_orders(weights, network.nodes, "unbalanced", 1, 0)[0]
    left = lesioned(weights, order)
    assert left.shape == (5, 60, 60)
    assert (left[0] == weights).all()
    for step in range(1, 5):
        gone = {tuple(x) for x in np.argwhere(left[step] != weights).tolist()}
        assert gone == links(order[:step])
        assert not any(left[step][link] for link in gone)
    assert weights[tuple(order[0, 0])] != 0  # the given weights stay as they are


def test_a_stream_of_its_own_for_each_name(network, weights):
    def drawn(*names):
        return removal_orders(weights, network.nodes, "unbalanced", 3, *names).tolist()

    assert drawn(0) == drawn(0)
    assert drawn(0) != drawn(1) != drawn(0, "network", 3)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(kind="all"), "no lesion 'all'; there are unbalanced, balanced, random"),
        (dict(orders=0), "needs 1 order of removal or more, got 0"),
        (
            dict(weights=np.zeros((60, 60))),
            r"the loop of the nodes i, j, k = \[\d+, \d+, \d+\] has",
        ),
    ],
)
def test_bad_parameters_are_named(network, weights, change, message):
    given = dict(weights=weights, nodes=network.nodes, kind=LESION_KINDS[0], orders=2, seed=0)
    with pytest.raises(ValueError, match=message):
        removal_orders(**(given | change))


def test_more_links_than_there_are_cannot_go():
    nodes = np.array([[0, 1, 2], [0, 1, 2]])
    weights = np.zeros((3, 3))
    weights[0, 1] = weights[1, 2] = 1
    weights[0, 2] = -1
    with pytest.raises(ValueError, match="6 links cannot be removed from 3"):
        removal_orders(weights, nodes, "random", 1, 0)
