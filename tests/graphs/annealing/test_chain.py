"""The chain follows loops, eta and the table of links as recomputation from scratch finds them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparse_rnn.graphs.annealing import chain
from sparse_rnn.graphs.balance.of_graph import class_loops, eta_of_tally, global_balance
from sparse_rnn.graphs.balance.of_links import local_balance
from sparse_rnn.graphs.balance.tally import TRIADS, mobile_links, tally_link
from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.random_graphs import erdos_renyi
from sparse_rnn.graphs.signed_graph import SignedGraph

GRAPHS = st.builds(erdos_renyi, st.integers(3, 14), st.floats(0.1, 1.0), st.integers(0, 10**6))


def tally_of(graph):
    return class_loops(signed_triad_census(graph))


def as_graph(graph, links):
    return graph.with_links(links.target, graph.sign)


def record_of(graph, links, levels=()):
    start = eta_of_tally(tally_of(graph))
    return chain.Record(
        tally_of(graph),
        np.zeros(2, dtype=np.int64),
        np.array([start]),
        links.target.copy(),
        np.array(levels, dtype=float),
        np.full(len(levels), np.inf),
        np.zeros((len(levels), graph.edges), dtype=np.int64),
    )


def run(graph, proposals, beta, pole=1.0, goal=2.0, seed=1, levels=()):
    links = mobile_links(graph)
    record, state = record_of(graph, links, levels), np.array([seed], dtype=np.uint64)
    reached = chain.run_chain(proposals, beta, pole, goal, state, links, TRIADS, record)
    return reached, links, record


@settings(deadline=None)
@given(GRAPHS)
def test_the_loops_of_a_link_are_those_of_the_local_balance(graph):
    links = mobile_links(graph)
    balance, change = local_balance(graph), np.zeros((4, 2), dtype=np.int64)
    for link in range(graph.edges):
        loops = tally_link(link, 1, links, TRIADS, change)
        assert loops == (balance.edge_loops[link], balance.edge_balanced[link])


@settings(deadline=None, max_examples=40)
@given(st.builds(erdos_renyi, st.integers(3, 7), st.floats(0.1, 1.0), st.integers(0, 10**6)))
def test_the_tally_of_a_link_is_what_its_loss_changes(graph):
    links = mobile_links(graph)
    for link in range(graph.edges):
        change = np.zeros((4, 2), dtype=np.int64)
        tally_link(link, -1, links, TRIADS, change)
        sign = graph.sign * (np.arange(graph.edges) != link)
        without = graph.with_links(graph.target, sign)
        assert (tally_of(graph) + change).tolist() == tally_of(without).tolist()


@settings(deadline=None)
@given(GRAPHS)
def test_eta_of_a_tally_is_the_global_balance(graph):
    eta = eta_of_tally(tally_of(graph))
    expected = global_balance(graph).eta
    assert np.isnan(eta) if expected is None else eta == pytest.approx(expected, abs=1e-15)


@settings(deadline=None, max_examples=50)
@given(GRAPHS, st.floats(0.1, 30), st.sampled_from([0.0, 1.0]), st.integers(0, 2**63))
def test_what_is_followed_along_a_run_agrees_with_recomputation(graph, beta, pole, seed):
    if not graph.edges:
        return
    links = mobile_links(graph)
    record, state = record_of(graph, links), np.array([seed], dtype=np.uint64)
    for _ in range(12):
        chain.run_chain(9, beta, pole, 2 - 4 * (1 - pole), state, links, TRIADS, record)
        now = as_graph(graph, links)
        assert record.tally.tolist() == tally_of(now).tolist()
        assert links.table.tolist() == mobile_links(now).table.tolist()
        assert (links.seat[links.entering] == np.arange(graph.edges)).all()
        assert (np.diff(links.target[links.entering]) >= 0).all()
        assert now.degrees("in").tolist() == np.diff(links.in_start).tolist()
    assert record.done[0] == 12 * 9


def test_the_hashed_table_is_followed_too():
    graph = erdos_renyi(1500, 0.004, 0)
    reached, links, record = run(graph, 5000, 3.0)
    now = as_graph(graph, links)
    assert links.table.dtype == np.uint64 and not reached and record.done[1] > 1000
    assert record.tally.tolist() == tally_of(now).tolist()
    keys = {int(key) >> 1: 1 + (int(key) & 1) for key in links.table if key != np.uint64(2**64 - 1)}
    ends = (now.source.astype(int) * graph.n + now.target).tolist()
    assert keys == dict(zip(ends, np.where(now.sign > 0, 1, 2).tolist(), strict=True))


def energy_of_links(graph, pairs, pole):
    """The paper's energy of named links, from the local balance."""
    share = local_balance(graph).edge
    share = np.where(np.isnan(share), 0.5, share)
    at = {
        pair: x
        for pair, x in zip(
            zip(graph.source.tolist(), graph.target.tolist(), strict=True), share, strict=True
        )
    }
    return sum(abs(pole - at[pair]) for pair in pairs)


@settings(deadline=None, max_examples=50)
@given(GRAPHS, st.sampled_from([0.0, 1.0]), st.integers(0, 10**6))
def test_the_energy_of_a_proposal_is_that_of_its_two_links(graph, pole, seed):
    links = mobile_links(graph)
    rng = np.random.default_rng(seed)
    change = np.zeros((4, 2), dtype=np.int64)
    rest = (pole, links, TRIADS, change)
    for e, f in rng.integers(graph.edges, size=(20, 2)) if graph.edges else ():
        (a, b), (c, d) = ((int(links.source[x]), int(links.target[x])) for x in (e, f))
        present = set(zip(links.source.tolist(), links.target.tolist(), strict=True))
        fresh = [(a, d), (c, b)]
        impossible = a == d or c == b or not present.isdisjoint(fresh)
        assert chain.blocked(e, f, links) == impossible
        if impossible:
            continue
        before = energy_of_links(as_graph(graph, links), [(a, b), (c, d)], pole)
        assert chain.energy_of_two(e, f, -1, *rest) == pytest.approx(-before, abs=1e-12)
        chain.move(e, f, links)
        after = energy_of_links(as_graph(graph, links), fresh, pole)
        assert chain.energy_of_two(e, f, 1, *rest) == pytest.approx(after, abs=1e-12)


def test_acceptance_falls_with_the_energy_as_boltzmann_says():
    """Weigh every exchange that is possible in two balanced loops; count how often one is made."""
    graph = SignedGraph.from_edges([0, 1, 0, 3, 4, 3], [1, 2, 2, 4, 5, 5], [1] * 6)
    links = mobile_links(graph)
    costs = []
    for e in range(6):
        for f in range(6):
            if not chain.blocked(e, f, links):
                change = np.zeros((4, 2), dtype=np.int64)
                rest = (1.0, links, TRIADS, change)
                rise = chain.energy_of_two(e, f, -1, *rest)
                chain.move(e, f, links)
                costs.append(rise + chain.energy_of_two(e, f, 1, *rest))
                chain.move(e, f, links)
    expected = np.exp(-0.7 * np.maximum(costs, 0)).sum() / 36
    runs = 600
    # one proposal from the start each time; an unreachable goal never ends it
    taken = sum(int(run(graph, 1, 0.7, seed=seed * 977)[2].done[1]) for seed in range(runs))
    assert min(costs) > 0
    assert taken / runs == pytest.approx(expected, abs=4 * np.sqrt(expected / runs))


def test_a_run_stops_at_its_goal_and_keeps_the_nearest_to_each_level():
    graph = erdos_renyi(150, 0.05, 3)
    start = global_balance(graph).eta
    levels = [start + 0.1, start + 0.2]
    reached, links, record = run(graph, 10**6, 8.0, goal=0.85, levels=levels)
    assert reached
    assert record.done[0] < 10**5
    assert global_balance(as_graph(graph, links)).eta == record.best[0] >= 0.85
    assert record.best_target.tolist() == links.target.tolist()
    for level, off, target in zip(record.levels, record.off, record.kept, strict=True):
        eta = global_balance(graph.with_links(target, graph.sign)).eta
        assert abs(eta - level) == pytest.approx(off, abs=1e-12)
        assert off < 0.03
    down = run(graph, 10**6, 8.0, pole=0.0, goal=0.2)
    assert down[0] and down[2].best[0] <= 0.2
