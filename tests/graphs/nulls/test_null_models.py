from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import chisquare

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.census.sparse import by_rising_degree, signed_triad_census
from sparse_rnn.graphs.nulls import exact
from sparse_rnn.graphs.nulls import models as nm
from sparse_rnn.graphs.nulls.models import NULL_MODELS
from sparse_rnn.graphs.nulls.sample import SWAPS_PER_EDGE, network_source, null_network, null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph


def stack(*columns):
    return np.concatenate([np.reshape(c, (len(c), -1)) for c in columns], axis=1)


def _mutual(w):
    return (w != 0) & (w.transpose(0, 2, 1) != 0)


def _pairs(w):
    both = w + w.transpose(0, 2, 1)
    return np.stack([(_mutual(w) & (both == kind)).sum((1, 2)) for kind in (2, 0, -2)], 1)


# What each kept property means, for matrices of signs (networks, n, n).
PROPERTY = {
    nm.SIGN_COUNTS: lambda w: stack((w > 0).sum((1, 2)), (w < 0).sum((1, 2))),
    nm.DEGREES: lambda w: stack((w != 0).sum(1), (w != 0).sum(2)),
    nm.SIGNED_OUT: lambda w: stack((w > 0).sum(2), (w < 0).sum(2)),
    nm.SIGNED_IN: lambda w: stack((w > 0).sum(1), (w < 0).sum(1)),
    nm.PAIRS: _pairs,
    nm.NODE_PAIRS: lambda w: _mutual(w).sum(2),
    nm.TOPOLOGY: lambda w: stack(w != 0),
}
MATRIX = st.integers(3, 8).flatmap(
    lambda n: hnp.arrays(np.int8, (n, n), elements=st.sampled_from([-1, 0, 0, 1]))
)
each_null = pytest.mark.parametrize("null", NULL_MODELS)


def sampled(graph, null, networks, swaps):
    """Return the sign matrices (networks, n, n) of random networks."""
    draw = network_source(graph, null, 0, swaps).draw
    matrices = np.zeros((networks, graph.n, graph.n), dtype=np.int8)
    for index in range(networks):
        target, code, _ = draw(index)
        matrices[index, graph.source, target] = np.where(code == 1, 1, -1)
    return matrices


@each_null
@settings(deadline=None, max_examples=25)
@given(MATRIX)
def test_a_null_model_keeps_what_it_says(null, matrix):
    graph = SignedGraph.from_weights(matrix)
    given_one = graph.to_weights()[None]
    drawn = sampled(graph, null, 5, 20)
    assert (np.diagonal(drawn, axis1=1, axis2=2) == 0).all()
    assert ((drawn != 0).sum((1, 2)) == graph.edges).all()
    for name in NULL_MODELS[null].keeps:
        assert (PROPERTY[name](drawn) == PROPERTY[name](given_one)).all(), name


@each_null
def test_a_null_model_changes_what_it_does_not_say(null, random_graph):
    graph = random_graph(20, 0.3, 4)
    drawn, kept = sampled(graph, null, 20, 20), set(NULL_MODELS[null].keeps)
    implied = {nm.NODE_PAIRS} if nm.TOPOLOGY in kept else set()
    for name in PROPERTY.keys() - kept - implied:
        assert (PROPERTY[name](drawn) != PROPERTY[name](graph.to_weights()[None])).any(), name


@cache
def all_signed_graphs():
    """All sign matrices of four nodes, (531441, 4, 4)."""
    cells = [(i, j) for i in range(4) for j in range(4) if i != j]
    signs = np.array(list(product((0, 1, -1), repeat=len(cells))), dtype=np.int8)
    matrices = np.zeros((len(signs), 4, 4), dtype=np.int8)
    for column, cell in zip(signs.T, cells, strict=True):
        matrices[:, cell[0], cell[1]] = column
    return matrices


def ensemble(matrix, null):
    """Enumerate the ensemble of a four-node graph by what the null model keeps."""
    members = all_signed_graphs()
    for name in NULL_MODELS[null].keeps:
        same = (PROPERTY[name](members) == PROPERTY[name](matrix[None])).all(1)
        members = members[same]
    return members


FOUR_NODES = {
    "eight links": [[0, 1, 0, 0], [-1, 0, -1, 1], [-1, 0, 0, -1], [0, 1, -1, 0]],
    "directed triangle": [[0, 1, 0, 0], [0, 0, -1, 0], [1, 0, 0, 0], [0, 0, 0, 0]],
    "ten links": [[0, 1, -1, -1], [0, 0, -1, 1], [0, 1, 0, 1], [1, -1, 1, 0]],
    "twelve links": [[0, -1, -1, 1], [-1, 0, -1, 1], [1, -1, 0, -1], [-1, 1, 1, 0]],
    "six links": [[0, 0, 1, -1], [1, 0, 0, 0], [0, 0, 0, 1], [1, 0, 1, 0]],
}


@pytest.mark.parametrize("links", FOUR_NODES)
@pytest.mark.parametrize("null", [name for name in NULL_MODELS if NULL_MODELS[name].uniform])
def test_the_sampler_is_uniform_on_an_enumerated_ensemble(null, links):
    matrix = np.array(FOUR_NODES[links], dtype=np.int8)
    members = ensemble(matrix, null)
    number = {member.tobytes(): i for i, member in enumerate(members)}
    networks = max(600, 25 * len(members)) if len(members) > 1 else 1
    drawn = sampled(SignedGraph.from_weights(matrix), null, networks, SWAPS_PER_EDGE)
    hits = np.bincount([number[one.tobytes()] for one in drawn], minlength=len(members))
    if len(members) > 1:
        assert chisquare(hits).pvalue > 1e-3, hits


@pytest.mark.parametrize("links", FOUR_NODES)
@pytest.mark.parametrize("null", [name for name in NULL_MODELS if NULL_MODELS[name].uniform])
def test_the_ensemble_that_is_listed_is_the_one_found_by_what_is_kept(null, links):
    matrix = np.array(FOUR_NODES[links], dtype=np.int8)
    listed = exact.ensemble(SignedGraph.from_weights(matrix), null)
    rows = [
        {member.tobytes() for member in members} for members in (listed, ensemble(matrix, null))
    ]
    assert rows[0] == rows[1] and len(rows[0]) == len(listed)


@pytest.mark.parametrize("null", NULL_MODELS)
def test_the_enumerated_ensembles_are_worth_testing(null):
    sizes = [len(ensemble(np.array(links, dtype=np.int8), null)) for links in FOUR_NODES.values()]
    assert max(sizes) >= 3, sizes


def test_the_walk_of_fanmod_is_not_uniform():
    matrix = np.array(FOUR_NODES["eight links"], dtype=np.int8)
    members = ensemble(matrix, "fanmod-global-const")
    number = {member.tobytes(): i for i, member in enumerate(members)}
    drawn = sampled(SignedGraph.from_weights(matrix), "fanmod-global-const", 600, 300)
    hits = np.bincount([number[one.tobytes()] for one in drawn], minlength=len(members))
    assert chisquare(hits).pvalue < 1e-6


@each_null
def test_the_same_numbers_whatever_the_threads(null, random_graph):
    graph = random_graph(25, 0.2, 0)
    one, two = (null_sample(graph, null, 23, seed=3, threads=t) for t in (1, 2))
    assert (one.counts == two.counts).all()
    assert (one.accepted == two.accepted).all()
    few, more = (null_sample(graph, null, n, seed=3, swaps_per_edge=9.0) for n in (23, 40))
    assert (more.counts[:23] == few.counts).all()
    other = null_sample(graph, null, 23, seed=4)
    assert (other.counts != one.counts).any()


def test_null_models_draw_from_streams_of_their_own(random_graph):
    graph = random_graph(25, 0.2, 0)
    states = {network_source(graph, null, 0, 1).key for null in NULL_MODELS}
    assert len(states) == len(NULL_MODELS)


@each_null
def test_a_random_network_is_the_one_that_is_counted(null, random_graph):
    graph = random_graph(150, 0.05, 0)
    ranked = by_rising_degree(graph) if NULL_MODELS[null].uniform else graph
    sample = null_sample(graph, null, 3, seed=1, swaps_per_edge=9.0)
    drawn = null_network(ranked, null, seed=1, index=2)
    assert (signed_triad_census(drawn) == sample.counts[2]).all()
    chosen = null_sample(graph, null, 3, seed=1)
    for index in range(3):
        assert (signed_triad_census(chosen.network(index)) == chosen.counts[index]).all()
    assert (chosen.network(1).degrees("in") == graph.degrees("in")).all()


def test_no_swap_leaves_the_network_as_it_is(random_graph):
    graph = random_graph(30, 0.2, 0)
    assert null_network(graph, "no-regard", swaps_per_edge=0).digest() == graph.digest()


def test_a_graph_in_which_nothing_can_move_stays():
    full = SignedGraph.from_weights(np.ones((4, 4)))
    for null in NULL_MODELS:
        assert null_network(full, null).digest() == full.digest()
        empty = SignedGraph.from_edges([], [], [], n=3)
        assert null_network(empty, null).edges == 0


def test_large_graphs_are_rewired_through_the_hashed_table(random_graph):
    rng = np.random.default_rng(0)
    ends = np.unique(rng.integers(0, 5000, (6000, 2)), axis=0)
    graph = SignedGraph.from_edges(*ends.T, rng.choice([-1, 1], len(ends)), n=5000)
    for null in ("global-const", "no-regard-signed", "fanmod-global-const"):
        sampler = network_source(graph, null, 0, 3.0).sampler
        table = sampler.dyads.table if "fanmod" in null else sampler.table
        assert table.dtype == np.uint64
        drawn = null_network(graph, null, swaps_per_edge=3.0)
        for side in ("out", "in"):
            assert (drawn.degrees(side) == graph.degrees(side)).all()
        kept_links = np.isin(
            drawn.source * 5000 + drawn.target, graph.source * 5000 + graph.target
        ).mean()
        assert kept_links < 0.2


def test_swaps_are_reported(random_graph):
    graph = random_graph(30, 0.2, 0)
    sample = null_sample(graph, "no-regard", 10, swaps_per_edge=2.0)
    assert sample.proposed == 2 * graph.edges
    assert ((sample.accepted > 0) & (sample.accepted < sample.proposed)).all()


def test_progress_adds_up(random_graph):
    done = []
    null_sample(random_graph(10, 0.2, 0), networks=17, progress=done.append)
    assert sum(done) == 17


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"null_model": "random"}, "no null model 'random'; there are .*global-const"),
        ({"networks": 0}, "networks and threads must be 1 or more, got 0 and 1"),
        ({"threads": 0}, "networks and threads must be 1 or more, got 1000 and 0"),
        ({"seed": -1}, "seed must be a non-negative integer, got -1"),
        ({"swaps_per_edge": -1.0}, "swaps per edge must be 0 or more, or 'auto', got -1.0"),
        ({"swaps_per_edge": float("nan")}, "swaps per edge must be 0 or more, or 'auto', got nan"),
    ],
)
def test_bad_settings_are_named(settings, message, random_graph):
    with pytest.raises(ValueError, match=message):
        null_sample(random_graph(5, 0.2, 0), **settings)


@pytest.mark.parametrize("null", ["fanmod-global-const", "fanmod-global-const-signed"])
def test_a_complete_network_is_its_own_random_network_in_fanmods_walk(null):
    graph = SignedGraph.from_weights(stream(0, "complete").normal(size=(6, 6)))
    assert graph.complete
    drawn = null_network(graph, null, seed=1)
    assert np.array_equal(drawn.target, graph.target)
    assert np.array_equal(drawn.sign, graph.sign)


def test_a_network_that_is_alone_in_its_ensemble_has_not_settled():
    star = SignedGraph.from_edges([0] * 200, range(1, 201), [1] * 200)
    sample = null_sample(star, "no-regard", 20)
    assert sample.settled is None
    assert "100 % of their signed links" in sample.frozen


def test_without_end_there_are_no_swaps():
    with pytest.raises(ValueError, match="swaps per edge must be 0 or more"):
        null_sample(SignedGraph.from_edges([0, 1], [1, 2], [1, 1]), swaps_per_edge=float("inf"))
