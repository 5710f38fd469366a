import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparse_rnn.graphs.annealing.run import Schedule, anneal_graph, energy
from sparse_rnn.graphs.balance.of_graph import global_balance
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.random_graphs import erdos_renyi
from sparse_rnn.graphs.signed_graph import SignedGraph

LOOP = SignedGraph.from_edges([0, 1, 0], [1, 2, 2], [1, 1, -1], n=5)
BRIEF = Schedule(2, 20, 4, 2)


def kept(graph):
    """What no exchange of targets may change."""
    return [graph.degrees("out", 1), graph.degrees("out", -1), graph.degrees("in")]


def assert_kept(graph, other):
    for one, two in zip(kept(graph), kept(other), strict=True):
        assert one.tolist() == two.tolist()
    assert graph.n == other.n


@settings(deadline=None, max_examples=20)
@given(st.integers(4, 30), st.floats(0.1, 0.9), st.integers(0, 10**6), st.sampled_from([0.0, 1.0]))
def test_degrees_and_signs_are_kept(n, p, seed, target):
    # a SignedGraph holds no self-loop and no double link, else it cannot be made
    graph = erdos_renyi(n, p, seed)
    if global_balance(graph).eta is None:
        return
    found = anneal_graph(graph, target, seed, BRIEF, levels=3)
    for one in (found.graph, *(waypoint.graph for waypoint in found.series)):
        assert_kept(one, graph)
    assert found.eta == pytest.approx(global_balance(found.graph).eta, abs=1e-12)
    assert found.reached == (found.eta == target)
    assert found.accepted <= found.proposals


@pytest.mark.parametrize("target", [0.89, 0.1])
@pytest.mark.parametrize("seed", range(3))
def test_networks_of_the_paper_reach_their_target(target, seed):
    graph = erdos_renyi(150, 0.05, seed)
    found = anneal_graph(graph, target, seed, levels=25)
    assert found.reached
    assert found.start == global_balance(graph).eta
    assert found.eta == pytest.approx(global_balance(found.graph).eta, abs=1e-12)
    assert found.eta >= 0.89 if target > 0.5 else found.eta <= 0.1
    # not only the few loops of 120D and 120U: the hundreds of 030T are turned too
    share = global_balance(found.graph).ratio["030T"]
    assert share > 0.7 if target > 0.5 else share < 0.3
    assert len(found.series) > 20
    etas = [waypoint.eta for waypoint in found.series]
    assert etas == sorted(etas, reverse=target < 0.5)
    assert len(set(etas)) == len(etas)
    spacing = abs(target - found.start) / 25
    for level, eta, one in found.series:
        assert abs(level - eta) <= spacing / 2 or level == target
        assert eta == pytest.approx(global_balance(one).eta, abs=1e-12)
        assert_kept(one, graph)


def test_the_energy_falls():
    graph = erdos_renyi(100, 0.06, 0)
    found = anneal_graph(graph, 0.85, 0)
    assert found.trace["energy"].iloc[0] == pytest.approx(energy(graph))
    assert found.trace["energy"].iloc[-1] == pytest.approx(energy(found.graph))
    assert energy(found.graph) < 0.75 * energy(graph)


def test_the_trace_tells_where_the_run_is():
    graph = erdos_renyi(60, 0.1, 0)
    schedule = Schedule(1, 16, 5, 1)
    found = anneal_graph(graph, 1.0, 0, schedule)
    trace = found.trace
    assert not found.reached
    assert trace["proposals"].tolist() == [graph.edges * step for step in range(6)]
    assert trace["beta"].tolist() == pytest.approx([1, 1, 2, 4, 8, 16])
    assert trace["eta"].iloc[0] == found.start
    assert trace["loops"].iloc[0] == local_balance(graph).edge_loops.sum() / 3
    assert (trace["accepted"].diff().dropna() > 0).all()
    assert (found.proposals, found.accepted) == tuple(trace.iloc[-1][["proposals", "accepted"]])


def test_a_link_in_no_loop_counts_as_chance():
    lonely = SignedGraph.from_edges([0, 1, 0, 3], [1, 2, 2, 4], [1, 1, -1, 1])
    assert energy(lonely) == 3 + 0.5
    assert energy(lonely, 0.0) == 0.5


def test_the_same_seed_gives_the_same_network():
    graph = erdos_renyi(80, 0.07, 0)
    one, two, other = (anneal_graph(graph, 0.8, seed, levels=4) for seed in (5, 5, 6))
    assert one.graph.digest() == two.graph.digest() != other.graph.digest()
    assert [w.graph.digest() for w in one.series] == [w.graph.digest() for w in two.series]
    assert one.trace.equals(two.trace)


def test_a_target_out_of_reach_ends_with_the_best_found():
    # a loop alone: every exchange would make a double link
    found = anneal_graph(LOOP, 1.0, 0)
    assert not found.reached
    assert found.eta == found.start == 0.0
    assert found.summary.startswith("target eta 1 not reached after 200 proposals, 0 accepted: "), (
        found.summary
    )
    assert found.summary.endswith("is 0.0000, from 0.0000; anneal for longer, or ask for less")
    graph = erdos_renyi(40, 0.2, 1)
    found = anneal_graph(graph, 1.0, 1)
    assert not found.reached
    assert found.eta == pytest.approx(global_balance(found.graph).eta, abs=1e-12)
    assert found.eta >= found.trace["eta"].max() > found.start


def test_where_no_link_can_move_nothing_moves():
    complete = erdos_renyi(6, 1.0, 0)
    found = anneal_graph(complete, 1.0, 0, BRIEF)
    assert (found.reached, found.accepted) == (False, 0)
    assert found.graph.digest() == complete.digest()


def test_a_network_that_is_there_already():
    found = anneal_graph(LOOP, 0.0, 0, levels=2)
    assert (found.reached, found.proposals) == (True, 0)
    assert found.summary == "eta 0.0000 -> 0.0000 after 0 proposals, 0 accepted"


def test_levels_can_be_named():
    graph = erdos_renyi(150, 0.05, 2)
    found = anneal_graph(graph, 0.9, 0, levels=[0.7, 0.6, 0.8])
    assert [waypoint.level for waypoint in found.series] == [0.6, 0.7, 0.8]
    assert all(abs(waypoint.eta - waypoint.level) < 0.02 for waypoint in found.series)
    down = anneal_graph(graph, 0.2, 0, levels=[0.3, 0.4])
    assert [waypoint.level for waypoint in down.series] == [0.4, 0.3]


def test_names_and_a_large_network_survive():
    # larger than the dense table of links, so that the hashed one is at work
    graph = erdos_renyi(2000, 0.004, 0)
    named = SignedGraph(graph.n, graph.source, graph.target, graph.sign, tuple(range(5, 2005)))
    found = anneal_graph(named, 1.0, 0, Schedule(4, 20, 2, 0.5))
    assert_kept(found.graph, graph)
    assert found.graph.names == named.names
    assert found.eta == pytest.approx(global_balance(found.graph).eta, abs=1e-12)
    assert found.eta > found.start


def test_progress_is_told():
    steps = []
    anneal_graph(erdos_renyi(50, 0.1, 0), 0.6, 0, Schedule(1, 9, 7, 1), progress=steps.append)
    assert sum(steps) == 7


NO_TRIAD = SignedGraph.from_edges([0, 1], [1, 2], [1, 1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: anneal_graph(LOOP, 1.2), "target must be a share from 0 to 1, as eta is; got 1.2"),
        (lambda: anneal_graph(LOOP, float("nan")), "got nan"),
        (
            lambda: anneal_graph(SignedGraph.from_edges([], [], [], n=4), 1),
            r"\(4 nodes\) has no links",
        ),
        (
            lambda: anneal_graph(NO_TRIAD, 1),
            r"\(3 nodes, 2 links\) has no transitive triad \(030T, ",
        ),
        (lambda: anneal_graph(LOOP, 1, seed=-1), "seed must be a non-negative integer, got -1"),
        (lambda: anneal_graph(LOOP, 0.5, levels=-1), "number of levels must be 0 or more, got -1"),
        (
            lambda: anneal_graph(LOOP, 0.5, levels=[0.2, 0.7]),
            "level 0.7 does not lie between the netw",
        ),
        (lambda: Schedule(0, 1), "beta must rise from above 0, got 0 to 1"),
        (lambda: Schedule(3, 2), "beta must rise from above 0, got 3 to 2"),
        (lambda: Schedule(3, np.inf), "got 3 to inf"),
        (lambda: Schedule(steps=0), "needs 1 step or more and proposals at each, got 0 steps"),
        (lambda: Schedule(sweeps=0.0), "of 0.0 proposals per link"),
    ],
)
def test_bad_parameters_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
