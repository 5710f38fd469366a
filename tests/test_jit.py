import numba

from sparse_rnn.jit import compiled


def test_a_kernel_still_compiles_where_no_cache_can_be_written(monkeypatch):
    njit, asked = numba.njit, []

    def without_cache(*, nogil, cache=False):
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(nogil=nogil)

    monkeypatch.setattr(numba, "njit", without_cache)
    assert compiled(lambda x: x + 1)(1) == 2
    assert asked == [True, False]
