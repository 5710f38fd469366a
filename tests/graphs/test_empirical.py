import numpy as np
import pytest
from scipy.stats import false_discovery_control, kstest

from sparse_rnn.graphs.empirical import benjamini_hochberg, p_values


def test_p_values_by_hand():
    sample = np.array([[1, 5], [2, 5], [3, 5], [4, 5]])
    p = p_values(np.array([4, 5]), sample)
    assert p.more.tolist() == [2 / 5, 1]
    assert p.fewer.tolist() == [1, 1]
    assert p.two_sided.tolist() == [4 / 5, 1]


def test_no_p_value_is_zero():
    p = p_values(np.array([9]), np.zeros((99, 1)))
    assert p.more[0] == 1 / 100
    assert p.two_sided[0] == 2 / 100


def test_under_the_null_p_values_are_uniform():
    rng = np.random.default_rng(0)
    given, sample = rng.normal(size=2000), rng.normal(size=(199, 2000))
    assert kstest(p_values(given, sample).more, "uniform").pvalue > 0.01


def test_benjamini_hochberg_is_that_of_scipy():
    p = np.random.default_rng(1).random(50) ** 2
    assert benjamini_hochberg(p) == pytest.approx(false_discovery_control(p))


def test_undefined_p_values_are_no_tests():
    p = np.array([0.01, np.nan, 0.04])
    adjusted = benjamini_hochberg(p)
    assert np.isnan(adjusted[1])
    assert adjusted[[0, 2]] == pytest.approx([0.02, 0.04])
    assert benjamini_hochberg(np.array([])).shape == (0,)


def test_values_that_are_no_probabilities_are_refused():
    with pytest.raises(ValueError, match="p-values must lie between 0 and 1"):
        benjamini_hochberg(np.array([0.5, 1.5]))
