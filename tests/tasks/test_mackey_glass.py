import numpy as np
import pytest
import torch

from sparse_rnn.catalog import TASKS
from sparse_rnn.tasks.base import Batch
from sparse_rnn.tasks.mackey_glass import Forecast

PAPER = dict(
    beta=0.2, gamma=0.1, power=10, delay=23.0, integrator="euler", steps_per_unit=10, washout=1000,
    train_points=40000, test_points=10000, steps=500, horizon=50, batch_size=12, passes_per_epoch=10,
)  # fmt: skip
SMALL = PAPER | dict(
    steps_per_unit=2, washout=5, train_points=90, test_points=35, steps=8, horizon=3, batch_size=3
)


@pytest.fixture(scope="module")
def paper():
    return Forecast.build(PAPER, "no folder", 0)


@pytest.fixture
def counting():
    """A task on the series 0, 1, 2, ..., whose windows can be read off."""
    return Forecast(np.arange(35.0), np.arange(100.0, 122.0), 4, 2, 3, 2)


def test_the_paper_has_ten_passes_of_six_batches_and_19_test_windows(paper):
    batches = list(paper.train_batches([1, 2, 3], 1))
    assert len(batches) == 60
    assert {b.inputs.shape for b in batches} == {(1, 500, 12, 1)}
    assert {b.targets.shape for b in batches} == {(1, 12, 50)}
    (test,) = paper.eval_batches("test")
    assert test.inputs.shape == (1, 500, 19, 1)
    assert test.targets.shape == (1, 19, 50)
    assert test.inputs.dtype == test.targets.dtype == torch.float32
    assert (paper.n_inputs, paper.n_outputs, paper.splits) == (1, 50, ("test",))
    entry = TASKS[paper.name]
    assert (entry.metric, entry.higher_is_better) == ("Mean squared error", False)


def test_rows_are_contiguous_blocks_and_windows_do_not_overlap(counting):
    first, second, *rest = counting.train_batches([7], 1)
    assert first.inputs[0, :, :, 0].T.tolist() == [[0, 1, 2, 3], [11, 12, 13, 14], [22, 23, 24, 25]]
    assert first.targets[0].tolist() == [[4, 5], [15, 16], [26, 27]]
    assert second.inputs[0, :, 0, 0].tolist() == [4, 5, 6, 7]
    assert second.targets[0, 0].tolist() == [8, 9]
    assert torch.equal(rest[0].inputs, first.inputs)
    assert len(rest) == 2


def test_the_test_part_is_read_once(counting):
    (batch,) = counting.eval_batches("test")
    assert batch.inputs[0, 0, :, 0].tolist() == [100, 104, 108, 112, 116]
    assert batch.targets[0].tolist() == [[x, x + 1] for x in (104, 108, 112, 116, 120)]


def test_a_window_is_kept_if_its_targets_just_fit():
    assert len(Forecast(np.arange(6.0), np.arange(6.0), 4, 2, 1, 1).train) == 1
    with pytest.raises(ValueError, match=r"5 points .* hold no window of 4 and the 2 points after"):
        Forecast(np.arange(5.0), np.arange(6.0), 4, 2, 1, 1)
    with pytest.raises(ValueError, match="5 points"):
        Forecast(np.arange(6.0), np.arange(5.0), 4, 2, 1, 1)


def test_train_and_test_are_successive_parts_of_one_series():
    task = Forecast.build(SMALL, "no folder", 3)
    longer = Forecast.build(SMALL | dict(train_points=125, test_points=35), "no folder", 3)
    (test,) = task.eval_batches("test")
    # the longer series goes on where the shorter one does; its third block starts at 82
    block = longer.train[1].inputs[0, :, 2, 0]
    assert torch.equal(block, test.inputs[0, :, 0, 0])
    other = Forecast.build(SMALL, "no folder", 4)
    assert not torch.equal(other.train[0].inputs, task.train[0].inputs)


def test_loss_and_score_by_hand(counting):
    batch = Batch(torch.zeros(1, 4, 2, 1), torch.tensor([[[1.0, 2.0], [3.0, 4.0]]]))
    outputs = torch.stack([batch.targets[0], batch.targets[0] + torch.tensor([[2.0, 0.0], [0, 4]])])
    assert counting.loss(outputs, batch).tolist() == [0, (4 + 16) / 4]
    total, count = counting.score(outputs, batch)
    assert total.tolist() == [0, 2 + 8]
    assert count == 2


def test_an_unknown_split_is_refused(counting):
    with pytest.raises(KeyError, match="valid"):
        list(counting.eval_batches("valid"))
