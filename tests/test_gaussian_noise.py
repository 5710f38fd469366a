"""The normal numbers: their distribution, their accuracy, and that a state says all."""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
from scipy.special import ndtr, ndtri
from scipy.stats import binomtest, kstest

from sparse_rnn.gaussian_noise import BLOCK, add_noise, log, normal
from sparse_rnn.seeding import noise_state

N = 1_000_000


def drawn(state, n, std=1.0):
    """Draw from a state, which is moved on."""
    out = np.zeros(n, np.float32)
    add_noise(out, state, np.float32(std))
    return out


def start(*names):
    return np.array([noise_state(*names)])


@pytest.fixture(scope="module")
def sample():
    return drawn(start(1, "sample"), N).astype(float)


def each(function, values, dtype):
    """Apply a scalar kernel as the compiled loops do."""

    @numba.njit
    def loop(values, out):
        for i in range(len(values)):
            out[i] = function(values[i])

    out = np.empty(len(values), np.float32)
    loop(values.astype(dtype), out)
    return out


def test_the_distribution_is_normal(sample):
    assert kstest(sample, "norm").pvalue > 1e-3


def test_moments_up_to_the_fourth(sample):
    for power, (moment, variance) in enumerate([(0, 1), (1, 2), (0, 15), (3, 96)], 1):
        spread = np.sqrt(variance / N)  # of the mean of z^p: E z^2p - (E z^p)^2
        assert abs((sample**power).mean() - moment) < 4 * spread, power


@pytest.mark.parametrize("sigmas", [1, 2, 3, 4, 5])
def test_mass_of_the_tails(sigmas):
    n, state = 20 * N, start(1, "tails")
    found = np.zeros(2, int)
    for _ in range(20):
        values = drawn(state, N)
        found += (values < -sigmas).sum(), (values > sigmas).sum()
    for side in found.tolist():
        assert binomtest(side, n, ndtr(-sigmas)).pvalue > 1e-4


def correlation(one, other):
    return abs((one * other).mean()) * np.sqrt(len(one))


@pytest.mark.parametrize("lag", [1, 2, 3, 16, BLOCK // 2, BLOCK, 64 * 256])
def test_successive_numbers_are_independent(sample, lag):
    assert correlation(sample[lag:], sample[:-lag]) < 4
    squares = (sample**2 - 1) / np.sqrt(2)
    assert correlation(squares[lag:], squares[:-lag]) < 4


@pytest.mark.parametrize("apart", [1, 2, 2**32, 2**63])
def test_streams_of_neighbouring_states_are_independent(sample, apart):
    other = drawn(start(1, "sample") + np.uint64(apart), N).astype(float)
    assert correlation(sample, other) < 4
    assert correlation((sample**2 - 1) / np.sqrt(2), (other**2 - 1) / np.sqrt(2)) < 4


def test_relative_accuracy_of_the_inverse_over_the_whole_range():
    rng = np.random.default_rng(0)
    edges = np.array([-(2**31), -1, 0, 2**31 - 1])
    near = np.concatenate([edges[:, None] + np.arange(20_000) * sign for sign in (-1, 1)])
    far = 2**31 - 2.0 ** rng.uniform(0, 31, 200_000)  # every order of magnitude of the tail
    bits = np.concatenate([near.ravel(), far, -far, rng.integers(-(2**31), 2**31, 200_000)])
    bits = np.round(bits[(bits >= -(2**31)) & (bits < 2**31)])
    tail = (2.0**31 - abs(bits + 0.5)) * 2.0**-32
    away = (
        tail < 0.49999
    )  # nearer to 0 ndtri itself is no longer exact; there z = sqrt(2 pi) (p - 1/2)
    expected = np.sqrt(2 * np.pi) * (bits + 0.5) * 2.0**-32
    expected[away] = -ndtri(tail[away]) * np.sign(bits[away] + 0.5)
    np.testing.assert_allclose(each(normal, bits, np.int32), expected, rtol=1.2e-6)
    assert expected.max() == pytest.approx(6.338, abs=1e-3)


def test_the_logarithm_is_right_to_float32():
    x = np.concatenate([np.logspace(-37, 38, 100_001), np.linspace(0.5, 2, 100_001)])
    x = x.astype(np.float32)
    np.testing.assert_allclose(
        each(log, x, np.float32), np.log(x.astype(float)), rtol=3e-7, atol=1e-7
    )


@pytest.mark.parametrize("cut", [2, 6, 64, BLOCK, BLOCK + 2, 3 * BLOCK - 10])
def test_a_sequence_is_the_same_in_one_go_or_in_parts(cut):
    whole, state = drawn(start(2, "parts"), 4 * BLOCK), start(2, "parts")
    parts = np.concatenate([drawn(state, cut), drawn(state, 4 * BLOCK - cut)])
    assert whole.tobytes() == parts.tobytes()


def test_a_state_moves_on_by_a_word_for_two_numbers():
    one, other = start(3, "moves"), start(3, "moves")
    drawn(one, 7)
    drawn(other, 8)
    assert one == other != start(3, "moves")


def test_streams_are_the_same_whatever_the_threads():
    names = [(4, "threads", i) for i in range(8)]
    alone = [drawn(start(*name), 10_001).tobytes() for name in names]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda name: drawn(start(*name), 10_001).tobytes(), names))
    assert together == alone
    assert len(set(alone)) == 8


def test_noise_is_added_with_its_standard_deviation():
    out = np.full(10, 5.0, np.float32)
    add_noise(out, start(5, "added"), np.float32(0.25))
    np.testing.assert_allclose(out, 5 + 0.25 * drawn(start(5, "added"), 10), rtol=1e-6)


def test_the_noise_stays_what_it_was():
    """Archived results are tied to these numbers: a change here changes every result."""
    expected = [0.701629, -0.512843, 0.981969, 0.702008]
    np.testing.assert_allclose(drawn(start(1, "recurrent noise", 1), 4), expected, rtol=2e-6)
