"""Runs of whole conditions: what is written, determinism, resumption, independence of replicas."""

import logging

import numpy as np
import pytest
import torch

from sparse_rnn.artifacts import load_arrays, load_table
from sparse_rnn.config import Condition, training_settings
from sparse_rnn.sparsify.registry import STRATEGIES
from sparse_rnn.training import condition as condition_module
from sparse_rnn.training.condition import build, restore, state, train_condition
from sparse_rnn.training.loop import Plan

SPARSITY = 0.8


def a_condition(task, strategy, model="rnn"):
    return Condition(task, model, strategy, 0.0 if strategy == "dense" else SPARSITY)


@pytest.fixture
def smoke(load_profile):
    config = load_profile("smoke")

    def settings(condition, **own):
        found = training_settings(config, condition) | {
            k: v for k, v in own.items() if k == "seeds"
        }
        found["task"] |= {k: v for k, v in own.items() if k != "seeds"}
        return found

    return settings


def run(folder, condition, settings):
    train_condition(
        condition, settings, "code", folder, folder / "networks.npz", folder / "history.csv"
    )
    return (folder / "networks.npz").read_bytes(), (folder / "history.csv").read_bytes()


@pytest.mark.parametrize("task", ["mg", "mtc"])
@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_a_run_writes(tmp_path, smoke, task, strategy):
    condition = a_condition(task, strategy)
    first = run(tmp_path / "a", condition, smoke(condition))
    assert run(tmp_path / "b", condition, smoke(condition)) == first, "same seed, same bytes"
    arrays = load_arrays(tmp_path / "a" / "networks.npz")
    n = smoke(condition)["task"]["hidden"]
    assert arrays["weights"].shape == (3, 2, n, n)
    assert arrays["weights"].dtype == np.float32
    assert arrays["epochs"].tolist() == [0, 3, 6]
    assert arrays["seeds"].tolist() == [1, 2]
    present = (arrays["weights"][-1] != 0).sum((1, 2))
    links = n * n if strategy == "dense" else round((1 - SPARSITY) * n * n)
    assert np.all(present == links)
    history = load_table(tmp_path / "a" / "history.csv")
    assert list(history.columns) == [
        "task",
        "model",
        "strategy",
        "sparsity",
        "seed",
        "epoch",
        "loss",
        "valid",
        "test",
        "density",
    ]
    assert history["density"].iloc[-1] == pytest.approx(links / n**2)
    assert history["loss"].isna().sum() == 2  # before training
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == ["history.csv", "networks.npz"]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_a_replica_is_the_same_network_alone_and_among_others(tmp_path, smoke, strategy):
    condition = a_condition("mtc", strategy)
    run(tmp_path / "many", condition, smoke(condition, seeds=[1, 2, 3, 4, 5]))
    run(tmp_path / "one", condition, smoke(condition, seeds=[4]))
    many = load_arrays(tmp_path / "many" / "networks.npz")["weights"]
    one = load_arrays(tmp_path / "one" / "networks.npz")["weights"]
    assert np.array_equal(many[:, 3], one[:, 0])


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_an_interrupted_run_ends_in_the_same_bytes(tmp_path, smoke, strategy, monkeypatch, caplog):
    condition = a_condition("mg", strategy)
    settings = smoke(condition)
    undisturbed = run(tmp_path / "a", condition, settings)
    monkeypatch.setattr(condition_module, "CHECKPOINT_PERIOD", -1.0)
    real = condition_module.save_checkpoint

    def stop_after_four(path, fingerprint, groups):
        real(path, fingerprint, groups)
        if groups["progress"]["epoch"] == 4:
            raise KeyboardInterrupt

    monkeypatch.setattr(condition_module, "save_checkpoint", stop_after_four)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "b", condition, settings)
    assert [p.name for p in (tmp_path / "b").iterdir()] == ["checkpoint.npz"]
    with caplog.at_level(logging.INFO):
        assert run(tmp_path / "b", condition, settings) == undisturbed
    assert "resuming after epoch 4" in caplog.text


def test_a_checkpoint_of_other_settings_is_not_resumed(tmp_path, smoke, caplog):
    condition = a_condition("mg", "set")
    loop = build(condition, smoke(condition), tmp_path)
    loop.start()
    loop.advance()
    condition_module.save_checkpoint(tmp_path / "checkpoint.npz", "another run", state(loop))
    with caplog.at_level(logging.INFO):
        run(tmp_path, condition, smoke(condition))
    assert "resuming" not in caplog.text


def test_state_and_restore_are_inverse(tmp_path, smoke):
    condition = a_condition("mg", "deep_r")
    loop, other = (build(condition, smoke(condition), tmp_path) for _ in range(2))
    loop.start()
    loop.advance()
    restore(
        other,
        {
            g: {k: torch.as_tensor(v).clone() for k, v in group.items()}
            for g, group in state(loop).items()
        },
    )
    loop.advance()
    other.advance()
    assert torch.equal(loop.ensemble.recurrent, other.ensemble.recurrent)
    assert torch.equal(
        torch.stack(loop.history).nan_to_num(), torch.stack(other.history).nan_to_num()
    )


def test_training_lowers_the_loss(tmp_path, smoke):
    condition = a_condition("mg", "pruning_2")
    run(tmp_path, condition, smoke(condition, epochs=30))
    history = load_table(tmp_path / "history.csv")
    first, last = (history[history["epoch"] == e]["test"].mean() for e in (0, 30))
    assert last < 0.3 * first


def test_a_loss_that_is_not_finite_is_named(tmp_path, smoke):
    condition = a_condition("mg", "dense")
    settings = smoke(condition, learning_rate=1e30)
    with pytest.raises(FloatingPointError, match=r"seed 1 is .* in epoch .*; lower"):
        run(tmp_path, condition, settings)


def test_denormals_live_again_after_training(tmp_path, smoke):
    condition = a_condition("mg", "dense")
    run(tmp_path, condition, smoke(condition))
    assert (torch.tensor([1e-40]) * 1.0).item() > 0


def test_what_is_due():
    plan = Plan(epochs=7, learning_rate=1.0)
    assert [e for e in range(8) if plan.due(e, 5)] == [0, 5, 7]
