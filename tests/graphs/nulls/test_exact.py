import numpy as np
import pytest
from scipy.stats import chisquare

from sparse_rnn.graphs.census.sparse import signed_triad_census
from sparse_rnn.graphs.nulls.exact import TooManyMembers, ensemble, exact_counts, few_members
from sparse_rnn.graphs.nulls.sample import null_sample
from sparse_rnn.graphs.signed_graph import SignedGraph

# Under local-const-signed three networks keep what this one keeps, and no chain finds the others.
LONELY = np.array(
    [[0, 0, 1, -1, 0], [1, 0, 0, 0, 1], [0, 1, 0, 1, 0], [0, -1, 0, 0, 1], [-1, 0, 1, 0, 0]]
)


def test_the_members_are_counted_as_the_census_counts():
    members = ensemble(SignedGraph.from_weights(LONELY), "global-const")
    assert len(members) > 10
    for member, counts in zip(members[:20], exact_counts(members), strict=False):
        assert (counts == signed_triad_census(SignedGraph.from_weights(member))).all()


def test_an_ensemble_that_is_too_large_is_not_listed(random_graph):
    with pytest.raises(TooManyMembers, match="more than 10 networks keep what no-regard keeps"):
        ensemble(SignedGraph.from_weights(LONELY), "no-regard", most=10)
    assert few_members(random_graph(6, 0.5, 0), "no-regard") is None


def test_a_model_that_is_not_uniform_has_no_ensemble():
    with pytest.raises(ValueError, match="fanmod-global-const does not draw all networks alike"):
        ensemble(SignedGraph.from_weights(LONELY), "fanmod-global-const")


def test_networks_of_very_few_nodes_are_drawn_from_all_members_alike():
    graph = SignedGraph.from_weights(LONELY)
    members = ensemble(graph, "global-const-signed")
    sample = null_sample(graph, "global-const-signed", 400)
    assert sample.independent and sample.settled and sample.swaps == 0
    number = {member.tobytes(): place for place, member in enumerate(members)}
    drawn = [sample.network(i).to_weights().astype(np.int8).tobytes() for i in range(400)]
    hits = np.bincount([number[one] for one in drawn], minlength=len(members))
    assert len(members) > 1 and chisquare(hits).pvalue > 1e-3
