"""Replicas whose loss ceases to be finite: they stop, keep what was good, disturb nobody."""

import logging
import math

import numpy as np
import pytest
import torch

import sparse_rnn as sr
from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.results.schema import read_table
from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
from sparse_rnn.training.loop import Loop

SEEDS = [1, 2, 3]


def poison(monkeypatch, seed, epoch, value=math.nan, after=False):
    """Spoil the readout of one replica before (or after) the updates of one epoch."""
    real = Loop.train_epoch

    def train_epoch(loop, draws):
        def spoil():
            if loop.epoch == epoch:
                row = loop.ensemble.seeds.index(seed)
                loop.ensemble.parameters["readout"].data[row, 0, 0] = value

        if after:
            losses = real(loop, draws)
            spoil()
            return losses
        spoil()
        return real(loop, draws)

    monkeypatch.setattr(Loop, "train_epoch", train_epoch)


@pytest.mark.parametrize("task", ["mg", "mtc"])
@pytest.mark.parametrize("strategy", STRATEGY_CLASSES)
def test_a_diverged_replica_stops_and_the_others_do_not_notice(
    tmp_path, train, outcome, monkeypatch, caplog, task, strategy
):
    train(tmp_path / "sound", task, strategy, seeds=SEEDS)
    poison(monkeypatch, seed=2, epoch=4)
    with caplog.at_level(logging.WARNING):
        train(tmp_path / "poisoned", task, strategy, seeds=SEEDS)
    assert "the replica with seed 2 diverged in epoch 4 and stops" in caplog.text
    for seed, before in ((1, 99), (2, 4), (3, 99)):
        sound, poisoned = (outcome(tmp_path / f, seed, before) for f in ("sound", "poisoned"))
        assert sound == poisoned, f"seed {seed}"
    arrays = load_arrays(tmp_path / "poisoned" / "networks.npz")
    assert arrays["diverged"].tolist() == [0, 4, 0]
    assert arrays["epochs"].tolist() == [0, 3, 6]
    # epoch 3 was its last good one, and a snapshot was due then
    assert np.array_equal(arrays["weights"][2, 1], arrays["weights"][1, 1])
    history = read_table("history", tmp_path / "poisoned" / "history.csv")
    assert history.groupby("seed")["diverged"].unique().map(list).tolist() == [[0], [4], [0]]
    assert history[history["seed"] == 2]["epoch"].max() < 4


def test_the_last_good_state_is_that_of_the_last_whole_good_epoch(tmp_path, train, monkeypatch):
    train(tmp_path / "five", "mg", "set", seeds=SEEDS, epochs=5)
    poison(monkeypatch, seed=2, epoch=6)
    train(tmp_path / "more", "mg", "set", seeds=SEEDS, epochs=8)
    five, more = (load_arrays(tmp_path / f / "networks.npz") for f in ("five", "more"))
    assert more["epochs"].tolist() == [0, 3, 6, 8]
    for late in (2, 3):
        assert np.array_equal(more["weights"][late, 1], five["weights"][-1, 1])
        assert not np.array_equal(more["weights"][late, 0], five["weights"][-1, 0])


def test_the_model_of_a_diverged_replica_is_that_of_its_last_good_epoch(
    tmp_path, train, monkeypatch
):
    """All its parameters, though its readout was spoilt when it was taken out."""
    train(tmp_path / "four", "mg", "set", seeds=SEEDS, epochs=4)
    poison(monkeypatch, seed=2, epoch=5)
    train(tmp_path / "more", "mg", "set", seeds=SEEDS, epochs=8)
    four, more = (
        [sr.load_model(tmp_path / f / f"models/{seed}.safetensors") for seed in SEEDS]
        for f in ("four", "more")
    )
    for name, value in more[1].parameters.items():
        assert np.array_equal(value, four[1].parameters[name]), name
        assert not np.array_equal(more[0].parameters[name], four[0].parameters[name]), name
    assert np.array_equal(more[1].mask, four[1].mask)
    assert [(m.metadata["epoch"], m.metadata["diverged"]) for m in more] == [(8, 0), (4, 5), (8, 0)]
    assert more[1].test_metric(tmp_path) == four[1].test_metric(tmp_path)


@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan])
def test_weights_count_as_well_as_the_loss(tmp_path, train, monkeypatch, value):
    poison(monkeypatch, seed=2, epoch=4, value=value, after=True)
    train(tmp_path, "mg", "static", seeds=SEEDS)
    assert load_arrays(tmp_path / "networks.npz")["diverged"].tolist() == [0, 4, 0]


def test_replicas_may_diverge_one_after_the_other(tmp_path, train, outcome, monkeypatch):
    train(tmp_path / "alone", "mg", "deep_r", seeds=[3])
    poison(monkeypatch, seed=1, epoch=2)
    poison(monkeypatch, seed=2, epoch=5)
    train(tmp_path / "last", "mg", "deep_r", seeds=SEEDS)
    assert load_arrays(tmp_path / "last" / "networks.npz")["diverged"].tolist() == [2, 5, 0]
    assert outcome(tmp_path / "last", 3) == outcome(tmp_path / "alone", 3)


@pytest.mark.parametrize("stop", [2, 3, 5])
def test_an_interrupted_run_with_a_diverged_replica_ends_in_the_same_bytes(
    tmp_path, train, monkeypatch, stop
):
    poison(monkeypatch, seed=2, epoch=3)
    undisturbed = train(tmp_path / "a", "mg", "deep_r", seeds=SEEDS)
    real = Loop.advance

    def stopping(loop):
        if loop.epoch == stop:
            raise KeyboardInterrupt
        real(loop)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Loop, "advance", stopping)
        train(tmp_path / "b", "mg", "deep_r", seeds=SEEDS, period=0)
    assert train(tmp_path / "b", "mg", "deep_r", seeds=SEEDS, period=0) == undisturbed


def test_if_all_diverge_all_is_saved_and_it_is_told(tmp_path, train, caplog):
    train(tmp_path, "mg", "dense", seeds=SEEDS, learning_rate=1e30)
    assert "all 3 networks of this job diverged, the last in epoch" in caplog.text
    assert "lower tasks.mg.learning_rate (now 1e+30)" in caplog.text
    arrays = load_arrays(tmp_path / "networks.npz")
    assert arrays["epochs"].tolist() == [0, 3, 6]
    assert arrays["diverged"].all() and np.isfinite(arrays["weights"]).all()
    assert (read_table("history", tmp_path / "history.csv")["epoch"] == 0).all()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["history.csv", "models", "networks.npz"]


def test_the_state_of_a_kept_replica_is_its_own(build_loop):
    loop = build_loop("mg", "deep_r", seeds=SEEDS)
    loop.start()
    loop.advance()
    parameters = {name: p.detach()[2].clone() for name, p in loop.ensemble.parameters.items()}
    moments = {name: m[2].clone() for name, m in loop.optimiser.state().items()}
    signs = loop.structure.signs[2].clone()
    loop.keep(torch.tensor([False, False, True]))
    assert loop.ensemble.seeds == [3]
    assert torch.equal(loop.structure.signs[0], signs)
    for name, p in loop.ensemble.parameters.items():
        assert p.shape[0] == 1 and torch.equal(p[0], parameters[name]), name
    for name, moment in loop.optimiser.state().items():
        assert moment.shape[0] == 1 and torch.equal(moment[0], moments[name]), name
