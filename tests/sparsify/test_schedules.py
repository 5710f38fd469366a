import pytest

from sparse_rnn.sparsify.schedules import CubicSparsity, PruningWindow, RampThreshold


def test_ramp_threshold_traced_by_hand():
    # start 1, ramp 4 (half of the end), end 8: theta = 2 q / (2*3 + 3*4) = q / 9
    threshold = RampThreshold(PruningWindow(1, 8))
    assert threshold(1, 9.0) == 0
    assert threshold(3, 9.0) == pytest.approx(2)
    assert threshold(4, 9.0) == pytest.approx(3)
    assert threshold(6, 9.0) == pytest.approx(3 + 1.5 * 2)
    assert threshold(8, 9.0) == pytest.approx(9)


def test_cubic_sparsity_traced_by_hand():
    sparsity = CubicSparsity(PruningWindow(5, 9), final=0.8)
    assert [sparsity(epoch) for epoch in (4, 5)] == [0, 0]
    assert sparsity(7) == pytest.approx(0.8 * (1 - 0.5**3))
    assert sparsity(9) == sparsity(50) == 0.8


def test_window_knows_its_epochs():
    assert [epoch in PruningWindow(2, 4) for epoch in (1, 2, 4, 5)] == [False, True, True, False]


@pytest.mark.parametrize(("start", "end"), [(0, 5), (5, 5), (6, 5)])
def test_impossible_window_is_refused(start, end):
    with pytest.raises(ValueError, match=f"start {start}, end {end}; use more epochs"):
        PruningWindow(start, end)
