import numpy as np
import pytest

from sparse_rnn.models.compiled.vectors import LANES, add_correlations, sparse_product


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("blocks", [1, 3, 4, 9])  # of which 4 go together
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
    sparse_product(pointer, ends, weights[rows, columns], right.reshape(-1), width, out)
    np.testing.assert_allclose(out.reshape(n, width), weights @ right, rtol=1e-4, atol=1e-5)
    totals = np.ones(len(rows) * LANES, dtype)
    add_correlations(pointer, ends, left.reshape(-1), right.reshape(-1), width, totals)
    found = totals.reshape(-1, LANES).sum(1) - LANES
    np.testing.assert_allclose(found, (left @ right.T)[rows, columns], rtol=1e-3, atol=1e-4)
