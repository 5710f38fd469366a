import numba
import numpy as np

from sparse_rnn.numerics.randomness import below


def test_random_numbers_below_a_bound_are_uniform():
    @numba.njit
    def many(n, times):
        state, counts = np.zeros(1, np.uint64), np.zeros(n, np.int64)
        for _ in range(times):
            counts[below(state, n)] += 1
        return counts

    counts = many(7, 70_000)
    chi2 = ((counts - 10_000) ** 2 / 10_000).sum()
    assert chi2 < 22.5, "six degrees of freedom exceed 22.5 once in a thousand"
