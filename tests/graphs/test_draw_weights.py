import numpy as np
import pytest
from scipy.stats import kstest

from sparse_rnn.graphs.draw_weights import draw_weights, has_cycle
from sparse_rnn.graphs.random_graphs import erdos_renyi


@pytest.fixture(scope="module")
def signs():
    return np.stack([erdos_renyi(40, 0.1, seed).to_weights() for seed in range(3)])


def test_signs_and_sizes(signs):
    weights = draw_weights(signs, 0.7, None, 0)
    assert (np.sign(weights) == signs).all()
    sizes = np.abs(weights[signs != 0])
    assert sizes.max() < 0.7
    assert np.histogram(sizes, 4, (0, 0.7))[0] == pytest.approx(len(sizes) / 4, rel=0.35)


def test_normally_distributed_sizes():
    signs = np.stack([erdos_renyi(100, 0.3, seed).to_weights() for seed in range(3)])
    weights = np.stack([draw_weights(one, None, None, seed) for seed, one in enumerate(signs)])
    assert (np.sign(weights) == signs).all()
    drawn = weights[signs != 0] * 10  # N = 100
    assert kstest(drawn, "norm").pvalue > 0.001


def test_networks_of_one_seed_have_the_same_sizes_at_the_same_places(signs):
    weights = draw_weights(signs, 0.7, None, 0)
    both = (signs[0] != 0) & (signs[1] != 0)
    assert both.sum() > 5
    assert (np.abs(weights[0]) == np.abs(weights[1]))[both].all()
    assert (draw_weights(signs[1], 0.7, None, 0) == weights[1]).all()
    assert (draw_weights(signs, 0.7, None, 1) != weights).any()


def test_the_spectral_radius_of_each_network(signs):
    scaled, drawn = (draw_weights(signs, 0.7, radius, 0) for radius in (1.1, None))
    assert np.abs(np.linalg.eigvals(scaled)).max(1) == pytest.approx([1.1] * 3)
    for one, other in zip(scaled, drawn, strict=True):
        assert np.ptp(one[one != 0] / other[one != 0]) < 1e-12


@pytest.mark.filterwarnings("error")
def test_a_network_without_cycles_cannot_be_scaled():
    # its eigenvalues are 0, but as computed they are not
    chain = np.triu(np.ones((30, 30)), 1)
    rng = np.random.default_rng(0).permutation(30)
    chain = chain[rng][:, rng]
    assert not has_cycle(chain)
    assert draw_weights(chain, 0.7, None, 0).any()
    message = "a network of 30 nodes has no cycle and thus the spectral radius 0, .* scaled to 1.1"
    with pytest.raises(ValueError, match=message):
        draw_weights(np.stack([np.roll(np.eye(30), 1, 1), chain]), 0.7, 1.1, 0)


@pytest.mark.parametrize("where", [[(0, 1), (1, 2), (2, 0)], [(2, 2)]])
def test_cycles(where):
    network = np.zeros((4, 4))
    network[tuple(np.transpose(where))] = -1
    assert has_cycle(network)


def test_a_network_without_links_is_refused(signs):
    with pytest.raises(ValueError, match="1 of 4 networks have no link"):
        draw_weights(np.concatenate([signs, 0 * signs[:1]]), 0.7, None, 0)
