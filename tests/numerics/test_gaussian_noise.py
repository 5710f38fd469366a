"""The normal numbers: their distribution, their accuracy, and that a state says all."""

from concurrent.futures import ThreadPoolExecutor

import numba
import numpy as np
import pytest
from scipy.special import ndtr
from scipy.stats import binomtest, kstest

from sparse_rnn.base.seeding import noise_state
from sparse_rnn.numerics.gaussian_noise import BLOCK, add_noise, logarithm, normal_pair

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


def words(state, n):
    """SplitMix64 as published, in Python's own integers."""
    for _ in range(n):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        word = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        word = (word ^ word >> 27) * 0x94D049BB133111EB % 2**64
        yield word ^ word >> 31


def test_the_words_are_those_of_splitmix64():
    assert next(words(0, 1)) == 0xE220A8397B1DCDAF  # the reference implementation, seed 0


@pytest.mark.parametrize("n", [1, 2, 7, BLOCK - 1, BLOCK, 5 * BLOCK + 3])
def test_each_word_makes_a_pair_whatever_the_blocks(n):
    state = start(2, "pairs")
    half = (n + 1) // 2
    bits = np.array(list(words(int(state[0]), half)), np.uint64).view(np.int32).reshape(half, 2)
    z = radius(bits[:, 0]) * np.exp(1j * np.pi * (bits[:, 1] + 0.5) * 2.0**-31)
    expected = np.concatenate([z.real, z.imag])[:n]
    np.testing.assert_allclose(drawn(state, n), expected, rtol=1e-5, atol=1e-5)


def radius(bits):
    return np.sqrt(-2 * np.log(((bits & 0x7FFFFFFF) + 0.5) * 2.0**-31))


def test_accuracy_over_the_whole_range_of_radius_and_angle():
    rng = np.random.default_rng(0)
    edges = np.array([-(2**31), 0, 2**31 - 1])[:, None] + np.arange(20_000) * [[1], [1], [-1]]
    far = 2.0 ** rng.uniform(0, 31, 200_000)  # every order of magnitude of the tail
    first = np.r_[edges.ravel(), far.astype(int), rng.integers(-(2**31), 2**31, 200_000)]
    first = first.astype(np.int32)
    second = rng.permutation(first)
    r, angle = radius(first), np.pi * (second + 0.5) * 2.0**-31
    for z, expected in zip(pairs(first, second).T, (np.cos(angle), np.sin(angle)), strict=True):
        assert (abs(z - r * expected) < 1e-6 * r + 1e-7 / r).all()
    assert r.max() == pytest.approx(6.66, abs=0.01)


@numba.njit
def pairs(first, second):
    out = np.empty((len(first), 2), np.float32)
    for i in range(len(first)):
        out[i] = normal_pair(first[i], second[i])
    return out


def test_the_logarithm_is_right_to_float32():
    x = np.concatenate([np.logspace(-37, 38, 100_001), np.linspace(0.5, 2, 100_001)])
    x = x.astype(np.float32)
    np.testing.assert_allclose(
        each(logarithm, x, np.float32), np.log(x.astype(float)), rtol=3e-7, atol=1e-7
    )


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
    expected = [0.38245603, -0.0483358, -1.0829625, 0.88716143]
    np.testing.assert_allclose(drawn(start(1, "recurrent noise", 1), 4), expected, rtol=1e-5)
