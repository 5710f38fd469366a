import numpy as np
import pytest

from sparse_rnn.base.seeding import stream
from sparse_rnn.graphs.motifs import FFL
from sparse_rnn.graphs.nulls import sample as sampling
from sparse_rnn.graphs.nulls import settling
from sparse_rnn.graphs.nulls.exact import ensemble, exact_counts
from sparse_rnn.graphs.nulls.sample import null_sample, settled_sample
from sparse_rnn.graphs.nulls.settling import Search, search_swaps
from sparse_rnn.graphs.nulls.source import numbered_for_counting
from sparse_rnn.graphs.signed_graph import SignedGraph


def made(n, density, seed, dale=False):
    rng = stream(seed, "test of settling")
    links = rng.random((n, n)) < density
    np.fill_diagonal(links, False)
    sign = np.where(rng.random((n, 1) if dale else (n, n)) < 0.6, 1, -1)
    return SignedGraph.from_weights(links * sign)


def hubs(n=90, links=700, seed=0):
    """A network of unequal degrees whose nodes each send one sign, with many mutual pairs."""
    rng = stream(seed, "hubs")
    weight = (1 / rng.random(n) ** 0.7).clip(max=n / 3)
    matrix = np.zeros((n, n))
    sign = np.where(rng.random(n) < 0.7, 1, -1)
    while np.count_nonzero(matrix) < links:
        i, j = rng.choice(n, 2, replace=False, p=weight / weight.sum())
        matrix[i, j] = sign[i]
        if rng.random() < 0.5:
            matrix[j, i] = sign[j]
    return SignedGraph.from_weights(matrix)


def errors(sample, mean, sd, others=np.inf):
    """The differences of the loops' means from given ones, in standard errors."""
    counts = sample.counts[:, FFL]
    se = sd * np.sqrt(1 / len(counts) + 1 / others)
    return np.abs(counts.mean(0) - mean)[sd > 0] / se[sd > 0]


CASES = {
    "small": (made(18, 0.41, 3), "global-const-signed"),
    "dense": (made(24, 0.5, 1), "global-const"),
    "hubs": (hubs(50, 400), "local-const-travelling"),
}


@pytest.mark.parametrize("case", CASES)
def test_by_default_the_means_are_those_of_a_run_that_is_much_longer(case):
    graph, null = CASES[case]
    sample = null_sample(graph, null, 300, seed=1)
    longer = null_sample(graph, null, 300, seed=2, swaps_per_edge=4 * sample.swaps)
    counts = longer.counts[:, FFL]
    assert sample.settled and sample.unsettled == ""
    assert errors(sample, counts.mean(0), counts.std(0), 300).max() < 4.5


def test_nine_swaps_are_not_enough_for_every_network():
    graph, null = CASES["hubs"]
    longer = null_sample(graph, null, 400, seed=2, swaps_per_edge=200.0).counts[:, FFL]
    nine = null_sample(graph, null, 400, seed=1, swaps_per_edge=9.0)
    assert errors(nine, longer.mean(0), longer.std(0), 400).max() > 4.5
    assert nine.settled is None and nine.unsettled == ""  # nobody asked


@pytest.mark.parametrize("null", ["global-const-travelling", "global-const", "no-regard-signed"])
def test_a_chain_agrees_with_the_enumerated_ensemble_or_says_that_it_has_not_settled(null):
    graph = made(6, 0.4, 5)
    counts = exact_counts(ensemble(graph, null, 10**6))[:, FFL]
    search = search_swaps(numbered_for_counting(graph, null), null, 0, 2)
    sample = settled_sample(search, 500, lambda drawn: drawn)
    assert not sample.settled or errors(sample, counts.mean(0), counts.std(0)).max() < 4.5


def test_where_the_number_of_swaps_ends_too_early_the_sample_says_so(monkeypatch):
    for module in (settling, sampling):
        monkeypatch.setattr(module, "MOST_SWAPS", 9.0)
    sample = null_sample(made(18, 0.41, 3), "global-const-signed", 400)
    assert sample.settled is False and sample.swaps == 9
    assert sample.unsettled.startswith("after 9 swaps per link chains that started apart still")


def test_a_null_model_that_hardly_moves_anything_says_so():
    sample = null_sample(hubs(), "fixed-topology-signed", 40)
    assert sample.overlap > 0.9
    assert "share " in sample.frozen and "z near 0 is no evidence" in sample.frozen
    assert null_sample(hubs(), "no-regard", 40).frozen == ""


def test_chains_that_never_move_are_not_called_settled():
    rng = stream(0, "one sign per source")
    links = rng.random((12, 12)) < 0.4
    graph = SignedGraph.from_weights(links * np.where(rng.random((12, 1)) < 0.5, 1, -1))
    sample = null_sample(graph, "fixed-topology-signed", 40)
    assert (sample.settled, sample.overlap, sample.acceptance) == (None, 1.0, 0.0)
    assert "100 % of their signed links" in sample.frozen


def test_the_numbers_depend_neither_on_threads_nor_on_who_watches():
    graph, said, done = made(30, 0.2, 0), [], []
    one = null_sample(graph, "global-const-signed", 64, seed=5)
    watched = {"threads": 2, "progress": done.append, "tell": said.append}
    two = null_sample(graph, "global-const-signed", 64, seed=5, **watched)
    assert (one.counts == two.counts).all() and (one.shared == two.shared).all()
    assert one.swaps == two.swaps > 0
    assert sum(done) == 64 and said[0] == "looking for the number of swaps: 3 per link"


def test_far_starts_have_forgotten_the_given_network():
    graph = made(40, 0.1, 2)
    search = Search.begin(graph, "no-regard", 0, 1).farther(3.0)
    given = {*zip(graph.source.tolist(), graph.target.tolist(), strict=True)}
    for start in search.starts:
        there = {*zip(start.source.tolist(), start.target.tolist(), strict=True)}
        assert len(given & there) < 0.3 * graph.edges
        assert (start.degrees("in") == graph.degrees("in")).all()
    assert len({start.digest() for start in search.starts}) == settling.FAR_STARTS


def test_few_networks_are_judged_by_the_pilot():
    sample = null_sample(made(30, 0.2, 0), "no-regard", 1)
    assert sample.settled and sample.counts.shape == (1, 132)


@pytest.mark.parametrize("swaps", [-1.0, float("nan"), "many"])
def test_a_number_of_swaps_that_is_none_is_refused(swaps):
    with pytest.raises(
        ValueError, match=f"swaps per edge must be 0 or more, or 'auto', got {swaps}"
    ):
        null_sample(made(8, 0.3, 0), networks=2, swaps_per_edge=swaps)
