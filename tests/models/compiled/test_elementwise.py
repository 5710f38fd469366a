import numpy as np
import pytest

from sparse_rnn.models.compiled.elementwise import ACTIVATION_KINDS, activate, through_slope

WIDE = np.linspace(-30, 30, 100_001)
NEAR = np.concatenate([sign * np.logspace(-30, 0, 2001) for sign in (-1, 1)])
VALUES = {
    "tanh": np.tanh,
    "relu": lambda x: np.maximum(x, 0),
    "softplus": lambda x: np.logaddexp(0, x),
}
SLOPES = {
    "tanh": lambda x: 1 / np.cosh(x) ** 2,
    "relu": lambda x: (x > 0).astype(float),
    "softplus": lambda x: 1 / (1 + np.exp(-x)),
}


def computed(name, x, dtype=np.float32):
    x = np.asarray(x, dtype)
    values, slopes = np.empty_like(x), np.empty_like(x)
    activate(ACTIVATION_KINDS[name], x, values)
    through_slope(ACTIVATION_KINDS[name], np.ones_like(x), values, slopes)
    return values, slopes


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ACTIVATION_KINDS)
@pytest.mark.parametrize("x", [WIDE, NEAR])
def test_values_and_slopes_are_right_to_float32(name, x, dtype):
    x = x.astype(np.float32).astype(float)
    values, slopes = computed(name, x, dtype)
    np.testing.assert_allclose(values, VALUES[name](x), rtol=5e-7)
    np.testing.assert_allclose(slopes, SLOPES[name](x), rtol=1e-6, atol=6e-7)


@pytest.mark.parametrize("name", ACTIVATION_KINDS)
def test_ends_of_the_range(name):
    x = np.array([np.inf, -np.inf, 3e38, -3e38])
    np.testing.assert_allclose(computed(name, x)[0], VALUES[name](x.astype(float)), atol=1e-37)
    assert np.isnan(computed(name, [np.nan])[0]).all(), "a diverging network must show"
