import numpy as np
import pytest

from sparse_rnn.graphs.signed_graph import SignedGraph
from sparse_rnn.studies.connectome.neuron_permutation import (
    neuron_permutation_sample,
    permuted_signs,
    signs_of_senders,
)


@pytest.fixture
def graph():
    """Ten nodes, the last of which sends nothing; four send - and five +."""
    rng = np.random.default_rng(1)
    links = rng.random((10, 10)) < 0.4
    links[:, 0] = True
    links[-1] = False
    return SignedGraph.from_weights(links * np.repeat([1, -1], [6, 4])[:, None])


def test_neurons_exchange_signs_and_keep_links(graph):
    rng = np.random.default_rng(0)
    given = signs_of_senders(graph)
    drawn = {tuple(signs_of_senders(permuted_signs(graph, rng))) for _ in range(200)}
    assert all(sorted(signs) == sorted(given) for signs in drawn)
    assert all(signs[-1] == 0 for signs in drawn)
    assert len(drawn) > 50
    other = permuted_signs(graph, rng)
    assert (other.target == graph.target).all() and (other.source == graph.source).all()


def test_the_sample_keeps_the_number_of_triads_of_each_class(graph):
    sample = neuron_permutation_sample(graph, 5)
    assert sample.counts.shape == (5, 132)
    assert len(set(sample.counts.sum(1))) == 1
    again = neuron_permutation_sample(graph, 5)
    assert (sample.counts == again.counts).all()


def test_a_node_of_both_signs_is_refused():
    graph = SignedGraph.from_edges([0, 0], [1, 2], [1, -1], n=3)
    with pytest.raises(ValueError, match=r"node 0 sends links of both signs.*choose a rule"):
        signs_of_senders(graph)
