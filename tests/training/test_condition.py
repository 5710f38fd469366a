"""Runs of whole conditions: what is written, determinism, resumption, independence of replicas."""

import logging
import re
import resource

import numpy as np
import pytest
import torch

from sparse_rnn.base.artifacts import load_arrays
from sparse_rnn.models.registry import MODEL_CLASSES
from sparse_rnn.results.schema import read_table
from sparse_rnn.sparsify.registry import STRATEGY_CLASSES
from sparse_rnn.training.checkpoint import (
    Checkpoints,
    load_checkpoint,
    restore,
    save_checkpoint,
    state,
)
from sparse_rnn.training.loop import Loop, Plan

OUTPUTS = ["history.csv", "models", "networks.npz"]


@pytest.mark.parametrize("task", ["mg", "mtc"])
@pytest.mark.parametrize("strategy", STRATEGY_CLASSES)
def test_what_a_run_writes(tmp_path, smoke, train, task, strategy):
    first = train(tmp_path / "a", task, strategy)
    assert train(tmp_path / "b", task, strategy) == first, "same seed, same bytes"
    condition, settings = smoke(task, strategy)
    arrays = load_arrays(tmp_path / "a" / "networks.npz")
    n = settings["task"]["hidden"]
    assert arrays["weights"].shape == (3, 2, n, n)
    assert arrays["weights"].dtype == np.float32
    assert arrays["epochs"].tolist() == [0, 3, 6]
    assert arrays["seeds"].tolist() == [1, 2]
    assert arrays["diverged"].tolist() == [0, 0]
    present = (arrays["weights"][-1] != 0).sum((1, 2))
    links = round((1 - condition.sparsity) * n * n)
    assert np.all(present == links)
    history = read_table("history", tmp_path / "a" / "history.csv")
    names = "task model strategy sparsity seed epoch loss valid test density diverged"
    assert list(history.columns) == names.split()
    assert history["density"].iloc[-1] == pytest.approx(links / n**2)
    assert history["loss"].isna().sum() == 2  # before training
    assert (history["diverged"] == 0).all()
    assert sorted(p.name for p in (tmp_path / "a").iterdir()) == OUTPUTS


def test_links_that_set_added_last_are_told(tmp_path, train, build_loop):
    """They are what the change before the last epoch added, also after an interruption."""
    train(tmp_path, "mg", "set")
    loop = build_loop("mg", "set")
    loop.start()
    for _ in range(5):
        loop.advance()
    before = loop.structure.mask.clone()
    loop.advance()
    arrays = load_arrays(tmp_path / "networks.npz")
    added, last = torch.from_numpy(arrays["added"]), torch.from_numpy(arrays["weights"][-1])
    assert torch.equal(added, loop.structure.added)
    assert added.any() and (last[added] != 0).all()
    assert (~loop.structure.mask & added).sum() == 0
    assert torch.equal(loop.structure.mask & ~added & before, loop.structure.mask & ~added)
    train(tmp_path / "other", "mg", "deep_r")
    assert "added" not in load_arrays(tmp_path / "other" / "networks.npz")


@pytest.mark.parametrize("strategy", STRATEGY_CLASSES)
@pytest.mark.parametrize("task", ["mg", "mtc"])
def test_a_replica_is_the_same_alone_and_among_others(tmp_path, train, outcome, task, strategy):
    train(tmp_path / "many", task, strategy, seeds=[1, 2, 3, 4, 5])
    train(tmp_path / "one", task, strategy, seeds=[4])
    assert outcome(tmp_path / "many", seed=4) == outcome(tmp_path / "one", seed=4)


@pytest.mark.parametrize("model", MODEL_CLASSES)
def test_whatever_the_model_a_replica_is_the_same_alone(tmp_path, train, outcome, model):
    train(tmp_path / "many", "mg", "set", model, seeds=[1, 2, 3])
    train(tmp_path / "one", "mg", "set", model, seeds=[2])
    assert outcome(tmp_path / "many", seed=2) == outcome(tmp_path / "one", seed=2)


@pytest.mark.parametrize(
    ("task", "strategy"), [*[("mg", name) for name in STRATEGY_CLASSES], ("mtc", "set")]
)
def test_an_interrupted_run_ends_in_the_same_bytes(
    tmp_path, train, task, strategy, monkeypatch, caplog
):
    undisturbed = train(tmp_path / "a", task, strategy)
    real = Checkpoints.save

    def stop_after_four(checkpoints, loop):
        real(checkpoints, loop)
        if loop.epoch == 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Checkpoints, "save", stop_after_four)
        train(tmp_path / "b", task, strategy, period=0)
    assert [p.name for p in (tmp_path / "b").iterdir()] == ["checkpoint.npz"]
    with caplog.at_level(logging.INFO):
        assert train(tmp_path / "b", task, strategy) == undisturbed
    assert "resuming after epoch 4" in caplog.text


def test_the_checkpoint_knows_the_processor_time_of_all_stretches(tmp_path, build_loop):
    path, spent = tmp_path / "checkpoint.npz", []
    for _ in range(2):
        checkpoints, loop = Checkpoints(path, "run", 0), build_loop("mg", "set")
        if not checkpoints.resume(loop):
            loop.start()
        loop.advance()
        checkpoints.save(loop)
        spent.append(float(load_checkpoint(path, "run")["cost"]["processor_seconds"]))
    assert checkpoints.spent == spent[0]
    assert 0 < spent[0] < spent[1] < 100


def test_a_checkpoint_of_other_settings_is_not_resumed(tmp_path, train, build_loop, caplog):
    loop = build_loop("mg", "set")
    loop.start()
    loop.advance()
    save_checkpoint(tmp_path / "checkpoint.npz", "another run", state(loop))
    with caplog.at_level(logging.INFO):
        train(tmp_path, "mg", "set")
    assert "resuming" not in caplog.text


def test_state_and_restore_are_inverse(build_loop):
    loop, other = (build_loop("mg", "deep_r") for _ in range(2))
    loop.start()
    loop.advance()
    saved = {
        group: {name: torch.as_tensor(value).clone() for name, value in named.items()}
        for group, named in state(loop).items()
    }
    restore(other, saved)
    loop.advance()
    other.advance()
    assert torch.equal(loop.ensemble.recurrent, other.ensemble.recurrent)
    first, second = (torch.stack(each.history).nan_to_num() for each in (loop, other))
    assert torch.equal(first, second)


def test_checkpoints_are_written_when_a_period_is_over(tmp_path, train, monkeypatch):
    epochs = []
    monkeypatch.setattr(Checkpoints, "save", lambda _, loop: epochs.append(loop.epoch))
    train(tmp_path, "mg", "set", period=1000.0)
    assert epochs == [0], "the first one before training"
    train(tmp_path, "mg", "set", period=0.0)
    assert epochs == [0, 0, 1, 2, 3, 4, 5, 6]


def test_what_killed_writers_left_is_removed(tmp_path, train):
    for name in (".networks.npz.x1", ".history.csv.x2", ".checkpoint.npz.x3", ".other.x4"):
        (tmp_path / name).write_text("half")
    train(tmp_path, "mg", "static")
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        ".other.x4",
        *OUTPUTS,
    ]


def test_a_full_disk_stops_the_run_and_the_next_one_goes_on(tmp_path, train, monkeypatch, caplog):
    undisturbed = train(tmp_path / "a", "mg", "set")
    real, limits = Checkpoints.save, resource.getrlimit(resource.RLIMIT_FSIZE)

    def disk_full_after_four(checkpoints, loop):
        if loop.epoch == 5:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, limits[1]))
        real(checkpoints, loop)

    with monkeypatch.context() as patch:
        patch.setattr(Checkpoints, "save", disk_full_after_four)
        try:
            with pytest.raises(OSError, match=r"cannot write .*checkpoint\.npz: File too large"):
                train(tmp_path / "b", "mg", "set", period=0)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert [p.name for p in (tmp_path / "b").iterdir()] == ["checkpoint.npz"]
    with caplog.at_level(logging.INFO):
        assert train(tmp_path / "b", "mg", "set") == undisturbed
    assert "resuming after epoch 4" in caplog.text


def test_a_folder_that_takes_no_files_is_found_before_training(tmp_path, train, monkeypatch):
    monkeypatch.setattr(Loop, "advance", lambda _: pytest.fail("it trained"))
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match=r"cannot write into .*file: .*; make it a folder"):
        train(tmp_path / "file", "mg", "set")


def test_a_line_for_every_epoch(tmp_path, train, caplog):
    with caplog.at_level(logging.INFO, logger="sparse_rnn.training.progress"):
        train(tmp_path, "mg", "pruning_2")
    number = r"\d[\d.e-]*"
    form = re.compile(
        rf"epoch (\d)/6  loss {number}  test metric {number} \(epoch (\d)\)  "
        rf"density ({number})  eta 0.500 \(epoch (\d)\)  \d+ s left"
    )
    lines = [form.fullmatch(record.message).groups() for record in caplog.records]
    epoch, evaluated, density, counted = zip(*lines, strict=True)
    assert epoch == tuple("123456")
    assert evaluated == tuple("022446")
    assert counted == tuple("003336")
    assert (density[0], density[-1]) == ("1.0000", "0.2000")


def test_training_lowers_the_loss(tmp_path, train):
    train(tmp_path, "mg", "pruning_2", epochs=30)
    history = read_table("history", tmp_path / "history.csv")
    first, last = (history[history["epoch"] == e]["test"].mean() for e in (0, 30))
    assert last < 0.3 * first


def test_denormals_live_again_after_training(tmp_path, train):
    train(tmp_path, "mg", "dense")
    assert (torch.tensor([1e-40]) * 1.0).item() > 0


def test_what_is_due():
    plan = Plan(epochs=7, learning_rate=1.0)
    assert [e for e in range(8) if plan.due(e, 5)] == [0, 5, 7]


def test_a_file_that_is_no_checkpoint_is_named(tmp_path):
    path = tmp_path / "checkpoint.npz"
    np.savez(path, weights=np.zeros(3))
    with pytest.raises(ValueError, match=r"checkpoint\.npz is no checkpoint .* delete it"):
        load_checkpoint(path, "run")
