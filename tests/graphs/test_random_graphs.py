import numpy as np
import pytest
from scipy.stats import binomtest

from sparse_rnn.graphs.random_graphs import erdos_renyi


def test_every_link_and_every_sign_is_as_likely():
    graphs = [erdos_renyi(6, 0.3, seed) for seed in range(600)]
    matrices = np.stack([graph.to_weights() for graph in graphs])
    there = (matrices != 0).sum(0)
    assert (np.diagonal(there) == 0).all()
    for count in there[~np.eye(6, dtype=bool)]:
        assert binomtest(count, 600, 0.3).pvalue > 1e-4
    assert binomtest(int((matrices > 0).sum()), int(there.sum()), 0.5).pvalue > 1e-3


def test_the_number_of_links_varies_as_it_should():
    links = np.array([erdos_renyi(20, 0.1, seed).edges for seed in range(400)])
    assert links.mean() == pytest.approx(38, abs=4 * np.sqrt(38 * 0.9 / 400))
    assert links.var() == pytest.approx(38 * 0.9, rel=0.35)


def test_a_stream_of_its_own_for_each_name():
    digests = [erdos_renyi(30, 0.1, *key).digest() for key in ((1,), (1,), (2,), (1, "trial", 0))]
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3


def test_the_extremes():
    assert erdos_renyi(1, 1.0, 0).edges == 0
    assert erdos_renyi(9, 0.0, 0).edges == 0
    assert erdos_renyi(9, 1.0, 0).complete


@pytest.mark.parametrize(
    ("n", "p", "message"),
    [
        (0, 0.1, "needs 1 node or more, got n = 0"),
        (5, 1.5, "between 0 and 1, got p = 1.5"),
        (5, -0.1, "between 0 and 1, got p = -0.1"),
        (5, float("nan"), "between 0 and 1, got p = nan"),
    ],
)
def test_bad_parameters_are_named(n, p, message):
    with pytest.raises(ValueError, match=message):
        erdos_renyi(n, p, 0)
