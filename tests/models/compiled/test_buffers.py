from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from sparse_rnn.models.compiled import buffers


@pytest.fixture(autouse=True)
def none_idle(monkeypatch):
    monkeypatch.setattr(buffers, "_idle", type(buffers._idle)())


def test_an_array_is_used_again_for_the_same_shape_and_type_alone():
    array = buffers.take((2, 3), np.float32)
    buffers.give_back(array)
    assert buffers.take((2, 3), np.float64) is not array
    assert buffers.take((3, 2), np.float32) is not array
    assert buffers.take((2, 3), np.float32) is array
    assert buffers.take((2, 3), np.float32) is not array, "it is in use now"


def test_the_longest_idle_go_where_too_many_lie_idle(monkeypatch):
    monkeypatch.setattr(buffers, "MOST_IDLE_BYTES", 100)
    old, new = np.empty(20, np.float32), np.empty(10, np.float32)
    buffers.give_back(old)
    buffers.give_back(new)
    assert buffers.idle_bytes() == new.nbytes
    assert buffers.take((10,), np.float32) is new


def test_the_limit_holds_for_arrays_of_one_kind_and_empty_ones_are_not_kept(monkeypatch):
    monkeypatch.setattr(buffers, "MOST_IDLE_BYTES", 100)
    buffers.give_back(*(np.empty(20, np.float32) for _ in range(9)), np.empty(0, np.float32))
    assert buffers.idle_bytes() == 80
    buffers.take((20,), np.float32)
    assert not buffers._idle


def test_threads_and_the_garbage_collector_may_give_back_at_once(monkeypatch):
    monkeypatch.setattr(buffers, "MOST_IDLE_BYTES", 40)

    def work(size):
        for _ in range(2000):
            buffers.give_back(np.empty(size, np.uint8))
            buffers.take((size,), np.uint8)

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(work, size) for size in (10, 20, 30, 40)]:
            done.result()
    assert buffers.idle_bytes() <= 40
