import numpy as np
import pytest

from sparse_rnn.models.compiled.vectors import (
    LANES,
    add_correlations,
    dense_product,
    sparse_product,
)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("blocks", [1, 2, 3, 4, 9])  # of which 4 go together
def test_products_and_correlations_are_the_dense_ones(blocks, dtype):
    rng, n, width = np.random.default_rng(0), 7, blocks * LANES
    mask = rng.random((n, n)) < 0.4
    mask[2] = False  # a row without links
    weights = np.where(mask, rng.standard_normal((n, n)), 0).astype(dtype)
    pointer = np.r_[0, mask.sum(1).cumsum()]
    rows, columns = mask.nonzero()
    left, right = rng.standard_normal((2, n, width)).astype(dtype)
    out = np.full(n * width, np.nan, dtype)
    ends = columns.astype(np.int32)
    init = rng.standard_normal((n, width)).astype(dtype)
    links = pointer, ends, weights[rows, columns]
    sparse_product(*links, right.reshape(-1), width, init.reshape(-1), out)
    np.testing.assert_allclose(out.reshape(n, width), init + weights @ right, rtol=1e-4, atol=1e-5)
    two = np.r_[weights, 2 * weights].reshape(-1), n, 2, np.r_[right, right].reshape(-1), width
    dense_product(*two, out, out)
    expected = init + 4 * weights @ right
    np.testing.assert_allclose(out.reshape(n, width), expected, rtol=1e-4, atol=1e-5)
    totals = np.ones(len(rows) * LANES, dtype)
    sides = left.reshape(-1), n * width, right.reshape(-1), n * width
    add_correlations(pointer, ends, *sides, 1, width, totals)
    found = totals.reshape(-1, LANES).sum(1) - LANES
    np.testing.assert_allclose(found, (left @ right.T)[rows, columns], rtol=1e-3, atol=1e-4)
