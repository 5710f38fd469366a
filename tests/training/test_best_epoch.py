"""The parameters of the best validation epoch are kept, exactly, and survive an interruption."""

import pytest
import torch

from sparse_rnn.tasks.mackey_glass import Forecast
from sparse_rnn.training.best_epoch import BestEpoch
from sparse_rnn.training.checkpoint import load_checkpoint, restore, save_checkpoint, state
from sparse_rnn.training.loop import Loop

SCORES = {1: [0.1, 0.3, 0.9, 0.9, 0.2, 0.0, 0.0], 2: [0.5, 0.1, 0.1, 0.1, 0.6, 0.7, 0.1]}
"""Made-up validation accuracies of two replicas after 0, 1, ... epochs: best after 2 and 5."""
BEST = {1: 2, 2: 5}


@pytest.fixture
def loop_of(build_loop, monkeypatch):
    """Build a loop of a stand-in for a task with validation data: mg with made-up accuracies."""
    real = Loop.evaluate

    def evaluate(loop, split):
        if split == "test":
            return real(loop, split)
        return torch.tensor(
            [SCORES[s][loop.epoch] for s in loop.ensemble.seeds], dtype=torch.float64
        )

    monkeypatch.setattr(Forecast, "splits", ("valid", "test"))
    monkeypatch.setattr(Loop, "evaluate", evaluate)
    return lambda: build_loop("mg", "static", keep_best=True, evaluate_every=1)


def parameters(loop, row):
    return {name: p.detach()[row].clone() for name, p in loop.ensemble.parameters.items()}


def same(first, second):
    return all(torch.equal(first[name], second[name]) for name in first)


def test_the_parameters_are_those_of_the_first_best_epoch(loop_of):
    loop = loop_of()
    loop.start()
    seen = {seed: [parameters(loop, row)] for row, seed in enumerate(BEST)}
    for _ in range(6):
        loop.advance()
        for row, seed in enumerate(BEST):
            seen[seed].append(parameters(loop, row))
    assert loop.best.epoch.tolist() == [2, 5]
    assert loop.best.valid.tolist() == [0.9, 0.7]
    for row, (seed, epoch) in enumerate(BEST.items()):
        kept = {name: p[row] for name, p in loop.best.parameters.items()}
        assert same(kept, seen[seed][epoch])
        assert not same(kept, seen[seed][-1])


def test_a_resumed_run_keeps_the_same(loop_of, tmp_path):
    whole, first, second = (loop_of() for _ in range(3))
    for loop, epochs in ((whole, 6), (first, 3)):
        loop.start()
        for _ in range(epochs):
            loop.advance()
    save_checkpoint(tmp_path / "checkpoint.npz", "run", state(first))
    restore(second, load_checkpoint(tmp_path / "checkpoint.npz", "run"))
    assert second.best.epoch.tolist() == [2, 0]
    for _ in range(3):
        second.advance()
    assert second.best.epoch.tolist() == [2, 5]
    assert same(second.best.parameters, whole.best.parameters)


def test_a_replica_that_diverged_disturbs_no_other(loop_of):
    undisturbed, loop = loop_of(), loop_of()
    for one in (undisturbed, loop):
        one.start()
        for epoch in range(6):
            if one is loop and epoch == 3:
                one.ensemble.parameters["readout"].data[0, 0, 0] = torch.nan
            one.advance()
    assert loop.diverged.tolist() == [4, 0]
    assert loop.best.epoch.tolist() == [2, 5]
    assert same(loop.best.parameters, undisturbed.best.parameters)


def test_without_validation_data_there_is_no_best_epoch(build_loop):
    with pytest.raises(ValueError, match=r"mg has no validation data, .* leave out keep_best"):
        build_loop("mg", "static", keep_best=True)


def test_an_accuracy_that_is_not_defined_is_never_the_best(build_loop):
    loop = build_loop("mg", "static")
    loop.task.splits = ("valid", "test")
    best = BestEpoch(loop.task, loop.ensemble)
    alive = torch.tensor([True, True])
    best.note(3, alive, torch.tensor([torch.nan, -1.0]).double(), loop.ensemble)
    assert best.epoch.tolist() == [-1, 3]
