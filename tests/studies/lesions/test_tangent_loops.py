import numpy as np
import pytest

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.motifs import BALANCED_SIGNS, FFL, FFL_SIGNS, is_balanced
from sparse_rnn.studies.lesions.tangent_loops import (
    loop_links,
    loop_weights,
    refuse_unless_tangent,
    tangent_loops,
)


def test_each_loop_shares_one_node_with_the_core_and_none_with_another():
    network = tangent_loops(150, 15, 0.05, 0)
    assert network.graph.n == 150
    assert network.nodes.shape == (15, 3)
    core = network.nodes < 120
    assert (core.sum(1) == 1).all()
    assert len(set(network.nodes[core].tolist())) == 15
    assert sorted(network.nodes[~core].tolist()) == list(range(120, 150))


def test_only_the_links_of_the_loops_leave_the_core():
    network = tangent_loops(150, 15, 0.05, 1)
    matrix = network.graph.to_weights()
    expected = np.zeros((150, 150), dtype=bool)
    for i, j, k in network.nodes.tolist():
        expected[i, j] = expected[j, k] = expected[i, k] = True
    core = np.arange(150) < 120
    outside = ~np.outer(core, core)
    assert ((matrix != 0) & outside == expected).all()
    inside = (matrix[:120, :120] != 0).sum()
    assert inside == pytest.approx(120 * 119 * 0.05, abs=5 * np.sqrt(120 * 119 * 0.05))


def test_every_loop_is_an_induced_loop():
    # without links in the core, the census of the network is that of the loops alone
    network = tangent_loops(60, 20, 0.0, 3)
    census = signed_triad_census(network.graph)[FFL]
    balanced = is_balanced(loop_weights(network.nodes, network.graph.to_weights()))
    assert census.sum() == 20
    assert census[np.isin(FFL_SIGNS, BALANCED_SIGNS)].sum() == balanced.sum()


def test_the_core_node_takes_all_three_places():
    places = np.concatenate(
        [np.argmax(tangent_loops(90, 30, 0.0, seed).nodes < 30, axis=1) for seed in range(20)]
    )
    assert np.bincount(places) == pytest.approx([200] * 3, abs=60)


def test_signs_are_coins_unless_the_types_are_asked_for():
    loops = []
    for seed in range(40):
        network = tangent_loops(90, 30, 0.0, seed)
        loops.append(loop_weights(network.nodes, network.graph.to_weights()))
    types = np.concatenate(loops) @ [4, 2, 1]
    assert np.unique(types, return_counts=True)[1] == pytest.approx([150] * 8, abs=55)


@pytest.mark.parametrize("unbalanced", [0, 4, 15])
def test_the_number_of_unbalanced_loops_can_be_asked_for(unbalanced):
    orders = set()
    for seed in range(8):
        network = tangent_loops(150, 15, 0.05, seed, unbalanced=unbalanced)
        balanced = is_balanced(loop_weights(network.nodes, network.graph.to_weights()))
        assert (~balanced).sum() == unbalanced
        orders.add(tuple(balanced.tolist()))
    assert len(orders) > 1 or unbalanced in (0, 15)


def test_links_and_balance_of_loops():
    nodes = np.array([[4, 0, 2]])
    weights = np.zeros((5, 5))
    weights[4, 0], weights[0, 2], weights[4, 2] = -1e-200, 1e-200, -3
    assert loop_links(nodes).tolist() == [[[4, 0], [0, 2], [4, 2]]]
    assert loop_weights(nodes, weights).tolist() == [[-1e-200, 1e-200, -3]]
    assert is_balanced(loop_weights(nodes, weights)).tolist() == [True]
    assert is_balanced(np.array([[1, 1, -1], [-1, -1, 1]])).tolist() == [False, True]


def test_a_stream_of_its_own_for_each_name():
    keys = ((0,), (0,), (1,), (0, "trial", 1))
    digests = [tangent_loops(50, 5, 0.1, *key).graph.digest() for key in keys]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tangent_loops(44, 15, 0.1, 0), "m = 15 tangent loops need N = 45 nodes or more"),
        (lambda: tangent_loops(44, -1, 0.1, 0), "m = -1 tangent loops need"),
        (lambda: tangent_loops(45, 15, 0.1, 0, unbalanced=16), "16 unbalanced loops of m = 15"),
        (lambda: tangent_loops(45, 15, 0.1, 0, unbalanced=-1), "-1 unbalanced loops of m = 15"),
        (lambda: tangent_loops(45, 15, 1.1, 0), "between 0 and 1, got p = 1.1"),
    ],
)
def test_bad_parameters_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_smallest_network_there_is():
    assert tangent_loops(3, 1, 0.5, 0).graph.edges == 3


def test_made_loops_are_tangent_and_what_ties_them_is_found():
    made = tangent_loops(30, 5, 0.2, 1, "x")
    links = made.graph.to_weights() != 0
    refuse_unless_tangent(made.nodes, links, "net")
    looped = links | np.eye(30, dtype=bool)
    refuse_unless_tangent(made.nodes, looped, "net")  # self-loops tie a node to no other
    own = np.setdiff1d(made.nodes[2], np.arange(20))
    faults = []
    for source, target in ((own[0], 0), (1, own[1])):
        tied = links.copy()
        tied[source, target] = True
        faults.append((made.nodes, tied))
    cut = links.copy()
    cut[made.nodes[2, 0], made.nodes[2, 2]] = False
    faults.append((made.nodes, cut))
    shared = made.nodes.copy()
    shared[2] = shared[0]
    faults.append((shared, links))
    for nodes, wrong in faults:
        with pytest.raises(ValueError, match=r"^net: the nodes i, j, k = .* are no tangent loop"):
            refuse_unless_tangent(nodes, wrong, "net")
