import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sparse_rnn.graphs.nulls.chain.link_index import (
    DENSE_BYTES,
    erase,
    look_up,
    lookup_table,
    put,
)

N = 10
LINK = st.tuples(st.integers(0, N - 1), st.integers(0, N - 1))


@numba.njit
def run(table, n, steps):
    """Enter (code 1, 2) or take out (code 0) links where possible; return all codes."""
    for a, b, code in steps:
        if look_up(table, n, a, b):
            erase(table, n, a, b)
        if code:
            put(table, n, a, b, code)
    codes = np.zeros((n, n), np.int64)
    for a in range(n):
        for b in range(n):
            codes[a, b] = look_up(table, n, a, b)
    return codes


def empty(kind, capacity):
    none = np.zeros(0, dtype=np.int32)
    if kind == "dense":
        return lookup_table(N, none, none, none.astype(np.uint8))
    return np.full(capacity, np.uint64(2**64 - 1))


@settings(deadline=None)
@given(st.lists(st.tuples(LINK, st.integers(0, 2)), min_size=1, max_size=40))
@pytest.mark.parametrize("kind", ["dense", "hashed"])
def test_a_table_remembers_what_a_dictionary_would(kind, steps):
    expected = np.zeros((N, N), dtype=int)
    for (a, b), code in steps:
        expected[a, b] = code
    listed = np.array([(a, b, code) for (a, b), code in steps])
    assert (run(empty(kind, 64), N, listed) == expected).all()


def test_the_table_is_dense_for_small_graphs_and_in_proportion_to_links_for_large_ones():
    links = np.arange(1000, dtype=np.int32), np.arange(1, 1001, dtype=np.int32)
    code = np.ones(1000, dtype=np.uint8)
    assert lookup_table(1001, *links, code).nbytes == 1001**2 <= DENSE_BYTES
    assert lookup_table(100_000, *links, code).nbytes <= 64 * 1000
