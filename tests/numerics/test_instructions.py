import numba
import numpy as np
import pytest

from sparse_rnn.numerics.instructions import lowest_bit, prefetch


@numba.njit
def lowest(word):
    return lowest_bit(word)


@numba.njit
def total_after_prefetch(array):
    total = 0
    for place in range(len(array)):
        prefetch(array, place)
        total += array[place]
    return total


@pytest.mark.parametrize("bit", range(64))
def test_the_lowest_bit_of_a_word_is_found_whatever_is_above_it(bit):
    assert lowest(np.uint64(1) << np.uint64(bit)) == bit
    above = (2**64 - 1) >> bit << bit
    assert lowest(np.uint64(above)) == bit


@pytest.mark.parametrize("kind", [np.uint8, np.uint64])
def test_prefetching_changes_nothing(kind):
    array = np.arange(100, dtype=kind)
    assert total_after_prefetch(array) == 4950
    assert (array == np.arange(100)).all()
